# Reading files: errors (E1xx), remarks about headings and sheets (H1xx), rows that cannot be read (D1xx).
read-kind-roster = a roster of candidates (`roster`)
read-kind-discipline = discipline records (`discipline`)
read-kind-organisations = organisations under discipline (`organisations`)
read-kind-complaints = complaints and denunciations (`complaints`)
read-kind-inspections = inspections (`inspections`)

E101-no-file-for-pattern = no file matches the path
    .help = check the folder and the extension; the path is relative to the batch file
E102-remote-path = the path is an address on a network, not a file on this machine
    .help = download the file and give its path
E103-empty-file = the file has no content
    .help = open the file to check, then ask the sender for the whole file
E104-unknown-format = the file's format is not known
    .help = open it in the program that made it and save it as .xlsx, .ods or .csv
E105-web-page-as-workbook = the file is a web page or XML, not a workbook
    .help = open it in Excel and save it as .xlsx
E106-text-as-workbook = the file is named like a workbook but holds plain text
    .help = rename it to .csv, or open it in Excel and save it as .xlsx
E107-password = the workbook is protected by a password
    .help = open it in Excel, remove the password (File › Info › Protect Workbook) and save it
E108-workbook-damaged = the workbook is damaged or incomplete
    .help = copy the file again from its origin; if Excel can still open it, save it as .xlsx
E109-archive-too-large = the part `{ $part }` of the workbook unpacks to { $megabytes } MB, more than the limit of { $limit } MB
    .help = do not open the file if its origin is unclear; if it is genuine, export it as .csv
E110-too-many-parts = the workbook has { $parts } parts, more than the limit of { $limit }
    .help = do not open the file if its origin is unclear; if it is genuine, export it as .csv
E111-sheet-too-large = the sheet has too many cells, the limit is { $limit } filled ones
    .help = split it into several files, or export it as .csv
E112-too-many-columns = the header row has { $columns } columns, the limit is { $limit }
    .help = delete the superfluous columns on the right of the table
E113-no-header = no header row of { $kind } found: no column is `{ $required }`; the nearest row has { $found }, of which { $understood } is understood
    .help = put a header row above the table; or say in the [[input]] of the batch file, for example, columns = {"{"} "Header in the file" = "{ $required }" {"}"}
E114-required-column-missing = { $kind } without the required column `{ $required }`; the columns found: { $found }
    .help = if the column is there under another name, put into the [[input]] of the batch file: columns = {"{"} "Header in the file" = "{ $required }" {"}"}
E115-roster-as-discipline = the file is given as discipline records (`discipline`) but its header is a roster's: it has candidacy, post stood for or Party joining, and nothing about decisions
    .help = write kind = "roster", or choose the right discipline file in the [[input]]
E116-discipline-as-roster = the file is given as a roster (`roster`) but its header is that of discipline records: it has decisions, and no candidacy, post stood for or Party joining
    .help = write kind = "discipline", or choose the right roster in the [[input]]
E117-sheet-not-found = no sheet is called `{ $sheet }`; the file has: { $sheets }
    .help = correct `sheet` in the [[input]], or remove that line to read every sheet with a header
E118-unknown-column = `{ $column }` is no column of { $kind }
    .help = the nearest name is `{ $near }`; the columns are: { $columns }; write "unused" for one that is not wanted
E119-parquet-damaged = the parquet file cannot be read
    .help = make the file again from the system it comes from
E121-all-sheets-hidden = every sheet of the file is hidden
    .help = unhide the sheet to read, or name it as `sheet` in the [[input]]
E122-folder-as-file = the path is a folder, not a file
    .help = add a pattern of file names to the folder, for example `rosters/*.xlsx`
E123-bad-pattern = the path's pattern is wrong
    .help = use only * and ? as wildcards
E124-answers-format = answers are read from .csv, .xlsx and .json only
    .help = save the file as .csv or .xlsx
E125-no-answers-header = no row names the columns of an answers file: candidate_id, answer and record_id or flag_id
    .help = take a file that `thamdinh review export` wrote, or the working list flagged.xlsx with its hidden first row
E126-answers-json = the file is no list of answers in JSON
    .help = write a list of objects with the fields subject, candidate_id, record_id, flag_id, answer, note, by, at, closed_at

H101-unknown-header = the column `{ $header }` is not understood and not read
    .help = put into the [[input]] of the batch file: { $line } ("unused" if it is not wanted; else the name of a canonical column)
H102-ambiguous-header = the column `{ $header }` can be any of { $columns }; as this is not clear, it is not read
    .help = put into the [[input]] of the batch file: { $line }
H103-two-columns-for-one = the columns `{ $header }` and `{ $taken }` are both `{ $column }`; only `{ $taken }`, which is fuller, is read
    .help = if the other is wanted, put into the [[input]] of the batch file: { $line }, and "unused" for the first
H104-sheet-without-header = the sheet has no header row that is understood and is not read
    .help = if the sheet has a list, add a header row or `columns` to the [[input]]
H105-hidden-sheet = the sheet `{ $sheet }` is hidden and not read
    .help = if it is wanted, put into the [[input]]: sheet = "{ $sheet }"
H106-legacy-encoding = the file is in { $encoding } and was converted to Unicode
    .help = look at a few names in the result to be sure of the conversion
H107-encoding-unsure = the file mixes encodings or its encoding is not certain: mostly { $encoding }, { $rows } lines in another; each line was converted to Unicode
    .help = look at the names in the result; if they are wrong, open the file in the program that made it and save it as .csv in UTF-8
H108-mixed-encoding = { $rows } lines of the file are not UTF-8 and were converted one by one
    .help = look at the names in those lines
H109-mapped-header-absent = the file has no column `{ $header }`, which `columns` names
    .help = check the header's name in the [[input]] of the batch file
H110-legacy-fonts = cells of the sheet are in a font of { $encoding } and were converted to Unicode
    .help = look at a few names in the result to be sure of the conversion
H111-cell-error = the cell holds an error of a formula and counts as blank
    .help = open the file in Excel, mend the formula and save
H112-no-records = there is a header row but not a single record
    .help = check whether this is the blank form
H113-decided-by-content = the column `{ $header }` was taken for `{ $column }` because of its cells
    .help = if this is wrong, put into the [[input]] of the batch file: { $line }
H114-sheet-of-another-kind = the header of the sheet is not that of { $kind }; the sheet is not read
    .help = if it is wanted, put into the [[input]]: sheet = "{ $sheet }", and the program will say what is missing

D101-ragged-row = the row has { $found } cells, the header has { $expected } columns
    .help = open the file and add or remove separators in this row; text with a separator in it belongs in double quotes
D102-stray-quote = the row has a double quote that does not close where it should
    .help = remove the superfluous quote in this row, or write it twice ("")
D110-answer-unknown = `{ $answer }` is no answer
    .help = write same, different or unsure about a link; confirmed, dismissed or unsure about a flag
D111-answer-subject = `{ $subject }` is not what an answer can be about
    .help = write link or flag
D112-answer-about-nothing = the row does not say what was answered
    .help = fill in candidate_id, and record_id for a link or flag_id for a flag
D113-answer-misfit = `{ $answer }` does not answer the question about a { $subject }
    .help = write same, different or unsure about a link; confirmed, dismissed or unsure about a flag
D114-answer-day = `{ $at }` is not a day; the answer is used as one without a day
    .help = write the day as 15/09/2025
