//! Go text to tokens, with the semicolons that Go puts at the ends of lines.
//!
//! Only what is plainly a token is one: numbers, strings and runes are checked, and what is not ASCII
//! stands in strings and comments alone.

use crate::source::Span;

macro_rules! words {
    ($($name:ident $text:literal)*) => {
        /// What a token is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Token {
            Name,
            Int,
            Float,
            Imaginary,
            Rune,
            String,
            RawString,
            /// The end of a line that ends a statement.
            NewLine,
            /// The end of the text.
            End,
            Semicolon,
            Comma,
            Colon,
            Period,
            Ellipsis,
            LeftParen,
            RightParen,
            LeftBracket,
            RightBracket,
            LeftBrace,
            RightBrace,
            Tilde,
            Arrow,
            Increment,
            Decrement,
            Define,
            Assign,
            AddAssign,
            /// `-=` and its like.
            OtherAssign,
            Not,
            OrOr,
            AndAnd,
            Equal,
            NotEqual,
            Less,
            LessEqual,
            Greater,
            GreaterEqual,
            Plus,
            Minus,
            Pipe,
            Caret,
            Star,
            Slash,
            Percent,
            ShiftLeft,
            ShiftRight,
            And,
            AndNot,
            $($name,)*
        }

        fn word(text: &[u8]) -> Token {
            match text {
                $($text => Token::$name,)*
                _ => Token::Name,
            }
        }
    };
}

words! {
    Break b"break"
    Case b"case"
    Chan b"chan"
    Const b"const"
    Continue b"continue"
    Default b"default"
    Defer b"defer"
    Else b"else"
    Fallthrough b"fallthrough"
    For b"for"
    Func b"func"
    Go b"go"
    Goto b"goto"
    If b"if"
    Import b"import"
    Interface b"interface"
    Map b"map"
    Package b"package"
    Range b"range"
    Return b"return"
    Select b"select"
    Struct b"struct"
    Switch b"switch"
    Type b"type"
    Var b"var"
}

impl Token {
    /// Whether a line that ends with it ends a statement.
    fn ends_statement(self) -> bool {
        use Token::{Break, Continue, Decrement, Fallthrough, Float, Imaginary, Increment, Int, Name, RawString, Return};
        use Token::{RightBrace, RightBracket, RightParen, Rune, String};
        matches!(
            self,
            Name | Int
                | Float
                | Imaginary
                | Rune
                | String
                | RawString
                | Break
                | Continue
                | Fallthrough
                | Return
                | Increment
                | Decrement
                | RightParen
                | RightBracket
                | RightBrace
        )
    }
}

/// The tokens of a text and where they stand, the last an [`Token::End`]; `None` where the text holds anything that
/// is not plainly a token.
pub(super) fn scan(text: &[u8]) -> Option<Vec<(Token, Span)>> {
    let mut tokens: Vec<(Token, Span)> = Vec::with_capacity(text.len() / 4);
    let ends_statement = |tokens: &[(Token, Span)]| tokens.last().is_some_and(|(last, _)| last.ends_statement());
    let mut at = 0;
    while let Some(byte) = text.get(at).copied() {
        let (token, end) = match byte {
            b' ' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            b'\n' => {
                // Line ends that follow one another are one token, as in the grammar.
                let end = at + text[at..].iter().take_while(|byte| **byte == b'\n').count();
                if ends_statement(&tokens) {
                    tokens.push((Token::NewLine, Span::new(at, end)));
                }
                at = end;
                continue;
            }
            b'/' if text.get(at + 1) == Some(&b'/') => {
                at += text[at..].iter().position(|byte| *byte == b'\n').unwrap_or(text.len() - at);
                continue;
            }
            b'/' if text.get(at + 1) == Some(&b'*') => {
                let length = text[at + 2..].windows(2).position(|two| two == b"*/")?;
                let comment = &text[at..at + 2 + length + 2];
                // A comment that goes over the end of a line ends a statement, for one of the parsers.
                if ends_statement(&tokens) && comment.contains(&b'\n') {
                    return None;
                }
                at += comment.len();
                continue;
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                let length = text[at..].iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_'));
                let end = length.map_or(text.len(), |length| at + length);
                (word(&text[at..end]), end)
            }
            b'0'..=b'9' => number(text, at)?,
            b'.' if text.get(at + 1).is_some_and(u8::is_ascii_digit) => number(text, at)?,
            b'"' => (Token::String, quoted(text, at, b'"')?),
            b'\'' => (Token::Rune, quoted(text, at, b'\'')?),
            b'`' => (Token::RawString, at + 1 + text[at + 1..].iter().position(|byte| *byte == b'`')? + 1),
            _ => {
                let (token, length) = mark(&text[at..])?;
                (token, at + length)
            }
        };
        tokens.push((token, Span::new(at, end)));
        at = end;
    }
    tokens.push((Token::End, Span::new(text.len(), text.len())));
    Some(tokens)
}

