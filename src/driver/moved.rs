//! What a run found, where code has moved since.
//!
//! The analysis knows of a file what its facts say, and of where these stand only the order. So where an edit leaves all of
//! them as they are, and in their order (what changed is comments, white space, the digits of a number), all is found that was
//! found, and stands where the code stands now.

use crate::facts::{Directive, FileFacts, digest};
use crate::report::Gathered;
use crate::source::{FileId, Location, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the code of one file stands that stood elsewhere in a text before.
struct Moves {
    /// Each place where a span of the facts started or ended, and where it does now; ascending.
    bounds: Vec<(u32, u32)>,
    /// The directives, as they are now.
    directives: Vec<Directive>,
}

impl Moves {
    /// `None` where more has changed than places, or their order.
    fn new(before: &FileFacts, now: &FileFacts) -> Option<Moves> {
        let ((code, from), (code_now, to)) = (digest::of_code(before), digest::of_code(now));
        if code != code_now || from.len() != to.len() {
            return None;
        }
        let mut bounds: Vec<(u32, u32)> = from.into_iter().zip(to).collect();
        bounds.sort_unstable();
        bounds.dedup();
        let in_order = bounds.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1);
        in_order.then_some(Moves { bounds, directives: now.directives.clone() })
    }

    /// Where it stands now; `None` where nobody can tell.
    fn of(&self, span: Span) -> Option<Span> {
        Some(Span { start: self.bound(span.start)?, end: self.bound(span.end)? })
    }

    /// What is so many bytes behind one bound or before another is so still: where the two say the same, it is known.
    fn bound(&self, at: u32) -> Option<u32> {
        match self.bounds.binary_search_by_key(&at, |(from, _)| *from) {
            Ok(index) => Some(self.bounds[index].1),
            Err(index) => {
                let ((before, before_now), (after, after_now)) = (self.bounds.get(index.checked_sub(1)?)?, self.bounds.get(index)?);
                let now = before_now + (at - before);
                (Some(now) == after_now.checked_sub(after - at)).then_some(now)
            }
        }
    }
}

/// Files of which it is known where their code stands now that stood elsewhere when a run was done.
pub(super) struct Moved(BTreeMap<FileId, Moves>);

impl Moved {
    /// The files with what was known of them, and what is now. `None` where more has changed in one of them than places, or
    /// their order.
    pub(super) fn new(files: Vec<(FileId, FileFacts, Arc<FileFacts>)>) -> Option<Moved> {
        files.into_iter().map(|(file, before, now)| Some((file, Moves::new(&before, &now)?))).collect::<Option<_>>().map(Moved)
    }

    /// Whether one of the files is among these.
    pub(super) fn has_any(&self, mut files: impl Iterator<Item = FileId>) -> bool {
        files.any(|file| self.0.contains_key(&file))
    }

    /// Moves all that was gathered to where it stands now, but for fixes. `None` where nobody can tell where something stands.
    pub(super) fn gathered(&self, mut gathered: Gathered) -> Option<Gathered> {
        let Gathered { diagnostics, directives, declarations, .. } = &mut gathered;
        for place in diagnostics.iter_mut().flat_map(|diagnostic| diagnostic.places_mut()) {
            *place = self.location(*place)?;
        }
        for declaration in declarations {
            let file = declaration.location.file;
            declaration.name = self.location(Location { file, span: declaration.name })?.span;
            declaration.location = self.location(declaration.location)?;
        }
        for (file, moves) in &self.0 {
            let of_file = directives.iter_mut().filter(|(of, _)| of == file).map(|(_, directive)| directive);
            of_file.zip(&moves.directives).for_each(|(directive, now)| directive.clone_from(now));
        }
        Some(gathered)
    }

    /// Where a place is now; `None` where nobody can tell.
    pub(super) fn location(&self, at: Location) -> Option<Location> {
        match self.0.get(&at.file) {
            Some(moves) => Some(Location { span: moves.of(at.span)?, ..at }),
            None => Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frontend::go;

    const BEFORE: &str = "package a\n\nvar m = map[string]int{}\n\nfunc f(k string) {\n\tm[k]++\n}\n";

    fn moves(now: &str) -> Option<Moves> {
        Moves::new(&go::lower(BEFORE, "a.go"), &go::lower(now, "a.go"))
    }

    fn span(text: &str, words: &str) -> Span {
        let start = text.find(words).expect("it is there");
        Span::new(start, start + words.len())
    }

    #[test]
    fn code_is_found_where_it_stands_now() {
        for now in [
            BEFORE.to_owned(),
            BEFORE.replace("package", "// A comment.\npackage"),
            BEFORE.replace("m[k]++", "  // It counts.\n\n\t\tm[k]++ // Here."),
            BEFORE.replace("{}", "{ /* nothing */ }"),
            BEFORE.replace('\n', "\r\n"),
        ] {
            let moves = moves(&now).expect("comments and white space alone have changed");
            for words in ["m[k]", "m[k", "[k]"] {
                assert_eq!(moves.of(span(BEFORE, words)), Some(span(&now, words)), "{words} in {now}");
            }
        }
    }

    #[test]
    fn what_says_another_thing_has_not_moved() {
        for (words, others) in [("m[k]++", "m[k]--"), ("m[k]++", "m[k]++; m[k]++"), ("k string", "k, l string"), ("package a", "package b")]
        {
            assert!(moves(&BEFORE.replace(words, others)).is_none(), "{others}");
        }
    }

    #[test]
    fn places_that_come_apart_have_not_moved() {
        let facts = |spans: [(usize, usize); 2]| {
            let loss = |(start, end)| crate::facts::Loss { span: Span::new(start, end), message: String::new() };
            FileFacts { losses: spans.map(loss).to_vec(), ..FileFacts::default() }
        };
        let moved = |from, to| Moves::new(&facts(from), &facts(to)).is_some();
        assert!(moved([(1, 4), (4, 6)], [(3, 9), (9, 11)]));
        assert!(!moved([(1, 4), (4, 6)], [(3, 9), (10, 11)]), "what was at one place is at two");
        assert!(!moved([(1, 4), (5, 6)], [(3, 9), (9, 11)]), "what was at two places is at one");
        assert!(!moved([(1, 2), (5, 6)], [(5, 6), (1, 2)]), "what stood first stands last");
    }
}
