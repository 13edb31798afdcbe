//! A root: a folder that is linted by itself, and what is shown of it.

use super::client::Client;
use super::convert::uri_of;
use super::diagnostics;
use super::documents::Documents;
use super::run::{Job, Shown, View, Workers};
use crate::analysis::Stop;
use crate::driver::InMemory;
use crate::report::Problem;
use crate::source::join;
use lsp_types::{Diagnostic, DiagnosticSeverity, Position, PublishDiagnosticsNotification, PublishDiagnosticsParams, Range, Uri};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A root.
pub(super) struct Root {
    pub(super) folder: PathBuf,
    /// What the last whole run has found.
    view: Option<Arc<View>>,
    /// What is shown of files that were edited since.
    edited: BTreeMap<PathBuf, Shown>,
    /// Files of which the client has diagnostics.
    published: BTreeSet<PathBuf>,
    store: Arc<InMemory>,
    whole: Arc<Stop>,
    near: Arc<Stop>,
    /// Under which progress of the run is shown.
    pub(super) progress: Option<i32>,
}

impl Root {
    pub(super) fn new(folder: PathBuf) -> Root {
        Root {
            folder,
            view: None,
            edited: BTreeMap::new(),
            published: BTreeSet::new(),
            store: Arc::default(),
            whole: Arc::default(),
            near: Arc::default(),
            progress: None,
        }
    }

    /// What the last whole run has found.
    pub(super) fn view(&self) -> Option<&View> {
        self.view.as_deref()
    }

    /// What is shown of a file.
    pub(super) fn shown(&self, path: &Path) -> Option<Shown> {
        let of_view = || Some(self.view.as_ref()?.shown(self.view.as_ref()?.file(path)?));
        self.edited.get(path).cloned().or_else(of_view)
    }

    /// Nothing that was kept is as on the disk: modules have come or gone.
    pub(super) fn forget(&mut self) {
        self.store = Arc::default();
    }

    /// Ends what is under way: the texts have changed.
    pub(super) fn stop(&mut self) {
        self.whole.set();
        self.near.set();
    }

