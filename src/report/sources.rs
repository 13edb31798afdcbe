//! Source text for reports: paths of all files at hand, their text read only when a finding needs it.

use super::terminal;
use crate::source::{FileId, LineColumn, LineIndex, Location, Span, boundary};
use std::sync::OnceLock;

/// Reads the text of a file again: exactly the text from which the spans of the findings were
/// taken. `None` where it can no longer be read; its findings then show no excerpt.
pub type Load = Box<dyn Fn(FileId) -> Option<String> + Send + Sync>;

/// The files of a run, by [`FileId`].
pub struct Sources {
    paths: Vec<String>,
    texts: Vec<OnceLock<SourceText>>,
    load: Load,
}

/// The text of one file, indexed.
pub struct SourceText {
    text: String,
    index: LineIndex,
    excerpt: OnceLock<Option<String>>,
}

/// First and one-past-last position of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Of the first character.
    pub start: LineColumn,
    /// One past the last character.
    pub end: LineColumn,
}

impl Sources {
    /// `paths` are the files as shown (relative to the working directory, with `/`) by [`FileId`];
    /// `load` is called at most once for a file.
    pub fn new(paths: Vec<String>, load: Load) -> Sources {
        let texts = paths.iter().map(|_| OnceLock::new()).collect();
        Sources { paths, texts, load }
    }

    /// The file as shown, raw: what goes to a terminal is made printable there.
    pub fn path(&self, file: FileId) -> &str {
        &self.paths[file.index()]
    }

    /// The text of a file; empty where it can no longer be read.
    pub fn text(&self, file: FileId) -> &SourceText {
        self.texts[file.index()].get_or_init(|| SourceText::new((self.load)(file).unwrap_or_default()))
    }

    /// The 1-based line on which a location starts.
    pub fn line(&self, location: Location) -> u32 {
        self.text(location.file).index.line(location.span.start)
    }

    /// The line on which a location starts, white space around it left out.
    pub fn line_text(&self, location: Location) -> &str {
        let text = self.text(location.file);
        let line = text.line_range(text.line_index(location.span.start as usize));
        line.and_then(|line| text.text.get(line)).unwrap_or_default().trim()
    }

    /// The part of a location that lies on its first line.
    pub fn on_first_line(&self, location: Location) -> Location {
        let range = self.text(location.file).on_first_line(location.span);
        Location { span: Span::new(range.start, range.end), ..location }
    }

    /// Lines and columns of a location, 1-based, columns in characters.
    pub fn range(&self, location: Location) -> Range {
        let SourceText { text, index, .. } = self.text(location.file);
        Range { start: index.line_column(location.span.start, text), end: index.line_column(end(location.span), text) }
    }

    /// The same, columns in UTF-16 units.
    pub fn range_utf16(&self, location: Location) -> Range {
        let SourceText { text, index, .. } = self.text(location.file);
        Range { start: index.line_column_utf16(location.span.start, text), end: index.line_column_utf16(end(location.span), text) }
    }
}

impl SourceText {
    /// Indexes `text`.
    pub fn new(text: String) -> SourceText {
        SourceText { index: LineIndex::new(&text), text, excerpt: OnceLock::new() }
    }

    /// The text as it was read.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text as it may be shown on a terminal: each character that a terminal would act upon is
    /// replaced by one of the same length, so that spans hold in it too.
    pub fn excerpt(&self) -> &str {
        self.excerpt.get_or_init(|| terminal::masked(&self.text)).as_deref().unwrap_or(&self.text)
    }

    /// The 0-based line of a byte offset.
    pub fn line_index(&self, offset: usize) -> usize {
        self.index.line(Span::new(offset, offset).start) as usize - 1
    }

    /// The bytes of a 0-based line, its line break left out; `None` past the end.
    pub fn line_range(&self, line: usize) -> Option<std::ops::Range<usize>> {
        let span = self.index.line_span(u32::try_from(line + 1).ok()?, &self.text)?;
        Some(span.start as usize..span.end as usize)
    }

    /// The part of a span that lies on its first line, on character boundaries.
    pub fn on_first_line(&self, span: Span) -> std::ops::Range<usize> {
        let start = (span.start as usize).min(self.text.len());
        let line = self.line_range(self.line_index(start)).unwrap_or(self.text.len()..self.text.len());
        let start = boundary(&self.text, start.min(line.end));
        start..boundary(&self.text, (span.end as usize).clamp(start, line.end))
    }
}

fn end(span: Span) -> u32 {
    span.end.max(span.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &'static str) -> Sources {
        Sources::new(vec!["a.go".into()], Box::new(move |_| Some(text.to_owned())))
    }

    fn at(start: usize, end: usize) -> Location {
        Location { file: FileId(0), span: Span::new(start, end) }
    }

    #[test]
    fn ranges_count_characters_and_utf16_units() {
        let text = "a\n\t𝄞ß = m\n";
        let m = text.find('m').expect("in the text");
        let found = sources(text);
        assert_eq!(found.range(at(m, m + 1)).start, LineColumn { line: 2, column: 7 });
        assert_eq!(found.range_utf16(at(m, m + 1)).start, LineColumn { line: 2, column: 8 });
        assert_eq!(found.range_utf16(at(m, m + 1)).end, LineColumn { line: 2, column: 9 });
    }

    #[test]
    fn spans_outside_the_text_are_held_inside() {
        let found = sources("ab\nß");
        assert_eq!(found.text(FileId(0)).on_first_line(Span::new(1, 900)), 1..2);
        assert_eq!(found.text(FileId(0)).on_first_line(Span::new(4, 4)), 3..3);
        assert_eq!(found.text(FileId(0)).on_first_line(Span::new(900, 901)), 5..5);
        assert_eq!(found.range(at(800, 2)).start, LineColumn { line: 2, column: 2 });
    }

    #[test]
    fn a_file_that_is_gone_has_an_empty_text() {
        let gone = Sources::new(vec!["a.go".into()], Box::new(|_| None));
        assert_eq!(gone.range(at(5, 9)).start, LineColumn { line: 1, column: 1 });
    }
}
