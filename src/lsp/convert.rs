//! Places and names in the protocol's words: lines from 0, columns in the units that were agreed on, addresses.

use crate::report::SourceText;
use crate::source::{Span, boundary, normal_path};
use lsp_types::{Position, PositionEncodingKind, Range, Uri};
use std::path::{Path, PathBuf};

/// What columns count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16: where nothing else was agreed on.
    Utf16,
}

impl Encoding {
    /// The cheaper of those that a client offers.
    pub(super) fn of(offered: &[PositionEncodingKind]) -> Encoding {
        if offered.contains(&PositionEncodingKind::UTF8) { Encoding::Utf8 } else { Encoding::Utf16 }
    }

    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn units(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }

    /// The place of a byte; of its end where the text is shorter.
    pub(super) fn position(self, text: &SourceText, offset: usize) -> Position {
        let whole = text.as_str();
        let offset = boundary(whole, offset);
        let line = text.line_index(offset);
        let start = text.line_range(line).map_or(0, |range| range.start);
        Position { line: narrow(line), character: narrow(self.units(&whole[start.min(offset)..offset])) }
    }

    /// The places of a span.
    pub(super) fn range(self, text: &SourceText, span: Span) -> Range {
        let end = span.end.max(span.start) as usize;
        Range { start: self.position(text, span.start as usize), end: self.position(text, end) }
    }

    /// The byte at a place: of the end of its line, or of the text, where there is nothing at it.
    pub(super) fn offset(self, text: &SourceText, position: Position) -> usize {
        let whole = text.as_str();
        let Some(line) = usize::try_from(position.line).ok().and_then(|line| text.line_range(line)) else { return whole.len() };
        let mut left = position.character as usize;
        for (at, character) in whole[line.clone()].char_indices() {
            let units = match self {
                Encoding::Utf8 => character.len_utf8(),
                Encoding::Utf16 => character.len_utf16(),
            };
            if left < units {
                return line.start + at;
            }
            left -= units;
        }
        line.end
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The path of a file's address; `None` where it is that of something else.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let path = uri.to_file_path().ok().filter(|_| uri.scheme() == "file")?;
    Some(normal_path(Path::new("/"), &path))
}

/// The address of a file at an absolute path.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    Uri::from_file_path(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_what_was_agreed_on() {
        let text = SourceText::new("a\r\n𝄞ß = m\r\n".to_owned());
        let m = text.as_str().find('m').expect("in the text");
        let at = |encoding: Encoding| (encoding.position(&text, m).line, encoding.position(&text, m).character);
        assert_eq!((at(Encoding::Utf16), at(Encoding::Utf8)), ((1, 6), (1, 9)));
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for offset in text.as_str().char_indices().map(|(at, _)| at).filter(|at| ![1, 2].contains(at)) {
                let expected = if text.as_str()[offset..].starts_with('\n') { offset - 1 } else { offset };
                assert_eq!(encoding.offset(&text, encoding.position(&text, expected)), expected);
            }
        }
    }

    #[test]
    fn places_that_are_not_there_are_held_inside() {
        let text = SourceText::new("ab\n𝄞c".to_owned());
        let offset = |line, character| Encoding::Utf16.offset(&text, Position { line, character });
        assert_eq!([offset(0, 99), offset(1, 1), offset(1, 2), offset(1, 99), offset(9, 0)], [2, 3, 7, 8, 8]);
        assert_eq!(Encoding::Utf16.position(&text, 99), Position { line: 1, character: 3 });
        assert_eq!(Encoding::Utf16.position(&text, 4), Position { line: 1, character: 0 });
    }

    #[cfg(unix)]
    #[test]
    fn addresses_of_files_are_paths() {
        let path = |uri: &str| path_of(&Uri::parse(uri).expect("an address"));
        assert_eq!(path("file:///a/b%20c/../d.go"), Some("/a/d.go".into()));
        assert_eq!(path("untitled:Untitled-1"), None);
        assert_eq!(path("http://x/a.go"), None);
        assert_eq!(uri_of(Path::new("/a/b c.go")).map(|uri| uri.to_string()), Some("file:///a/b%20c.go".to_owned()));
    }
}
