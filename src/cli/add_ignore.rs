//! `--add-ignore`: suppressions for what is shown, written into the source.

use super::blocking;
use crate::driver::Scope;
use crate::facts::{self, DirectiveKind};
use crate::report::{Day, Lines, Problem, Replacer, Report, Sources, comment, counted, silenced};
use crate::source::Language;

/// The reason as comments give it; the error says why it is none.
pub(super) fn reason(written: &str, today: Day) -> Result<String, Problem> {
    let wrong = |what: String| Err(blocking("", &format!("`--add-ignore` needs a reason: {what}")));
    let written = written.trim();
    if written.contains(char::is_control) {
        return wrong("it is one line of text".to_owned());
    }
    match facts::parse(&comment(Language::Go, ["rule"], written)) {
        Some(DirectiveKind::Suppression { reason, until, .. }) if !reason.is_empty() => {
            let day = until.map(|day| Day::parse(&day).ok_or(day));
            match day {
                Some(Err(day)) => wrong(format!("`until={day}` names no day")),
                Some(Ok(day)) if day < today => wrong(format!("{day} is past")),
                _ => Ok(written.to_owned()),
            }
        }
        _ => wrong("why may it stay?".to_owned()),
    }
}

/// What came of it.
#[derive(Default)]
pub(super) struct Outcome {
    /// Worth knowing.
    pub(super) notes: Vec<String>,
    /// What could not be written.
    pub(super) problems: Vec<Problem>,
}

/// Writes the suppressions, and takes what they silence out of the report. A file is written whole or
/// not at all; a line above which a comment would not be one is left alone.
pub(super) fn add(report: &mut Report, sources: &Sources, scope: &Scope, reason: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let mut replacer = Replacer::default();
    let (mut comments, mut files) = (0, 0);
    for (file, mut lines) in report.lines_to_silence(sources) {
        let old = sources.text(file).as_str();
        let new = silenced(old, scope.language(file), &mut lines, reason, |text| scope.directives(file, text));
        if lines.is_empty() {
            continue;
        }
        match replacer.text(scope.path(file), old, &new) {
            Ok(()) => {
                (comments, files) = (comments + lines.len(), files + 1);
                report.leave_out_silenced(file, &lines, sources);
            }
            Err(error) => outcome.problems.push(blocking(sources.path(file), &format!("not written: {error}"))),
        }
    }
    outcome.notes.push(format!("wrote {} into {}", counted(comments, "suppression"), counted(files, "file")));
    let left = report.lines_to_silence(sources).values().map(Lines::len).sum::<usize>();
    if left > 0 && outcome.problems.is_empty() {
        outcome.notes.push(format!("no comment can stand above {}", counted(left, "line")));
    }
    outcome
}
