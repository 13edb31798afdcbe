//! Promises put into the source, without moving anything else.
//!
//! gofmt aligns what stands on neighbouring lines of a struct or a group: names, types, comments. A comment on a line
//! of its own parts such a block in two, each aligned by itself. So a promise stands above its declaration only
//! where nothing is aligned with the line above, and else behind it, in the column of the comments beside. Where
//! neither keeps the formatting, it is not placed. Rust's formatter aligns nothing.

use crate::facts::{Directive, DirectiveKind};
use crate::source::Language;
use std::collections::BTreeMap;

/// Promises by the 1-based line of their declaration.
pub type Promises = BTreeMap<u32, String>;

/// `text` with each promise as a comment at its declaration, and the lines of those that find no place.
pub fn with_promises(text: &str, language: Language, promises: &Promises) -> (String, Vec<u32>) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let places: BTreeMap<usize, Place> = promises
        .keys()
        .filter_map(|number| usize::try_from(*number).ok()?.checked_sub(1))
        .filter(|at| *at < lines.len())
        .map(|at| (at, place(&lines, at, language)))
        .collect();
    let mut written = String::with_capacity(text.len() + promises.len() * 64);
    let mut unplaced = Vec::new();
    for ((at, line), number) in lines.iter().enumerate().zip(1..) {
        let (body, line_break) = split_break(line);
        match (promises.get(&number), places.get(&at)) {
            (Some(promise), Some(Place::Above)) => {
                let indent = &body[..body.len() - body.trim_start().len()];
                let line_break = if line_break.is_empty() { "\n" } else { line_break };
                written.push_str(&format!("{indent}// {promise}{line_break}{line}"));
            }
            (Some(promise), Some(Place::Behind)) => {
                let spaces = " ".repeat(column(&lines, &places, at) - width(&lines, at));
                written.push_str(&format!("{body}{spaces}// {promise}{line_break}"));
            }
            (Some(promise), Some(Place::InColumn(column))) => {
                written.push_str(&format!("{body}{}// {promise}{line_break}", " ".repeat(column - width(&lines, at))));
            }
            (Some(promise), Some(Place::InComment)) => {
                let stop = if body.ends_with(['.', ';']) { "" } else { ";" };
                written.push_str(&format!("{body}{stop} {promise}{line_break}"));
            }
            (promise, _) => {
                unplaced.extend(promise.map(|_| number));
                written.push_str(line);
            }
        }
    }
    (written, unplaced)
}

/// Whether the `count` promises that were put into a text are read as such, by the directives of the text before and
/// after.
pub fn keeps_promises(before: &[Directive], after: &[Directive], count: usize) -> bool {
    let promises =
        |directives: &[Directive]| directives.iter().filter(|directive| matches!(directive.kind, DirectiveKind::Contract(_))).count();
    promises(after) == promises(before) + count
}

/// Where a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// On a line of its own above.
    Above,
    /// Behind the line, with no comment beside but such promises.
    Behind,
    /// Behind the line, in the column (characters, 0-based) of the comments beside.
    InColumn(usize),
    /// At the end of the comment behind the line.
    InComment,
    Nowhere,
}

fn place(lines: &[&str], at: usize, language: Language) -> Place {
    let (line, _) = split_break(lines[at]);
    let indent = &line[..line.len() - line.trim_start().len()];
    let above = at.checked_sub(1).map_or("", |above| lines[above].trim());
    if language == Language::Rust || may_stand_above(above, indent) {
        return Place::Above;
    }
    if let Some(start) = comment_start(line) {
        // What goes on below is cut in two by what is put in between.
        let goes_on = lines.get(at + 1).is_some_and(|below| below.trim_start().starts_with("//"));
        return if line[start..].starts_with("//") && !goes_on { Place::InComment } else { Place::Nowhere };
    }
    if line.ends_with(['{', '(', ',', '=']) || line.contains(['`', '"']) {
        return Place::Nowhere;
    }
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|other| lines.get(other));
    let columns: Vec<usize> = beside.filter_map(|other| comment_column(split_break(other).0)).collect();
    match columns[..] {
        [] => Place::Behind,
        [column, ref others @ ..] if width(lines, at) < column && others.iter().all(|other| *other == column) => Place::InColumn(column),
        _ => Place::Nowhere,
    }
}

/// The column of the promises behind neighbouring lines: one space behind the longest.
fn column(lines: &[&str], places: &BTreeMap<usize, Place>, at: usize) -> usize {
    let is_behind = |at: &usize| places.get(at) == Some(&Place::Behind);
    let up = (0..at).rev().take_while(is_behind);
    let down = (at..lines.len()).take_while(is_behind);
    up.chain(down).map(|at| width(lines, at)).max().unwrap_or_default() + 1
}

/// Characters on the line.
fn width(lines: &[&str], at: usize) -> usize {
    split_break(lines[at]).0.chars().count()
}

