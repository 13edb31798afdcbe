//! A field that a struct of Go gets, aligned as gofmt aligns it.

use super::{line_break, line_start, point};
use crate::diagnostic::Edit;
use crate::source::{Location, Span};

/// `name ty` on the line above the field whose name is `at`. The types of neighbouring lines stand in one column: where the
/// new name does not fit before it, the field moves with it if it has no neighbours. `None` where comments are about,
/// which belong to one field or the other.
pub(super) fn above(text: &str, at: Location, name: &str, ty: &str) -> Option<Edit> {
    let (from, to) = (at.span.start as usize, at.span.end as usize);
    let start = line_start(text, from);
    let end = line_break(text, to)?;
    let indent = text.get(start..from)?;
    let line = text.get(to..)?.lines().next()?;
    let padding = line.len() - line.trim_start_matches(' ').len();
    let before = text[..start].lines().next_back()?.trim();
    let after = text.get(to..)?.lines().nth(1)?.trim();
    let is_plain = |line: &str| !line.contains("//") && !line.contains("/*") && !line.contains("*/") && !line.contains('`');
    if !indent.chars().all(|character| character == '\t') || padding == 0 || !is_plain(line) || !is_plain(before) {
        return None;
    }
    let column = to - from + padding;
    if name.len() < column {
        return Some(Edit { location: point(at, start), text: format!("{indent}{name:column$}{ty}{end}") });
    }
    let stands_alone = (before.is_empty() || before.ends_with('{')) && (after.is_empty() || after == "}");
    let field = text.get(from..to)?;
    let width = name.len() + 1;
    let location = Location { span: Span::new(start, to + padding), ..at };
    stands_alone.then(|| Edit { location, text: format!("{indent}{name} {ty}{end}{indent}{field:width$}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    /// The text with a mutex above the field `of`; `None` where it stays.
    fn check(text: &str, of: &str, expected: Option<&str>) {
        let start = text.find(&format!("{of} map")).expect("in the text");
        let at = Location { file: FileId(0), span: Span::new(start, start + of.len()) };
        let changed = above(text, at, "mu", "sync.Mutex").map(|Edit { location, text: new }| {
            format!("{}{new}{}", &text[..location.span.start as usize], &text[location.span.end as usize..])
        });
        assert_eq!(changed.as_deref(), expected);
    }

    #[test]
    fn types_stand_in_one_column() {
        check(
            "{\n\tname  string\n\tusers map[int]int\n}\n",
            "users",
            Some("{\n\tname  string\n\tmu    sync.Mutex\n\tusers map[int]int\n}\n"),
        );
        check("{\n\tusers map[int]int\n}\n", "users", Some("{\n\tmu    sync.Mutex\n\tusers map[int]int\n}\n"));
        check("{\r\n\tof map[int]int\r\n}\r\n", "of", Some("{\r\n\tmu sync.Mutex\r\n\tof map[int]int\r\n}\r\n"));
    }

    #[test]
    fn a_field_without_neighbours_moves_along() {
        check("{\n\tn map[int]int\n}\n", "n", Some("{\n\tmu sync.Mutex\n\tn  map[int]int\n}\n"));
        check("{\n\ta int\n\n\tn map[int]int\n}\n", "n", Some("{\n\ta int\n\n\tmu sync.Mutex\n\tn  map[int]int\n}\n"));
        check("{\n\ta int\n\tn map[int]int\n}\n", "n", None);
    }

    #[test]
    fn comments_and_tags_stay_with_their_field() {
        check("{\n\t// By name.\n\tusers map[int]int\n}\n", "users", None);
        check("{\n\tusers map[int]int // by name\n}\n", "users", None);
        check("{\n\tusers map[int]int `json:\"users\"`\n}\n", "users", None);
        check("struct{ users map[int]int }\n", "users", None);
        check("{\n\told, users map[int]int\n}\n", "users", None);
    }
}
