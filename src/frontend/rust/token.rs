//! The tokens of a file: what stands between white space and comments.

use super::literal::{has_right_digits, is_right};
use crate::facts::Name;
use crate::frontend::interned;
use crate::source::Span;
use ra_ap_rustc_lexer::{Base, DocStyle, LiteralKind as Literal, TokenKind};

/// One token. Operators are their characters: `->` is two tokens, the first of them joint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// The next token begins where this one ends.
    pub(super) joint: bool,
    /// Of an opening bracket: the index of the one that closes it. 0 where none does, and of all else.
    partner: u32,
    /// Where it stands.
    pub(super) span: Span,
}

impl Token {
    /// Of a bracket that is closed: the index of what comes after that.
    pub(super) fn after_group(self) -> Option<usize> {
        (self.partner > 0).then_some(self.partner as usize + 1)
    }
}

/// What a token is. Words that are no keyword everywhere (`union`, `auto`) are identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// After the last token.
    End,
    /// An identifier, `r#` included.
    Ident,
    Lifetime,
    /// `"…"`, `r"…"`.
    Str,
    /// A number without a point or an exponent.
    Int,
    /// One with.
    Float,
    /// Any other literal.
    OtherLiteral,
    /// `/// …`, `/** … */`: an attribute of what follows.
    OuterDoc,
    /// `//! …`: one of what it stands in.
    InnerDoc,

    Underscore,
    As,
    Async,
    Await,
    Box,
    Break,
    Const,
    Continue,
    Crate,
    Do,
    Dyn,
    Else,
    Enum,
    Extern,
    False,
    Fn,
    For,
    If,
    Impl,
    In,
    Let,
    Loop,
    Macro,
    Match,
    Mod,
    Move,
    Mut,
    Pub,
    Ref,
    Return,
    SelfType,
    SelfValue,
    Static,
    Struct,
    Super,
    Trait,
    True,
    Try,
    Type,
    Unsafe,
    Use,
    Where,
    While,
    Yield,
    /// Any other keyword, which means nothing yet.
    Reserved,

    OpenParen,
    CloseParen,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,

    Semi,
    Comma,
    Dot,
    At,
    Pound,
    Tilde,
    Question,
    Colon,
    Dollar,
    Eq,
    Bang,
    Lt,
    Gt,
    Minus,
    And,
    Or,
    Plus,
    Star,
    Slash,
    Caret,
    Percent,
}

impl Kind {
    /// Whether it is an identifier or a keyword.
    pub(super) fn is_word(self) -> bool {
        self == Kind::Ident || (Kind::Underscore as u8..=Kind::Reserved as u8).contains(&(self as u8))
    }
}

/// The tokens of a file, as they are gathered.
pub(super) struct Tokens<'t> {
    text: &'t str,
    list: Vec<Token>,
    /// Brackets that are open.
    open: Vec<u32>,
    /// Some token is none of Rust, or brackets do not match.
    broken: bool,
}

impl<'t> Tokens<'t> {
    /// Those of a text of which none was seen yet.
    pub(super) fn new(text: &'t str) -> Tokens<'t> {
        // Rust has a token for each four to five bytes.
        Tokens { text, list: Vec::with_capacity(text.len() / 4), open: Vec::new(), broken: u32::try_from(text.len()).is_err() }
    }

    /// Takes the next token; tokens come in order, white space included. `start` is its first byte.
    pub(super) fn token(&mut self, kind: TokenKind, word: &str, start: usize) {
        self.broken |= matches!(kind, TokenKind::LineComment { doc_style: Some(_) } | TokenKind::BlockComment { doc_style: Some(_), .. })
            && has_bare_return(word);
        let Some(kind) = known(kind, word) else {
            self.broken |= !matches!(
                kind,
                TokenKind::Whitespace | TokenKind::LineComment { .. } | TokenKind::BlockComment { terminated: true, .. } | TokenKind::Eof
            );
            return;
        };
        let span = Span::new(start, start + word.len());
        if let Some(last) = self.list.last_mut() {
            last.joint = last.span.end == span.start;
        }
        let index = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        match kind {
            Kind::OpenParen | Kind::OpenBrace | Kind::OpenBracket => self.open.push(index),
            Kind::CloseParen | Kind::CloseBrace | Kind::CloseBracket => self.close(kind, index),
            _ => {}
        }
        self.list.push(Token { kind, joint: false, partner: 0, span });
    }

    fn close(&mut self, kind: Kind, index: u32) {
        let opened = self.open.pop().and_then(|at| self.list.get_mut(at as usize));
        match opened {
            Some(opened) if closing(opened.kind) == Some(kind) => opened.partner = index,
            _ => self.broken = true,
        }
    }

    /// Whether these are tokens of Rust, all brackets of which match.
    pub(super) fn are_whole(&self) -> bool {
        !self.broken && self.open.is_empty()
    }

    /// The file.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Token] {
        &self.list
    }

