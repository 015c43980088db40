//! Which texts do many rows have? Each is kept once, and a column of them is numbers until the table is put together.

use std::sync::Mutex;

use polars::prelude::*;

use super::known::lock;
use crate::error::Result;

/// A text's place in [`Texts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Number(pub u32);

/// Texts by number.
#[derive(Default)]
pub(super) struct Texts(Mutex<Vec<Box<str>>>);

impl Texts {
    /// The number of `text` from now on.
    pub fn add(&self, text: &str) -> Number {
        let mut all = lock(&self.0);
        all.push(text.into());
        Number(u32::try_from(all.len() - 1).unwrap_or(u32::MAX))
    }

    /// The text of a number.
    pub fn get(&self, number: Number) -> Box<str> {
        lock(&self.0).get(number.0 as usize).cloned().unwrap_or_default()
    }

    /// All of them, for [`spell`].
    pub fn column(&self) -> StringChunked {
        StringChunked::from_iter_values("text".into(), lock(&self.0).iter())
    }
}

/// A column of numbers as the texts they stand for, which its rows share. Another column stays as it is.
///
/// # Errors
/// A number without a text: a mistake of ours.
pub(super) fn spell(column: Column, texts: &StringChunked) -> Result<Column> {
    let Ok(numbers) = column.u32() else { return Ok(column) };
    let spelled = texts.take(numbers.rechunk().as_ref())?;
    Ok(spelled.with_name(column.name().clone()).into_column())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_as_their_texts() {
        let texts = Texts::default();
        let (an, binh) = (texts.add("An"), texts.add("xã Bình, một tên dài hơn mười hai chữ"));
        assert_eq!(&*texts.get(binh), "xã Bình, một tên dài hơn mười hai chữ");
        let numbers = Column::new("name".into(), [Some(binh.0), None, Some(an.0), Some(binh.0)]);
        let spelled = spell(numbers, &texts.column()).unwrap();
        let cells: Vec<Option<&str>> = spelled.str().unwrap().iter().collect();
        assert_eq!(cells, [Some(&*texts.get(binh)), None, Some("An"), Some(&*texts.get(binh))]);
        assert_eq!(spelled.name(), "name");
    }
}
