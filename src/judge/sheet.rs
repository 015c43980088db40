//! How is a fact frame put together, so that every documented fact is in it and has the documented type?

use chrono::{Datelike, NaiveDate};
use polars::prelude::*;

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::table::facts::{FACTS, Fact, Scope};
use crate::vn::calendar::months_between;

/// What is known of a number or a day (counted from 1970-01-01): both ends included, both None where nothing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bounds {
    /// The least it can be.
    pub min: Option<i32>,
    /// The greatest it can be.
    pub max: Option<i32>,
}

impl Bounds {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { min: None, max: None };

    /// Known exactly.
    pub fn exactly(value: i32) -> Self {
        Self { min: Some(value), max: Some(value) }
    }

    /// Both ends; None: they are not both known.
    pub fn both(self) -> Option<(i32, i32)> {
        self.min.zip(self.max)
    }

    /// These bounds, or `other` where nothing is known.
    pub fn or(self, other: Self) -> Self {
        if self == Self::UNKNOWN { other } else { self }
    }

    /// Whole months from this day to `to`.
    pub fn months_to(self, to: NaiveDate) -> Self {
        let months = |from: Option<i32>| from.and_then(day).map(|from| months_between(from, to));
        let max = months(self.min);
        // Most days are known exactly.
        Self { min: if self.min == self.max { max } else { months(self.max) }, max }
    }

    /// Days from this day to `to`.
    pub fn days_to(self, to: NaiveDate) -> Self {
        let between = |from: Option<i32>| from.and_then(|from| days(to).checked_sub(from));
        Self { min: between(self.max), max: between(self.min) }
    }

    /// Whether every day of these bounds comes before every day of `other`; None: it depends on the day.
    pub fn is_before(self, other: Self) -> Option<bool> {
        match (self.both(), other.both()) {
            (Some((_, last)), Some((first, _))) if last < first => Some(true),
            (Some((first, _)), Some((_, last))) if first >= last => Some(false),
            _ => None,
        }
    }
}

/// The day `days` after 1970-01-01. None: beyond the calendar.
pub(super) fn day(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(EPOCH)?)
}

/// Days from 1970-01-01 to `day`.
pub(super) fn days(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - EPOCH
}

/// 1970-01-01 as a day of the common era.
const EPOCH: i32 = 719_163;

/// The two columns `{name}_from` and `{name}_to` of a cleaned table.
///
/// # Errors
/// There is no such column: a mistake of ours.
pub(super) fn date_bounds(frame: &DataFrame, name: &str) -> Result<Vec<Bounds>> {
    let from = frame.column(&format!("{name}_from"))?.date()?;
    let to = frame.column(&format!("{name}_to"))?.date()?;
    Ok(from.physical().iter().zip(to.physical().iter()).map(|(min, max)| Bounds { min, max }).collect())
}

/// The cells of a text column.
///
/// # Errors
/// There is no such column: a mistake of ours.
pub(super) fn texts<'a>(frame: &'a DataFrame, name: &str) -> Result<Vec<Option<&'a str>>> {
    Ok(crate::table::text(frame, name)?.iter().collect())
}

/// The columns of a fact frame, in the making.
pub(super) struct Sheet {
    scope: Scope,
    height: usize,
    columns: PlHashMap<PlSmallStr, Column>,
}

impl Sheet {
    /// No facts yet, of `height` rows.
    pub fn new(scope: Scope, height: usize) -> Self {
        Self { scope, height, columns: PlHashMap::new() }
    }

    /// A column as it is, under the fact's name.
    pub fn column(&mut self, name: &str, column: &Column) {
        self.put(column.clone().with_name(name.into()));
    }

    /// A column of `frame` under its own name.
    pub fn copy(&mut self, frame: &DataFrame, names: &[&str]) -> Result<()> {
        for name in names {
            self.column(name, frame.column(name)?);
        }
        Ok(())
    }

    /// Whether the cells of `of` are known.
    pub fn is_known(&mut self, name: &str, frame: &DataFrame, of: &str) -> Result<()> {
        self.put(frame.column(of)?.as_materialized_series().is_not_null().into_series().with_name(name.into()).into());
        Ok(())
    }

    /// True, false or not known.
    pub fn bools(&mut self, name: &str, values: impl IntoIterator<Item = Option<bool>>) {
        self.put(BooleanChunked::from_iter_options(name.into(), values.into_iter()).into_column());
    }

    /// Whole numbers.
    pub fn ints(&mut self, name: &str, values: impl IntoIterator<Item = Option<i32>>) {
        self.put(Int32Chunked::from_iter_options(name.into(), values.into_iter()).into_column());
    }

