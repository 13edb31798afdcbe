//! What can be done about a finding or for a map: edits that the client applies.
//!
//! An edit is offered only where it is known to fit: the texts that it was worked out on are those that the client
//! has, and what it adds is read again as what it is meant to be.

use super::client::Client;
use super::convert::{path_of, uri_of};
use super::diagnostics;
use super::documents::{Document, Documents};
use super::run::{Shown, View};
use crate::diagnostic::{Applicability, Edit};
use crate::report::{Finding, Lines, Promises, SourceText, can_be_silenced, compatible, keeps_promises, silenced, with_promises};
use crate::source::{FileId, Span};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextDocumentIdentifier,
    TextEdit, Uri, WorkspaceEdit,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The kind of the action that applies all safe fixes of a file.
const FIX_ALL: CodeActionKind = CodeActionKind::Custom(Cow::Borrowed("source.fixAll.maplint"));

/// The kinds of actions that there are.
pub(super) fn kinds() -> Vec<CodeActionKind> {
    vec![CodeActionKind::QuickFix, CodeActionKind::RefactorRewrite, FIX_ALL]
}

/// What is at hand to answer with.
pub(super) struct Scene<'a> {
    pub(super) view: &'a View,
    pub(super) shown: &'a Shown,
    pub(super) document: &'a Document,
    pub(super) documents: &'a Documents,
    pub(super) client: &'a Client,
}

