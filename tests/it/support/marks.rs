//! Marks: what a source file of a case expects of the tool, in a comment at the end of a line.
//!
//! ```text
//! c.n[k]++ // want unguarded-map-write "`c.n`" fact locks "none"
//! ```
//!
//! | mark | holds when |
//! |---|---|
//! | `want RULE "part of the message"` | the rule reports this line, with that in its message |
//! | `gap RULE "reason"` | the rule does not report this line, though it should |
//! | `noise RULE "reason"` | the rule reports this line, though it should not |
//! | `fact severity "warning"` | what is reported of this line has this severity |
//! | `fact locks "c.mu, d.mu (shared)"` | the model has these locks at each map access of the line |
//!
//! Several marks may follow one another. `want-next` and `want-prev` (and so for the other three)
//! speak of the line below and above. In quotes, `\"` and `\\` are a quote and a backslash.

use std::collections::BTreeSet;

/// A mark and the line it speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// 1-based.
    pub(crate) line: u32,
    /// What it expects there.
    pub(crate) expects: Expectation,
}

/// What a mark expects of its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expectation {
    /// `rule` reports it, and its message contains `text`.
    Want {
        /// Rule id.
        rule: String,
        /// Part of the message; may be empty.
        text: String,
    },
    /// `rule` misses it.
    Gap {
        /// Rule id.
        rule: String,
    },
    /// `rule` reports it wrongly.
    Noise {
        /// Rule id.
        rule: String,
    },
    /// The severity of what is reported.
    Severity(String),
    /// The locks held at each map access; the empty set is written "none".
    Locks(BTreeSet<String>),
}

/// The marks of a file, in order, or what is wrong with one, with its 1-based line.
pub(crate) fn parse(text: &str) -> Result<Vec<Mark>, String> {
    let mut marks = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        if let Some(comment) = mark_comment(text) {
            let found = parse_comment(line, comment).map_err(|wrong| format!("line {line}: {wrong}"))?;
            marks.extend(found);
        }
    }
    Ok(marks)
}

const KINDS: [&str; 4] = ["want", "gap", "noise", "fact"];

/// What follows `//` in the line's comment whose first word is that of a mark.
fn mark_comment(line: &str) -> Option<&str> {
    let comments = line.match_indices("//").map(|(at, slashes)| line[at + slashes.len()..].trim());
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    comments.into_iter().find(|comment| KINDS.contains(&comment.split(|c| !is_word(c)).next().unwrap_or_default()))
}

fn parse_comment(line: u32, comment: &str) -> Result<Vec<Mark>, String> {
    let mut marks = Vec::new();
    let mut rest = comment;
    while !rest.is_empty() {
        let (word, after) = word(rest)?;
        let (kind, line) = match word.split_once('-') {
            None => (word, line),
            Some((kind, "next")) => (kind, line + 1),
            Some((kind, "prev")) => (kind, line - 1),
            Some(_) => return Err(format!("`{word}` is no mark")),
        };
        let (subject, after) = self::word(after)?;
        let (quoted, after) = quoted(after)?;
        let rule = subject.to_owned();
        let expects = match kind {
            "want" => Expectation::Want { rule, text: quoted },
            "gap" | "noise" if quoted.is_empty() => return Err(format!("`{kind}` needs a reason")),
            "gap" => Expectation::Gap { rule },
            "noise" => Expectation::Noise { rule },
            "fact" if subject == "severity" => Expectation::Severity(quoted),
            "fact" if subject == "locks" => Expectation::Locks(locks(&quoted)?),
            "fact" => return Err(format!("no fact is called `{subject}`")),
            _ => return Err(format!("`{word}` is no mark")),
        };
        marks.push(Mark { line, expects });
        rest = after.trim_start();
    }
    Ok(marks)
}

/// The first word, up to white space, and what follows it.
fn word(text: &str) -> Result<(&str, &str), String> {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    if text.is_empty() || text.starts_with('"') {
        return Err(format!("a word is missing before `{text}`"));
    }
    Ok(text.split_at(end))
}