/// The punctuation or operator that a text starts with, and its length.
fn mark(text: &[u8]) -> Option<(Token, usize)> {
    let second = text.get(1).copied().unwrap_or_default();
    let third = text.get(2).copied().unwrap_or_default();
    Some(match (text[0], second, third) {
        (b'.', b'.', b'.') => (Token::Ellipsis, 3),
        (b'<', b'<', b'=') | (b'>', b'>', b'=') | (b'&', b'^', b'=') => (Token::OtherAssign, 3),
        (b':', b'=', _) => (Token::Define, 2),
        (b'<', b'-', _) => (Token::Arrow, 2),
        (b'+', b'+', _) => (Token::Increment, 2),
        (b'-', b'-', _) => (Token::Decrement, 2),
        (b'&', b'&', _) => (Token::AndAnd, 2),
        (b'|', b'|', _) => (Token::OrOr, 2),
        (b'=', b'=', _) => (Token::Equal, 2),
        (b'!', b'=', _) => (Token::NotEqual, 2),
        (b'<', b'=', _) => (Token::LessEqual, 2),
        (b'>', b'=', _) => (Token::GreaterEqual, 2),
        (b'<', b'<', _) => (Token::ShiftLeft, 2),
        (b'>', b'>', _) => (Token::ShiftRight, 2),
        (b'&', b'^', _) => (Token::AndNot, 2),
        (b'+', b'=', _) => (Token::AddAssign, 2),
        (b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^', b'=', _) => (Token::OtherAssign, 2),
        (b';', ..) => (Token::Semicolon, 1),
        (b',', ..) => (Token::Comma, 1),
        (b':', ..) => (Token::Colon, 1),
        (b'.', ..) => (Token::Period, 1),
        (b'(', ..) => (Token::LeftParen, 1),
        (b')', ..) => (Token::RightParen, 1),
        (b'[', ..) => (Token::LeftBracket, 1),
        (b']', ..) => (Token::RightBracket, 1),
        (b'{', ..) => (Token::LeftBrace, 1),
        (b'}', ..) => (Token::RightBrace, 1),
        (b'~', ..) => (Token::Tilde, 1),
        (b'=', ..) => (Token::Assign, 1),
        (b'!', ..) => (Token::Not, 1),
        (b'<', ..) => (Token::Less, 1),
        (b'>', ..) => (Token::Greater, 1),
        (b'+', ..) => (Token::Plus, 1),
        (b'-', ..) => (Token::Minus, 1),
        (b'|', ..) => (Token::Pipe, 1),
        (b'^', ..) => (Token::Caret, 1),
        (b'*', ..) => (Token::Star, 1),
        (b'/', ..) => (Token::Slash, 1),
        (b'%', ..) => (Token::Percent, 1),
        (b'&', ..) => (Token::And, 1),
        _ => return None,
    })
}

/// The number that starts at a byte, and its end.
fn number(text: &[u8], start: usize) -> Option<(Token, usize)> {
    let is_hex = text[start] == b'0' && matches!(text.get(start + 1), Some(b'x' | b'X'));
    let mut end = start;
    while let Some(byte) = text.get(end).copied() {
        let after_exponent = end > start && matches!(text[end - 1], b'e' | b'E') && !is_hex;
        match byte {
            b'+' | b'-' if after_exponent => end += 1,
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'.' => end += 1,
            _ => break,
        }
    }
    let digits = &text[start..end];
    let token = match digits {
        [b'0', b'x' | b'X', rest @ ..] => whole(rest, u8::is_ascii_hexdigit)?,
        [b'0', b'b' | b'B', rest @ ..] => whole(rest, |digit| matches!(digit, b'0' | b'1'))?,
        [b'0', b'o' | b'O', rest @ ..] => whole(rest, is_octal)?,
        [b'0'] => Token::Int,
        [rest @ .., b'i'] if rest.iter().all(u8::is_ascii_digit) => Token::Imaginary,
        _ if digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'_') => {
            whole(digits, if digits[0] == b'0' { is_octal } else { u8::is_ascii_digit })?
        }
        _ => float(digits)?,
    };
    Some((token, end))
}

