//! `maplint lsp`: findings in an editor, as they are typed.
//!
//! One thread, the loop in here, has all that changes: it takes messages, keeps the texts that are open, and starts
//! runs on the threads of `run`. It never waits for a run, so that a request is answered at once, with what is
//! known by then.
//!
//! A root is linted whole when it is opened, when a file is saved or changes on the disk, and a moment after the last
//! edit. That takes as long as it takes on the command line, less what is kept of files that did not change. So an
//! edit is first looked at with what is near to it, and what that changes is shown (`merge`); then the whole run's
//! findings take its place.
//!
//! Reading order: `transport` (messages over streams), `convert` (places and addresses), `documents` (open texts),
//! `client` (what it can do and is sent), `run` and `merge` (work), `root` (what is shown), `diagnostics`, `actions`,
//! `hover` (what the client sees), `server` (what each message does).

mod actions;
mod client;
mod convert;
mod diagnostics;
mod documents;
mod hover;
mod merge;
mod root;
mod run;
mod server;
mod transport;

pub use run::Setup;

use lsp_server::{ErrorCode, Message, Response};
use lsp_types::{InitializeParams, InitializeResult, ServerInfo};
use run::Ran;
use server::{Next, Server};
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use transport::Incoming;

/// What the loop hears of.
enum Event {
    Incoming(Incoming),
    Ran(Ran),
    /// How far the run under a token is.
    Progress(i32, &'static str, Option<u64>),
}

/// Serves a client until it says that it ends, or its input does. The result is whether it ended as the protocol
/// wants it: with a request to shut down before.
pub fn serve(input: impl Read + Send + 'static, output: impl Write + Send + 'static, setup: Setup) -> bool {
    let (events, heard) = channel();
    let (out, writer) = transport::write_all(output);
    let incoming = events.clone();
    transport::read_all(input, move |message| incoming.send(Event::Incoming(message)).is_ok());
    let in_order = match initialize(&heard, &out) {
        Some(params) => run_loop(&heard, Server::new(&params, setup, out, events)),
        None => {
            drop(out);
            false
        }
    };
    // All is sent by then, or nobody reads it.
    let _ = writer.join();
    in_order
}

/// Waits for the client to say what it can; `None` where it ends before.
fn initialize(heard: &Receiver<Event>, out: &Sender<Message>) -> Option<InitializeParams> {
    let refuse = |id, code, message: String| _ = out.send(Response::new_err(id, code as i32, message).into());
    loop {
        match heard.recv().ok()? {
            Event::Incoming(Incoming::Message(Message::Request(request))) if request.method == "initialize" => {
                let params: InitializeParams = match serde_json::from_value(request.params) {
                    Ok(params) => params,
                    Err(error) => {
                        refuse(request.id, ErrorCode::InvalidParams, error.to_string());
                        continue;
                    }
                };
                let result = InitializeResult {
                    capabilities: server::capabilities(&params),
                    server_info: Some(ServerInfo { name: "maplint".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) }),
                };
                let _ = out.send(Response::new_ok(request.id, result).into());
                return Some(params);
            }
            Event::Incoming(Incoming::Message(Message::Request(request))) => {
                refuse(request.id, ErrorCode::ServerNotInitialized, "`initialize` comes first".to_owned());
            }
            Event::Incoming(Incoming::Message(Message::Notification(notification))) if notification.method == "exit" => return None,
            Event::Incoming(Incoming::Malformed(what, Some(id))) => refuse(id, ErrorCode::InvalidRequest, what),
            Event::Incoming(Incoming::Closed) => return None,
            Event::Incoming(Incoming::Message(_) | Incoming::Malformed(..)) | Event::Ran(_) | Event::Progress(..) => {}
        }
    }
}

fn run_loop(heard: &Receiver<Event>, mut server: Server) -> bool {
    loop {
        let event = match server.wait() {
            Some(patience) => heard.recv_timeout(patience),
            None => heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match event {
            Ok(event) => match server.take(event) {
                Next::GoOn => {}
                Next::End { in_order } => return in_order,
            },
            Err(RecvTimeoutError::Timeout) => server.start_what_is_due(),
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}
