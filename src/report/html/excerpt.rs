//! Lines of source around a place, as the page shows them.

use crate::report::Sources;
use crate::source::Location;
use serde::Serialize;

/// The longest line that is shown whole, and the most that is shown of a longer one, in characters.
const LONGEST_LINE: usize = 240;

/// Some lines of a file, one of them with a mark.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Excerpt {
    /// The 1-based number of the first line.
    first: u32,
    /// The lines, without what they all are indented by.
    lines: Vec<String>,
    /// Which of the lines has the mark, from 0.
    at: usize,
    /// The mark's first position in it, in UTF-16 units.
    from: usize,
    /// One past its last.
    to: usize,
}

/// The line on which a place starts, and up to `around` lines on each side; `None` where the text can no longer be
/// read. What a terminal would act upon is masked.
pub(super) fn excerpt(location: Location, around: usize, sources: &Sources) -> Option<Excerpt> {
    let source = sources.text(location.file);
    let text = source.excerpt();
    let range = source.on_first_line(location.span);
    let marked = source.line_index(range.start);
    let first = marked.saturating_sub(around);
    let lines: Vec<&str> = (first..=marked + around).map_while(|line| text.get(source.line_range(line)?)).collect();
    let line = source.line_range(marked).filter(|line| !line.is_empty())?;
    let indent = common_indent(&lines);
    let at = marked - first;
    let (before, mark) = (text.get(line.start..range.start)?, text.get(range.clone())?);
    // A mark that is white space alone cannot stand in the indent that is cut off.
    let before = before.get(indent.min(before.len())..)?;
    let skip = before.chars().count().saturating_sub(LONGEST_LINE / 2);
    let cut = |index: usize, line: &str| {
        let own = line.get(indent..).unwrap_or_default();
        let skip = if index == at { skip } else { 0 };
        shortened(own, skip)
    };
    let shown: Vec<String> = lines.iter().enumerate().map(|(index, line)| cut(index, line)).collect();
    let units = |text: &str| text.encode_utf16().count();
    let lead = if skip > 0 { 1 } else { 0 };
    let from = lead + before.chars().skip(skip).map(char::len_utf16).sum::<usize>();
    let to = (from + units(mark)).min(units(&shown[at]));
    Some(Excerpt { first: u32::try_from(first + 1).ok()?, lines: shown, at, from: from.min(to), to })
}

/// The bytes of white space with which all lines that are not blank begin.
fn common_indent(lines: &[&str]) -> usize {
    let filled = || lines.iter().filter(|line| !line.trim().is_empty());
    let Some(first) = filled().next() else { return 0 };
    let indent = &first[..first.len() - first.trim_start().len()];
    filled().map(|line| line.bytes().zip(indent.bytes()).take_while(|(own, other)| own == other).count()).min().unwrap_or(0)
}

/// The line from its `skip`-th character on, so much of it as is shown.
fn shortened(line: &str, skip: usize) -> String {
    let mut shown = if skip > 0 { "…".to_owned() } else { String::new() };
    let mut rest = line.chars().skip(skip);
    shown.extend(rest.by_ref().take(LONGEST_LINE));
    if rest.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn of(text: &str, needle: &str, around: usize) -> Excerpt {
        let start = text.find(needle).expect("the needle is in the text");
        let owned = text.to_owned();
        let sources = Sources::new(vec!["a.go".into()], Box::new(move |_| Some(owned.clone())));
        let location = Location { file: FileId(0), span: Span::new(start, start + needle.len()) };
        excerpt(location, around, &sources).expect("the line is there")
    }

    fn marked(excerpt: &Excerpt) -> String {
        let line: Vec<u16> = excerpt.lines[excerpt.at].encode_utf16().collect();
        String::from_utf16(&line[excerpt.from..excerpt.to]).expect("the mark is on character boundaries")
    }

    #[test]
    fn lines_stand_around_the_mark_less_their_common_indent() {
        let found = of("package p\n\tfor {\n\n\t\t𝄞 m[k] = 1\n\t}\n\t}\n", "m[k]", 2);
        assert_eq!((found.first, &found.lines[..]), (2, &["for {", "", "\t𝄞 m[k] = 1", "}", "}"].map(str::to_owned)[..]));
        assert_eq!(marked(&found), "m[k]");
    }

    #[test]
    fn a_line_too_long_is_shown_around_its_mark() {
        let found = of(&format!("{} m[k] = {}", "é".repeat(5000), "1".repeat(5000)), "m[k]", 1);
        assert!(found.lines[0].starts_with('…') && found.lines[0].ends_with('…'), "{found:?}");
        assert_eq!(marked(&found), "m[k]");
        assert!(found.lines[0].chars().count() < 300);
    }

    #[test]
    fn a_file_that_is_gone_has_no_excerpt() {
        let gone = Sources::new(vec!["a.go".into()], Box::new(|_| None));
        assert_eq!(excerpt(Location { file: FileId(0), span: Span::new(3, 9) }, 2, &gone), None);
    }
}