/// Whether nothing on the line above is aligned with what stands below, and a comment there stays as it is:
/// documentation of a package's declaration is text that gofmt lays out, lists and directives apart.
fn may_stand_above(above: &str, indent: &str) -> bool {
    match above.strip_prefix("//") {
        Some(words) if indent.is_empty() => words.strip_prefix(' ').is_some_and(|words| words.starts_with(char::is_alphanumeric)),
        Some(_) => true,
        None => indent.is_empty() || above.is_empty() || above.ends_with(['{', '(']),
    }
}

/// Where the comment of a line begins, as a byte; strings that hold one are not looked into.
fn comment_start(line: &str) -> Option<usize> {
    line.find("//").into_iter().chain(line.find("/*")).min()
}

/// The column (characters, 0-based) of a comment behind code.
fn comment_column(line: &str) -> Option<usize> {
    let start = comment_start(line)?;
    let code = &line[..start];
    (!code.trim().is_empty()).then(|| code.chars().count())
}

fn split_break(line: &str) -> (&str, &str) {
    let body = line.trim_end_matches(['\n', '\r']);
    line.split_at(body.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROMISE: &str = "CONCURRENCY_SAFE: true";

    #[track_caller]
    fn check(language: Language, text: &str, line: u32, expected: &str) {
        let (written, unplaced) = with_promises(text, language, &Promises::from([(line, PROMISE.to_owned())]));
        assert_eq!(written, expected);
        assert_eq!(unplaced, if written == text { vec![line] } else { Vec::new() });
    }

    #[test]
    fn above_where_nothing_is_aligned() {
        check(
            Language::Go,
            "type T struct {\n\tm map[int]int\n}\n",
            2,
            "type T struct {\n\t// CONCURRENCY_SAFE: true\n\tm map[int]int\n}\n",
        );
        check(Language::Go, "\tmu sync.Mutex\n\n\tm map[int]int\n", 3, "\tmu sync.Mutex\n\n\t// CONCURRENCY_SAFE: true\n\tm map[int]int\n");
        check(Language::Go, "\t// words\n\tm map[int]int\n", 2, "\t// words\n\t// CONCURRENCY_SAFE: true\n\tm map[int]int\n");
        check(Language::Go, "var a = 1\nvar m = x\r\n", 2, "var a = 1\n// CONCURRENCY_SAFE: true\r\nvar m = x\r\n");
        check(Language::Rust, "    a: A,\n    m: M,\n", 2, "    a: A,\n    // CONCURRENCY_SAFE: true\n    m: M,\n");
    }

    #[test]
    fn behind_where_lines_are_aligned() {
        check(Language::Go, "\tmu sync.Mutex\n\tm  map[int]int\n", 2, "\tmu sync.Mutex\n\tm  map[int]int // CONCURRENCY_SAFE: true\n");
        check(
            Language::Go,
            "\tmu sync.Mutex  // the lock\n\tm  map[int]int\n",
            2,
            "\tmu sync.Mutex  // the lock\n\tm  map[int]int // CONCURRENCY_SAFE: true\n",
        );
        check(
            Language::Go,
            "\tmu sync.Mutex  // the lock\n\tm  map[int]int // by id\n",
            2,
            "\tmu sync.Mutex  // the lock\n\tm  map[int]int // by id; CONCURRENCY_SAFE: true\n",
        );
    }

    #[test]
    fn behind_where_gofmt_lays_out_what_is_above() {
        check(Language::Go, "//go:embed x\nvar m = x\n", 2, "//go:embed x\nvar m = x // CONCURRENCY_SAFE: true\n");
        check(Language::Go, "//   - one\nvar m = x\n", 2, "//   - one\nvar m = x // CONCURRENCY_SAFE: true\n");
    }

    #[test]
    fn neighbours_share_a_column() {
        let text = "\ta int\n\tone m\n\tthree m\n\tb int\n";
        let promises = Promises::from([(2, PROMISE.to_owned()), (3, PROMISE.to_owned())]);
        let expected = "\ta int\n\tone m   // CONCURRENCY_SAFE: true\n\tthree m // CONCURRENCY_SAFE: true\n\tb int\n";
        assert_eq!(with_promises(text, Language::Go, &promises), (expected.to_owned(), Vec::new()));
    }

    #[test]
    fn not_where_it_would_move_others() {
        let unplaced = [
            // The comment above would move.
            "\ta int // one\n\tm map[int]int\n",
            // What is aligned ends on another line.
            "\ta = 1\n\tm = map[int]int{\n",
            "\ta int\n\tm map[int]int `json:\"m\"`\n",
            "\ta int\n\tm map[int]int /* by id */\n",
            // The comment goes on below.
            "\ta int\n\tm map[int]int // by id,\n\t// and never empty\n",
        ];
        for text in unplaced {
            check(Language::Go, text, 2, text);
        }
    }
}
