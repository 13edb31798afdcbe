//! The other side: what it can do, and what it is sent.

use super::convert::Encoding;
use crate::report::Problem;
use crate::report::terminal::printable;
use lsp_server::{Message, Notification, ReqQueue, Request, RequestId, Response};
use lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, InitializeParams, LogMessageNotification, LogMessageParams, MessageType,
    ProgressNotification, ProgressParams, ProgressToken, Registration, RegistrationParams, RegistrationRequest, ShowMessageNotification,
    ShowMessageParams, WorkDoneProgressCreateParams, WorkDoneProgressCreateRequest,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::Sender;

/// Files whose change on the disk may change what is found.
const WATCHED: [&str; 5] = ["**/*.{go,rs}", "**/go.{mod,work,sum}", "**/Cargo.toml", "**/maplint.toml", "**/vendor/modules.txt"];

/// What a request to the client was for.
enum Asked {
    /// May there be progress under this token?
    Progress(i32),
    /// Nothing hangs on the answer.
    Nothing,
}

/// The client.
pub(super) struct Client {
    out: Sender<Message>,
    pub(super) encoding: Encoding,
    /// Diagnostics may name other places.
    pub(super) related_information: bool,
    /// Edits may name the version of the text that they are for.
    pub(super) versioned_edits: bool,
    progress: bool,
    watches: bool,
    requests: ReqQueue<(), Asked>,
    /// Tokens of what is under way, and whether the client shows its progress.
    open: BTreeMap<i32, bool>,
    next_token: i32,
    /// What it was told of itself, so that it is told once.
    told: BTreeSet<String>,
}

impl Client {
    pub(super) fn new(out: Sender<Message>, params: &InitializeParams) -> Client {
        let capabilities = &params.capabilities;
        let general = capabilities.general.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let of_diagnostics = capabilities.text_document.as_ref().and_then(|text| text.publish_diagnostics.as_ref());
        let is_set = |flag: Option<bool>| flag.unwrap_or_default();
        Client {
            out,
            encoding: Encoding::of(general.and_then(|general| general.position_encodings.as_deref()).unwrap_or_default()),
            related_information: is_set(of_diagnostics.and_then(|it| it.diagnostics_capabilities.related_information)),
            versioned_edits: is_set(workspace.and_then(|it| it.workspace_edit.as_ref()?.document_changes)),
            progress: is_set(capabilities.window.as_ref().and_then(|window| window.work_done_progress)),
            watches: is_set(workspace.and_then(|it| it.did_change_watched_files.as_ref()?.dynamic_registration)),
            requests: ReqQueue::default(),
            open: BTreeMap::new(),
            next_token: 0,
            told: BTreeSet::new(),
        }
    }

    /// Sends a message; where the client is gone, that is noticed elsewhere.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.out.send(message.into());
    }

    pub(super) fn notify<N: lsp_types::Notification>(&self, params: N::Params) {
        self.send(Notification::new(N::METHOD.to_string(), params));
    }

    pub(super) fn answer(&self, response: Response) {
        self.send(response);
    }

    fn request<R: lsp_types::Request>(&mut self, params: R::Params, asked: Asked) {
        let request: Request = self.requests.outgoing.register(R::METHOD.to_string(), params, asked);
        self.send(request);
    }

    /// Takes the answer to a request.
    pub(super) fn answered(&mut self, id: RequestId, allowed: bool) {
        if let Some(Asked::Progress(token)) = self.requests.outgoing.complete(id).filter(|_| allowed) {
            // What has ended in the meantime needs none.
            if let Some(is_shown) = self.open.get_mut(&token) {
                *is_shown = true;
                self.report(token, &json!({ "kind": "begin", "title": "maplint", "message": "reading", "percentage": 0 }));
            }
        }
    }

    /// Asks to be told of changes on the disk.
    pub(super) fn watch(&mut self) {
        if !self.watches {
            return;
        }
        let watchers = WATCHED.map(|pattern| FileSystemWatcher { glob_pattern: pattern.to_owned().into(), kind: None }).to_vec();
        let options = serde_json::to_value(DidChangeWatchedFilesRegistrationOptions { watchers });
        let registration = Registration {
            id: "maplint-watched-files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: options.ok(),
        };
        self.request::<RegistrationRequest>(RegistrationParams { registrations: vec![registration] }, Asked::Nothing);
    }

    /// A token for the progress of something long; `None` where the client shows none.
    pub(super) fn begin(&mut self) -> Option<i32> {
        if !self.progress {
            return None;
        }
        let token = self.next_token;
        self.next_token += 1;
        let params = WorkDoneProgressCreateParams { token: ProgressToken::Int(token) };
        self.open.insert(token, false);
        self.request::<WorkDoneProgressCreateRequest>(params, Asked::Progress(token));
        Some(token)
    }

    /// How far it is: a stage, and the hundredths of it that are done.
    pub(super) fn go_on(&self, token: i32, stage: &str, hundredths: Option<u64>) {
        if self.open.get(&token) == Some(&true) {
            self.report(token, &json!({ "kind": "report", "message": stage, "percentage": hundredths.unwrap_or_default() }));
        }
    }

    pub(super) fn end(&mut self, token: i32) {
        if self.open.remove(&token) == Some(true) {
            self.report(token, &json!({ "kind": "end" }));
        }
    }

    fn report(&self, token: i32, value: &Value) {
        self.notify::<ProgressNotification>(ProgressParams { token: ProgressToken::Int(token), value: value.clone() });
    }

    /// Something for the client's log.
    pub(super) fn log(&self, kind: MessageType, message: String) {
        self.notify::<LogMessageNotification>(LogMessageParams { kind, message });
    }

    /// What could not be done: shown to the user where work that was asked for could not, once in the same words.
    pub(super) fn tell(&mut self, problem: &Problem) {
        let at = match (problem.file.as_str(), problem.line) {
            ("", _) => String::new(),
            (file, None) => format!("{file}: "),
            (file, Some(line)) => format!("{file}:{line}: "),
        };
        let message = printable(&format!("{at}{}", problem.message)).into_owned();
        if !self.told.insert(message.clone()) {
            return;
        }
        if problem.blocking {
            self.notify::<ShowMessageNotification>(ShowMessageParams { kind: MessageType::Error, message: format!("maplint: {message}") });
        } else {
            self.log(MessageType::Warning, message);
        }
    }
}
