//! `rules lsp`: what is wrong in the rule that somebody is typing?
//!
//! The Language Server Protocol on stdin and stdout. An editor sends the text of each open file; it gets what `rules check` says of
//! it, the meaning of the word under the cursor, and what may be written there. The other files of a rule's folder are read from
//! disk, because a number that is used twice is seen in both only.

mod documents;
mod frame;
mod place;
mod words;

use std::io;
use std::sync::mpsc::{self, SyncSender, TryRecvError};
use std::thread;

use serde_json::{Value, json};

use super::super::terminal::Terminal;
use super::super::{Ended, Outcome};
use crate::lang::{Lang, Text};
use documents::Documents;
use frame::Frame;
use place::Position;

/// The protocol's numbers for what is wrong with a message.
const NOT_JSON: i32 = -32700;
const NOT_A_REQUEST: i32 = -32600;
const UNKNOWN_METHOD: i32 = -32601;
const BAD_PARAMETERS: i32 = -32602;
const NOT_STARTED: i32 = -32002;

/// Serves one editor until it says `exit` or goes away; it should have said `shutdown` before.
pub fn run(terminal: &Terminal) -> Ended {
    let (send, frames) = mpsc::sync_channel(8);
    thread::Builder::new().spawn(move || listen(&send))?;
    let mut out = io::stdout().lock();
    let mut server = Server { lang: terminal.lang, stage: Stage::New, documents: Documents::default() };
    loop {
        let next = match frames.try_recv() {
            Ok(frame) => Some(frame),
            Err(TryRecvError::Disconnected) => None,
            // Only when nothing waits: who types fast does not wait for findings on a text that is gone.
            Err(TryRecvError::Empty) => {
                for findings in server.documents.findings(server.lang) {
                    frame::write(&mut out, &findings)?;
                }
                frames.recv().ok()
            }
        };
        match next.map(|frame| server.take(frame)) {
            Some(Reply::Nothing) => {}
            Some(Reply::Answer(answer)) => frame::write(&mut out, &answer)?,
            Some(Reply::Exit) | None => {
                return Ok(if server.stage == Stage::Over { Outcome::Done } else { Outcome::Found });
            }
        }
    }
}

/// Hands on every message from stdin, until there is none or nobody takes them.
fn listen(send: &SyncSender<Frame>) {
    let mut from = io::stdin().lock();
    // An input that cannot be read has ended.
    while let Ok(Some(frame)) = frame::read(&mut from) {
        if send.send(frame).is_err() {
            return;
        }
    }
}

/// How far the conversation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// `initialize` is awaited.
    New,
    /// Everything may be asked.
    Open,
    /// After `shutdown`.
    Over,
}

/// What a message is answered with.
enum Reply {
    Nothing,
    Answer(Value),
    Exit,
}

struct Server {
    lang: Lang,
    stage: Stage,
    documents: Documents,
}

impl Server {
    fn take(&mut self, frame: Frame) -> Reply {
        let body = match frame {
            Frame::Message(body) => body,
            Frame::TooLong => {
                let text = Text::new("lsp-too-long").count("most", usize::try_from(frame::MOST >> 20).unwrap_or(0));
                return self.refuse(&Value::Null, NOT_A_REQUEST, &text);
            }
            Frame::Headless => return self.refuse(&Value::Null, NOT_JSON, &Text::new("lsp-no-length")),
        };
        let Ok(message) = serde_json::from_slice::<Value>(&body) else {
            return self.refuse(&Value::Null, NOT_JSON, &Text::new("lsp-not-json"));
        };
        let (method, parameters) = (message["method"].as_str(), &message["params"]);
        match (message.get("id"), method) {
            (Some(id), Some(method)) => self.request(id, method, parameters),
            (None, Some("exit")) => Reply::Exit,
            (None, Some(method)) => {
                if self.stage == Stage::Open {
                    self.note(method, parameters);
                }
                Reply::Nothing
            }
            // An answer: nothing was asked, so nothing waits for it.
            (Some(_), None) if message.get("result").is_some() || message.get("error").is_some() => Reply::Nothing,
            (id, None) => self.refuse(id.unwrap_or(&Value::Null), NOT_A_REQUEST, &Text::new("lsp-not-a-request")),
        }
    }

