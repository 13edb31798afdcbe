//! How a finding is mended: drafts of fixes, in words of the source.
//!
//! The analysis knows places and has no text. A draft says what goes where, in new words and in pieces of the source
//! itself, so that what the user wrote is carried over as it is. Once the text is at hand it becomes a [`Fix`];
//! it becomes none where the text is not what the draft takes it for, where a comment would be lost, and
//! where the language's formatter would lay out the result in another way: gofmt aligns the comments of neighbouring lines,
//! rustfmt breaks long ones.

mod field;
mod import;

pub use import::Imports;

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::source::{FileId, Language, Location, Span, boundary};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Words of the analysis' own.
pub type Words = Cow<'static, str>;

/// The text of each file, by which drafts become fixes.
pub type Texts<'a> = dyn Fn(FileId) -> &'a str + 'a;

/// Characters on a line of Rust: rustfmt has 100 by itself, and few projects less than 79.
const LINE_WIDTHS: std::ops::RangeInclusive<usize> = 79..=100;

/// So many bytes on both sides of a place tell how long its lines may be: a large file is not gone through for each of its
/// findings.
const NEAR: usize = 64 << 10;

/// A change that mends a finding, as far as it can be told without the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What rules call it: `size-hint`. What is kept of a run has no name: it was asked for.
    #[serde(skip)]
    pub name: &'static str,
    /// In the imperative, lower case, no full stop.
    pub title: String,
    /// Whether it may be applied unread.
    pub applicability: Applicability,
    /// The language of the files that it changes.
    pub language: Language,
    /// What changes; no two at the same place.
    pub changes: Vec<Change>,
}

/// One change of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Other words in the place of what stands there (empty: an insertion).
    Replace {
        /// Where.
        at: Location,
        /// What must stand there for the draft to hold; `None` where anything may.
        was: Option<Words>,
        /// What stands there then.
        by: Vec<Piece>,
    },
    /// Lines of their own above the statement at this place, indented as that is. It must be the first of its line.
    LinesAbove {
        /// The statement.
        at: Location,
        /// What stands on each line.
        lines: Vec<Vec<Piece>>,
    },
    /// The statement at this place goes, and its line, which it must have to itself.
    Without {
        /// The statement.
        at: Location,
    },
    /// A line of its own below the statement at this place, indented as that is. It must have its lines to itself.
    LineBelow {
        /// The statement.
        at: Location,
        /// What stands on the line.
        by: Vec<Piece>,
    },
    /// A field of its own line above the one whose name is at this place, in a struct of Go.
    Field {
        /// The name of the field below.
        at: Location,
        /// The name of the new one.
        name: String,
        /// Its type.
        ty: Words,
    },
    /// A standard package is imported that was not.
    Import {
        /// What the file imports already.
        imports: Imports,
        /// Its path.
        package: Words,
    },
}

/// A piece of new text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// New words.
    Text(String),
    /// What the source has there, in the file of the change.
    Source(Span),
}

impl Piece {
    fn source_mut(&mut self) -> Option<&mut Span> {
        match self {
            Piece::Source(span) => Some(span),
            Piece::Text(_) => None,
        }
    }
}

impl Change {
    /// The file that it changes.
    fn file(&self) -> FileId {
        match self {
            Change::Replace { at, .. }
            | Change::LinesAbove { at, .. }
            | Change::Without { at }
            | Change::LineBelow { at, .. }
            | Change::Field { at, .. } => at.file,
            Change::Import { imports, .. } => imports.file,
        }
    }

    /// All spans that it names, each in its file.
    fn spans_mut(&mut self) -> Vec<&mut Span> {
        match self {
            Change::Replace { at, by, .. } | Change::LineBelow { at, by } => {
                by.iter_mut().filter_map(Piece::source_mut).chain([&mut at.span]).collect()
            }
            Change::LinesAbove { at, lines } => lines.iter_mut().flatten().filter_map(Piece::source_mut).chain([&mut at.span]).collect(),
            Change::Without { at } | Change::Field { at, .. } => vec![&mut at.span],
            Change::Import { imports, .. } => imports.specs.iter_mut().map(|(span, _)| span).collect(),
        }
    }

    /// The words `text` in the place of what stands there.
    pub(super) fn write(at: Location, text: impl Into<String>) -> Change {
        Change::Replace { at, was: None, by: vec![Piece::Text(text.into())] }
    }
}

