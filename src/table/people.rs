//! Persons as the linker sees them: one row per roster row or register record.
//!
//! Candidates and the three registers of persons share the columns of [`PERSON`]; each table adds its own.

use polars::prelude::DataFrame;

use super::Type::{Bool, Date, Index, Set, Text};
use super::{Column, always, check, maybe};
use crate::error::Result;

/// The columns that candidates, cases, complaints and inspections share. `_raw` is what stood in the file.
pub const PERSON: &[Column] = &[
    always("id", Text, "the row's identifier, unique in its table"),
    always("source", Index, "index into the run's list of sources"),
    always("row", Index, "the row in the file, from 1"),
    maybe("full_name_raw", Text, "the name as written"),
    maybe(
        "full_name",
        Text,
        "the name tidied: NFC, one blank, marks placed the old way, titles and aliases taken out, typing residue and legacy fonts repaired, capitals as written in names",
    ),
    maybe("name_key", Text, "the name folded: lower case, no marks, d for đ, one blank between syllables"),
    maybe("other_names_raw", Text, "the aliases as written"),
    maybe("other_names", Text, "the aliases tidied, separated by `; `"),
    maybe("date_of_birth_raw", Text, "the birth date as written"),
    maybe("born_from", Date, "the first day the birth date can be"),
    maybe("born_to", Date, "the last day the birth date can be; equal to born_from for a full date"),
    maybe("sex", Text, "M or F; read only for the retirement month and the number's sex digit"),
    maybe("home_place_raw", Text, "the native place as written"),
    maybe("home_place", Text, "the native place tidied, in the order commune, district, province"),
    maybe("home_codes", Set, "the provinces of 2024 it can lie in, through mergers and renamings; null: not known"),
    maybe("home_district", Index, "code of the district of before July 2025, where it is certain"),
    maybe("home_commune", Index, "code of the commune of before July 2025, where it is certain"),
    maybe("home_commune_2025", Index, "code of the commune of since July 2025: named so, or the only successor of home_commune"),
    maybe("home_system", Text, "the map the place was written on: 63, 34 or historical"),
    maybe("national_id_raw", Text, "the identity number as written"),
    maybe("national_id", Text, "digits only, lost zeros put back: 12 digits (CCCD) or 9 (CMND)"),
    maybe("party_card_raw", Text, "the card number as written"),
    maybe("party_card", Text, "digits only: 8 or 12"),
    maybe("organisation", Text, "the organisation tidied: where the person works or worked"),
    maybe(
        "organisation_codes",
        Set,
        "the provinces of 2024 named in the organisation, or told by the unit of work or the deciding body; null: not known",
    ),
    maybe(
        "organisation_district",
        Index,
        "code of the district of before July 2025 named in the organisation, where it is certain",
    ),
    maybe(
        "organisation_commune",
        Index,
        "code of the commune of before July 2025 named in the organisation, where it is certain",
    ),
    maybe("organisation_commune_2025", Index, "code of the commune of since July 2025, likewise"),
    maybe("position", Text, "the post held, tidied"),
];

/// What only a roster says.
pub const CANDIDATE: &[Column] = &[
    maybe("party_joined_from", Date, "first day the date of joining can be"),
    maybe("party_joined_to", Date, "last day the date of joining can be"),
    maybe("party_official_from", Date, "first day the date of full membership can be"),
    maybe("party_official_to", Date, "last day the date of full membership can be"),
    maybe("organisation_code", Text, "the organisation's code as written"),
    maybe("position_since_from", Date, "first day the start in the post can be"),
    maybe("position_since_to", Date, "last day the start in the post can be"),
    maybe("level", Text, "level of the present post: central, province, district, commune, grassroots"),
    maybe("candidacy", Text, "first_time or re_election"),
    maybe("standing_for", Text, "the post stood for, tidied"),
    maybe("province_code", Text, "the two-digit code of the unit, as written"),
    maybe(
        "id_findings",
        Text,
        "what does not fit inside the row, comma-separated: birth_year, sex, province, length, placeholder (see vn::id_number)",
    ),
];

