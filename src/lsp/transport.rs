//! Messages over a pair of streams.
//!
//! The messages are lsp-server's. Its reader gives up at the first that is no message, and sets aside as much
//! memory as a length says; this one tells of it, and goes on with the next.

use lsp_server::{Message, RequestId};
use serde_json::Value;
use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// A line of a header that is longer is none.
const LONGEST_HEADER: u64 = 4 << 10;
/// A message that is longer is passed over: it is more than the largest file that is read.
const LONGEST_MESSAGE: u64 = 1 << 30;

/// What comes in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something else in its place: what is wrong, and the request that it was meant to be, where it has an id.
    Malformed(String, Option<RequestId>),
    /// Nothing comes any more.
    Closed,
}

/// Hands all that comes in to `deliver`, on a thread of its own, until nothing more comes.
pub(super) fn read_all(input: impl Read + Send + 'static, deliver: impl Fn(Incoming) -> bool + Send + 'static) {
    thread::spawn(move || {
        let mut input = io::BufReader::new(input);
        loop {
            let incoming = next(&mut input).unwrap_or(Incoming::Closed);
            let is_last = matches!(incoming, Incoming::Closed);
            if !deliver(incoming) || is_last {
                break;
            }
        }
    });
}

/// Writes what is sent, on a thread of its own, so that a client that does not read keeps nobody waiting. The thread
/// ends once the sender is dropped and all is written.
pub(super) fn write_all(mut output: impl Write + Send + 'static) -> (Sender<Message>, thread::JoinHandle<()>) {
    let (sender, messages): (Sender<Message>, Receiver<Message>) = channel();
    let thread = thread::spawn(move || {
        for message in messages {
            // Where the client is gone, there is nobody to tell; that its input ends is noticed elsewhere.
            if message.write(&mut output).is_err() {
                break;
            }
        }
    });
    (sender, thread)
}

/// The next message. An error of the stream is its end.
fn next(input: &mut impl BufRead) -> io::Result<Incoming> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        input.by_ref().take(LONGEST_HEADER).read_until(b'\n', &mut line)?;
        let Some(line) = line.strip_suffix(b"\n") else {
            let gone = line.is_empty();
            return Ok(if gone { Incoming::Closed } else { Incoming::Malformed("a line of the header does not end".into(), None) });
        };
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            break;
        }
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("Content-Length") => length = value.trim().parse::<u64>().ok(),
            Some(_) => {}
            None => return Ok(Incoming::Malformed(format!("`{}` is no line of a header", line.escape_debug()), None)),
        }
    }
    let Some(length) = length else { return Ok(Incoming::Malformed("the header has no `Content-Length`".into(), None)) };
    if length > LONGEST_MESSAGE {
        io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        return Ok(Incoming::Malformed(format!("a message of {length} bytes is too long"), None));
    }
    let mut body = Vec::new();
    input.by_ref().take(length).read_to_end(&mut body)?;
    if (body.len() as u64) < length {
        return Ok(Incoming::Closed);
    }
    Ok(match serde_json::from_slice(&body) {
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Malformed(format!("no message of the protocol: {error}"), id_of(&body)),
    })
}

/// The id of what was meant to be a request.
fn id_of(body: &[u8]) -> Option<RequestId> {
    let value: Value = serde_json::from_slice(body).ok()?;
    serde_json::from_value(value.get("id")?.clone()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read, a line each.
    fn read(bytes: &[u8]) -> Vec<String> {
        let mut input = bytes;
        let mut told = Vec::new();
        loop {
            match next(&mut input).expect("memory can be read") {
                Incoming::Message(Message::Request(request)) => told.push(format!("{} {}", request.id, request.method)),
                Incoming::Message(other) => told.push(format!("{other:?}")),
                Incoming::Malformed(what, id) => told.push(format!("{what} ({id:?})")),
                Incoming::Closed => return told,
            }
        }
    }

    #[test]
    fn what_is_malformed_costs_itself_alone() {
        let good = "Content-Length: 33\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}";
        let good = good.replace("33", &good[good.find('{').expect("a body")..].len().to_string());
        let framed = |body: &str| format!("Content-Type: x\r\ncontent-length:{}\r\n\r\n{body}", body.len());
        let stream = [
            "words\r\n".to_owned(),
            good.clone(),
            framed("{"),
            framed("{\"id\":7,\"method\":1}"),
            "Content-Length: -1\r\n\r\n".to_owned(),
            good,
            "Content-Length: 9999999\r\n\r\n{".to_owned(),
        ];
        let told = read(stream.concat().as_bytes());
        assert_eq!(told[0], "`words` is no line of a header (None)");
        assert_eq!((told[1].as_str(), told[5].as_str()), ("1 a", "1 a"));
        assert!(told[2].starts_with("no message of the protocol: EOF"), "{told:?}");
        assert!(told[3].ends_with("(Some(RequestId(I32(7))))"), "{told:?}");
        assert_eq!(told[4], "the header has no `Content-Length` (None)");
        assert_eq!(told.len(), 6);
    }

    #[test]
    fn an_endless_line_is_no_header() {
        let told = read(&[b'x'; 10_000]);
        assert!(told.iter().all(|line| line.starts_with("a line of the header")) && told.len() == 3, "{told:?}");
    }
}
