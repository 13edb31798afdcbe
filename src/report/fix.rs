//! Fixes applied to texts: which of them go together, what comes out, and how that is shown.

use crate::diagnostic::{Edit, Fix};
use crate::source::{FileId, Location};
use similar::TextDiff;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Lines around a change that a diff shows.
const CONTEXT: usize = 3;

/// What has a fix that can be applied together with the others: of those that touch the same place, the first.
pub fn compatible<T>(all: Vec<T>, fix: impl Fn(&T) -> &Fix) -> Vec<T> {
    // By file, then by where they start: an edit can only touch its neighbours.
    let mut taken: BTreeMap<(FileId, u32), u32> = BTreeMap::new();
    let mut chosen = Vec::new();
    for one in all {
        let places = fix(&one).edits.iter().map(|edit| edit.location);
        let is_free = |Location { file, span }: Location| {
            let before = taken.range((file, 0)..=(file, span.end)).next_back();
            before.is_none_or(|(_, end)| *end < span.start)
        };
        if places.clone().all(is_free) {
            taken.extend(places.map(|at| ((at.file, at.span.start), at.span.end)));
            chosen.push(one);
        }
    }
    chosen
}

/// `text` with edits of it that do not overlap, in any order; `None` where one lies outside the text.
pub fn edited(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.location.span);
    let mut written = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut from = 0;
    for edit in edits {
        written.push_str(text.get(from..edit.location.span.start as usize)?);
        written.push_str(&edit.text);
        from = edit.location.span.end as usize;
    }
    written.push_str(text.get(from..)?);
    Some(written)
}

/// The change of a file, by its path as shown, as `diff -u` writes it; empty where there is none.
pub fn unified_diff(path: &str, old: &str, new: &str) -> String {
    let mut text = String::new();
    if old != new {
        let diff = TextDiff::from_lines(old, new);
        // Writing to a string cannot fail.
        let _ = write!(text, "{}", diff.unified_diff().context_radius(CONTEXT).header(path, path));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Applicability;
    use crate::source::Span;

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edit = |(start, end, text): &(usize, usize, &str)| Edit {
            location: Location { file: FileId(0), span: Span::new(*start, *end) },
            text: (*text).to_owned(),
        };
        Fix { title: String::new(), applicability: Applicability::Safe, edits: edits.iter().map(edit).collect() }
    }

    #[test]
    fn of_fixes_that_touch_the_first_is_applied() {
        let fixes = [fix(&[(0, 1, "A"), (4, 4, "+")]), fix(&[(1, 2, "B")]), fix(&[(4, 5, "E")]), fix(&[(2, 3, "C")])];
        let chosen = compatible(fixes.iter().collect(), |fix| fix);
        assert_eq!(chosen, [&fixes[0], &fixes[3]]);
        let edits: Vec<&Edit> = chosen.into_iter().flat_map(|fix| &fix.edits).collect();
        assert_eq!(edited("abcde", &edits).as_deref(), Some("AbCd+e"));
    }

    #[test]
    fn an_edit_outside_the_text_is_none() {
        assert_eq!(edited("ab", &[&fix(&[(1, 9, "")]).edits[0]]), None);
    }

    #[test]
    fn a_diff_is_as_diff_writes_it() {
        assert_eq!(unified_diff("a.go", "a\nb\n", "a\nc\n"), "--- a.go\n+++ a.go\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
        assert_eq!(unified_diff("a.go", "a\n", "a\n"), "");
    }
}
