//! Findings in the protocol's words.

use super::client::Client;
use super::convert::uri_of;
use super::run::{Judged, Shown};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::report::{Finding, is_about_unused_text};
use crate::source;
use lsp_types::{DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location};

/// The name under which an editor shows what comes from here.
pub(super) const SOURCE: &str = "maplint";

/// The diagnostics of a file.
pub(super) fn of_file(shown: &Shown, client: &Client) -> Vec<lsp_types::Diagnostic> {
    shown.findings.iter().map(|finding| diagnostic(finding, &shown.judged, client)).collect()
}

/// One finding.
pub(super) fn diagnostic(finding: &Finding, judged: &Judged, client: &Client) -> lsp_types::Diagnostic {
    let Diagnostic { rule, severity, message, primary, notes, help, .. } = &finding.diagnostic;
    let related = related(&finding.diagnostic, judged, client);
    let mut message = message.clone();
    let help = help.iter().map(|help| format!("help: {help}"));
    let mut lines: Vec<String> = notes.iter().map(|note| format!("note: {note}")).chain(help).collect();
    if !client.related_information {
        lines.extend(
            related.iter().map(|related| format!("{}:{}: {}", file_name(related), related.location.range.start.line + 1, related.message)),
        );
    }
    for line in lines {
        message.push('\n');
        message.push_str(&line);
    }
    lsp_types::Diagnostic {
        range: client.encoding.range(judged.sources.text(primary.location.file), primary.location.span),
        severity: Some(match severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Note => DiagnosticSeverity::Information,
        }),
        code: Some(rule.to_string().into()),
        source: Some(SOURCE.to_owned()),
        message: message.into(),
        tags: is_about_unused_text(&finding.diagnostic).then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: client.related_information.then_some(related).filter(|related| !related.is_empty()),
        ..lsp_types::Diagnostic::default()
    }
}

/// The words for the place itself, the other places, and how each thread gets to its own; each once.
fn related(diagnostic: &Diagnostic, judged: &Judged, client: &Client) -> Vec<DiagnosticRelatedInformation> {
    let mut related: Vec<DiagnosticRelatedInformation> = Vec::new();
    let of_threads = diagnostic.threads.iter().flat_map(|thread| &thread.path);
    for label in [&diagnostic.primary].into_iter().chain(&diagnostic.related).chain(of_threads) {
        let information = information(label, judged, client).filter(|found| !found.message.is_empty() && !related.contains(found));
        related.extend(information);
    }
    related
}

fn information(label: &Label, judged: &Judged, client: &Client) -> Option<DiagnosticRelatedInformation> {
    Some(DiagnosticRelatedInformation { location: location(label.location, judged, client)?, message: label.message.clone() })
}

/// A place in a file.
pub(super) fn location(at: source::Location, judged: &Judged, client: &Client) -> Option<Location> {
    let range = client.encoding.range(judged.sources.text(at.file), at.span);
    Some(Location { uri: uri_of(judged.scope.path(at.file))?, range })
}

fn file_name(related: &DiagnosticRelatedInformation) -> &str {
    related.location.uri.path().rsplit('/').next().unwrap_or_default()
}
