//! What literals say, by their text.

use std::str::Chars;

/// The value of an integer, its suffix left out; `None` where it is too large.
pub(super) fn integer(word: &str) -> Option<i128> {
    let (base, digits) = match word.as_bytes() {
        [b'0', b'x', ..] => (16, &word[2..]),
        [b'0', b'o', ..] => (8, &word[2..]),
        [b'0', b'b', ..] => (2, &word[2..]),
        _ => (10, word),
    };
    let digits = digits.chars().filter(|digit| *digit != '_').map_while(|digit| digit.to_digit(base));
    digits.map(i128::from).try_fold(0_i128, |value, digit| value.checked_mul(i128::from(base))?.checked_add(digit))
}

/// The text of a string, with its quotes; `None` where an escape is none of Rust.
pub(super) fn text(word: &str) -> Option<String> {
    if let Some(raw) = word.strip_prefix('r') {
        let hashes = raw.bytes().take_while(|byte| *byte == b'#').count();
        return raw.get(hashes + 1..raw.len().checked_sub(hashes + 1)?).map(str::to_owned);
    }
    unescaped(word, Escapes::Text)
}

/// The text between quotes; `None` where an escape is none of these.
fn unescaped(word: &str, escapes: Escapes) -> Option<String> {
    let inside = word.strip_prefix('"')?.strip_suffix('"')?;
    if !inside.contains(['\\', '\r']) {
        return Some(inside.to_owned());
    }
    let mut text = String::with_capacity(inside.len());
    let mut chars = inside.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => text.extend(escaped(&mut chars, escapes)?),
            '\r' => text.push(chars.next().filter(|next| *next == '\n')?),
            _ => text.push(char),
        }
    }
    Some(text)
}

/// Whether a literal in quotes is one: a character is one, bytes are, and all escapes are of Rust.
pub(super) fn is_right(word: &str) -> bool {
    let quoted = word.trim_start_matches(['b', 'c']);
    let prefix = &word[..word.len() - quoted.len()];
    let escapes = match prefix {
        "b" if !word.is_ascii() => return false,
        "b" => Escapes::Bytes,
        "c" => Escapes::Any,
        _ => Escapes::Text,
    };
    match quoted.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(one) => {
            let mut chars = one.chars();
            let is_read = match chars.next() {
                Some('\\') => matches!(escaped(&mut chars, escapes), Some(Some(_))),
                first => first.is_some(),
            };
            is_read && chars.as_str().is_empty()
        }
        None => quoted.starts_with('r') || !quoted.contains(['\\', '\r']) || unescaped(quoted, escapes).is_some(),
    }
}

/// Whether the digits of an integer are of its base.
pub(super) fn has_right_digits(word: &str) -> bool {
    let base = match word.as_bytes() {
        [b'0', b'o', ..] => '8',
        [b'0', b'b', ..] => '2',
        _ => return true,
    };
    word[2..].chars().take_while(|digit| digit.is_ascii_digit() || *digit == '_').all(|digit| digit == '_' || digit < base)
}

/// Which escapes there are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    /// Characters, and bytes below 128.
    Text,
    /// Bytes.
    Bytes,
    /// Both.
    Any,
}

/// What stands for an escape, of which the backslash is taken: nothing for a line's end and the white space after it.
/// `None` where it is none of these.
#[expect(clippy::option_option, reason = "an escape may stand for nothing, and be none")]
fn escaped(chars: &mut Chars<'_>, escapes: Escapes) -> Option<Option<char>> {
    let char = match chars.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        same @ ('\\' | '\'' | '"') => same,
        'x' => {
            let high = chars.next()?.to_digit(if escapes == Escapes::Text { 8 } else { 16 })?;
            let low = chars.next()?.to_digit(16)?;
            char::from_u32(high * 16 + low)?
        }
        'u' if escapes != Escapes::Bytes => {
            if chars.next()? != '{' {
                return None;
            }
            let (written, rest) = chars.as_str().split_once('}')?;
            *chars = rest.chars();
            let digits = written.replace('_', "");
            let is_right = !written.starts_with('_') && digits.len() <= 6;
            char::from_u32(u32::from_str_radix(&digits, 16).ok().filter(|_| is_right)?)?
        }
        line_end @ ('\r' | '\n') => {
            let rest = chars.as_str();
            *chars = rest.trim_start_matches([' ', '\t', '\n', '\r']).chars();
            let passed = &rest[..rest.len() - chars.as_str().len()];
            let ends_line = line_end == '\n' || passed.starts_with('\n');
            if !ends_line || passed.replace("\r\n", "").contains('\r') {
                return None;
            }
            return Some(None);
        }
        _ => return None,
    };
    Some(Some(char))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_string_says_what_was_written(said in any::<String>(), value in 0..i64::MAX) {
            let written = format!("{said:?}");
            prop_assert!(is_right(&written), "{}", written);
            prop_assert_eq!(text(&written), Some(said));
            let value = i128::from(value);
            for word in [format!("{value}u64"), format!("{value:#x}"), format!("{value:#o}_i64"), format!("{value:#b}")] {
                prop_assert_eq!(integer(&word), Some(value));
                prop_assert!(has_right_digits(&word));
            }
        }
    }

    #[test]
    fn what_is_no_literal_of_rust_is_not_right() {
        for word in [
            r"'ab'",
            "''",
            r"'\q'",
            r"b'é'",
            r#"b"\u{41}""#,
            r#""\xff""#,
            r#""\u{_41}""#,
            r#""\u{0000041}""#,
            r#""\u{41""#,
            "\"\\\r a\"",
            "\"\r\"",
            r"b'\'",
        ] {
            assert!(!is_right(word), "{word}");
        }
        for word in [r"'é'", r"'\''", r"b'\xff'", r#"c"\xff\u{e9}""#, r##"r#"\q"#"##, "\"a\\\n  b\"", r#"b"\\""#, "br\"\\q\""] {
            assert!(is_right(word), "{word}");
        }
        assert!(!has_right_digits("0o18") && !has_right_digits("0b12_u8") && has_right_digits("0b1u8"));
        assert_eq!(integer("340282366920938463463374607431768211456"), None);
        assert_eq!(text("\"a\\\n  b\\u{e_9}\""), Some("abé".to_owned()));
        assert_eq!(text("r##\"a\"#\"##"), Some("a\"#".to_owned()));
    }
}
