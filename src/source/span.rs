//! Places in source text: file ids, byte spans, and the way from bytes to lines and columns.

use serde::{Deserialize, Serialize};

/// A file of the run: its index in [`super::Project::files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

impl FileId {
    /// The id as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A half-open range of bytes in one file, 0-based. Files over 4 GiB are not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end` (bytes).
    pub fn new(start: usize, end: usize) -> Span {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: clamp(start), end: clamp(end) }
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A 1-based line of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Line(pub u32);

/// A span and the file that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The bytes in it.
    pub span: Span,
}

/// Where the lines of a text start; turns byte offsets into lines and columns.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

/// A line and column, both from 1; the column counts Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// 1-based.
    pub line: u32,
    /// 1-based, in characters (not bytes, not UTF-16 units).
    pub column: u32,
}

impl LineIndex {
    /// Indexes `text`; lines end at `\n` (a `\r` before it belongs to the line).
    pub fn new(text: &str) -> LineIndex {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| Span::new(at + 1, at + 1).start)).collect();
        LineIndex { starts }
    }

    /// The 1-based line of a byte offset; offsets past the end are on the last line.
    pub fn line(&self, offset: u32) -> u32 {
        Span::new(self.starts.partition_point(|start| *start <= offset), 0).start
    }

    /// The bytes of a 1-based line, its line break left out; `None` past the end.
    pub fn line_span(&self, line: u32, text: &str) -> Option<Span> {
        let index = line.checked_sub(1)? as usize;
        let start = *self.starts.get(index)? as usize;
        let end = self.starts.get(index + 1).map_or(text.len(), |next| *next as usize);
        let line_text = text.get(start..end)?;
        Some(Span::new(start, start + line_text.trim_end_matches(['\n', '\r']).len()))
    }

    /// Line and column of a byte offset in `text`, the text that was indexed.
    pub fn line_column(&self, offset: u32, text: &str) -> LineColumn {
        self.position(offset, text, |prefix| prefix.chars().count())
    }

    /// The same with the column in UTF-16 units, as SARIF and LSP count by default.
    pub fn line_column_utf16(&self, offset: u32, text: &str) -> LineColumn {
        self.position(offset, text, |prefix| prefix.encode_utf16().count())
    }

    fn position(&self, offset: u32, text: &str, width: impl Fn(&str) -> usize) -> LineColumn {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let end = boundary(text, offset as usize);
        LineColumn { line, column: Span::new(width(&text[start.min(end)..end]) + 1, 0).start }
    }
}

/// The last character boundary of the text at or before a byte; its end where the byte lies behind that.
pub fn boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_or_utf16_units() {
        let text = "a\nßx𝄞y\r\nz";
        let index = LineIndex::new(text);
        let at = Span::new(text.find('y').expect("in the text"), 0).start;
        assert_eq!(index.line_column(at, text), LineColumn { line: 2, column: 4 });
        assert_eq!(index.line_column_utf16(at, text), LineColumn { line: 2, column: 5 });
        assert_eq!(index.line_span(2, text), Some(Span::new(2, 2 + "ßx𝄞y".len())));
        assert_eq!(index.line_column(u32::MAX, text).line, 3);
        assert_eq!(index.line_span(4, text), None);
    }
}
