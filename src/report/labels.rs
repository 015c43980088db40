//! The fixed words of the report, fetched once: templates and sheets read them as fields.

use std::collections::BTreeMap;

use crate::lang::Lang;

/// The identifier of a label's message: `report-full-name` for `full_name`.
fn id(field: &str) -> String {
    format!("report-{}", field.replace('_', "-"))
}

macro_rules! labels {
    ($($field:ident)*) => {
        /// Words without arguments, one field a message `report-FIELD`, and the words for codes.
        pub(super) struct Labels {
            $(pub(super) $field: String,)*
            codes: BTreeMap<(&'static str, &'static str), String>,
        }

        impl Labels {
            /// The labels in `lang`.
            pub(super) fn new(lang: Lang) -> Self {
                Self { $($field: lang.say_code(&id(stringify!($field))),)* codes: codes(lang) }
            }
        }

        #[cfg(test)]
        const FIELDS: &[&str] = &[$(stringify!($field)),*];
    };
}

labels! {
    title skip_to_list contents summary list settle conflicts rows manifest theme print
    letter_party letter_number letter_report letter_subject letter_chair letter_recipients letter_recipient_1 letter_recipient_2
    letter_recipient_3 dotted
    flag_is_a_question h_results h_forms h_open h_undecided h_sure h_rules h_rows h_list h_files h_settle h_conflicts h_rejects h_all_rules h_manifest all_rules_caption letter_annex_rules
    flow_caption flow_read flow_used flow_rejected flow_linked flow_asked flow_none
    by_province by_province_caption review_by_province matters_open files total_of_all
    no_violations by_form form people share_of_checked checked with_violations share outcome_review outcome_undecided outcome_clear
    by_level by_unit level unit unknown
    open_caption candidate matter since days_open days_left link
    missing_caption missing_fact questions asked_by
    bands_caption expected_caption expected_table threshold declared false_links missed_links
    reliability_caption reliability_table reliability_expected reliability_answered reliability_found pairs
    rule rule_title version basis overlaid parameter overlay_before overlay_after overlays_caption working_days by_organisation_form organisations
    input rows_read rows_used rows_rejected state_link state_ask state_conflict
    search search_hint standing severity all clear_filters ordinal full_name born rules probability previous next
    values records record waterfall evidence weight for_same against_same strongest_for strongest_against conflict code place reason help
    digest_kind digest_name digest_input digest_rules digest_model digest_answers digest_template
    date_of_birth home_place national_id party_card organisation position other_names yes no as_written
    decision_no decided announced violation authority status received started concluded conclusion proposed_form
    option_program option_title option_as_of option_opens_on option_level option_province option_ask option_link option_ids
    ids_masked ids_full not_given
    sheet_flags sheet_links sheet_undecided sheet_rejects sheet_notes
    answered answer note by at at_hint pick_answer wrong_answer state source column file sheet row notices
    candidate_id record_id flag_id subject fingerprint
}

/// Codes that tables hold and the words for them, `report-GROUP-CODE`.
const CODES: &[(&str, &[&str])] = &[
    ("severity", &["stop", "look", "note"]),
    ("standing", &["review", "conflict", "ask", "undecided"]),
    ("candidacy", &["first_time", "re_election"]),
    ("step", &["higher", "same", "lower"]),
    ("rank", &["head", "deputy", "standing_member", "member", "unit_head", "unit_deputy", "staff"]),
    ("regime", &["party", "state"]),
    ("suspension", &["party_activities", "committee", "work"]),
    ("number", &["cccd", "cmnd"]),
    ("suspension", &["party_activities", "committee", "work"]),
    ("state", &["link", "ask", "conflict", "apart"]),
    ("conflict", &["same_number_other_person", "same_person_other_number"]),
    ("confirm", &["partly", "unverified"]),
    ("kind", &["roster", "discipline", "organisations", "complaints", "inspections"]),
    ("register", &["discipline", "complaints", "inspections", "organisations"]),
    ("matter", &["denunciation", "complaint", "inspection", "unknown"]),
    ("level", &["central", "province", "district", "commune", "grassroots"]),
    (
        "measure",
        &[
            "reprimand",
            "warning",
            "removal",
            "expulsion",
            "salary_step",
            "demotion",
            "rank_lowering",
            "dismissal",
            "recall",
            "dissolution",
            "none",
        ],
    ),
    ("status", &["in_force", "lapsed", "annulled", "under_complaint", "open", "resolved", "handed_over"]),
    ("conclusion", &["founded", "partly_founded", "unfounded", "violation", "no_violation", "pending"]),
    ("answer", &["same", "different", "confirmed", "dismissed", "unsure"]),
    ("reading", &["same_number_same", "same_number_other", "same_person_same", "same_person_other"]),
];

fn code_id(group: &str, code: &str) -> String {
    format!("report-{group}-{}", code.replace('_', "-"))
}

fn codes(lang: Lang) -> BTreeMap<(&'static str, &'static str), String> {
    let one = |(group, codes): &(&'static str, &'static [&'static str])| {
        let group = *group;
        codes.iter().map(move |code| ((group, *code), lang.say_code(&code_id(group, code)))).collect::<Vec<_>>()
    };
    CODES.iter().flat_map(one).collect()
}

impl Labels {
    /// The words for `code`, or the code itself where it has none.
    pub(super) fn of<'a>(&'a self, group: &'a str, code: &'a str) -> &'a str {
        self.codes.get(&(group, code)).map_or(code, String::as_str)
    }

    /// The words for a code of any list: for the values of facts, which do not say their list.
    pub(super) fn code<'a>(&'a self, code: &'a str) -> &'a str {
        let groups = [
            "measure",
            "status",
            "conclusion",
            "level",
            "matter",
            "candidacy",
            "step",
            "rank",
            "regime",
            "suspension",
            "number",
            "suspension",
            "state",
            "conflict",
        ];
        groups.iter().find_map(|group| self.codes.get(&(*group, code))).map_or(code, String::as_str)
    }

    /// The two ways to read a contradiction: one person, two persons. Empty: there is none.
    pub(super) fn readings(&self, conflict: &str) -> [&str; 2] {
        match conflict {
            "same_number_other_person" => [self.of("reading", "same_number_same"), self.of("reading", "same_number_other")],
            "same_person_other_number" => [self.of("reading", "same_person_same"), self.of("reading", "same_person_other")],
            _ => [""; 2],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::facts::{FACTS, FactType};

    #[test]
    fn every_code_that_a_fact_can_have_has_words() {
        let labels = Labels::new(Lang::Vi);
        let codes = FACTS.iter().filter_map(|fact| if let FactType::Code(codes) = fact.kind { Some(codes) } else { None });
        let wordless: Vec<_> = codes.flatten().filter(|code| labels.code(code) == **code).collect();
        assert!(wordless.is_empty(), "{wordless:?}");
    }

    #[test]
    fn every_label_and_code_has_words_in_both_languages() {
        let codes = CODES.iter().flat_map(|(group, codes)| codes.iter().map(|code| code_id(group, code)));
        let missing: Vec<_> = FIELDS
            .iter()
            .map(|field| id(field))
            .chain(codes)
            .flat_map(|id| [Lang::Vi, Lang::En].map(|lang| (lang, id.clone())))
            .filter(|(lang, id)| !lang.has(id))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
