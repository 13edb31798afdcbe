//! Words of findings as SARIF wants them: sentences, and text in which a bracket opens a link.

use serde_sarif::sarif;
use std::borrow::Cow;

/// A message of plain text, with no link in it.
pub(super) fn message(text: &str) -> sarif::Message {
    linked(&unlinked(text))
}

/// A message with links, which stand in its text already.
pub(super) fn linked(text: &str) -> sarif::Message {
    sarif::Message::builder().text(text).build()
}

/// A link to the location with this number.
pub(super) fn link(text: &str, id: i64) -> String {
    format!("[{}]({id})", escaped(text))
}

/// Text outside a link. Brackets are themselves there, and left so: many readers show a backslash as it
/// stands. Only what would be taken for a link (`f[k](1)`) is escaped.
pub(super) fn unlinked(text: &str) -> Cow<'_, str> {
    if text.contains("](") { escaped(text).into() } else { text.into() }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '[' | ']' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Lower-case words as a sentence: a capital in front, a full stop behind. A name in backticks in
/// front stays as it is.
pub(super) fn sentence(words: &str) -> String {
    format!("{}.", capitalised(words.trim_end_matches('.')))
}

/// With a capital in front.
pub(super) fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_sentences() {
        assert_eq!(sentence("written here"), "Written here.");
        assert_eq!(sentence("`m` is written."), "`m` is written.");
        assert_eq!(sentence(""), ".");
    }

    #[test]
    fn brackets_are_a_link_only_where_one_is_meant() {
        assert_eq!(unlinked(r"`m[k]` and \"), r"`m[k]` and \");
        assert_eq!(unlinked("`f[k](1)`"), r"`f\[k\](1)`");
        assert_eq!(link(r"`m[k]` \", 1), r"[`m\[k\]` \\](1)");
    }
}
