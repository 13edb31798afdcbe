//! What each message does.

use super::Event;
use super::actions::{self, Scene};
use super::client::Client;
use super::convert::{Encoding, path_of};
use super::documents::Documents;
use super::hover;
use super::root::Root;
use super::run::{Ran, Setup, Workers};
use super::transport::Incoming;
use crate::report::Problem;
use crate::source::Nearest;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CodeActionOptions, CodeActionParams, CodeActionRequest, CodeActionResponse, DidChangeTextDocumentNotification,
    DidChangeWatchedFilesNotification, DidChangeWorkspaceFoldersNotification, DidCloseTextDocumentNotification,
    DidOpenTextDocumentNotification, DidSaveTextDocumentNotification, HoverParams, HoverRequest, InitializeParams, MessageType,
    Notification as _, Request as _, SaveOptions, ServerCapabilities, TextDocumentSyncKind, TextDocumentSyncOptions, WorkspaceFolders,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// How long an edit waits for the next before it is looked at.
const AFTER_EDIT: Duration = Duration::from_millis(5);
/// How long it is quiet before all is looked at again.
const AFTER_EDITS: Duration = Duration::from_millis(400);
/// How long what happens on the disk waits for what comes with it.
const AFTER_CHANGES: Duration = Duration::from_millis(50);

/// Files that say where packages outside the project are.
const OF_MODULES: [&str; 5] = ["go.mod", "go.work", "go.sum", "modules.txt", "Cargo.toml"];

/// Whether the loop goes on.
pub(super) enum Next {
    GoOn,
    End { in_order: bool },
}

/// The server, but for its threads.
pub(super) struct Server {
    client: Client,
    documents: Documents,
    roots: Vec<Root>,
    workers: Workers,
    events: Sender<Event>,
    /// Files that were edited and not looked at yet, and when they are to be.
    edited: BTreeSet<PathBuf>,
    near_at: Option<Instant>,
    /// Roots that are to be looked at, and when.
    stale: BTreeSet<PathBuf>,
    whole_at: Option<Instant>,
    is_shut_down: bool,
}

/// What the server does for a client.
pub(super) fn capabilities(params: &InitializeParams) -> ServerCapabilities {
    let offered = params.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(SaveOptions { include_text: Some(false) }.into()),
        ..TextDocumentSyncOptions::default()
    };
    let folders = WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(true.into()) };
    let actions = CodeActionOptions { code_action_kinds: Some(actions::kinds()), ..CodeActionOptions::default() };
    ServerCapabilities {
        position_encoding: Some(Encoding::of(offered.unwrap_or_default()).kind()),
        text_document_sync: Some(sync.into()),
        hover_provider: Some(true.into()),
        code_action_provider: Some(actions.into()),
        workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..WorkspaceOptions::default() }),
        ..ServerCapabilities::default()
    }
}

impl Server {
    pub(super) fn new(params: &InitializeParams, setup: Setup, out: Sender<Message>, events: Sender<Event>) -> Server {
        let deliver = events.clone();
        // Where the loop has ended, nobody waits for what was found.
        let workers = Workers::new(setup, move |ran| _ = deliver.send(Event::Ran(ran)));
        let mut server = Server {
            client: Client::new(out, params),
            documents: Documents::default(),
            roots: Vec::new(),
            workers,
            events,
            edited: BTreeSet::new(),
            near_at: None,
            stale: BTreeSet::new(),
            whole_at: None,
            is_shut_down: false,
        };
        for folder in folders(params) {
            server.add_root(folder, Duration::ZERO);
        }
        server
    }

