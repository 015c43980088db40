use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::support::{Workspace, root};

const TD901: &str = "quy tắc/TD901-two-affairs.toml";

/// A folder with the rule that newcomers copy, and its text.
fn workspace() -> (Workspace, String) {
    let page = std::fs::read_to_string(root().join("rules/README.md")).unwrap();
    let rule = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    (Workspace::with(&[(TD901, rule)]), rule.to_owned())
}

/// An editor: the other end of the conversation.
struct Editor {
    server: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Editor {
    fn new(workspace: &Workspace, lang: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thamdinh"));
        command.args(["rules", "lsp", "--lang", lang]).current_dir(workspace.path("")).env_clear();
        let mut server = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (server.stdin.take(), BufReader::new(server.stdout.take().unwrap()));
        Self { server, to, from }
    }

    fn started(workspace: &Workspace, lang: &str) -> Self {
        let mut editor = Self::new(workspace, lang);
        let can = editor.asks("initialize", &json!({ "capabilities": {} }))["result"]["capabilities"].clone();
        assert_eq!((&can["textDocumentSync"]["change"], &can["hoverProvider"]), (&json!(1), &json!(true)), "{can}");
        assert!(can["completionProvider"]["triggerCharacters"].is_array(), "{can}");
        editor.tells("initialized", &json!({}));
        editor
    }

    fn sends(&mut self, bytes: &[u8]) {
        let to = self.to.as_mut().unwrap();
        to.write_all(bytes).unwrap();
        to.flush().unwrap();
    }

    fn sends_body(&mut self, body: &str) {
        self.sends(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    fn receives(&mut self) -> Value {
        let mut length = None;
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "the server has gone");
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(number) => length = Some(number.parse().unwrap()),
                None if line == "\r\n" => break,
                None => panic!("no head of a message: {line}"),
            }
        }
        let mut body = vec![0; length.unwrap()];
        self.from.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    fn tells(&mut self, method: &str, parameters: &Value) {
        self.sends_body(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }).to_string());
    }

    fn asks(&mut self, method: &str, parameters: &Value) -> Value {
        self.sends_body(&json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": parameters }).to_string());
        loop {
            let answer = self.receives();
            if answer.get("method").is_none() {
                assert_eq!(answer["id"], 7, "{answer}");
                return answer;
            }
        }
    }

    /// The next findings on the file.
    fn findings(&mut self, uri: &str) -> Value {
        loop {
            let message = self.receives();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri {
                return message["params"]["diagnostics"].clone();
            }
        }
    }

    fn opens(&mut self, uri: &str, text: &str) -> Value {
        self.tells(
            "textDocument/didOpen",
            &json!({ "textDocument": { "uri": uri, "languageId": "toml", "version": 1, "text": text } }),
        );
        self.findings(uri)
    }

    fn changes(&mut self, uri: &str, text: &str) -> Value {
        let parameters = json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": text }] });
        self.tells("textDocument/didChange", &parameters);
        self.findings(uri)
    }

    /// Asks about the place of `|` in `text`, which becomes the file's text without it.
    fn asks_at(&mut self, method: &str, uri: &str, text: &str) -> Value {
        let before = text.split('|').next().unwrap();
        self.changes(uri, &text.replacen('|', "", 1));
        let line = before.matches('\n').count();
        let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
        let place = json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } });
        self.asks(method, &place)["result"].clone()
    }

    fn leaves(mut self, parting: &[&str]) -> Option<i32> {
        for word in parting {
            match *word {
                "exit" => self.tells("exit", &Value::Null),
                asked => assert_eq!(self.asks(asked, &Value::Null)["result"], Value::Null),
            }
        }
        drop(self.to.take());
        self.server.wait().unwrap().code()
    }
}

fn uri(path: &Path) -> String {
    path.to_string_lossy().bytes().fold("file://".to_owned(), |mut out, byte| {
        match byte {
            b'/' | b'.' | b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => out.push(char::from(byte)),
            other => write!(out, "%{other:02X}").unwrap(),
        }
        out
    })
}