impl Draft {
    /// The files that it changes.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.changes.iter().map(Change::file)
    }

    /// The draft where each place of it has become another; `None` where `to` knows of no other place for one.
    pub fn moved(mut self, to: impl Fn(Location) -> Option<Location>) -> Option<Draft> {
        for change in &mut self.changes {
            let file = change.file();
            for span in change.spans_mut() {
                *span = to(Location { file, span: *span })?.span;
            }
        }
        Some(self)
    }

    /// The fix, where the texts are as the draft takes them.
    pub fn fix(&self, texts: &Texts<'_>) -> Option<Fix> {
        let edits: Vec<Edit> = self.changes.iter().map(|change| self.edit(change, texts)).collect::<Option<_>>()?;
        edits.iter().all(|edit| self.keeps_layout(edit, texts(edit.location.file))).then(|| Fix {
            title: self.title.clone(),
            applicability: self.applicability,
            edits,
        })
    }

    fn edit(&self, change: &Change, texts: &Texts<'_>) -> Option<Edit> {
        match change {
            Change::Replace { at, was, by } => {
                let text = texts(at.file);
                let old = slice(text, at.span)?;
                let fits = was.as_ref().is_none_or(|was| was == old) && !loses_comment(text, at.span, by);
                fits.then(|| joined(text, by)).flatten().map(|text| Edit { location: *at, text })
            }
            Change::LinesAbove { at, lines } => {
                let text = texts(at.file);
                let start = line_start(text, at.span.start as usize);
                let indent = text.get(start..at.span.start as usize)?;
                let line_break = line_break(text, at.span.end as usize)?;
                let line = |by: &Vec<Piece>| Some(format!("{indent}{}{line_break}", joined(text, by)?));
                let lines: String = lines.iter().map(line).collect::<Option<_>>()?;
                is_blank(indent).then(|| Edit { location: point(*at, start), text: lines })
            }
            Change::Field { at, name, ty } => field::above(texts(at.file), *at, name, ty),
            Change::Import { imports, package } => import::import(texts(imports.file), imports, package),
            Change::Without { at } => {
                let text = texts(at.file);
                let start = line_start(text, at.span.start as usize);
                let end = at.span.end as usize;
                line_break(text, end)?;
                let after = end + text.get(end..)?.find('\n')? + 1;
                let alone = is_blank(text.get(start..at.span.start as usize)?) && text.get(end..after)?.trim().is_empty();
                (alone && are_neighbours(text, start, after))
                    .then(|| Edit { location: Location { span: Span::new(start, after), ..*at }, text: String::new() })
            }
            Change::LineBelow { at, by } => {
                let text = texts(at.file);
                let (start, end) = (line_start(text, at.span.start as usize), at.span.end as usize);
                let indent = text.get(start..at.span.start as usize)?;
                let line_break = line_break(text, end)?;
                let after = end + text.get(end..)?.find('\n')? + 1;
                let rest = text.get(end..after)?.trim().trim_start_matches(';').trim_start();
                let alone = is_blank(indent) && (rest.is_empty() || rest.starts_with("//"));
                let line = format!("{indent}{}{line_break}", joined(text, by)?);
                alone.then(|| Edit { location: point(*at, after), text: line })
            }
        }
    }

    /// Whether the formatter leaves the lines of the edit as they are, and those beside.
    fn keeps_layout(&self, edit: &Edit, text: &str) -> bool {
        let (start, end) = (edit.location.span.start as usize, edit.location.span.end as usize);
        let first = line_start(text, start);
        let Some(rest) = text.get(end..) else { return false };
        let last = end + rest.find('\n').unwrap_or(rest.len());
        // Words in a comment are laid out by nobody.
        let in_comment = |marks: &str| text[first..start].contains(marks);
        match self.language {
            Language::Rust if in_comment("//") || in_comment("/*") => true,
            Language::Go => {
                let above = text[..first].trim_end_matches('\n').rsplit('\n').next().unwrap_or("");
                let below = text.get(last + 1..).unwrap_or("").split('\n').next().unwrap_or("");
                let behind = rest[..last - end].contains("//") || rest[..last - end].contains("/*");
                !(behind && (ends_in_comment(above) || ends_in_comment(below)))
            }
            Language::Rust => {
                let new = format!("{}{}{}", &text[first..start], edit.text, &text[end..last]);
                let is_long = |line: &str, width: usize| {
                    let inside = line.find('(').zip(line.rfind(')')).map_or(0, |(open, close)| close.saturating_sub(open + 1));
                    // Of a call on one line, rustfmt lets the arguments have three fifths of the line.
                    line.chars().count() > width || inside > width * 3 / 5
                };
                let changed: Vec<&str> = new.lines().filter(|line| !text[first..last].lines().any(|old| old == *line)).collect();
                let any_is_long = |width: usize| changed.iter().any(|line| is_long(line, width));
                !any_is_long(*LINE_WIDTHS.start()) || !any_is_long(line_width(around(text, first)))
            }
        }
    }
}

