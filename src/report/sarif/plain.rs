//! Markdown as plain text, for readers that show no Markdown.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// The words of a page: a paragraph or heading on one line, blocks apart, code indented, list items marked.
/// Names keep their backticks, which set them apart in plain text too.
pub(super) fn plain(markdown: &str) -> String {
    let mut text = Text::default();
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Item) => {
                text.break_lines(1);
                text.written.push_str("- ");
                text.breaks = 0;
            }
            Event::Start(Tag::CodeBlock(_)) => text.in_code = true,
            Event::End(TagEnd::CodeBlock) => {
                text.in_code = false;
                text.breaks = 2;
            }
            Event::End(TagEnd::Item) => text.breaks = text.breaks.max(1),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_)) => text.breaks = 2,
            Event::Text(words) if text.in_code => words.lines().for_each(|line| text.code(line)),
            Event::Text(words) | Event::InlineHtml(words) | Event::Html(words) => text.words(&words),
            Event::Code(name) => text.words(&format!("`{name}`")),
            Event::SoftBreak | Event::HardBreak => text.words(" "),
            _ => {}
        }
    }
    text.written
}

#[derive(Default)]
struct Text {
    written: String,
    in_code: bool,
    /// Line breaks that stand before what follows.
    breaks: usize,
}

impl Text {
    fn break_lines(&mut self, least: usize) {
        if !self.written.is_empty() {
            self.written.push_str(&"\n".repeat(self.breaks.max(least)));
        }
        self.breaks = 0;
    }

    fn words(&mut self, words: &str) {
        self.break_lines(0);
        self.written.push_str(words);
    }

    fn code(&mut self, line: &str) {
        self.break_lines(0);
        if !line.is_empty() {
            self.written.push_str("    ");
        }
        self.written.push_str(line);
        self.breaks = 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_without_its_marks() {
        let page = "# a-rule\n\nA *map*, see [here](https://example.com),\nis `m[k]`.\n\n## Example\n\n```go\nfunc f() {\n\n\tm[1] = 2\n}\n```\n\n- one\n- two\n  lines\n\nEnd.\n";
        let expected =
            "a-rule\n\nA map, see here, is `m[k]`.\n\nExample\n\n    func f() {\n\n    \tm[1] = 2\n    }\n\n- one\n- two lines\n\nEnd.";
        assert_eq!(plain(page), expected);
        assert_eq!(plain(""), "");
    }
}
