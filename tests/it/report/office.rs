//! The files that offices open, opened by an office program: what LibreOffice makes of them is what a reader sees.
//!
//! `tests/run.sh` installs LibreOffice. Where it cannot be had, `THAMDINH_WITHOUT_OFFICE=1` leaves these tests out; nothing else does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};
use thamdinh::lang::Lang;
use thamdinh::report::Template;
use thamdinh::table::run::ShowIds;

use super::invented::world;

/// Converts `files` in `dir` into `format` below `dir/FORMAT`. None: the tests are to do without.
fn converted(dir: &Path, files: &[&str], format: &str) -> Option<PathBuf> {
    if std::env::var_os("THAMDINH_WITHOUT_OFFICE").is_some() {
        return None;
    }
    let out = dir.join(format.split(':').next().unwrap());
    let profile = format!("-env:UserInstallation=file://{}", dir.join("profile").display());
    let mut command = Command::new("soffice");
    command.args([&profile, "--headless", "--norestore", "--convert-to", format, "--outdir"]).arg(&out);
    command.args(files.iter().map(|file| dir.join(file)));
    let done = command
        .output()
        .unwrap_or_else(|cause| panic!("LibreOffice (`soffice`) cannot be started, {cause}: tests/run.sh installs it"));
    assert!(done.status.success(), "{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    Some(out)
}

#[test]
fn libreoffice_opens_the_letter_and_reads_the_numbers_and_names() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("out");
    world(25, false, Lang::Vi, ShowIds::Masked).write(&dir).unwrap();
    let Some(text) = converted(&dir, &["report.docx"], "txt:Text (encoded):UTF8") else { return };
    let text = fs::read_to_string(text.join("report.txt")).unwrap();
    for part in [
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "TỈNH ỦY HÀ GIANG",
        "đã thẩm định hồ sơ của 25 ứng viên",
        "Nguyễn Văn Tuấn",
        "<script>alert(1)</script> Nguyễn Văn An",
        "CHỦ NHIỆM",
    ] {
        assert!(text.contains(part) || text.contains(&part.to_uppercase()), "the letter lacks `{part}`\n{text}");
    }
    let Some(pdf) = converted(&dir, &["report.docx"], "pdf") else { return };
    let pdf = fs::read(pdf.join("report.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF") && pdf.len() > 20_000, "{} bytes", pdf.len());
}

#[test]
fn a_letter_saved_by_libreoffice_is_still_a_template() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("letter.docx"), Template::shipped_bytes(Lang::Vi).unwrap()).unwrap();
    let Some(saved) = converted(home.path(), &["letter.docx"], "docx") else { return };
    let mut world = world(25, false, Lang::Vi, ShowIds::Masked);
    world.template = Template::load(&saved.join("letter.docx")).unwrap();
    world.write(&home.path().join("out")).unwrap();
    let letter = super::letter::words(&fs::read(home.path().join("out/report.docx")).unwrap());
    for part in ["đã thẩm định hồ sơ của 25 ứng viên", "Nguyễn Văn Tuấn", "Quy chế 05-QC/TU"] {
        assert!(letter.contains(part), "the letter lacks `{part}`\n{letter}");
    }
    assert!(!letter.contains("{{"), "{letter}");
}

/// Every sheet of a workbook as text, and whether any cell of it is a formula.
fn sheets(path: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| {
            assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{name} has a formula");
            let shown = |cell: &Data| match cell {
                Data::Float(x) => format!("{x:.6}"),
                cell => cell.to_string(),
            };
            let rows = book.worksheet_range(&name).unwrap().rows().map(|row| row.iter().map(shown).collect()).collect();
            (name, rows)
        })
        .collect()
}

#[test]
fn libreoffice_opens_the_working_list_and_keeps_its_cells_filters_and_lists() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("out");
    world(25, false, Lang::Vi, ShowIds::Masked).write(&dir).unwrap();
    let Some(saved) = converted(&dir, &["flagged.xlsx"], "xlsx") else { return };
    let saved = saved.join("flagged.xlsx");
    assert_eq!(sheets(&saved), sheets(&dir.join("flagged.xlsx")), "cells differ after LibreOffice has saved them");

    // What a view shows, such as frozen panes, is lost without a window: it is looked for in our own file.
    for (file, wanted) in [
        (&saved, ["<autoFilter", "<dataValidation ", "hidden=\"true\""].as_slice()),
        (&dir.join("flagged.xlsx"), ["<autoFilter", "<dataValidation ", "state=\"frozen\""].as_slice()),
    ] {
        let mut archive = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
        for sheet in 1..=3 {
            let part = archive.by_name(&format!("xl/worksheets/sheet{sheet}.xml")).unwrap();
            let xml = std::io::read_to_string(part).unwrap();
            for element in wanted {
                assert!(xml.contains(element), "{}: sheet {sheet} lacks {element}", file.display());
            }
        }
    }
}