    fn refuse(&self, id: &Value, code: i32, text: &Text) -> Reply {
        let error = json!({ "code": code, "message": text.render(self.lang) });
        Reply::Answer(json!({ "jsonrpc": "2.0", "id": id, "error": error }))
    }

    fn request(&mut self, id: &Value, method: &str, parameters: &Value) -> Reply {
        let result = match (self.stage, method) {
            (Stage::Over, _) => return self.refuse(id, NOT_A_REQUEST, &Text::new("lsp-over")),
            (Stage::New, "initialize") => {
                self.stage = Stage::Open;
                abilities()
            }
            (Stage::New, _) => return self.refuse(id, NOT_STARTED, &Text::new("lsp-not-started")),
            (Stage::Open, "initialize") => return self.refuse(id, NOT_A_REQUEST, &Text::new("lsp-started-twice")),
            (Stage::Open, "shutdown") => {
                self.stage = Stage::Over;
                Value::Null
            }
            (Stage::Open, "textDocument/hover" | "textDocument/completion") => {
                let uri = parameters["textDocument"]["uri"].as_str();
                let (Some(uri), Some(position)) = (uri, Position::read(&parameters["position"])) else {
                    return self.refuse(id, BAD_PARAMETERS, &Text::new("lsp-bad-parameters").with("method", method.to_owned()));
                };
                match self.documents.rule(uri) {
                    None => Value::Null,
                    Some(text) if method == "textDocument/hover" => self.hover(text, position),
                    Some(text) => words::completion(text, position.offset(text), self.lang).into(),
                }
            }
            (Stage::Open, _) => {
                return self.refuse(id, UNKNOWN_METHOD, &Text::new("lsp-unknown-method").with("method", method.to_owned()));
            }
        };
        Reply::Answer(json!({ "jsonrpc": "2.0", "id": id, "result": result }))
    }

    fn hover(&self, text: &str, position: Position) -> Value {
        words::hover(text, position.offset(text), self.lang).map_or(
            Value::Null,
            |(said, span)| json!({ "contents": { "kind": "markdown", "value": said }, "range": place::range(text, &span) }),
        )
    }

    /// What the editor tells; whatever it tells otherwise than agreed is as if it had not been told.
    fn note(&mut self, method: &str, parameters: &Value) {
        let file = &parameters["textDocument"];
        let (uri, version) = (file["uri"].as_str(), &file["version"]);
        match (method, uri) {
            ("textDocument/didOpen", Some(uri)) => {
                if let Some(text) = file["text"].as_str() {
                    self.documents.open(uri, text, version);
                }
            }
            ("textDocument/didChange", Some(uri)) => {
                // Each change is the whole text, as agreed at the start: the last one counts.
                let last = parameters["contentChanges"].as_array().and_then(|changes| changes.last());
                if let Some(text) = last.filter(|change| change.get("range").is_none()).and_then(|change| change["text"].as_str())
                {
                    self.documents.change(uri, text, version);
                }
            }
            ("textDocument/didClose", Some(uri)) => self.documents.close(uri),
            // Other files on disk may be others now too.
            ("textDocument/didSave" | "workspace/didChangeWatchedFiles", _) => self.documents.look_again(),
            _ => {}
        }
    }
}

/// What an editor may ask.
fn abilities() -> Value {
    json!({
        "capabilities": {
            "positionEncoding": "utf-16",
            // 1: every change is the whole text.
            "textDocumentSync": { "openClose": true, "change": 1, "save": true },
            "hoverProvider": true,
            "completionProvider": { "triggerCharacters": [":", "'", "\"", "{"] },
        },
        "serverInfo": { "name": "thamdinh", "version": env!("CARGO_PKG_VERSION") },
    })
}
