//! Which findings the source itself silences.

use super::Sources;
use crate::diagnostic::Diagnostic;
use crate::facts::{Directive, DirectiveKind};
use crate::source::{FileId, Location, Span};
use std::collections::BTreeMap;

/// A declared function or type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The whole declaration, with the attributes and documentation that the language counts to it.
    pub location: Location,
    /// Where its name stands, in the same file.
    pub name: Span,
}

/// The suppressions of all files, as ranges of lines.
pub(super) struct Suppressions {
    by_file: BTreeMap<FileId, Vec<Silenced>>,
}

struct Silenced {
    first_line: u32,
    last_line: u32,
    rules: Vec<ustr::Ustr>,
}

impl Suppressions {
    /// A suppression silences the line it applies to; where that line opens a declaration (lies
    /// between its start and its name), the whole of it. Directives of other kinds are passed over.
    /// Declarations of files that have no suppression are not looked at.
    pub(super) fn new(directives: &[(FileId, Directive)], declarations: &[Declaration], sources: &Sources) -> Suppressions {
        let mut by_file: BTreeMap<FileId, Vec<Silenced>> = BTreeMap::new();
        for (file, directive) in directives {
            if let DirectiveKind::Suppression { rules, .. } = &directive.kind {
                let line = directive.applies_to;
                by_file.entry(*file).or_default().push(Silenced { first_line: line, last_line: line, rules: rules.clone() });
            }
        }
        for declaration in declarations {
            let file = declaration.location.file;
            let Some(silenced) = by_file.get_mut(&file) else { continue };
            let line = |offset: u32| sources.line(Location { file, span: Span { start: offset, end: offset } });
            let (first, name) = (line(declaration.location.span.start), line(declaration.name.start));
            let last = line(declaration.location.span.end.saturating_sub(1).max(declaration.location.span.start));
            for entry in silenced.iter_mut().filter(|entry| (first..=name).contains(&entry.first_line)) {
                entry.last_line = entry.last_line.max(last);
            }
        }
        Suppressions { by_file }
    }

    /// Whether the finding is silenced: its primary line is, for its rule.
    pub(super) fn cover(&self, diagnostic: &Diagnostic, sources: &Sources) -> bool {
        let Some(silenced) = self.by_file.get(&diagnostic.primary.location.file) else { return false };
        let line = sources.line(diagnostic.primary.location);
        silenced.iter().any(|entry| {
            (entry.first_line..=entry.last_line).contains(&line) && (entry.rules.is_empty() || entry.rules.contains(&diagnostic.rule))
        })
    }
}
