//! `report.docx`: what stands in it, that an office's own template is used, and what is said of one that cannot be.

use std::io::{Cursor, Read as _, Write as _};

use thamdinh::lang::Lang;
use thamdinh::report::Template;
use thamdinh::table::run::ShowIds;
use zip::write::SimpleFileOptions;

use super::invented::world;
use super::{page, written};
use crate::support::Workspace;

/// The parts of a Word document by name.
fn parts(docx: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut part = archive.by_index(i).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn packed<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(docx: &[u8]) -> String {
    let (_, bytes) = parts(docx).into_iter().find(|(name, _)| name == "word/document.xml").unwrap();
    String::from_utf8(bytes).unwrap()
}

/// What a reader sees: a line for each paragraph, cells of a row on one line.
pub fn words(docx: &[u8]) -> String {
    let xml = document(docx).replace("</w:tc>", " | ").replace("<w:br/>", " / ").replace("</w:tr>", "\n");
    let mut out = String::new();
    let mut is_tag = false;
    let (mut cell, mut tag) = (0, String::new());
    for c in xml.chars() {
        match c {
            '<' => (is_tag, tag) = (true, String::new()),
            '>' => {
                is_tag = false;
                match tag.as_str() {
                    "w:tr" => cell += 1,
                    _ if tag.starts_with("w:tr ") => cell += 1,
                    "/w:p" if cell > 0 => out.push(' '),
                    "/w:p" => out.push('\n'),
                    _ => {}
                }
            }
            '\n' if !is_tag => {
                cell -= i32::from(cell > 0);
                out.push('\n');
            }
            c if is_tag => tag.push(c),
            c => out.push(c),
        }
    }
    let plain = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    let lines = plain.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty() && line != "|").collect::<Vec<_>>().join("\n")
}

#[test]
fn the_letter_says_what_the_page_says() {
    for lang in [Lang::Vi, Lang::En] {
        let files = written(lang, ShowIds::Masked);
        let letter = words(&files["report.docx"]);
        assert!(!letter.contains("{{") && !letter.contains("}}"), "{letter}");
        let page = page(&files);
        // The sentences with the numbers are the same in both.
        for sentence in page.split(r#"<p class="body">"#).skip(1).filter_map(|rest| rest.split("</p>").next()).take(9) {
            assert!(letter.contains(sentence), "the letter lacks: {sentence}\n{letter}");
        }
        insta::assert_snapshot!(format!("letter_{lang}"), letter);
    }
}

#[test]
fn nothing_of_a_name_is_markup_in_the_letter() {
    let files = written(Lang::Vi, ShowIds::Masked);
    let xml = document(&files["report.docx"]);
    assert!(!xml.contains("<script") && xml.contains("&lt;script&gt;alert"), "a name became markup");
    assert!(!xml.contains('\u{202e}') && xml.contains("[U+202E]"), "a reordering mark is shown by its number");
    for (name, bytes) in parts(&files["report.docx"]).iter().filter(|(name, _)| !name.contains("media")) {
        let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
        let mut buffer = Vec::new();
        while reader.read_event_into(&mut buffer).unwrap_or_else(|cause| panic!("{name}: {cause}"))
            != quick_xml::events::Event::Eof
        {
            buffer.clear();
        }
    }
}

#[test]
fn an_offices_own_template_is_used_and_its_other_parts_come_through() {
    let shipped = parts(&Template::shipped_bytes(Lang::Vi).unwrap());
    let cut = |xml: &[u8]| {
        let xml = std::str::from_utf8(xml).unwrap();
        // As Word cuts it, in a letterhead of the office's own.
        xml.replace("{{superior}}", "{{supe</w:t></w:r><w:proofErr w:type=\"spellEnd\"/><w:r><w:t>rior}} (văn bản mật)")
    };
    let mine = cut(&shipped.iter().find(|(name, _)| name == "word/document.xml").unwrap().1);
    let picture = [0_u8, 159, 146, 150];
    let template: Vec<(&str, &[u8])> = shipped
        .iter()
        .map(|(name, bytes)| (name.as_str(), if name == "word/document.xml" { mine.as_bytes() } else { bytes.as_slice() }))
        .chain([("word/media/image1.png", picture.as_slice())])
        .collect();
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("mẫu.docx");
    std::fs::write(&path, packed(template)).unwrap();

    let mut world = world(25, false, Lang::Vi, ShowIds::Masked);
    world.template = Template::load(&path).unwrap();
    world.write(&home.path().join("out")).unwrap();
    let docx = std::fs::read(home.path().join("out/report.docx")).unwrap();
    assert!(words(&docx).contains("TỈNH ỦY HÀ GIANG (văn bản mật)"), "{}", words(&docx));
    let copied = parts(&docx);
    assert!(copied.iter().any(|(name, bytes)| name == "word/media/image1.png" && bytes.as_slice() == picture));
    assert_eq!(copied.len(), shipped.len() + 1);
}