/// The text in double quotes that comes first, and what follows it.
fn quoted(text: &str) -> Result<(String, &str), String> {
    let text = text.trim_start();
    let Some(inside) = text.strip_prefix('"') else {
        return Err(format!("a text in double quotes is missing before `{text}`"));
    };
    let mut value = String::new();
    let mut characters = inside.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Ok((value, &inside[at + 1..])),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => value.push(character),
        }
    }
    Err(format!("the quote is not closed in `{text}`"))
}

fn locks(list: &str) -> Result<BTreeSet<String>, String> {
    if list == "none" {
        return Ok(BTreeSet::new());
    }
    let locks: BTreeSet<String> = list.split(',').map(|lock| lock.trim().to_owned()).collect();
    if locks.contains("") || locks.contains("none") {
        return Err(format!("`{list}` is no list of locks"));
    }
    Ok(locks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn want(line: u32, rule: &str, text: &str) -> Mark {
        Mark { line, expects: Expectation::Want { rule: rule.to_owned(), text: text.to_owned() } }
    }

    fn held(line: u32, locks: &[&str]) -> Mark {
        Mark { line, expects: Expectation::Locks(locks.iter().map(|lock| (*lock).to_owned()).collect()) }
    }

    #[test]
    fn one_mark_on_its_line() {
        assert_eq!(parse("a\nm[k]++ // want a-b \"`m` is\"\nb"), Ok(vec![want(2, "a-b", "`m` is")]));
    }

    #[test]
    fn several_marks_in_one_comment() {
        let marks = parse(r#"x // want a "1" want b "2" fact locks "c.mu""#);
        assert_eq!(marks, Ok(vec![want(1, "a", "1"), want(1, "b", "2"), held(1, &["c.mu"])]));
    }

    #[test]
    fn marks_of_neighbouring_lines() {
        let marks = parse("\n// want-next a \"1\"\nx\n// want-prev b \"\"");
        assert_eq!(marks, Ok(vec![want(3, "a", "1"), want(3, "b", "")]));
    }

    #[test]
    fn locks_are_a_set() {
        let marks = parse("// fact locks \"b.mu (shared), a.mu\"\n// fact locks \"none\"");
        assert_eq!(marks, Ok(vec![held(1, &["a.mu", "b.mu (shared)"]), held(2, &[])]));
    }

    #[test]
    fn gap_and_noise_have_reasons() {
        let expected = [Expectation::Gap { rule: "a".to_owned() }, Expectation::Noise { rule: "b".to_owned() }];
        let marks =
            parse(r#"// gap a "not followed" noise b "too eager""#).map(|marks| marks.into_iter().map(|mark| mark.expects).collect());
        assert_eq!(marks, Ok(expected.to_vec()));
        assert_eq!(parse("// gap a \"\""), Err("line 1: `gap` needs a reason".to_owned()));
    }

    #[test]
    fn quotes_hold_slashes_and_escapes() {
        assert_eq!(parse(r#"x // want a "\"//\" \\ want b""#), Ok(vec![want(1, "a", r#""//" \ want b"#)]));
    }

    #[test]
    fn a_mark_may_follow_another_comment() {
        assert_eq!(parse("x // prose // want a \"1\""), Ok(vec![want(1, "a", "1")]));
    }

    #[test]
    fn prose_is_no_mark() {
        for prose in ["// wanted", "// the want a \"b\"", "want a \"b\"", "/* want a \"b\" */", "// factory", "// want_more"] {
            assert_eq!(parse(prose), Ok(Vec::new()), "{prose}");
        }
    }

    #[test]
    fn what_begins_as_a_mark_must_be_one() {
        for broken in [
            "// want",
            "//want a",
            "// want \"text\"",
            "// want a text",
            "// want a \"open",
            "// want a \"1\" and more",
            "// want: a \"1\"",
            "// want-above a \"1\"",
            "// fact threads \"2\"",
            "// fact locks \"\"",
            "// fact locks \"a.mu, none\"",
        ] {
            assert!(parse(broken).is_err(), "{broken}");
        }
    }
}
