//! The stages called in order: read this file second.

use crate::report::{Gathered, Problem, Progress, RuleInfo, Selection, Sources, unparsed_file_rule};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// The rules of a run.
pub struct Rules {
    /// All of them, by name, those that come from reading among them.
    pub infos: Vec<RuleInfo>,
    /// Rule files that were refused.
    pub problems: Vec<Problem>,
}

/// What is asked of a check.
pub struct Request<'a> {
    /// Files, folders and patterns as written on the command line.
    pub paths: &'a [PathBuf],
    /// The rules there are.
    pub rules: &'a Rules,
    /// Those that are asked for.
    pub selection: &'a Selection,
    /// Findings in generated files are asked for too.
    pub generated: bool,
    /// How many threads work; `None`: as many as the machine has.
    pub threads: Option<NonZeroUsize>,
}

/// What a check has found.
pub struct Checked {
    /// For the report.
    pub gathered: Gathered,
    /// The files it speaks of.
    pub sources: Sources,
}

/// The rules that are built in, and those in the user's folders.
pub fn rules(_folders: &[PathBuf]) -> Rules {
    Rules { infos: vec![unparsed_file_rule()], problems: Vec::new() }
}

/// Reads, lowers, analyses, and asks the rules.
pub fn check(_request: &Request, _progress: &Progress) -> Checked {
    Checked { gathered: Gathered::default(), sources: Sources::new(Vec::new(), Box::new(|_| None)) }
}

/// The facts of one file as text.
pub fn facts(file: &Path) -> Result<String, Problem> {
    let file = file.display().to_string();
    Err(Problem { file, line: None, message: "no front end reads this file".into(), blocking: true })
}