#[test]
fn a_template_of_word_becomes_a_document() {
    let types = "word/document.xml application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml";
    let body = "<w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>{{checked}}</w:t></w:r></w:p></w:body></w:document>";
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.dotx");
    std::fs::write(&path, packed([("[Content_Types].xml", types.as_bytes()), ("word/document.xml", body.as_bytes())])).unwrap();
    let mut world = world(3, false, Lang::Vi, ShowIds::Masked);
    world.template = Template::load(&path).unwrap();
    world.write(&home.path().join("out")).unwrap();
    let docx = std::fs::read(home.path().join("out/report.docx")).unwrap();
    let types = String::from_utf8(parts(&docx).swap_remove(0).1).unwrap();
    assert!(types.contains("document.main+xml") && !types.contains("template.main"), "{types}");
    assert_eq!(words(&docx), "3");
}

/// A document whose body is these paragraphs.
fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = paragraphs.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")).collect();
    let xml = format!("<w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>");
    packed([("[Content_Types].xml", b"<Types/>".as_slice()), ("word/document.xml", xml.as_bytes())])
}

#[test]
fn a_template_that_cannot_be_used_says_what_where_and_how_to_mend_it() {
    let mut vba = parts(&docx(&["{{checked}}"]));
    vba.push(("word/vbaProject.bin".to_owned(), vec![1, 2, 3]));
    let broken = "<w:document xmlns:w=\"x\"><w:body><w:p></w:body></w:document>";
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("mistakes", docx(&["Đã thẩm định {{cheked}} người", "{{so_nguoi}} người", "{{people.name}}", "ngày {{as_of"])),
        ("nothing-to-fill", docx(&["Kính gửi Ban Thường vụ"])),
        ("text", "Báo cáo".as_bytes().to_vec()),
        ("another-archive", packed([("content.xml", b"<x/>".as_slice())])),
        ("old-or-locked", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1].to_vec()),
        ("broken-xml", packed([("word/document.xml", broken.as_bytes())])),
        ("macros", packed(vba.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))),
        ("empty", Vec::new()),
    ];
    let mut all = String::new();
    let home = tempfile::tempdir().unwrap();
    for (name, bytes) in cases {
        let path = home.path().join("letter.docx");
        std::fs::write(&path, bytes).unwrap();
        let error = Template::load(&path).err().unwrap_or_else(|| panic!("{name} is taken for a template"));
        for lang in [Lang::Vi, Lang::En] {
            let shown = error.render(lang).replace(&home.path().display().to_string(), "DIR");
            all.push_str(&format!("=== {name} ({lang})\n{shown}\n"));
        }
    }
    insta::assert_snapshot!("letter_mistakes", all);
}

#[test]
fn a_template_that_unpacks_to_gigabytes_is_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    zip.start_file("word/media/a.bin", options).unwrap();
    let block = vec![0; 1 << 20];
    for _ in 0..140 {
        zip.write_all(&block).unwrap();
    }
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("letter.docx");
    std::fs::write(&path, zip.finish().unwrap().into_inner()).unwrap();
    assert_eq!(Template::load(&path).unwrap_err().id(), "E205-template-too-large");
}

/// Names `letter.docx` in the sample's batch file.
fn name_letter(workspace: &Workspace) {
    let batch = workspace.read("s/batch.toml");
    assert!(!batch.contains("[report]"));
    workspace.write("s/batch.toml", format!("{batch}\n[report]\ntemplate = \"letter.docx\"\n"));
}

#[test]
fn the_letter_that_init_writes_is_used_by_a_run() {
    for lang in ["vi", "en"] {
        let workspace = Workspace::new();
        workspace.run(&["sample", "s", "--candidates", "60", "--records", "30", "--seed", "5"]).exits(0);
        workspace.run(&["init", "new", "--lang", lang]).exits(0);
        workspace.copy(&workspace.path("new/letter.docx"), "s/letter.docx");
        name_letter(&workspace);
        workspace.run(&["run", "s/batch.toml", "--lang", lang]).exits(0);
        let manifest: serde_json::Value = serde_json::from_str(&workspace.read("s/out/manifest.json")).unwrap();
        assert_eq!(manifest["template"]["name"], "letter.docx");
        assert!(words(&std::fs::read(workspace.path("s/out/report.docx")).unwrap()).contains("60"));
    }
}

#[test]
fn a_run_with_a_mistaken_template_does_not_start() {
    let workspace = Workspace::new();
    workspace.run(&["sample", "s", "--candidates", "20", "--records", "10", "--seed", "5"]).exits(0);
    workspace.write("s/letter.docx", docx(&["{{cheked}}", "{{nonsense}}"]));
    name_letter(&workspace);
    let ran = workspace.run(&["run", "s/batch.toml"]).exits(2).complains(&["{{cheked}}", "`checked`", "{{nonsense}}"]);
    assert!(!workspace.path("s/out").exists(), "{ran}");
}
