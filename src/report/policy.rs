//! What is shown of the findings in which file, and at which level.

use super::Selection;
use crate::diagnostic::{Confidence, RuleId, Severity};
use crate::source::FileId;

/// What holds in some of the files.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The rules that run there, and their levels.
    pub selection: Selection,
    /// Findings less sure than this are not shown.
    pub min_confidence: Confidence,
    /// Findings less bad than this are not shown.
    pub min_severity: Severity,
}

/// What holds in each file of a run.
#[derive(Clone, Debug)]
pub struct Policy {
    terms: Vec<Terms>,
    /// By [`FileId`]: which of `terms`.
    of_file: Vec<usize>,
}

impl Policy {
    /// The same in all files.
    pub fn everywhere(terms: Terms) -> Policy {
        Policy { terms: vec![terms], of_file: Vec::new() }
    }

    /// `of_file` names the one of `terms`, of which there is at least one, that holds in each file; in
    /// files past its end the first one does.
    pub fn by_file(terms: Vec<Terms>, of_file: Vec<usize>) -> Policy {
        assert!(of_file.iter().all(|index| *index < terms.len()) && !terms.is_empty(), "each file has its terms");
        Policy { terms, of_file }
    }

    /// Whether a rule runs in any file.
    pub fn enables(&self, rule: RuleId) -> bool {
        self.terms.iter().any(|terms| terms.selection.enables(rule))
    }

    /// What holds in a file.
    pub fn of(&self, file: FileId) -> &Terms {
        &self.terms[self.of_file.get(file.index()).copied().unwrap_or(0)]
    }
}
