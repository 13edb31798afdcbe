//! What may reach a terminal: colour only where it is wanted, control characters never.
//!
//! Names, paths and source text are written by others. A character that a terminal acts upon, or
//! that changes the order in which text is seen, is shown as its code.

use crate::diagnostic::Severity;
use std::borrow::Cow;

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorWhen {
    /// On a terminal that can, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl ColorWhen {
    /// Whether to colour a stream. An explicit wish is stronger than `NO_COLOR`.
    pub fn resolve(self, is_terminal: bool) -> Paint {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        self.decide(is_terminal && !no_color && !dumb)
    }

    fn decide(self, welcome: bool) -> Paint {
        Paint(match self {
            ColorWhen::Auto => welcome,
            ColorWhen::Always => true,
            ColorWhen::Never => false,
        })
    }
}

/// Whether a stream is coloured, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint(bool);

impl Paint {
    /// No colour.
    pub const PLAIN: Paint = Paint(false);

    /// Whether it colours at all.
    pub fn colours(self) -> bool {
        self.0
    }

    /// `text` in the colour of a severity.
    pub fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "1;91",
            Severity::Warning => "1;93",
            Severity::Note => "1;92",
        };
        self.coded(code, text)
    }

    /// `text` in bold.
    pub fn bold(self, text: &str) -> String {
        self.coded("1", text)
    }

    fn coded(self, code: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// `text` for one line of a terminal: what [`is_unsafe`] is shown as its code, also line breaks.
pub fn printable(text: &str) -> Cow<'_, str> {
    escaped(text, |character| is_unsafe(character) || character == '\t' || character == '\n')
}

/// `text` of several lines for a terminal: as [`printable`], tabs and line breaks kept.
pub fn printable_lines(text: &str) -> Cow<'_, str> {
    escaped(text, is_unsafe)
}

/// Whether a character, tab and line break aside, does something else than show itself: control
/// characters, marks that turn the direction of writing, characters of no width.
pub fn is_unsafe(character: char) -> bool {
    match character {
        '\t' | '\n' => false,
        '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        _ => character.is_control(),
    }
}

/// `text` with each unsafe character replaced by a harmless one of as many bytes; `None` where
/// there is none. A `\r` at the end of a line is left: it belongs to the line break.
pub fn masked(text: &str) -> Option<String> {
    let at_line_end = |at: usize| text[at + 1..].starts_with('\n') || at + 1 == text.len();
    let harmful = |at: usize, character: char| is_unsafe(character) && !(character == '\r' && at_line_end(at));
    let first = text.char_indices().find(|(at, character)| harmful(*at, *character))?.0;
    let mut shown = text[..first].to_owned();
    for (at, character) in text[first..].char_indices() {
        shown.push(match character.len_utf8() {
            _ if !harmful(first + at, character) => character,
            1 => '?',
            2 => '\u{bf}',
            3 => '\u{fffd}',
            _ => '\u{1f6ab}',
        });
    }
    Some(shown)
}

fn escaped(text: &str, harmful: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&harmful) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if harmful(character) { shown.extend(character.escape_default()) } else { shown.push(character) }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_acts_upon_is_shown_as_its_code() {
        assert_eq!(printable("a\x1b[2J\u{9b}ß\n"), "a\\u{1b}[2J\\u{9b}ß\\n");
        assert_eq!(printable("\u{202e}evil"), "\\u{202e}evil");
        assert_eq!(printable_lines("a\n\tb\r"), "a\n\tb\\r");
        assert!(matches!(printable("größer 地図 🗺"), Cow::Borrowed(_)));
    }

    #[test]
    fn masking_keeps_every_offset() {
        let text = "a\x1b\u{9b}\u{202e}\u{e0001}z\r\nb\rc\r";
        let shown = masked(text).expect("there is something to mask");
        assert_eq!(shown.len(), text.len());
        assert_eq!(shown.find('z'), text.find('z'));
        assert!(!shown.contains(['\x1b', '\u{9b}', '\u{202e}', '\u{e0001}']));
        assert!(shown.contains("z\r\nb?c\r"));
        assert_eq!(masked("plain\r\n\ttext"), None);
    }

    #[test]
    fn an_explicit_wish_for_colour_wins() {
        let colours = |when: ColorWhen, welcome| when.decide(welcome).colours();
        assert!(colours(ColorWhen::Always, false) && !colours(ColorWhen::Never, true));
        assert!(colours(ColorWhen::Auto, true) && !colours(ColorWhen::Auto, false));
        assert!(!ColorWhen::Auto.resolve(false).colours());
        assert_eq!(Paint::PLAIN.bold("x"), "x");
    }
}