    /// The text of a token.
    pub(super) fn word(&self, token: Token) -> &'t str {
        self.text.get(token.span.start as usize..token.span.end as usize).unwrap_or_default()
    }

    /// The name that a word says, `r#` taken off.
    pub(super) fn name(&self, word: Token) -> Name {
        let text = self.word(word);
        interned::name(text.strip_prefix("r#").unwrap_or(text))
    }

    /// The bytes inside the brackets that a token opens; none where they are not closed.
    pub(super) fn bracketed(&self, open: Token) -> Span {
        let start = open.span.end;
        let close = self.list.get(open.partner as usize).filter(|_| open.partner > 0);
        Span { start, end: close.map_or(start, |close| close.span.start) }
    }

    /// Those that lie in some bytes, but inside brackets there: of these, the opening one.
    pub(super) fn top_level(&self, bytes: Span) -> impl Iterator<Item = Token> {
        let range = self.within(bytes);
        let mut at = range.start;
        std::iter::from_fn(move || {
            let token = *self.list.get(at).filter(|_| at < range.end)?;
            at = token.after_group().unwrap_or(at + 1);
            Some(token)
        })
    }

    /// The indices of those that lie in some bytes.
    pub(super) fn within(&self, bytes: Span) -> std::ops::Range<usize> {
        let start = self.list.partition_point(|token| token.span.start < bytes.start);
        let end = self.list.partition_point(|token| token.span.start < bytes.end);
        start..end
    }
}

/// The bracket that closes one; `None` of what opens nothing.
pub(super) fn closing(open: Kind) -> Option<Kind> {
    match open {
        Kind::OpenParen => Some(Kind::CloseParen),
        Kind::OpenBrace => Some(Kind::CloseBrace),
        Kind::OpenBracket => Some(Kind::CloseBracket),
        _ => None,
    }
}

/// Whether a comment has a carriage return that ends no line, which documentation must not have.
fn has_bare_return(comment: &str) -> bool {
    let lines = comment.strip_suffix('\r').unwrap_or(comment);
    lines.contains('\r') && lines.replace("\r\n", "").contains('\r')
}