/// The first fix that the texts allow.
pub fn first_fix(drafts: &[Draft], texts: &Texts<'_>) -> Option<Fix> {
    drafts.iter().find_map(|draft| draft.fix(texts))
}

/// The text as far as [`NEAR`] from a place.
fn around(text: &str, at: usize) -> &str {
    &text[boundary(text, at.saturating_sub(NEAR))..boundary(text, at.saturating_add(NEAR))]
}

/// How long lines of Rust may be, by those that there are: words aside, which are never broken.
fn line_width(text: &str) -> usize {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//") && !line.contains('"'));
    code.map(|line| line.chars().count()).max().unwrap_or_default().clamp(*LINE_WIDTHS.start(), *LINE_WIDTHS.end())
}

fn slice(text: &str, span: Span) -> Option<&str> {
    text.get(span.start as usize..span.end as usize)
}

fn joined(text: &str, pieces: &[Piece]) -> Option<String> {
    let piece = |piece: &Piece| match piece {
        Piece::Text(words) => Some(words.clone()),
        Piece::Source(span) => slice(text, *span).map(str::to_owned),
    };
    pieces.iter().map(piece).collect()
}

/// Whether a comment stands in what goes and is not carried over.
fn loses_comment(text: &str, at: Span, by: &[Piece]) -> bool {
    let kept = by.iter().filter_map(|piece| match piece {
        Piece::Source(span) if at.contains(*span) => Some(*span),
        Piece::Source(_) | Piece::Text(_) => None,
    });
    let mut from = at.start;
    let mut gone = Vec::new();
    let mut kept: Vec<Span> = kept.collect();
    kept.sort_unstable();
    for span in kept {
        gone.push(Span { start: from, end: span.start.max(from) });
        from = from.max(span.end);
    }
    gone.push(Span { start: from, end: at.end });
    gone.into_iter().filter_map(|span| slice(text, span)).any(|text| text.contains("//") || text.contains("/*"))
}

/// The byte at which the line of a byte begins.
fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1)
}

/// How the line of a byte ends; `None` where the text does.
fn line_break(text: &str, at: usize) -> Option<&'static str> {
    let rest = text.get(at..)?;
    let end = rest.find('\n')?;
    Some(if rest[..end].ends_with('\r') { "\r\n" } else { "\n" })
}

/// Whether the line before `start` and that from `after` on may stand beside each other: no block is left that begins or
/// ends with an empty line, or is empty, and no two empty lines follow each other.
fn are_neighbours(text: &str, start: usize, after: usize) -> bool {
    let above = text[..start].lines().next_back().unwrap_or("").trim();
    let below = text[after..].lines().next().unwrap_or("").trim();
    let opens = above.is_empty() || above.ends_with(['{', ':']);
    let closes = below.is_empty() || below.starts_with('}');
    !(opens && closes)
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|character| matches!(character, ' ' | '\t'))
}

/// Whether a comment stands behind code on the line; a string that holds the marks counts as one.
fn ends_in_comment(line: &str) -> bool {
    let start = line.find("//").into_iter().chain(line.find("/*")).min();
    start.is_some_and(|start| !line[..start].trim().is_empty())
}

