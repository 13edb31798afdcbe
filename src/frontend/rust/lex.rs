//! One walk over the text before parsing: collects comments and tokens, and measures how deep a tree the
//! parser would build.
//!
//! Both parsers parse, and everything walks and drops their trees, by recursion. Depth comes from brackets and,
//! inside one expression or type, from operators: `!!!!x`, `a = b = c`, `|| || x`, `A<A<A<…`, left-deep
//! chains `a + b + c` and `a.b().c()`. The measure never falls short of the tree's true depth
//! (up to a constant factor) and stays small for everything that people write.

use super::comments::Comments;
use super::token::Tokens;
use crate::facts::Loss;
use crate::source::Span;
use ra_ap_rustc_lexer::{FrontmatterAllowed, TokenKind, tokenize};
use std::ops::Range;

/// Brackets inside brackets. A test holds that all within these bounds fits into 64 MiB of stack in a
/// debug build.
const MAX_NESTING: usize = 300;
/// Operators, prefixes and links of chains that can lie inside each other, over all open brackets.
const MAX_DEPTH: usize = 3000;

/// What type arguments inside type arguments cost, in units of `MAX_DEPTH`.
const ANGLE: usize = 16;

/// What the walk finds.
pub(super) struct Outline<'t> {
    /// All comments.
    pub(super) comments: Comments<'t>,
    /// All tokens, where the file does not nest too deeply.
    pub(super) tokens: Tokens<'t>,
    /// Where the file nests too deeply to be parsed, if it does.
    pub(super) too_deep: Option<Loss>,
}

/// Walks over the tokens of a file.
pub(super) fn outline(text: &str) -> Outline<'_> {
    let mut comments = Comments::default();
    let mut tokens = Tokens::new(text);
    let mut depth = Depth::default();
    let mut too_deep = None;
    for (kind, range) in tokens_of(text, super::parse::prefix_len(text)..text.len()) {
        let word = text.get(range.clone()).unwrap_or_default();
        comments.token(kind, word, range.start);
        tokens.token(kind, word, range.start);
        depth.token(kind, word);
        if depth.exceeded() {
            too_deep = Some(Loss { span: Span::new(range.start, range.end), message: "nested too deeply".to_owned() });
            break;
        }
    }
    Outline { comments, tokens, too_deep }
}

/// The tokens of some bytes of a text, white space and comments included, and where they stand.
pub(super) fn tokens_of(text: &str, range: Range<usize>) -> impl Iterator<Item = (TokenKind, Range<usize>)> {
    let mut rest = tokenize(&text[range.clone()], FrontmatterAllowed::No);
    let mut at = range.start;
    std::iter::from_fn(move || {
        let token = rest.next()?;
        let start = at;
        if token.kind == TokenKind::GuardedStrPrefix {
            // `m!(#"text")`: two tokens until 2024, and an error since.
            at += 1;
            rest = tokenize(&text[at..range.end], FrontmatterAllowed::No);
            return Some((TokenKind::Pound, start..at));
        }
        at += token.len as usize;
        Some((token.kind, start..at))
    })
}

/// What stood before the current token.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Before {
    /// Nothing, a separator, an opening bracket or an operator: an operand follows.
    #[default]
    Start,
    /// The end of an operand: an operator that follows is binary.
    Operand,
    /// A closing brace: the end of a statement, or of an operand.
    Brace,
}

/// Depth inside one pair of brackets, since the last separator.
#[derive(Clone, Copy, Default)]
struct Level {
    /// What all that follows may lie inside of.
    chain: usize,
    /// What the current operand lies inside of, until a binary operator ends it.
    operand: usize,
    /// Open `<`, each of which may be a list of type arguments.
    angles: usize,
}

impl Level {
    fn depth(self) -> usize {
        self.chain + self.operand + self.angles * ANGLE
    }
}

#[derive(Default)]
struct Depth {
    outer: Vec<Level>,
    /// Sum over `outer`.
    outer_depth: usize,
    current: Level,
    before: Before,
    last: Option<TokenKind>,
}

impl Depth {
    fn exceeded(&self) -> bool {
        self.outer.len() > MAX_NESTING || self.outer_depth + self.current.depth() > MAX_DEPTH
    }

    fn token(&mut self, kind: TokenKind, word: &str) {
        use TokenKind::*;
        match kind {
            LineComment { .. } | BlockComment { .. } | Whitespace | Frontmatter { .. } => {}
            OpenParen | OpenBracket | OpenBrace => {
                self.current.operand += 1;
                self.outer_depth += self.current.depth();
                self.outer.push(std::mem::take(&mut self.current));
                self.before = Before::Start;
            }
            CloseParen | CloseBracket | CloseBrace => {
                self.current = self.outer.pop().unwrap_or_default();
                self.outer_depth = self.outer_depth.saturating_sub(self.current.depth());
                self.before = if kind == CloseBrace { Before::Brace } else { Before::Operand };
            }
            Semi | Comma => self.separate(Before::Start),
            Ident => self.identifier(word),
            Question => {
                self.current.operand += 1;
                self.before = Before::Operand;
            }
            Literal { .. } | RawIdent | InvalidIdent | ForcedKeywordIdent => self.operand(),
            Pound | Lifetime { .. } | RawLifetime if self.before == Before::Brace => self.separate(Before::Start),
            Lt => {
                if self.before == Before::Brace {
                    self.separate(Before::Start);
                }
                self.enclose();
                self.current.angles += 1;
            }
            Gt => {
                let arrow = matches!(self.last, Some(Minus | Eq));
                self.current.angles = self.current.angles.saturating_sub(usize::from(!arrow));
                self.before = if arrow { Before::Start } else { Before::Operand };
            }
            Dot if self.before != Before::Start => self.prefix(),
            Dot | Or if self.before == Before::Start => self.enclose(),
            Colon => self.prefix(),
            _ if self.before == Before::Start => self.prefix(),
            _ => {
                self.current = Level { chain: self.current.chain + 1, operand: 0, ..self.current };
                self.before = Before::Start;
            }
        }
        self.last = Some(kind);
    }

    /// Keywords may enclose all that follows; after `}` any other word starts anew.
    fn identifier(&mut self, word: &str) {
        let continues = matches!(word, "else" | "as");
        if self.before == Before::Brace && !continues {
            self.separate(Before::Start);
        }
        let encloses = continues
            || matches!(
                word,
                "async" | "become" | "box" | "break" | "const" | "do" | "dyn" | "extern" | "fn" | "for" | "if" | "impl" | "in" | "let"
            )
            || matches!(
                word,
                "loop" | "match" | "move" | "mut" | "ref" | "return" | "static" | "try" | "unsafe" | "where" | "while" | "yield"
            );
        if encloses {
            self.enclose();
        } else {
            self.operand();
        }
    }

    fn operand(&mut self) {
        if self.before == Before::Brace {
            self.separate(Before::Start);
        }
        self.before = Before::Operand;
    }

    fn prefix(&mut self) {
        self.current.operand += 1;
        self.before = Before::Start;
    }

    fn enclose(&mut self) {
        self.current = Level { chain: self.current.chain + self.current.operand + 1, operand: 0, ..self.current };
        self.before = Before::Start;
    }

    fn separate(&mut self, before: Before) {
        self.current = Level::default();
        self.before = before;
    }
}
