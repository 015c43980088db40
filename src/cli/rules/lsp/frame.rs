//! Where does one message of an editor end and the next begin?
//!
//! As in HTTP: lines of a head, an empty line, and as many bytes as `Content-Length` said.

use std::io::{self, BufRead, Read, Write};

use serde_json::Value;

/// The longest message that is read, in bytes.
pub const MOST: u64 = 16 << 20;
/// Of a longer line in a head nothing is kept.
const LINE: u64 = 8 << 10;

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// A message, not yet understood.
    Message(Vec<u8>),
    /// A message longer than [`MOST`]; it was passed over.
    TooLong,
    /// A head that does not say how long its message is.
    Headless,
}

/// The next message. None: there is nothing more, or the last message breaks off.
///
/// # Errors
/// `from` cannot be read.
pub fn read(from: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let (mut length, mut is_begun) = (None, false);
    loop {
        let mut line = Vec::new();
        if from.by_ref().take(LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_ascii();
        if !line.is_empty() {
            is_begun = true;
            length = content_length(line).or(length);
        } else if is_begun {
            break;
        }
    }
    match length {
        None => Ok(Some(Frame::Headless)),
        Some(length) if length > MOST => {
            let passed = io::copy(&mut from.by_ref().take(length), &mut io::sink())?;
            Ok((passed == length).then_some(Frame::TooLong))
        }
        Some(length) => {
            let mut body = Vec::new();
            let got = from.by_ref().take(length).read_to_end(&mut body)?;
            Ok((got as u64 == length).then_some(Frame::Message(body)))
        }
    }
}

fn content_length(line: &[u8]) -> Option<u64> {
    let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
    name.trim().eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
}

/// Writes a message.
///
/// # Errors
/// `to` cannot be written.
pub fn write(to: &mut impl Write, message: &Value) -> io::Result<()> {
    let body = message.to_string();
    write!(to, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_every_wrong_head_the_next_message_is_found_again() {
        let long = MOST + 1;
        let body = "x".repeat(usize::try_from(long).unwrap());
        let good = "Content-Length: 4\r\n\r\nnull";
        let null = || Some(Frame::Message(b"null".to_vec()));
        for (wrong, expected) in [
            ("rác\r\n\r\n".to_owned(), Some(Frame::Headless)),
            ("Content-Length: -5\r\n\r\n".to_owned(), Some(Frame::Headless)),
            ("Content-Length: nhiều\r\n\r\n".to_owned(), Some(Frame::Headless)),
            (format!("{}\r\n\r\n", "a".repeat(100_000)), Some(Frame::Headless)),
            (format!("Content-Length: {long}\r\n\r\n{body}"), Some(Frame::TooLong)),
            ("\r\n\r\nContent-Type: x\r\ncontent-length:4\n\nnull".to_owned(), null()),
        ] {
            let text = format!("{wrong}{good}");
            let mut from = text.as_bytes();
            assert_eq!(read(&mut from).unwrap(), expected, "{wrong:.40}");
            assert_eq!(read(&mut from).unwrap(), null(), "{wrong:.40}");
            assert_eq!(read(&mut from).unwrap(), None);
        }
    }

    #[test]
    fn a_message_that_breaks_off_is_the_end() {
        for text in ["", "Content-Le", "Content-Length: 9\r\n\r\nnull", "Content-Length: 18446744073709551615\r\n\r\nnull"] {
            assert_eq!(read(&mut text.as_bytes()).unwrap(), None, "{text}");
        }
    }
}