    /// Looks at all of the root; `tell` hears how far it is.
    pub(super) fn start_whole(
        &mut self,
        documents: &Documents,
        workers: &Workers,
        tell: impl Fn(&'static str, Option<u64>) + Send + Sync + 'static,
    ) {
        self.whole.set();
        self.whole = Arc::default();
        workers.start(Job::Whole {
            root: self.folder.clone(),
            overlay: documents.overlay(),
            store: Arc::clone(&self.store),
            progress: Box::new(tell),
            stop: Arc::clone(&self.whole),
        });
    }

    /// Looks at a file that was edited, with what is near to it.
    pub(super) fn start_near(&mut self, path: &Path, documents: &Documents, workers: &Workers) {
        let Some((view, document)) = self.view.as_ref().zip(documents.get(path)) else { return };
        let is_edited = |path: &Path, text: &str| view.file(path).is_some_and(|file| view.judged.sources.text(file).as_str() != text);
        let edited = documents.iter().filter(|(path, document)| is_edited(path, document.text.as_str()));
        let texts = edited.map(|(path, document)| (path.clone(), document.bytes())).collect();
        self.near.set();
        self.near = Arc::default();
        workers.start(Job::Near {
            root: self.folder.clone(),
            view: Arc::clone(view),
            path: path.to_owned(),
            texts,
            version: document.version,
            store: Arc::clone(&self.store),
            stop: Arc::clone(&self.near),
        });
    }

    /// Takes what a whole run has found, and shows it; a file that is edited again shows what it did until it is
    /// looked at. Gives those files.
    pub(super) fn take_whole(
        &mut self,
        view: View,
        documents: &Documents,
        workers: &Workers,
        client: &Client,
        is_ours: impl Fn(&Path) -> bool,
    ) -> Vec<PathBuf> {
        let view = Arc::new(view);
        // To take the old one apart takes a while, for which nobody needs to wait.
        if let Some(old) = self.view.replace(Arc::clone(&view)) {
            std::thread::spawn(move || drop(old));
        }
        let found: BTreeSet<PathBuf> = view
            .judged
            .findings
            .iter()
            .map(|finding| view.judged.scope.path(finding.diagnostic.primary.location.file).to_owned())
            .collect();
        let open = documents.iter().map(|(path, _)| path.clone());
        let mut stale = Vec::new();
        for path in found.iter().cloned().chain(self.published.clone()).chain(open).collect::<BTreeSet<_>>() {
            let Some(file) = view.file(&path).filter(|_| is_ours(&path)) else {
                self.clear(&path, client);
                continue;
            };
            let document = documents.get(&path);
            if document.is_some_and(|document| document.text.as_str() != view.judged.sources.text(file).as_str()) {
                stale.push(path);
                continue;
            }
            self.edited.remove(&path);
            self.publish(&path, diagnostics::of_file(&view.shown(file), client), documents, client);
            if document.is_some() {
                workers.start(Job::Ahead { view: Arc::clone(&view), path, store: Arc::clone(&self.store), stop: Arc::clone(&self.whole) });
            }
        }
        self.edited.retain(|path, _| stale.contains(path));
        stale
    }

    /// Takes what was found after an edit, where it is of the text as it is.
    pub(super) fn take_near(&mut self, path: PathBuf, version: i32, shown: Shown, documents: &Documents, client: &Client) {
        if documents.get(&path).is_none_or(|document| document.version != version) {
            return;
        }
        self.publish(&path, diagnostics::of_file(&shown, client), documents, client);
        self.edited.insert(path, shown);
    }

    /// Shows again what is known of a file.
    pub(super) fn show(&mut self, path: &Path, documents: &Documents, client: &Client) {
        if let Some(shown) = self.shown(path) {
            self.publish(path, diagnostics::of_file(&shown, client), documents, client);
        }
    }

    /// Shows what could not be done, at the files that are at fault; gives what is about no file of the root.
    pub(super) fn show_problems<'p>(&mut self, problems: &'p [Problem], documents: &Documents, client: &Client) -> Vec<&'p Problem> {
        let mut at: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
        let mut others = Vec::new();
        for problem in problems {
            match problem.line {
                Some(line) if !problem.file.is_empty() => {
                    let start = Position { line: line.saturating_sub(1), character: 0 };
                    let severity = if problem.blocking { DiagnosticSeverity::Error } else { DiagnosticSeverity::Warning };
                    at.entry(join(&self.folder, &problem.file)).or_default().push(Diagnostic {
                        range: Range { start, end: Position { line, character: 0 } },
                        severity: Some(severity),
                        source: Some(diagnostics::SOURCE.to_owned()),
                        message: problem.message.clone().into(),
                        ..Diagnostic::default()
                    });
                }
                _ => others.push(problem),
            }
        }
        for (path, found) in at {
            let of_findings = self.shown(&path).map(|shown| diagnostics::of_file(&shown, client)).unwrap_or_default();
            self.publish(&path, [of_findings, found].concat(), documents, client);
        }
        others
    }

    /// Takes back all that is shown.
    pub(super) fn clear_all(&mut self, client: &Client) {
        self.stop();
        for path in self.published.clone() {
            self.clear(&path, client);
        }
    }

    fn clear(&mut self, path: &Path, client: &Client) {
        if self.published.remove(path) {
            send(uri_of(path), Vec::new(), None, client);
        }
    }

    fn publish(&mut self, path: &Path, diagnostics: Vec<Diagnostic>, documents: &Documents, client: &Client) {
        let document = documents.get(path);
        let is_known = if diagnostics.is_empty() { self.published.remove(path) } else { !self.published.insert(path.to_owned()) };
        if !diagnostics.is_empty() || is_known || document.is_some() {
            let uri = document.map(|document| document.uri.clone()).or_else(|| uri_of(path));
            send(uri, diagnostics, document.map(|document| document.version), client);
        }
    }
}

fn send(uri: Option<Uri>, diagnostics: Vec<Diagnostic>, version: Option<i32>, client: &Client) {
    if let Some(uri) = uri {
        client.notify::<PublishDiagnosticsNotification>(PublishDiagnosticsParams { uri, version, diagnostics });
    }
}