impl Scene<'_> {
    /// The actions for what the request names: fixes first, then suppressions, then promises.
    pub(super) fn actions(&self, params: &CodeActionParams) -> Vec<CodeAction> {
        // What is shown may be of the text before the last edit.
        if self.text(self.shown.file).as_str() != self.document.text.as_str() {
            return Vec::new();
        }
        let is_wanted = |kind: &CodeActionKind| params.context.only.as_ref().is_none_or(|only| only.iter().any(|only| covers(only, kind)));
        let here: Vec<&Finding> = self.shown.findings.iter().filter(|finding| self.touches(finding, params.range)).collect();
        let mut actions = Vec::new();
        if is_wanted(&CodeActionKind::QuickFix) {
            actions.extend(here.iter().filter_map(|finding| self.fix(finding)));
            actions.extend(here.iter().filter(|finding| can_be_silenced(finding)).filter_map(|finding| self.silence(finding)));
        }
        if is_wanted(&CodeActionKind::RefactorRewrite) {
            actions.extend(self.promises(params.range));
        }
        if is_wanted(&FIX_ALL) {
            actions.extend(self.fix_all());
        }
        actions
    }

    fn text(&self, file: FileId) -> &SourceText {
        self.shown.judged.sources.text(file)
    }

    fn touches(&self, finding: &Finding, asked: Range) -> bool {
        let at = self.client.encoding.range(self.text(self.shown.file), finding.diagnostic.primary.location.span);
        at.start <= asked.end && asked.start <= at.end
    }

    fn fix(&self, finding: &Finding) -> Option<CodeAction> {
        let fix = finding.diagnostic.fix.as_ref().filter(|fix| fix.applicability != Applicability::DisplayOnly)?;
        Some(CodeAction {
            title: fix.title.clone(),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![diagnostics::diagnostic(finding, &self.shown.judged, self.client)]),
            is_preferred: Some(fix.applicability == Applicability::Safe),
            edit: Some(self.edit(&fix.edits)?),
            ..CodeAction::default()
        })
    }

    /// Applies the safe fixes of the file, of those that overlap the first.
    fn fix_all(&self) -> Option<CodeAction> {
        let fixes = self.shown.findings.iter().filter_map(|finding| finding.diagnostic.fix.as_ref());
        let fixes = fixes.filter(|fix| fix.applicability == Applicability::Safe);
        let of_file = fixes.filter(|fix| fix.edits.iter().all(|edit| edit.location.file == self.shown.file));
        let edits: Vec<Edit> = compatible(of_file.collect(), |fix| fix).into_iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
        let edit = self.edit(&edits).filter(|_| !edits.is_empty())?;
        Some(CodeAction { title: "apply all safe fixes".to_owned(), kind: Some(FIX_ALL), edit: Some(edit), ..CodeAction::default() })
    }

    /// A comment above the finding. It gives no reason: that is for the user to write, and said until it is written.
    fn silence(&self, finding: &Finding) -> Option<CodeAction> {
        let location = finding.diagnostic.primary.location;
        let rule = finding.diagnostic.rule.to_string();
        let title = format!("silence `{rule}` here");
        let mut lines = Lines::from([(self.shown.judged.sources.line(location), BTreeSet::from([rule]))]);
        let scope = &self.shown.judged.scope;
        let old = self.document.text.as_str();
        let new = silenced(old, scope.language(location.file), &mut lines, "", |text| scope.directives(location.file, text));
        Some(CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![diagnostics::diagnostic(finding, &self.shown.judged, self.client)]),
            edit: Some(self.difference(&new)?),
            ..CodeAction::default()
        })
    }

    /// Promises that maps declared there could carry. They are those of the last whole run.
    fn promises(&self, asked: Range) -> Vec<CodeAction> {
        let (sources, file, scope) = (&self.view.judged.sources, self.shown.file, &self.view.judged.scope);
        let old = self.document.text.as_str();
        if sources.text(file).as_str() != old {
            return Vec::new();
        }
        let mut actions = Vec::new();
        for proposal in &self.view.proposals {
            let Some(at) = proposal.map.declaration.filter(|at| at.file == file) else { continue };
            let line = sources.line(at);
            if !(asked.start.line..=asked.end.line).contains(&(line - 1)) {
                continue;
            }
            let promises = Promises::from([(line, proposal.text.clone())]);
            let (new, unplaced) = with_promises(old, scope.language(file), &promises);
            let is_read = || keeps_promises(&scope.directives(file, old), &scope.directives(file, &new), 1);
            if !unplaced.is_empty() || !is_read() {
                continue;
            }
            actions.extend(self.difference(&new).map(|edit| CodeAction {
                title: format!("promise `{}`: {}", proposal.text, proposal.evidence),
                kind: Some(CodeActionKind::RefactorRewrite),
                edit: Some(edit),
                ..CodeAction::default()
            }));
        }
        actions
    }

    /// The edit that makes `new` of the document's text; `None` where nothing changes.
    fn difference(&self, new: &str) -> Option<WorkspaceEdit> {
        let old = self.document.text.as_str();
        let start =
            old.char_indices().zip(new.chars()).find(|((_, one), other)| one != other).map_or(old.len().min(new.len()), |((at, _), _)| at);
        let alike = old[start..].chars().rev().zip(new[start..].chars().rev()).take_while(|(one, other)| one == other);
        let end: usize = alike.map(|(one, _)| one.len_utf8()).sum();
        let text = new[start..new.len() - end].to_owned();
        let range = self.client.encoding.range(&self.document.text, Span::new(start, old.len() - end));
        let edit = TextEdit { range, new_text: text };
        (old != new).then(|| self.workspace_edit(BTreeMap::from([(self.document.uri.clone(), vec![edit])])))
    }

    /// The edits of a fix; `None` where one of the texts is not as it was.
    fn edit(&self, edits: &[Edit]) -> Option<WorkspaceEdit> {
        let mut by_file: BTreeMap<Uri, Vec<TextEdit>> = BTreeMap::new();
        for Edit { location, text } in edits {
            let path = self.shown.judged.scope.path(location.file);
            let known = self.text(location.file);
            let open = self.documents.get(path);
            if open.is_some_and(|document| document.text.as_str() != known.as_str()) {
                return None;
            }
            let uri = open.map_or_else(|| uri_of(path), |document| Some(document.uri.clone()))?;
            let range = self.client.encoding.range(known, location.span);
            by_file.entry(uri).or_default().push(TextEdit { range, new_text: text.clone() });
        }
        Some(self.workspace_edit(by_file))
    }

    fn workspace_edit(&self, by_file: BTreeMap<Uri, Vec<TextEdit>>) -> WorkspaceEdit {
        if !self.client.versioned_edits {
            return WorkspaceEdit { changes: Some(by_file.into_iter().collect()), ..WorkspaceEdit::default() };
        }
        let of_file = |(uri, edits): (Uri, Vec<TextEdit>)| {
            let version = path_of(&uri).and_then(|path| self.documents.get(&path)).map(|document| document.version);
            let text_document =
                OptionalVersionedTextDocumentIdentifier { version, text_document_identifier: TextDocumentIdentifier { uri } };
            TextDocumentEdit { text_document, edits: edits.into_iter().map(Into::into).collect() }.into()
        };
        WorkspaceEdit { document_changes: Some(by_file.into_iter().map(of_file).collect()), ..WorkspaceEdit::default() }
    }
}

/// Whether a kind is the one that is asked for, or one below it: `refactor` asks for `refactor.rewrite` too.
fn covers(asked: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let (asked, kind) = (asked.to_string(), kind.to_string());
    asked.is_empty() || kind.strip_prefix(&asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_asked_for_with_all_below() {
        assert!(covers(&CodeActionKind::Source, &FIX_ALL) && covers(&CodeActionKind::SourceFixAll, &FIX_ALL));
        assert!(covers(&CodeActionKind::Refactor, &CodeActionKind::RefactorRewrite) && covers(&CodeActionKind::Empty, &FIX_ALL));
        assert!(!covers(&CodeActionKind::QuickFix, &FIX_ALL) && !covers(&CodeActionKind::RefactorRewrite, &CodeActionKind::Refactor));
    }
}
