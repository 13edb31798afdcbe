//! Promises put into the source, without moving anything else.
//!
//! gofmt aligns what stands on neighbouring lines of a struct or a group: names, types, comments. A comment on a line
//! of its own parts such a block in two, each aligned by itself. So a promise stands above its declaration only
//! where nothing is aligned with the line above, and else behind it, in the column of the comments beside. Where
//! neither keeps the formatting, it is not placed. Rust's formatter aligns nothing.

use crate::source::Language;
use std::collections::BTreeMap;

/// Promises by the 1-based line of their declaration.
pub type Promises = BTreeMap<u32, String>;

/// `text` with each promise as a comment at its declaration, and the lines of those that find no place.
pub fn with_promises(text: &str, language: Language, promises: &Promises) -> (String, Vec<u32>) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut written = String::with_capacity(text.len() + promises.len() * 64);
    let mut unplaced = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let Some(promise) = promises.get(&number) else {
            written.push_str(line);
            continue;
        };
        let (body, line_break) = split_break(line);
        let indent = &body[..body.len() - body.trim_start().len()];
        let above = at.checked_sub(1).map_or("", |above| lines[above].trim());
        if language == Language::Rust || may_stand_above(above, indent) {
            let line_break = if line_break.is_empty() { "\n" } else { line_break };
            written.push_str(&format!("{indent}// {promise}{line_break}{line}"));
        } else if let Some(behind) = behind(&lines, at, promise) {
            written.push_str(&behind);
            written.push_str(line_break);
        } else {
            written.push_str(line);
            unplaced.push(number);
        }
    }
    (written, unplaced)
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

/// The line, its break left out, with the promise behind it; `None` where that would move a comment beside it.
fn behind(lines: &[&str], at: usize, promise: &str) -> Option<String> {
    let (line, _) = split_break(lines[at]);
    if let Some(start) = comment_start(line) {
        let stop = if line.ends_with(['.', ';']) { "" } else { ";" };
        return line[start..].starts_with("//").then(|| format!("{line}{stop} {promise}"));
    }
    let is_whole = !line.ends_with(['{', '(', ',', '=']) && !line.contains(['`', '"']);
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|other| lines.get(other));
    let mut columns = beside.filter_map(|other| comment_column(split_break(other).0));
    let own = line.chars().count();
    let column = match columns.next() {
        Some(column) => columns.all(|other| other == column).then_some(column).filter(|column| own < *column)?,
        None => own + 1,
    };
    is_whole.then(|| format!("{line}{}// {promise}", " ".repeat(column - own)))
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
        check(
            Language::Go,
            "\tmu sync.Mutex\n\n\tm map[int]int\n",
            3,
            "\tmu sync.Mutex\n\n\t// CONCURRENCY_SAFE: true\n\tm map[int]int\n",
        );
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
    fn not_where_it_would_move_others() {
        let unplaced = [
            // The comment above would move.
            "\ta int // one\n\tm map[int]int\n",
            // What is aligned ends on another line.
            "\ta = 1\n\tm = map[int]int{\n",
            "\ta int\n\tm map[int]int `json:\"m\"`\n",
            "\ta int\n\tm map[int]int /* by id */\n",
            // gofmt moves directives to the end of documentation, and lays out lists.
            "//go:embed x\nvar m = x\n",
        ];
        for text in unplaced {
            check(Language::Go, text, 2, text);
        }
    }
}
