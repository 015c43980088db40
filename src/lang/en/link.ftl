# Linking people: a sentence for each rung of each comparison, and the mistakes of a model file.
link-prior = Where we start: the chance that any record and any candidate are one person, before anything is compared

link-name-same = The names are the same, marks included
link-name-tone = The names differ in one tone mark
link-name-mark = The names differ in one vowel mark
link-name-bar = The names differ in the bar of one đ
link-name-letters = The names have the same letters, with other marks on one syllable
link-name-regional = The names are two regional forms of one name
link-name-sound = The names differ in a sound that is often confused
link-name-typing = The names differ in one letter, perhaps a slip of the keyboard
link-name-initial = One side has an initial for a syllable
link-name-dropped = One side lacks a middle syllable
link-name-order = The same syllables in another order
link-name-alias = They agree through another name or an alias
link-name-several = The names differ in several places, yet are near
link-name-differs = The names differ
link-name-unmarked_same = The names agree, but one side has no marks
link-name-unmarked_near = The names are near, and one side has no marks
link-name-unmarked_differs = The names differ, and one side has no marks

link-birth-unknown = One side has no birth date
link-birth-same_day = The same day, month and year of birth
link-birth-swapped = Day and month of birth have changed places
link-birth-one_digit = The birth dates differ in one digit
link-birth-day_or_month = The same year of birth, another day or another month
link-birth-other_year = The same day and month of birth, another year
link-birth-two_slips = The birth dates differ in two places, by one digit each
link-birth-year_only_agrees = Only the year of birth agrees; day and month both differ
link-birth-differs = The birth dates differ
link-birth-same_month = The same month and year of birth; one side has no day
link-birth-month_differs = The same year of birth, another month; one side has no day
link-birth-month_other_year = The same month of birth, another year; one side has no day
link-birth-month_all_differs = Month and year of birth both differ; one side has no day
link-birth-same_year = The same year of birth; one side has only the year
link-birth-year_off = The years of birth are one apart; one side has only the year
link-birth-year_differs = The years of birth differ
link-birth-number_same_year = The year of birth agrees with the year inside the identity number
link-birth-number_differs = The year of birth does not agree with the year inside the identity number

link-sex-unknown = One side does not say the sex
link-sex-same = The same sex
link-sex-differs = The sexes differ

link-national_id-unknown = One side has no identity number
link-national_id-other_kind = One number has 12 digits, the other 9: they cannot be compared
link-national_id-same = The same identity number (CCCD)
link-national_id-one_digit = The identity numbers differ in one digit
link-national_id-swapped = Two neighbouring digits of the identity number have changed places
link-national_id-differs = The identity numbers differ
link-national_id-cmnd_same = The same old identity number (CMND)
link-national_id-cmnd_one_digit = The old identity numbers differ in one digit
link-national_id-cmnd_swapped = Two neighbouring digits of the old identity number have changed places
link-national_id-cmnd_differs = The old identity numbers differ; such a number changed when its bearer moved to another province

link-party_card-unknown = One side has no Party card number
link-party_card-other_kind = The card numbers are of two kinds: they cannot be compared
link-party_card-same = The same Party card number
link-party_card-one_digit = The Party card numbers differ in one digit
link-party_card-swapped = Two neighbouring digits of the Party card number have changed places
link-party_card-differs = The Party card numbers differ

link-home-unknown = One side has no native place
link-home-same_commune = The same native commune
link-home-commune_same_district = The same native district, another commune
link-home-commune_same_province = The same native province, another commune
link-home-commune_differs = Native places in different provinces
link-home-same_district = The same native district; one side names no commune
link-home-district_same_province = The same native province, another district
link-home-district_differs = Native places in different provinces; one side names no commune
link-home-same_province = The same native province; one side names only the province
link-home-province_differs = Different native provinces; one side names only the province

link-origin-unknown = Nothing else tells the native place
link-origin-number_fits = One side has no native place, but its identity number was issued where the other comes from
link-origin-number_differs = One side has no native place, and its identity number was issued elsewhere than the other comes from
link-origin-numbers_fit = Both identity numbers, of two kinds, were issued in one province
link-origin-numbers_differ = The identity numbers, of two kinds, were issued in different provinces
link-origin-work_fits = One side has no native place, but worked in the province that the other comes from
link-origin-work_differs = One side has no native place, and worked in another province than the other comes from
link-origin-residence_fits = The native place of one side is in the district where the other works: perhaps the place of residence was written
link-origin-residence_elsewhere = The native places differ, and neither is in the district where the other works
link-origin-region_fits = The native place of one side is in the province where the other works: perhaps the place of residence was written
link-origin-region_elsewhere = The native places differ, and neither is in the province where the other works

link-organisation-unknown = The places of work cannot be compared
link-organisation-same_office_commune = The same office in a commune
link-organisation-same_office_district = The same office in a district
link-organisation-same_office_province = The same office of a province
link-organisation-same_commune = Work in the same commune
link-organisation-commune_same_district = Work in the same district, another commune
link-organisation-commune_same_province = Work in the same province, another commune
link-organisation-commune_differs = Work in different provinces
link-organisation-same_district = Work in the same district
link-organisation-district_same_province = Work in the same province, another district
link-organisation-district_differs = Work in different provinces
link-organisation-same_province = Work in the same province
link-organisation-province_differs = Work in different provinces
link-organisation-same_commune_name = Work in communes of one name; the district is not known
link-organisation-other_commune_name = Work in communes of different names; the district is not known
link-organisation-same_body = The same body
link-organisation-other_body = Two different bodies that belong to no place

link-service-unknown = Membership and the date of the decision cannot be compared
link-service-member = The decision was taken when the candidate had joined the Party
link-service-not_yet_member = The decision was taken before the candidate joined the Party

link-namesake-none = Nothing to take back for namesakes
link-namesake-namesake = Taken back because a namesake from the same village, born a few years apart, would agree as well

link-name-alone = Nothing but the name agrees: a name alone never links, so a reviewer decides
link-answer-same = A reviewer has settled it: one person
link-answer-different = A reviewer has settled it: two people
link-answer-disputed = Reviewers answered against each other: it is not settled

M001-model-not-understood = the model file could not be read: { $cause }
    .help = mend what is underlined; `thamdinh link train` writes a file of the right form
M002-not-a-chance = `{ $value }` is not a probability
    .help = write a number greater than 0 and less than 1
M003-unknown-comparison = there is no comparison `{ $name }`
    .help = the comparisons are name, birth, sex, national_id, party_card, home, origin, organisation, service
M004-comparison-incomplete = the comparison `{ $name }` lacks rungs or is not in the file
    .help = each comparison needs all the rungs of the shipped model
M005-rung-missing = the comparison `{ $name }` lacks the rung `{ $rung }`
    .help = add a line for this rung
M006-u-not-wanted = the rung `{ $rung }` takes no u
    .help = remove u: it is worked out from how common the value is
M007-u-missing = the rung `{ $rung }` lacks its u
    .help = add u: the chance of this rung among different people
M008-unknown-rung = the comparison `{ $name }` has no rung `{ $rung }`
    .help = remove the line or mend the rung's name
M009-group-not-one = the m of the group `{ $group }` add up to { $sum }, not to 1
    .help = change the m of the group so that they add up to 1
M010-namesake-missing = the rung `{ $rung }` lacks its namesake chance
    .help = add namesake: the chance of this rung among namesakes from one village