#[test]
fn a_mistake_is_underlined_as_it_is_typed_and_the_line_goes_with_it() {
    let (workspace, good) = workspace();
    let uri = uri(&workspace.path(TD901));
    // Bytes, characters and units of UTF-16 before the mistake are three different numbers here.
    let before = "when = \"organisation LIKE '𠀀 Ủy ban%' AND ";
    let from = good.find("when ").unwrap();
    let end = good.find("noise ").unwrap();
    let broken = format!("{}{before}affair_counts >= :affairs\"\n{}", &good[..from], &good[end..]);
    for lang in ["vi", "en"] {
        workspace.write(TD901, &good);
        let mut editor = Editor::started(&workspace, lang);
        assert_eq!(editor.opens(&uri, &good), json!([]), "a good rule, {lang}");
        let found = editor.changes(&uri, &broken);
        workspace.write(TD901, &broken);
        let checked = workspace.run(&["rules", "check", TD901, "--format", "json", "--lang", lang]).exits(1).json();
        let (found, told) = (&found[0], &checked["diagnostics"][0]);
        let character = before.encode_utf16().count();
        assert_ne!(character, before.chars().count());
        let line = good[..from].matches('\n').count();
        let range = json!({
            "start": { "line": line, "character": character },
            "end": { "line": line, "character": character + "affair_counts".len() },
        });
        assert_eq!((&found["range"], &found["severity"], &found["source"]), (&range, &json!(1), &json!("thamdinh")), "{found}");
        assert_eq!(found["code"], told["code"]);
        let message = found["message"].as_str().unwrap();
        assert!(message.starts_with(told["message"].as_str().unwrap()), "{message}");
        assert!(message.ends_with(told["help"].as_str().unwrap()) && message.contains("`affair_count`"), "{message}");
        assert_eq!(editor.changes(&uri, &good), json!([]), "the mended rule, {lang}");
        assert_eq!(editor.leaves(&["shutdown", "exit"]), Some(0));
    }
}

#[test]
fn a_number_used_twice_is_seen_whether_the_other_file_is_open_or_on_disk() {
    let (workspace, good) = workspace();
    let second = "quy tắc/TD902-other.toml";
    let (first, other) = (uri(&workspace.path(TD901)), uri(&workspace.path(second)));
    workspace.write(second, good.replace("two-affairs", "other"));
    workspace.write("quy tắc/batch.toml", "[batch]\n");
    let mut editor = Editor::started(&workspace, "en");
    let has = |found: &Value, code: &str| found.as_array().unwrap().iter().any(|one| one["code"] == code);
    let taken = |found: &Value| has(found, "R085");
    assert!(taken(&editor.opens(&first, &good)), "the other file is on disk");
    let renamed = good.replace("two-affairs", "other").replace("TD901", "TD902").replace("affairs = 2", "affairs = 4");
    assert!(!taken(&editor.opens(&other, &renamed)), "the open text counts, not the one on disk");
    editor.tells("textDocument/didSave", &json!({ "textDocument": { "uri": first } }));
    assert!(!taken(&editor.findings(&first)));
    assert_eq!(editor.findings(&other), json!([]));
    editor.tells("textDocument/didClose", &json!({ "textDocument": { "uri": other } }));
    assert_eq!(editor.findings(&other), json!([]), "what is closed is not underlined");
    assert!(taken(&editor.findings(&first)), "the file on disk counts again");
    // A batch file beside the rules is nobody's rule.
    assert_eq!(editor.opens(&uri(&workspace.path("quy tắc/batch.toml")), "[batch]\n"), json!([]));
    assert!(has(&editor.opens("untitled:1", "id = "), "R003"), "a page that was not saved yet is checked alone");
    assert_eq!(editor.leaves(&["shutdown", "exit"]), Some(0));
}

#[test]
fn an_overlay_is_checked_when_it_is_saved() {
    let workspace = Workspace::new();
    let text = |code: &str| {
        format!("[[change]]\nrule = \"TD102\"\nparameter = \"bar_months\"\nvalue = {{ {code} = 42 }}\nbasis = \"Điều 5\"\n")
    };
    let uri = uri(&workspace.path("local.toml"));
    workspace.write("local.toml", text("warnin"));
    let mut editor = Editor::started(&workspace, "en");
    assert_eq!(editor.opens(&uri, &text("warnin"))[0]["code"], "R094");
    let parameters = json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": text("warning") }] });
    editor.tells("textDocument/didChange", &parameters);
    workspace.write("local.toml", text("warning"));
    editor.tells("textDocument/didSave", &json!({ "textDocument": { "uri": uri } }));
    assert_eq!(editor.findings(&uri), json!([]));
    assert_eq!(editor.leaves(&["exit"]), Some(1));
}