/// `None` for what is no token of the syntax, or none that is known here.
fn known(kind: TokenKind, word: &str) -> Option<Kind> {
    Some(match kind {
        TokenKind::LineComment { doc_style } | TokenKind::BlockComment { doc_style, terminated: true } => match doc_style? {
            DocStyle::Outer => Kind::OuterDoc,
            DocStyle::Inner => Kind::InnerDoc,
        },
        TokenKind::Ident => keyword(word),
        TokenKind::RawIdent if matches!(word, "r#_" | "r#self" | "r#Self" | "r#super" | "r#crate") => return None,
        // `c"a"` is a prefix that is known; before 2021 others are words of their own.
        TokenKind::RawIdent | TokenKind::UnknownPrefix => Kind::Ident,
        TokenKind::Lifetime { starts_with_number: false } | TokenKind::RawLifetime => Kind::Lifetime,
        TokenKind::Literal { kind, suffix_start } => return literal(kind, word, suffix_start as usize == word.len()),
        TokenKind::Semi => Kind::Semi,
        TokenKind::Comma => Kind::Comma,
        TokenKind::Dot => Kind::Dot,
        TokenKind::OpenParen => Kind::OpenParen,
        TokenKind::CloseParen => Kind::CloseParen,
        TokenKind::OpenBrace => Kind::OpenBrace,
        TokenKind::CloseBrace => Kind::CloseBrace,
        TokenKind::OpenBracket => Kind::OpenBracket,
        TokenKind::CloseBracket => Kind::CloseBracket,
        TokenKind::At => Kind::At,
        TokenKind::Pound => Kind::Pound,
        TokenKind::Tilde => Kind::Tilde,
        TokenKind::Question => Kind::Question,
        TokenKind::Colon => Kind::Colon,
        TokenKind::Dollar => Kind::Dollar,
        TokenKind::Eq => Kind::Eq,
        TokenKind::Bang => Kind::Bang,
        TokenKind::Lt => Kind::Lt,
        TokenKind::Gt => Kind::Gt,
        TokenKind::Minus => Kind::Minus,
        TokenKind::And => Kind::And,
        TokenKind::Or => Kind::Or,
        TokenKind::Plus => Kind::Plus,
        TokenKind::Star => Kind::Star,
        TokenKind::Slash => Kind::Slash,
        TokenKind::Caret => Kind::Caret,
        TokenKind::Percent => Kind::Percent,
        _ => return None,
    })
}

/// A literal that is whole; a suffix is of numbers alone.
fn literal(kind: Literal, word: &str, plain: bool) -> Option<Kind> {
    let right = || plain && is_right(word);
    Some(match kind {
        Literal::Int { empty_int: false, base: Base::Binary | Base::Octal | Base::Decimal | Base::Hexadecimal }
            if has_right_digits(word) =>
        {
            Kind::Int
        }
        Literal::Float { empty_exponent: false, base: Base::Decimal } => Kind::Float,
        Literal::Str { terminated: true } | Literal::RawStr { n_hashes: Some(_) } if right() => Kind::Str,
        Literal::Char { terminated: true }
        | Literal::Byte { terminated: true }
        | Literal::ByteStr { terminated: true }
        | Literal::CStr { terminated: true }
        | Literal::RawByteStr { n_hashes: Some(_) }
        | Literal::RawCStr { n_hashes: Some(_) }
            if right() =>
        {
            Kind::OtherLiteral
        }
        _ => return None,
    })
}

fn keyword(word: &str) -> Kind {
    match word {
        "_" => Kind::Underscore,
        "as" => Kind::As,
        "async" => Kind::Async,
        "await" => Kind::Await,
        "box" => Kind::Box,
        "break" => Kind::Break,
        "const" => Kind::Const,
        "continue" => Kind::Continue,
        "crate" => Kind::Crate,
        "do" => Kind::Do,
        "dyn" => Kind::Dyn,
        "else" => Kind::Else,
        "enum" => Kind::Enum,
        "extern" => Kind::Extern,
        "false" => Kind::False,
        "fn" => Kind::Fn,
        "for" => Kind::For,
        "if" => Kind::If,
        "impl" => Kind::Impl,
        "in" => Kind::In,
        "let" => Kind::Let,
        "loop" => Kind::Loop,
        "macro" => Kind::Macro,
        "match" => Kind::Match,
        "mod" => Kind::Mod,
        "move" => Kind::Move,
        "mut" => Kind::Mut,
        "pub" => Kind::Pub,
        "ref" => Kind::Ref,
        "return" => Kind::Return,
        "Self" => Kind::SelfType,
        "self" => Kind::SelfValue,
        "static" => Kind::Static,
        "struct" => Kind::Struct,
        "super" => Kind::Super,
        "trait" => Kind::Trait,
        "true" => Kind::True,
        "try" => Kind::Try,
        "type" => Kind::Type,
        "unsafe" => Kind::Unsafe,
        "use" => Kind::Use,
        "where" => Kind::Where,
        "while" => Kind::While,
        "yield" => Kind::Yield,
        "abstract" | "become" | "final" | "override" | "priv" | "typeof" | "unsized" | "virtual" => Kind::Reserved,
        _ => Kind::Ident,
    }
}