fn is_octal(digit: &u8) -> bool {
    matches!(digit, b'0'..=b'7')
}

/// Digits with single `_` between them.
fn whole(digits: &[u8], is_digit: impl Fn(&u8) -> bool) -> Option<Token> {
    let are_digits = digits.split(|byte| *byte == b'_').all(|part| !part.is_empty() && part.iter().all(&is_digit));
    are_digits.then_some(Token::Int)
}

/// A decimal number with a point or an exponent; any with `_` is left to the other parser.
fn float(digits: &[u8]) -> Option<Token> {
    let (digits, token) = match digits {
        [rest @ .., b'i'] => (rest, Token::Imaginary),
        _ => (digits, Token::Float),
    };
    let mut parts = digits.splitn(2, |byte| matches!(byte, b'e' | b'E'));
    let (mantissa, exponent) = (parts.next()?, parts.next());
    let are_digits = |digits: &[u8]| digits.iter().all(u8::is_ascii_digit);
    let has_point = mantissa.contains(&b'.');
    let mantissa_holds = mantissa.splitn(2, |byte| *byte == b'.').all(are_digits) && mantissa.iter().any(u8::is_ascii_digit);
    let exponent_holds = match exponent {
        Some([b'+' | b'-', rest @ ..] | rest) => !rest.is_empty() && are_digits(rest),
        None => has_point,
    };
    (mantissa_holds && exponent_holds).then_some(token)
}

/// The end of the string or rune that starts at a byte.
fn quoted(text: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start + 1;
    let mut characters = 0;
    loop {
        match text.get(at)? {
            b'\n' => return None,
            b'\\' => at += 1 + escape(&text[at + 1..], quote)?,
            byte if *byte == quote => break,
            byte if byte.is_ascii() => at += 1,
            // The text is UTF-8: the bytes that go on with a character follow.
            _ => at += 1 + text[at + 1..].iter().take_while(|byte| **byte & 0xC0 == 0x80).count(),
        }
        characters += 1;
    }
    (quote == b'"' || characters == 1).then_some(at + 1)
}

/// The length of an escape, its backslash left out.
fn escape(text: &[u8], quote: u8) -> Option<usize> {
    let digits = |skipped: usize, count: usize, is_digit: fn(&u8) -> bool| {
        let digits = text.get(skipped..skipped + count)?;
        digits.iter().all(is_digit).then_some(skipped + count)
    };
    match text.first()? {
        b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'\\' => Some(1),
        byte if *byte == quote => Some(1),
        b'0'..=b'7' => digits(0, 3, is_octal),
        b'x' => digits(1, 2, u8::is_ascii_hexdigit),
        b'u' => digits(1, 4, u8::is_ascii_hexdigit),
        b'U' => digits(1, 8, u8::is_ascii_hexdigit),
        _ => None,
    }
}
