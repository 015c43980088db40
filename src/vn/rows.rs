//! The rows of a data file built into the program.

use csv::StringRecord;

/// The rows under the header of `text`, blanks around cells removed. A row that is no CSV ends the file; the tests of each table hold
/// how many rows there are.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = StringRecord> {
    csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes()).into_records().map_while(Result::ok)
}
