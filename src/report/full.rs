//! `full`: each finding with the source it speaks of, both accesses of a race, the locks held at
//! each and why the two can run in parallel.
//!
//! A label that spans lines is drawn on its first one. A line too long to be read on a terminal is
//! not drawn: its label becomes a note.

use super::terminal::printable;
use super::{Finding, Presentation, Report, Sources};
use crate::diagnostic::{Diagnostic, Label, Severity, Thread};
use crate::source::FileId;
use codespan_reporting::diagnostic as drawn;
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{self, termcolor};
use std::io::{self, Write};

/// The longest line that is drawn, in bytes.
const LONGEST_LINE: usize = 500;

/// Writes the findings, an empty line after each.
pub(super) fn write(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let excerpts = Excerpts(presentation.sources);
    let config = term::Config::default();
    for finding in report.listed(presentation) {
        let diagnostic = draw(&finding.diagnostic, presentation.sources).with_notes(suppression(finding, presentation.sources));
        let written = if presentation.paint.colours() {
            term::emit_to_write_style(&mut termcolor::Ansi::new(&mut *out), &config, &excerpts, &diagnostic)
        } else {
            term::emit_to_io_write(&mut *out, &config, &excerpts, &diagnostic)
        };
        written.map_err(|error| match error {
            Error::Io(error) => error,
            other => io::Error::other(other),
        })?;
    }
    Ok(())
}

fn draw(diagnostic: &Diagnostic, sources: &Sources) -> drawn::Diagnostic<FileId> {
    let severity = match diagnostic.severity {
        Severity::Error => drawn::Severity::Error,
        Severity::Warning => drawn::Severity::Warning,
        Severity::Note => drawn::Severity::Note,
    };
    let mut labels = Vec::new();
    let mut notes = Vec::new();
    let primary = (drawn::LabelStyle::Primary, &diagnostic.primary);
    for (style, label) in std::iter::once(primary).chain(diagnostic.related.iter().map(|label| (drawn::LabelStyle::Secondary, label))) {
        match draw_label(style, label, sources) {
            Some(label) => labels.push(label),
            None => notes.push(place(label, sources)),
        }
    }
    let count = diagnostic.threads.len();
    notes.extend(diagnostic.threads.iter().enumerate().map(|(index, thread)| {
        let title = if count > 1 { format!("thread {}", index + 1) } else { "thread".to_owned() };
        thread_note(&title, thread, sources)
    }));
    notes.extend(diagnostic.notes.iter().map(|note| printable(note).into_owned()));
    notes.extend(diagnostic.help.iter().map(|help| format!("help: {}", printable(help))));
    notes.extend(diagnostic.fix.iter().map(|fix| format!("fix: {}", printable(&fix.title))));
    drawn::Diagnostic::new(severity)
        .with_code(printable(&diagnostic.rule))
        .with_message(printable(&diagnostic.message))
        .with_labels(labels)
        .with_notes(notes)
}

/// Where and why the source silences the finding, if it does.
fn suppression(finding: &Finding, sources: &Sources) -> Vec<String> {
    let note = finding.silenced.map(|silenced| {
        let place = format!("{}:{}", printable(sources.path(silenced.comment.file)), sources.line(silenced.comment));
        let reason = if silenced.reason.is_empty() { "no reason given".into() } else { printable(&silenced.reason) };
        format!("suppressed at {place}: {reason}")
    });
    note.into_iter().collect()
}

fn draw_label(style: drawn::LabelStyle, label: &Label, sources: &Sources) -> Option<drawn::Label<FileId>> {
    let text = sources.text(label.location.file);
    let range = text.on_first_line(label.location.span);
    let line = text.line_range(text.line_index(range.start))?;
    let readable = line.len() <= LONGEST_LINE;
    readable.then(|| drawn::Label::new(style, label.location.file, range).with_message(printable(&label.message)))
}

/// `root, with no lock held`, and a line for each step from the root to the access.
fn thread_note(title: &str, thread: &Thread, sources: &Sources) -> String {
    let quoted: Vec<_> = thread.locks.iter().map(|lock| format!("`{}`", printable(lock))).collect();
    let locks = if quoted.is_empty() { "with no lock held".to_owned() } else { format!("holding {}", quoted.join(" and ")) };
    let mut note = format!("{title}: {}, {locks}", printable(&thread.root));
    for step in &thread.path {
        note.push_str("\n  ");
        note.push_str(&place(step, sources));
    }
    note
}

/// `path:line:column: message`.
fn place(label: &Label, sources: &Sources) -> String {
    let start = sources.range(label.location).start;
    format!("{}:{}:{}: {}", printable(sources.path(label.location.file)), start.line, start.column, printable(&label.message))
}

/// Source text as the drawing library asks for it.
struct Excerpts<'a>(&'a Sources);

impl<'a> Files<'a> for Excerpts<'_> {
    type FileId = FileId;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<String, Error> {
        Ok(printable(self.0.path(id)).into_owned())
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, Error> {
        Ok(self.0.text(id).excerpt())
    }

    fn line_index(&'a self, id: FileId, byte_index: usize) -> Result<usize, Error> {
        Ok(self.0.text(id).line_index(byte_index))
    }

    fn line_range(&'a self, id: FileId, line_index: usize) -> Result<std::ops::Range<usize>, Error> {
        self.0.text(id).line_range(line_index).ok_or(Error::LineTooLarge { given: line_index, max: line_index })
    }
}