    /// Real numbers, all known.
    pub fn reals(&mut self, name: &str, values: &[f64]) {
        self.put(Float64Chunked::from_slice(name.into(), values).into_column());
    }

    /// Codes or texts.
    pub fn texts<'a>(&mut self, name: &str, values: impl IntoIterator<Item = Option<&'a str>>) {
        self.put(StringChunked::from_iter_options(name.into(), values.into_iter()).into_column());
    }

    /// The same text in every row.
    pub fn same_text(&mut self, name: &str, value: Option<&str>) {
        let scalar = Scalar::new(DataType::String, value.map_or(AnyValue::Null, |text| AnyValue::StringOwned(text.into())));
        self.put(Column::new_scalar(name.into(), scalar, self.height));
    }

    /// The same day in every row.
    pub fn same_day(&mut self, name: &str, value: Option<NaiveDate>) {
        let scalar = Scalar::new(DataType::Date, value.map_or(AnyValue::Null, |date| AnyValue::Date(days(date))));
        self.put(Column::new_scalar(name.into(), scalar, self.height));
    }

    /// Numbers known within bounds.
    pub fn int_bounds(&mut self, name: &str, values: &[Bounds]) {
        self.ints(&format!("{name}_min"), values.iter().map(|bounds| bounds.min));
        self.ints(&format!("{name}_max"), values.iter().map(|bounds| bounds.max));
    }

    /// Days known within bounds.
    pub fn date_bounds(&mut self, name: &str, values: &[Bounds]) {
        for (end, of) in [("min", (|b: &Bounds| b.min) as fn(&Bounds) -> Option<i32>), ("max", |b| b.max)] {
            let days = Int32Chunked::from_iter_options(format!("{name}_{end}").into(), values.iter().map(of));
            self.put(days.into_date().into_column());
        }
    }

    /// The columns of another sheet of the same rows, too.
    pub fn absorb(&mut self, other: Self) {
        self.columns.extend(other.columns);
    }

    fn put(&mut self, column: Column) {
        self.columns.insert(column.name().clone(), column);
    }

    /// The frame: `keys` first, then `shared` (the candidate's facts), then the scope's own in the order of the documentation.
    ///
    /// # Errors
    /// A documented fact is missing or of another type: a mistake of ours.
    pub fn finish(mut self, keys: Vec<Column>, shared: Option<&DataFrame>) -> Result<DataFrame> {
        let mut out = keys;
        out.extend(shared.into_iter().flat_map(DataFrame::columns).cloned());
        for fact in FACTS.iter().filter(|fact| fact.scope == self.scope) {
            for name in fact.columns() {
                let column = self.columns.remove(name.as_str()).ok_or_else(|| wrong(self.scope, fact, "missing".to_owned()))?;
                if *column.dtype() != fact.kind.dtype() {
                    return Err(wrong(self.scope, fact, column.dtype().to_string()));
                }
                out.push(column);
            }
        }
        Ok(DataFrame::new(self.height, out)?)
    }
}

fn wrong(scope: Scope, fact: &Fact, found: String) -> Error {
    Error::new(Text::new("E006-table-contract").with("table", scope.name()).with("column", fact.name).with("found", found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exactly(text: &str) -> i32 {
        days(text.parse().expect("a day"))
    }

    #[test]
    fn months_of_a_year_only_date_are_an_interval() {
        let year = Bounds { min: Some(exactly("2023-01-01")), max: Some(exactly("2023-12-31")) };
        let as_of = "2025-06-15".parse().expect("a day");
        assert_eq!(year.months_to(as_of), Bounds { min: Some(17), max: Some(29) });
        assert_eq!(Bounds::UNKNOWN.months_to(as_of), Bounds::UNKNOWN);
    }

    #[test]
    fn before_is_open_where_the_days_overlap() {
        let (spring, year, autumn) = (
            Bounds { min: Some(exactly("2023-02-01")), max: Some(exactly("2023-04-30")) },
            Bounds { min: Some(exactly("2023-01-01")), max: Some(exactly("2023-12-31")) },
            Bounds { min: Some(exactly("2023-08-01")), max: Some(exactly("2023-10-31")) },
        );
        assert_eq!(spring.is_before(autumn), Some(true));
        assert_eq!(autumn.is_before(spring), Some(false));
        assert_eq!(spring.is_before(year), None);
        assert_eq!(spring.is_before(Bounds::UNKNOWN), None);
    }
}