fn point(at: Location, byte: usize) -> Location {
    Location { span: Span::new(byte, byte), ..at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: usize, end: usize) -> Location {
        Location { file: FileId(0), span: Span::new(start, end) }
    }

    /// The text with the change that `change` makes of the place of `around`; `None` where it does not fit.
    fn check(language: Language, text: &str, around: &str, change: impl FnOnce(Location) -> Change, expected: Option<&str>) {
        let start = text.find(around).expect("in the text");
        let changes = vec![change(at(start, start + around.len()))];
        let draft = Draft { name: "draft", title: String::new(), applicability: Applicability::Safe, language, changes };
        let changed = draft.fix(&|_| text).map(|fix| {
            let Edit { location, text: new } = &fix.edits[0];
            format!("{}{new}{}", &text[..location.span.start as usize], &text[location.span.end as usize..])
        });
        assert_eq!(changed.as_deref(), expected);
    }

    fn words(text: &str) -> Vec<Piece> {
        vec![Piece::Text(text.to_owned())]
    }

    #[test]
    fn a_line_stands_beside_a_statement_and_indented_as_it_is() {
        let below = |at| Change::LineBelow { at, by: words("y()") };
        let above = |at| Change::LinesAbove { at, lines: vec![words("y()"), words("z()")] };
        check(Language::Go, "{\n\tx()\n}\n", "x()", below, Some("{\n\tx()\n\ty()\n}\n"));
        check(Language::Go, "{\r\n\tx() // why\r\n}\r\n", "x()", below, Some("{\r\n\tx() // why\r\n\ty()\r\n}\r\n"));
        check(Language::Rust, "{\n    x();\n}\n", "x()", below, Some("{\n    x();\n    y()\n}\n"));
        check(Language::Rust, "{\n    x();\n}\n", "x()", above, Some("{\n    y()\n    z()\n    x();\n}\n"));
        check(Language::Go, "{ x() }\n", "x()", below, None);
        check(Language::Go, "\tx(); z()\n", "x()", below, None);
        check(Language::Go, "\tz(); x()\n", "x()", above, None);
    }

    #[test]
    fn a_statement_goes_with_its_line() {
        let without = |at| Change::Without { at };
        check(Language::Go, "{\n\tx()\n\ty()\n}\n", "x()", without, Some("{\n\ty()\n}\n"));
        check(Language::Go, "{\r\n\tx()\r\n\ty()\r\n}\r\n", "x()", without, Some("{\r\n\ty()\r\n}\r\n"));
        check(Language::Go, "\ta()\n\n\tx()\n\ty()\n", "x()", without, Some("\ta()\n\n\ty()\n"));
        check(Language::Go, "{\n\tx()\n}\n", "x()", without, None);
        check(Language::Go, "{\n\tx()\n\n\ty()\n}\n", "x()", without, None);
        check(Language::Go, "\ta()\n\n\tx()\n\n\ty()\n", "x()", without, None);
        check(Language::Go, "\tx() // why\n\ty()\n", "x()", without, None);
        check(Language::Go, "\tx(); y()\n\tz()\n", "x()", without, None);
        check(Language::Go, "\ta() // one\n\tx()\n\ty() // two\n", "x()", without, None);
    }

    #[test]
    fn a_comment_is_carried_over_or_the_text_stays() {
        let replace = |at| Change::Replace { at, was: None, by: words("y") };
        check(Language::Go, "f(x /* why */)\n", "x /* why */", replace, None);
        let keeping = |at: Location| Change::Replace { at, was: None, by: vec![Piece::Text("g".into()), Piece::Source(at.span)] };
        check(Language::Go, "f(x /* why */)\n", "x /* why */", keeping, Some("f(gx /* why */)\n"));
    }

    #[test]
    fn what_is_not_as_it_was_thought_stays() {
        let replace = |at| Change::Replace { at, was: Some("{}".into()), by: words("y") };
        check(Language::Go, "m{}\n", "{}", replace, Some("my\n"));
        check(Language::Go, "m{ }\n", "{ }", replace, None);
    }

    #[test]
    fn the_formatter_has_nothing_to_do() {
        let replace = |at| Change::Replace { at, was: None, by: words("long") };
        check(Language::Go, "a := x // one\nb := 1 // two\n", "x", replace, None);
        check(Language::Go, "a := x // one\nb := 1\n", "x", replace, Some("a := long // one\nb := 1\n"));
        let line = format!("let a = {};\n", "b".repeat(79 - 9));
        check(Language::Rust, &line, "a", replace, None);
        let longer = format!("{};\n{line}", "c".repeat(90));
        check(Language::Rust, &longer, "a", replace, Some(&longer.replace("let a", "let long")));
        check(Language::Rust, &format!("f({});\n", "b".repeat(46)), "b", replace, None);
    }
}