/// What only a discipline register says.
pub const CASE: &[Column] = &[
    maybe("decision_no", Text, "the decision's number, tidied"),
    maybe("decided_from", Date, "first day the decision can have been signed"),
    maybe("decided_to", Date, "last day the decision can have been signed"),
    maybe("announced_from", Date, "first day the decision can have been announced"),
    maybe("announced_to", Date, "last day the decision can have been announced"),
    maybe("form_raw", Text, "the form of discipline as written"),
    maybe(
        "measure",
        Text,
        "reprimand, warning, removal, expulsion, salary_step, demotion, rank_lowering, dismissal, recall; or none for what is not a form of discipline",
    ),
    maybe("measure_code", Text, "the row in vn/data/discipline_forms.csv, as P-KT; null where party or state is not known"),
    maybe("regime", Text, "party or state"),
    maybe("violation", Text, "the violation as written"),
    maybe("authority", Text, "who decided, tidied"),
    maybe("status", Text, "in_force, lapsed, annulled, under_complaint"),
];

/// What only a register of complaints says.
pub const COMPLAINT: &[Column] = &[
    maybe("kind", Text, "denunciation or complaint"),
    maybe("received_from", Date, "first day it can have been received"),
    maybe("received_to", Date, "last day it can have been received"),
    maybe("status", Text, "open, resolved, handed_over"),
    maybe("conclusion", Text, "founded, partly_founded, unfounded"),
];

/// What only a register of inspections says.
pub const INSPECTION: &[Column] = &[
    always("is_organisation", Bool, "the subject is an organisation, not a person"),
    maybe("started_from", Date, "first day it can have begun"),
    maybe("started_to", Date, "last day it can have begun"),
    maybe("concluded_from", Date, "first day it can have been concluded"),
    maybe("concluded_to", Date, "last day it can have been concluded"),
    maybe("conclusion", Text, "violation, no_violation, pending"),
    maybe("proposed_form", Text, "the measure proposed, as in cases"),
];

/// Past decisions on organisations.
pub const ORGANISATION: &[Column] = &[
    always("id", Text, "the row's identifier, unique in the table"),
    always("source", Index, "index into the run's list of sources"),
    always("row", Index, "the row in the file, from 1"),
    always("organisation", Text, "the organisation, tidied"),
    always("organisation_key", Text, "the organisation folded, unit words spelled out"),
    maybe("organisation_code", Text, "its code as written"),
    maybe("organisation_codes", Set, "the provinces of 2024 named in it"),
    maybe("form_raw", Text, "the form of discipline as written"),
    maybe("measure", Text, "reprimand, warning, dissolution; or none for what is not a form of discipline"),
    maybe("decision_no", Text, "the decision's number, tidied"),
    maybe("decided_from", Date, "first day the decision can have been signed"),
    maybe("decided_to", Date, "last day the decision can have been signed"),
    maybe("announced_from", Date, "first day the decision can have been announced"),
    maybe("announced_to", Date, "last day the decision can have been announced"),
    maybe("head", Text, "the name of the person responsible, tidied"),
    maybe("head_key", Text, "that name folded"),
    maybe("status", Text, "in_force, lapsed, annulled, under_complaint"),
];

macro_rules! table {
    ($(#[$doc:meta])* $name:ident, $label:literal, $($columns:expr),+) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(DataFrame);

        impl $name {
            /// The frame, its columns checked.
            ///
            /// # Errors
            /// A declared column is missing or of another type: a mistake of ours.
            pub fn new(frame: &DataFrame) -> Result<Self> {
                check($label, frame, &[$($columns),+]).map(Self)
            }

            /// The rows.
            pub fn frame(&self) -> &DataFrame {
                &self.0
            }

            /// How many rows.
            pub fn len(&self) -> usize {
                self.0.height()
            }

            /// Whether there are none.
            pub fn is_empty(&self) -> bool {
                self.0.height() == 0
            }
        }
    };
}

table!(
    /// The roster, cleaned.
    Candidates, "candidates", PERSON, CANDIDATE
);
table!(
    /// Discipline records, cleaned.
    Cases, "cases", PERSON, CASE
);
table!(
    /// Complaints and denunciations, cleaned; `full_name` is the respondent.
    Complaints, "complaints", PERSON, COMPLAINT
);
table!(
    /// Inspections, cleaned; `full_name` is the subject, or `organisation` where the subject is one.
    Inspections, "inspections", PERSON, INSPECTION
);
table!(
    /// Decisions on organisations, cleaned.
    Organisations, "organisations", ORGANISATION
);