    /// How long there is nothing to do; `None`: until something comes.
    pub(super) fn wait(&self) -> Option<Duration> {
        let next = [self.near_at, self.whole_at].into_iter().flatten().min()?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    pub(super) fn start_what_is_due(&mut self) {
        let now = Instant::now();
        if self.near_at.is_some_and(|at| at <= now) {
            self.near_at = None;
            for path in std::mem::take(&mut self.edited) {
                if let Some(root) = root_of(&mut self.roots, &path) {
                    root.start_near(&path, &self.documents, &self.workers);
                }
            }
        }
        if self.whole_at.is_some_and(|at| at <= now) {
            self.whole_at = None;
            for folder in std::mem::take(&mut self.stale) {
                self.start_whole(&folder);
            }
        }
    }

    pub(super) fn take(&mut self, event: Event) -> Next {
        match event {
            Event::Incoming(Incoming::Message(Message::Request(request))) => self.answer(request),
            Event::Incoming(Incoming::Message(Message::Response(response))) => {
                self.client.answered(response.id, response.response_result.is_ok());
            }
            Event::Incoming(Incoming::Message(Message::Notification(notification))) if notification.method == "exit" => {
                return Next::End { in_order: self.is_shut_down };
            }
            Event::Incoming(Incoming::Message(Message::Notification(notification))) => self.hear(notification),
            Event::Incoming(Incoming::Malformed(what, id)) => {
                self.client.log(MessageType::Warning, what.clone());
                if let Some(id) = id {
                    self.client.answer(Response::new_err(id, ErrorCode::InvalidRequest as i32, what));
                }
            }
            Event::Incoming(Incoming::Closed) => return Next::End { in_order: self.is_shut_down },
            Event::Ran(ran) => self.take_ran(ran),
            Event::Progress(token, stage, hundredths) => self.client.go_on(token, stage, hundredths),
        }
        Next::GoOn
    }

    fn answer(&mut self, Request { id, method, params }: Request) {
        let response = if self.is_shut_down {
            Response::new_err(id, ErrorCode::InvalidRequest as i32, "the server is shut down".to_owned())
        } else if method == HoverRequest::METHOD.as_str() {
            self.answer_with(id, params, |server, params: HoverParams| server.hover(&params))
        } else if method == CodeActionRequest::METHOD.as_str() {
            self.answer_with(id, params, |server, params: CodeActionParams| server.actions(&params))
        } else if method == "shutdown" {
            self.is_shut_down = true;
            self.roots.iter_mut().for_each(Root::stop);
            Response::new_ok(id, Value::Null)
        } else {
            Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("`{method}` is not served"))
        };
        self.client.answer(response);
    }

    fn answer_with<P: DeserializeOwned, R: serde::Serialize>(
        &self,
        id: RequestId,
        params: Value,
        answer: impl FnOnce(&Server, P) -> R,
    ) -> Response {
        match serde_json::from_value(params) {
            Ok(params) => Response::new_ok(id, answer(self, params)),
            Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
        }
    }

    fn hover(&self, params: &HoverParams) -> Option<lsp_types::Hover> {
        let at = &params.text_document_position_params;
        let path = path_of(&at.text_document.uri)?;
        let document = self.documents.get(&path)?;
        let view = root_around(&self.roots, &path)?.view()?;
        let file = view.file(&path)?;
        // Where the text has changed since, places in it are others.
        let is_same = view.judged.sources.text(file).as_str() == document.text.as_str();
        is_same.then(|| hover::hover(view, file, at.position, self.client.encoding)).flatten()
    }

    fn actions(&self, params: &CodeActionParams) -> Vec<CodeActionResponse> {
        let found = || {
            let path = path_of(&params.text_document.uri)?;
            let document = self.documents.get(&path)?;
            let root = root_around(&self.roots, &path)?;
            let (view, shown) = (root.view()?, root.shown(&path)?);
            Some(Scene { view, shown: &shown, document, documents: &self.documents, client: &self.client }.actions(params))
        };
        found().unwrap_or_default().into_iter().map(Into::into).collect()
    }

