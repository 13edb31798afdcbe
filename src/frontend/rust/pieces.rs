//! Cuts a text between its top-level items, by its tokens alone.
//!
//! The parser takes some 150 bytes of memory for each byte that it is given at once, and gives nothing for what does not
//! parse: a large text is parsed in parts, a broken one item by item.

use super::lex::tokens_of;
use super::parse::prefix_len;
use ra_ap_rustc_lexer::{DocStyle, TokenKind};
use std::ops::Range;

/// More bytes than these are parsed in parts of about as many.
const LARGE: usize = 2 << 20;

/// How a text is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// After the end of an item. Right wherever the text parses.
    AfterItems,
    /// There, and before a word that starts a line and can start an item, which is where rustfmt puts all items and
    /// little else: what is not closed ends with the item that it is in.
    AtLines,
}

/// What is parsed at once, in order: all of the text, or of a large one parts of whole items. What stands before
/// Rust syntax is left out.
pub(super) fn parts(text: &str) -> Vec<Range<usize>> {
    let mut start = prefix_len(text);
    let mut parts = Vec::new();
    if text.len() > LARGE {
        for next in starts(text, start..text.len(), Cut::AfterItems) {
            if next - start >= LARGE {
                parts.push(start..next);
                start = next;
            }
        }
    }
    parts.push(start..text.len());
    parts
}

/// The items of a part that does not parse.
pub(super) fn items(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let starts = starts(text, part.clone(), Cut::AtLines);
    let ends = starts.iter().copied().chain([part.end]);
    [part.start].into_iter().chain(starts.iter().copied()).zip(ends).map(|(start, end)| start..end).collect()
}

/// Where the items of a part start, but for the first.
fn starts(text: &str, part: Range<usize>, cut: Cut) -> Vec<usize> {
    let mut starts = Vec::new();
    let (mut depth, mut before) = (0_usize, Before::Item);
    for (kind, range) in tokens_of(text, part.clone()) {
        let start = range.start;
        if is_item_start(kind, &text[range]) && start > part.start {
            let ends_item = depth == 0 && before == Before::Item;
            let is_at_line = cut == Cut::AtLines && before != Before::Attribute && text.as_bytes()[start - 1] == b'\n';
            if ends_item || is_at_line {
                starts.push(start);
                depth = 0;
            }
        }
        before = match kind {
            _ if is_outer_comment(kind) => Before::Attribute,
            TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } | TokenKind::Whitespace => before,
            TokenKind::OpenParen | TokenKind::OpenBracket | TokenKind::OpenBrace => {
                depth += 1;
                Before::Other
            }
            TokenKind::CloseParen | TokenKind::CloseBracket | TokenKind::CloseBrace => {
                depth = depth.saturating_sub(1);
                match kind {
                    TokenKind::CloseBrace => Before::Item,
                    TokenKind::CloseBracket => Before::Attribute,
                    _ => Before::Other,
                }
            }
            TokenKind::Semi => Before::Item,
            _ => Before::Other,
        };
    }
    starts
}

/// What a token can be the last of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// An item; also the start of all.
    Item,
    /// An attribute: the item has started.
    Attribute,
    Other,
}

fn is_item_start(kind: TokenKind, word: &str) -> bool {
    match kind {
        TokenKind::Pound => true,
        TokenKind::Ident => matches!(
            word,
            "async"
                | "auto"
                | "const"
                | "enum"
                | "extern"
                | "fn"
                | "impl"
                | "macro"
                | "macro_rules"
                | "mod"
                | "pub"
                | "static"
                | "struct"
                | "trait"
                | "type"
                | "union"
                | "unsafe"
                | "use"
        ),
        _ => is_outer_comment(kind),
    }
}

/// `/// …` and `/** … */` are attributes of what follows.
fn is_outer_comment(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::LineComment { doc_style: Some(DocStyle::Outer) } | TokenKind::BlockComment { doc_style: Some(DocStyle::Outer), .. }
    )
}
