//! What do the sheets of an Excel workbook say?

use std::io::Cursor;

use calamine::{
    Data, DataRef, Dimensions, Reader as _, Sheet as SheetInfo, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError,
};

use super::cell;
use super::fonts::LegacyFont;
use super::grid::{Grid, Merge};
use super::tabs::{Tab, Visit};
use crate::error::{Error, Result};
use crate::lang::Text;

type Bytes<'a> = Cursor<&'a [u8]>;

/// What a style says of a cell.
struct Look {
    font: Option<LegacyFont>,
    is_bold: bool,
    format: Option<String>,
}

/// Visits the sheets of an `.xlsx` that `visit` wants.
///
/// # Errors
/// The workbook is protected, damaged or too large, or `visit` fails.
pub fn xlsx(bytes: &[u8], visit: &mut Visit<'_>) -> Result<()> {
    let place = visit.place();
    let failed = |cause| xlsx_error(cause).at(place.clone());
    let mut book: Xlsx<Bytes<'_>> = Xlsx::new(Cursor::new(bytes)).map_err(&failed)?;
    for info in visit.wanted(tabs(book.sheets_metadata()))? {
        let merges = book.merge_cells_by_sheet_name(&info).map_err(&failed)?;
        let mut errors = Vec::new();
        let mut fonts = None;
        let mut grid = Grid::default();
        let mut reader = book.worksheet_cells_reader(&info).map_err(&failed)?;
        let looks: Vec<Look> = reader
            .styles()
            .iter()
            .map(|style| Look {
                font: style.font.as_ref().and_then(|font| LegacyFont::of(font.name.as_deref().unwrap_or(""))),
                is_bold: style.font.as_ref().is_some_and(calamine::Font::is_bold),
                format: style.number_format.as_ref().map(|format| format.format_code.clone()),
            })
            .collect();
        let mut text = String::new();
        while let Some((found, style)) = reader.next_cell_with_style_id().map_err(&failed)? {
            let look = looks.get(style);
            let (row, column) = found.get_position();
            if cell::shown(found.get_value(), look.and_then(|look| look.format.as_deref()), &mut text) {
                errors.push((row, column));
            }
            let is_text = matches!(found.get_value(), DataRef::String(_) | DataRef::SharedString(_));
            let font = look.and_then(|look| look.font).filter(|_| is_text);
            let read = match font {
                Some(font) => {
                    fonts = fonts.or(Some(font));
                    font.shown(&text)
                }
                None => std::borrow::Cow::Borrowed(text.as_str()),
            };
            grid.push(row, column, &read, look.is_some_and(|look| look.is_bold)).map_err(|_| visit.too_large(&info))?;
        }
        drop(reader);
        add_merges(&mut grid, &merges);
        visit.sheet(&info, "xlsx", grid, &errors, fonts)?;
    }
    Ok(())
}

/// Visits the sheets of an `.xls` of Excel 97–2003. Fonts are not known there: cells of an old encoding are repaired in cleaning.
///
/// # Errors
/// As [`xlsx`].
pub fn xls(bytes: &[u8], visit: &mut Visit<'_>) -> Result<()> {
    // What Excel encrypts is a package inside the same kind of container.
    let marker: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    if memchr::memmem::find(bytes, &marker).is_some() {
        return Err(Error::new(Text::new("E107-password")).at(visit.place()));
    }
    let place = visit.place();
    let damaged = |cause: XlsError| {
        let what = if matches!(cause, XlsError::Password) { "E107-password" } else { "E108-workbook-damaged" };
        let error = Error::new(Text::new(what)).at(place.clone());
        if what == "E107-password" { error } else { error.because(cause) }
    };
    let mut book: Xls<Bytes<'_>> = Xls::new(Cursor::new(bytes)).map_err(&damaged)?;
    for info in visit.wanted(tabs(book.sheets_metadata()))? {
        // Bounded by the format: 65,536 rows of 256 columns.
        let range = book.worksheet_range(&info).map_err(&damaged)?;
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut errors = Vec::new();
        let mut grid = Grid::default();
        let mut text = String::new();
        for (row, column, value) in range.used_cells() {
            let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) else { continue };
            let (row, column) = (row + top, column + left);
            if cell::shown(&as_ref(value), None, &mut text) {
                errors.push((row, column));
            }
            grid.push(row, column, &text, false).map_err(|_| visit.too_large(&info))?;
        }
        add_merges(&mut grid, &book.merge_cells_by_sheet_name(&info).unwrap_or_default());
        visit.sheet(&info, "xls", grid, &errors, None)?;
    }
    Ok(())
}

fn as_ref(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(n) => DataRef::Int(*n),
        Data::Float(x) => DataRef::Float(*x),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(is_true) => DataRef::Bool(*is_true),
        Data::DateTime(at) => DataRef::DateTime(*at),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn tabs(infos: &[SheetInfo]) -> Vec<Tab> {
    let sheets = infos.iter().filter(|info| info.typ == SheetType::WorkSheet);
    sheets.map(|info| Tab { name: info.name.clone(), is_hidden: info.visible != SheetVisible::Visible }).collect()
}

fn add_merges(grid: &mut Grid, merges: &[Dimensions]) {
    for merge in merges {
        grid.merge(Merge { top: merge.start.0, left: merge.start.1, bottom: merge.end.0, right: merge.end.1 });
    }
    grid.finish();
}

/// What the reader of workbooks says, without the content of cells.
pub fn xlsx_error(cause: XlsxError) -> Error {
    match cause {
        XlsxError::Password => Error::new(Text::new("E107-password")),
        // The value of a cell could be part of other messages.
        XlsxError::Unrecognized { .. } | XlsxError::CellTAttribute(_) => Error::new(Text::new("E108-workbook-damaged")),
        cause => Error::new(Text::new("E108-workbook-damaged")).because(cause),
    }
}