    fn hear(&mut self, Notification { method, params }: Notification) {
        let is = |known: lsp_types::LspNotificationMethod| method == known.as_str();
        let heard = if is(DidOpenTextDocumentNotification::METHOD) {
            parsed::<DidOpenTextDocumentNotification>(params).map(|params| {
                let opened = params.text_document;
                if let Some(path) = self.documents.open(opened.uri, opened.version, opened.text) {
                    self.opened(&path);
                }
            })
        } else if is(DidChangeTextDocumentNotification::METHOD) {
            parsed::<DidChangeTextDocumentNotification>(params).map(|params| {
                let (document, encoding) = (params.text_document, self.client.encoding);
                let uri = document.text_document_identifier.uri;
                if let Some(path) = self.documents.change(&uri, document.version, params.content_changes, encoding) {
                    self.changed(&path);
                }
            })
        } else if is(DidSaveTextDocumentNotification::METHOD) {
            parsed::<DidSaveTextDocumentNotification>(params)
                .map(|params| self.is_stale(path_of(&params.text_document.uri), Duration::ZERO))
        } else if is(DidCloseTextDocumentNotification::METHOD) {
            parsed::<DidCloseTextDocumentNotification>(params).map(|params| {
                let path = self.documents.close(&params.text_document.uri);
                self.is_stale(path, AFTER_CHANGES);
            })
        } else if is(DidChangeWatchedFilesNotification::METHOD) {
            parsed::<DidChangeWatchedFilesNotification>(params).map(|params| {
                let paths: Vec<PathBuf> = params.changes.iter().filter_map(|change| path_of(&change.uri)).collect();
                self.changed_on_disk(paths);
            })
        } else if is(DidChangeWorkspaceFoldersNotification::METHOD) {
            parsed::<DidChangeWorkspaceFoldersNotification>(params).map(|params| {
                let removed: Vec<PathBuf> = params.event.removed.iter().filter_map(|folder| path_of(&folder.uri)).collect();
                self.roots.iter_mut().filter(|root| removed.contains(&root.folder)).for_each(|root| root.clear_all(&self.client));
                self.roots.retain(|root| !removed.contains(&root.folder));
                params
                    .event
                    .added
                    .iter()
                    .filter_map(|folder| path_of(&folder.uri))
                    .for_each(|folder| self.add_root(folder, Duration::ZERO));
            })
        } else if method == "initialized" {
            self.client.watch();
            Ok(())
        } else {
            // Others need nothing done: requests are answered at once, so that none is left to cancel.
            Ok(())
        };
        if let Err(error) = heard {
            self.client.log(MessageType::Warning, format!("`{method}`: {error}"));
        }
    }

    fn opened(&mut self, path: &Path) {
        if root_of(&mut self.roots, path).is_none() {
            self.add_root(folder_around(path), Duration::ZERO);
        }
        let documents = &self.documents;
        let Some(root) = root_of(&mut self.roots, path) else { return };
        let known = root.view().and_then(|view| Some(view.judged.sources.text(view.file(path)?).as_str()));
        if known.is_some() && known == documents.get(path).map(|document| document.text.as_str()) {
            root.show(path, documents, &self.client);
        } else if is_source(path) {
            // A run under way does not know the text; where more is opened with it, one run is enough.
            self.is_stale(Some(path.to_owned()), AFTER_CHANGES);
        }
    }

    fn changed(&mut self, path: &Path) {
        if let Some(root) = root_of(&mut self.roots, path).filter(|_| is_source(path)) {
            root.stop();
            self.edited.insert(path.to_owned());
            self.near_at = Some(self.near_at.unwrap_or_else(|| Instant::now() + AFTER_EDIT));
            self.stale.insert(root.folder.clone());
            self.whole_at = Some(Instant::now() + AFTER_EDITS);
        }
    }

