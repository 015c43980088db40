//! How are the embedded tables read? One row a line, fields by comma, quotes only where a field holds a comma.

/// The rows of an embedded table without its header, each a list of fields that borrow from the table.
///
/// The tables are ours and are tested to have as many fields in each row as in the header, so nothing can fail here.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).filter(|line| !line.is_empty()).map(split)
}

/// The fields of one line. A quoted field may hold commas, but no quotes: no table needs them.
fn split(line: &'static str) -> Vec<&'static str> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let (field, after) = match rest.strip_prefix('"').and_then(|inner| inner.split_once('"')) {
            Some((field, after)) => (field, after.strip_prefix(',')),
            None => match rest.split_once(',') {
                Some((field, after)) => (field, Some(after)),
                None => (rest, None),
            },
        };
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => return fields,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_field_may_hold_a_comma() {
        for (line, fields) in [
            ("a,b,c", vec!["a", "b", "c"]),
            ("a,\"b, c\",d", vec!["a", "b, c", "d"]),
            ("\"a, b\"", vec!["a, b"]),
            ("a,,", vec!["a", "", ""]),
        ] {
            assert_eq!(split(line), fields, "{line}");
        }
    }

    #[test]
    fn every_table_has_one_header_and_as_many_fields_in_each_row() {
        for (name, table) in [
            ("provinces", include_str!("data/provinces.csv")),
            ("provinces_2025", include_str!("data/provinces_2025.csv")),
            ("provinces_historical", include_str!("data/provinces_historical.csv")),
            ("place_aliases", include_str!("data/place_aliases.csv")),
            ("districts_pre2025", include_str!("data/districts_pre2025.csv")),
            ("communes_pre2025", include_str!("data/communes_pre2025.csv")),
            ("communes_2025", include_str!("data/communes_2025.csv")),
            ("cccd_sex_century", include_str!("data/cccd_sex_century.csv")),
            ("cmnd_prefixes", include_str!("data/cmnd_prefixes.csv")),
            ("discipline_forms", include_str!("data/discipline_forms.csv")),
            ("discipline_synonyms", include_str!("data/discipline_synonyms.csv")),
            ("code_lists", include_str!("data/code_lists.csv")),
            ("organisation_words", include_str!("data/organisation_words.csv")),
        ] {
            let width = split(table.lines().next().expect("a header")).len();
            assert!(table.lines().count() > 1, "{name} is empty");
            for row in rows(table) {
                assert_eq!(row.len(), width, "{name}: {row:?}");
            }
        }
    }
}
