# Cleaning: rejected rows, remarks about cells.
clean-kind-roster = the roster
clean-kind-discipline = the discipline register
clean-kind-organisations = the register of decisions on organisations
clean-kind-complaints = the register of complaints and denunciations
clean-kind-inspections = the register of inspections

E008-rows-lost = the rows do not add up: { $read } read, { $used } used, { $rejected } rejected
    .help = this is a mistake of the program; send this message to whoever looks after the software

# Rejected rows
D001-no-name = the row has no name
    .help = put the full name into this cell, or delete the row if it is no record
D002-same-id = the identifier `{ $value }` was used in row { $row } of { $file }
    .help = give this row another identifier; if the record is listed twice, delete one row
D003-no-organisation = the row has no organisation
    .help = put the organisation's name into this cell, or delete the row if it is no record

# Names
D010-name-repaired = the name `{ $value }` was read as `{ $other }`
    .help = compare it with the original file; if it is right, save the file in a Unicode font
D011-name-from-other-names = the name is empty; `{ $value }` was taken from the column for other names
    .help = move the name to its own column
D012-columns-swapped = the contents of `{ $value }` and `{ $other }` stand in each other's column; they were read the right way
    .help = move the contents to the right columns of the file
D013-name-odd = `{ $value }` does not look like a full name
    .help = check surname, middle and given name against the birth certificate

# Dates
D020-no-such-day = there is no such day as `{ $value }`; only the year is used
    .help = write the date as day/month/year, as in the original papers
D021-no-such-month = there is no such month as in `{ $value }`; only the year is used
    .help = write the date as day/month/year, as in the original papers
D022-year-out-of-range = the year in `{ $value }` is not between 1900 and 2099; the date is taken as not known
    .help = write the year with four digits
D023-no-year = `{ $value }` has no year; the date is taken as not known
    .help = add the year; if only the year is known, write it alone: 1968
D024-date-unreadable = `{ $value }` is no date; it is taken as not known
    .help = write the date as 15/08/1968, or 08/1968, or 1968
D025-month-before-day = `{ $value }` was read as month before day
    .help = write day/month/year
D026-short-year = the year in `{ $value }` has two digits; its century was assumed
    .help = write the year with four digits
D027-day-serial = `{ $value }` was read as a spreadsheet's count of days
    .help = format the column as a date in the workbook
D028-first-of-january = the birth date `{ $value }` is 1 January: perhaps only the year is known
    .help = compare it with the birth certificate; if only the year is known, write the year alone
D029-lunar-date = `{ $value }` is a date of the lunar calendar; only a range of days is known for certain
    .help = write the solar date as in the birth certificate
D030-birth-implausible = the birth date `{ $value }` cannot be, given the other dates; it is taken as not known
    .help = compare it with the birth certificate
D031-dates-out-of-order = the date `{ $value }` is earlier than one that must come before it
    .help = check both dates
D032-future-date = the date `{ $value }` is after the date of judgement
    .help = check this date, and `as_of` in the batch file

# Identity and card numbers
D040-number-length = the identity number has { $value } digits, expected 12 (citizen's) or 9 (the older kind); it is taken as not known
    .help = format the column as text in the workbook and put all digits back, leading zeros too
D041-number-scientific = the workbook has shortened the identity number (as 3.8E+10), its last digits are lost; it is taken as not known
    .help = format the column as text in the workbook and enter the number again from the original papers
D042-number-letters = the identity number has letters; it is taken as not known
    .help = write digits only
D043-number-placeholder = the identity number is a placeholder (one digit repeated, or counting up); it is taken as not known
    .help = write the real number, or leave the cell empty
D044-number-zeros-lost = the identity number has lost its leading zeros; they were put back
    .help = format the column as text in the workbook
D045-number-birth-year = the identity number tells the birth year { $value }, the birth date { $other }
    .help = compare both with the identity card
D046-number-sex = the sex in the identity number is not the one in the row
    .help = compare both with the identity card
D047-number-shared = the number `{ $value }` stands on { $count } rows; it is taken as not known on all of them
    .help = replace the placeholder by each person's real number, or leave the cells empty
D050-card-length = the card number has { $value } digits, expected 8 or 12; it is taken as not known
    .help = write the number as on the membership card
D051-card-placeholder = the card number is a placeholder; it is taken as not known
    .help = write the real number, or leave the cell empty
D052-card-unreadable = the card number cannot be read; it is taken as not known
    .help = format the column as text and write digits only
D053-card-zero-lost = the card number has lost its leading zero; it was put back
    .help = format the column as text in the workbook

# Places
D060-place-unknown = no province was found for the native place `{ $value }`
    .help = write commune, district and province; or commune and province of since 1 July 2025
D061-place-slip = the native place `{ $value }` was read as `{ $other }`
    .help = correct the place's name if that is what was meant
D062-place-ambiguous = the abbreviation in the native place `{ $value }` may stand for several provinces
    .help = write the province's name in full

# Code lists
D070-code-unknown = `{ $value }` is not in this column's list; it is taken as not known
    .help = write one of the values listed in the documentation
D071-measure-unknown = no form of discipline was recognised in `{ $value }`; it is taken as not known
    .help = write the form, as `khiển trách`, `cảnh cáo`, `cách chức`, `khai trừ`; or `không` if there was none
D072-measure-several = `{ $value }` names several forms of discipline; the most severe was taken
    .help = give each decision a row of its own

D099-more-of-the-same = { $count } more remarks { $code } in { $kind }
    .help = the first of them say what to do; mend their common cause and run again