    fn changed_on_disk(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            let is_of_modules = path.file_name().is_some_and(|name| OF_MODULES.iter().any(|known| name == *known));
            if let Some(root) = root_of(&mut self.roots, &path).filter(|_| is_of_modules) {
                root.forget();
            }
            // What is open counts as it is in the editor.
            let is_open = self.documents.get(&path).is_some();
            if !is_open || !is_source(&path) {
                self.is_stale(Some(path), AFTER_CHANGES);
            }
        }
    }

    /// All of the path's root is to be looked at.
    fn is_stale(&mut self, path: Option<PathBuf>, patience: Duration) {
        if let Some(root) = path.and_then(|path| root_of(&mut self.roots, &path)) {
            self.stale.insert(root.folder.clone());
            self.whole_at = Some(Instant::now() + patience);
        }
    }

    fn add_root(&mut self, folder: PathBuf, patience: Duration) {
        if !self.roots.iter().any(|root| root.folder == folder) {
            self.stale.insert(folder.clone());
            self.roots.push(Root::new(folder));
            self.whole_at = Some(Instant::now() + patience);
        }
    }

    fn start_whole(&mut self, folder: &Path) {
        let Some(root) = self.roots.iter_mut().find(|root| root.folder == folder) else { return };
        if root.view().is_none() && root.progress.is_none() {
            root.progress = self.client.begin();
        }
        let (events, token) = (self.events.clone(), root.progress);
        let tell = move |stage, hundredths| _ = token.map(|token| events.send(Event::Progress(token, stage, hundredths)));
        root.start_whole(&self.documents, &self.workers, tell);
    }

    fn take_ran(&mut self, ran: Ran) {
        match ran {
            Ran::Whole { root: folder, view, problems } => {
                let of_others: Vec<PathBuf> = self
                    .roots
                    .iter()
                    .map(|root| root.folder.clone())
                    .filter(|other| *other != folder && other.starts_with(&folder))
                    .collect();
                let Some(root) = self.roots.iter_mut().find(|root| root.folder == folder) else { return };
                let is_ours = |path: &Path| path.starts_with(&folder) && !of_others.iter().any(|other| path.starts_with(other));
                if let Some(view) = view {
                    let again = root.take_whole(*view, &self.documents, &self.workers, &self.client, is_ours);
                    if !again.is_empty() {
                        self.edited.extend(again);
                        self.near_at = Some(Instant::now());
                    }
                }
                let others: Vec<Problem> = root.show_problems(&problems, &self.documents, &self.client).into_iter().cloned().collect();
                if let Some(token) = root.progress.take() {
                    self.client.end(token);
                }
                others.iter().for_each(|problem| self.client.tell(problem));
            }
            Ran::Near { root: folder, path, version, shown } => {
                if let Some(root) = self.roots.iter_mut().find(|root| root.folder == folder) {
                    root.take_near(path, version, shown, &self.documents, &self.client);
                }
            }
            Ran::Failed(what) => self.client.log(MessageType::Error, format!("maplint failed: {what}; please report it")),
        }
    }
}

fn parsed<N: lsp_types::Notification>(params: Value) -> Result<N::Params, serde_json::Error> {
    serde_json::from_value(params)
}

/// The innermost root that has the path.
fn root_around<'r>(roots: &'r [Root], path: &Path) -> Option<&'r Root> {
    roots.iter().filter(|root| path.starts_with(&root.folder)).max_by_key(|root| depth(&root.folder))
}

/// The same, to be changed.
fn root_of<'r>(roots: &'r mut [Root], path: &Path) -> Option<&'r mut Root> {
    roots.iter_mut().filter(|root| path.starts_with(&root.folder)).max_by_key(|root| depth(&root.folder))
}

fn depth(folder: &Path) -> usize {
    folder.components().count()
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "go" || extension == "rs")
}

/// The folders that the client has open.
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    if let Some(WorkspaceFolders::WorkspaceFolderList(folders)) = &params.workspace_folders_initialize_params.workspace_folders {
        return folders.iter().filter_map(|folder| path_of(&folder.uri)).collect();
    }
    #[expect(deprecated, reason = "older clients say no more than this")]
    let root = params.root_uri.as_ref();
    root.and_then(path_of).into_iter().collect()
}

/// The folder to lint for a file that lies in no root: that of its module or crate, or its own.
fn folder_around(path: &Path) -> PathBuf {
    let own = path.parent().unwrap_or(path);
    let above = ["go.work", "go.mod", "Cargo.toml"].into_iter().find_map(|name| Nearest::new(name, own).find(own));
    above.and_then(|file| file.parent().map(Path::to_owned)).unwrap_or_else(|| own.to_owned())
}
