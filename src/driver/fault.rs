//! How faults of maplint's own are told: what failed, and what to send with a report.

use crate::analysis::Model;
use crate::analysis::fault::{Cost, Fault};
use crate::report::{Problem, Sources, language_name};

/// A panic over a file (as shown) before it was analysed.
pub(super) fn in_file(file: &str, reason: &str) -> Problem {
    told(file, None, "on this file; please report it with the file: the rest is checked", reason)
}

/// Those of the analysis.
pub(super) fn problems(model: &Model, sources: &Sources) -> Vec<Problem> {
    model.faults.iter().map(|fault| in_analysis(fault, sources)).collect()
}

fn in_analysis(Fault { cost, reason }: &Fault, sources: &Sources) -> Problem {
    match cost {
        Cost::Function(at, name) => {
            let what = format!("on the function `{name}`; please report it with the file: the rest is checked");
            told(sources.path(at.file), Some(sources.line(*at)), &what, reason)
        }
        Cost::Language(language) => {
            let what = format!("while analysing what is written in {}; please report it with the project", language_name(*language));
            told("", None, &what, reason)
        }
    }
}

fn told(file: &str, line: Option<u32>, what: &str, reason: &str) -> Problem {
    Problem { file: file.to_owned(), line, message: format!("maplint failed {what} ({reason})"), blocking: true }
}

#[cfg(test)]
mod tests;
