//! From text to syn's tree, and from syn's spans to bytes of the text.

use crate::facts::Loss;
use crate::source::Span;
use ra_ap_rustc_lexer::strip_shebang;
use std::ops::Range;

/// A parsed part of a file, and what turns its spans into bytes.
pub(super) struct Source<'t> {
    /// The tree.
    pub(super) file: syn::File,
    /// Where things stand.
    pub(super) positions: Positions<'t>,
}

/// Turns spans of proc-macro2 into byte ranges of the file.
///
/// The same as `Span::byte_range` plus where the part starts, without its growing table of every
/// offset ever asked for.
pub(super) struct Positions<'t> {
    /// The file up to the end of the part.
    text: &'t str,
    /// The lines of the part.
    lines: Vec<Line>,
}

/// A line, and where to count its characters from.
struct Line {
    /// Its first byte.
    start: usize,
    /// Where each hundredth of its characters begins, from its first byte; nothing where all are ASCII.
    marks: Vec<usize>,
}

/// A line may be all of a text: so many characters are counted at most.
const BETWEEN_MARKS: usize = 100;

/// The length in bytes of what stands before Rust syntax: a byte order mark, a `#!` line.
pub(super) fn prefix_len(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    mark + strip_shebang(&text[mark..]).unwrap_or(0)
}

/// Parses whole items of a file that does not nest too deeply: the bytes `part` of the text.
pub(super) fn parse(text: &str, part: Range<usize>) -> Result<Source<'_>, Loss> {
    let positions = Positions::new(text, part.clone());
    let tokens = text[part].parse().map_err(|error: proc_macro2::LexError| {
        let message = "a bracket, quote or comment is not closed, or a character is none of Rust".to_owned();
        Loss { span: positions.error_span(error.span()), message }
    })?;
    match syn::parse2(tokens) {
        Ok(file) => Ok(Source { file, positions }),
        Err(error) => Err(Loss { span: positions.error_span(error.span()), message: message(&error) }),
    }
}

impl<'t> Positions<'t> {
    fn new(text: &'t str, part: Range<usize>) -> Positions<'t> {
        let mut at = part.start;
        let lines = text[part.clone()].split('\n').map(|line| {
            let start = at;
            at += line.len() + 1;
            let marks = || line.char_indices().step_by(BETWEEN_MARKS).map(|(offset, _)| offset).collect();
            Line { start, marks: if line.is_ascii() { Vec::new() } else { marks() } }
        });
        Positions { lines: lines.collect(), text: &text[..part.end] }
    }

    /// The bytes of a span that the parser made from this file.
    pub(super) fn span(&self, span: proc_macro2::Span) -> Span {
        Span::new(self.byte(span.start()), self.byte(span.end()))
    }

    fn byte(&self, at: proc_macro2::LineColumn) -> usize {
        let Some(line) = self.lines.get(at.line.saturating_sub(1)) else { return self.text.len() };
        let Some(last) = line.marks.len().checked_sub(1) else { return (line.start + at.column).min(self.text.len()) };
        let mark = (at.column / BETWEEN_MARKS).min(last);
        let from = line.start + line.marks[mark];
        let mut rest = self.text[from..].char_indices();
        rest.nth(at.column - mark * BETWEEN_MARKS).map_or(self.text.len(), |(offset, _)| from + offset)
    }

    /// Errors at the end of the text carry no place.
    fn error_span(&self, span: proc_macro2::Span) -> Span {
        let range = span.byte_range();
        if range.is_empty() && range.start == 0 && !self.text.is_empty() {
            let end = self.text.trim_end().len();
            return Span::new(end, end);
        }
        self.span(span)
    }
}

/// The parser's words, the first in lower case.
fn message(error: &syn::Error) -> String {
    let text = error.to_string();
    let mut chars = text.trim_end_matches('.').chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => "does not parse".to_owned(),
    }
}