#[test]
fn the_word_under_the_cursor_is_explained_and_what_fits_is_offered() {
    let (workspace, good) = workspace();
    let uri = uri(&workspace.path(TD901));
    for (lang, meaning) in [("vi", "số nguyên"), ("en", "a whole number")] {
        let mut editor = Editor::started(&workspace, lang);
        editor.opens(&uri, &good);
        let hover = editor.asks_at("textDocument/hover", &uri, &good.replacen("affair_count", "affair_|count", 1));
        let said = hover["contents"]["value"].as_str().unwrap();
        assert!(said.starts_with(&format!("`affair_count`: {meaning}")), "{said}");
        assert_eq!(
            (&hover["range"]["start"]["character"], &hover["range"]["end"]["character"]),
            (&json!(0), &json!(12)),
            "{hover}"
        );
        let hover = editor.asks_at("textDocument/hover", &uri, &good.replacen(":affairs", ":aff|airs", 1));
        assert_eq!(hover["contents"]["value"], "`:affairs`\n\n- 2025-01-01: `2`");
        assert_eq!(editor.asks_at("textDocument/hover", &uri, &good.replacen("severity", "sev|erity", 1)), Value::Null);
        for (typed, offered) in [
            ("aff|", "affair_count"),
            ("level = |", "'province'"),
            ("level = '|'", "province"),
            ("1 < :|", "affairs"),
            ("mon|", "months_between"),
            ("1 = 1 AN|", "AND"),
        ] {
            let items = editor.asks_at("textDocument/completion", &uri, &good.replacen("affair_count >= :affairs", typed, 1));
            assert!(items.as_array().unwrap().iter().any(|item| item["label"] == offered), "{typed}: {items}");
        }
        assert_eq!(editor.leaves(&["shutdown", "exit"]), Some(0));
    }
}

#[test]
fn whatever_is_sent_the_server_answers_and_goes_on() {
    let (workspace, _) = workspace();
    let mut editor = Editor::new(&workspace, "en");
    let code = |answer: &Value| answer["error"]["code"].as_i64().unwrap();
    assert_eq!(code(&editor.asks("textDocument/hover", &json!({}))), -32002);
    editor.tells("textDocument/didOpen", &json!({}));
    assert!(editor.asks("initialize", &Value::Null)["result"].is_object());
    for (method, expected) in [
        ("initialize", -32600),
        ("textDocument/rename", -32601),
        ("textDocument/hover", -32602),
        ("textDocument/completion", -32602),
    ] {
        assert_eq!(code(&editor.asks(method, &json!([1]))), expected, "{method}");
    }
    for (body, expected) in
        [("{", -32700), ("", -32700), ("\u{0}", -32700), ("[]", -32600), ("7", -32600), ("{\"id\":3}", -32600)]
    {
        editor.sends_body(body);
        assert_eq!(code(&editor.receives()), expected, "{body}");
    }
    editor.sends("rác\r\n\r\n".as_bytes());
    assert_eq!(code(&editor.receives()), -32700);
    editor.sends(b"Content-Length: 3\r\n\r\n\xff\xfe\x00");
    assert_eq!(code(&editor.receives()), -32700);
    let long = (16 << 20) + 1;
    editor.sends(format!("Content-Length: {long}\r\n\r\n").as_bytes());
    editor.sends(&vec![b' '; long]);
    let answer = editor.receives();
    assert_eq!(code(&answer), -32600);
    assert_eq!(answer["error"]["message"], "the message is longer than 16 MB and was passed over");
    // Nobody waits for an answer to these.
    for (method, parameters) in [
        ("textDocument/didChange", json!({ "textDocument": { "uri": "file:///x" }, "contentChanges": [] })),
        ("textDocument/didOpen", json!({ "textDocument": { "uri": 1 } })),
        ("textDocument/didClose", json!({ "textDocument": { "uri": "file:///x" } })),
        ("$/whatever", json!(null)),
    ] {
        editor.tells(method, &parameters);
    }
    let place = json!({ "textDocument": { "uri": "file:///x" }, "position": { "line": 0, "character": 0 } });
    assert_eq!(editor.asks("textDocument/hover", &place)["result"], Value::Null);
    assert_eq!(editor.asks("shutdown", &Value::Null)["result"], Value::Null);
    assert_eq!(code(&editor.asks("textDocument/hover", &place)), -32600);
    assert_eq!(editor.leaves(&["exit"]), Some(0));
}

#[test]
fn the_exit_code_says_whether_the_editor_took_leave() {
    let (workspace, _) = workspace();
    for (parting, code) in [(&["shutdown", "exit"][..], 0), (&["shutdown"], 0), (&["exit"], 1), (&[], 1)] {
        assert_eq!(Editor::started(&workspace, "en").leaves(parting), Some(code), "{parting:?}");
    }
    let mut editor = Editor::started(&workspace, "en");
    editor.sends(b"Content-Length: 99\r\n\r\n{");
    assert_eq!(editor.leaves(&[]), Some(1), "a message that breaks off");
}
