//! The Rust front end: the text of one file in, its facts out, nothing kept.
//!
//! Stages: `lex` walks over the tokens once (comments, `token`s, and whether the file nests too deeply to be parsed by
//! recursion). `strict` makes the `tree` from them; of what it refuses, `pieces` cuts what is large or broken at its items,
//! `parse` makes syn's tree, and `from_syn` ours of that. `lower_items`, `lower_types`, `lower_body`, `lower_expr`,
//! `lower_control`, `lower_pattern` and `macros` (with `macro_grammar`) turn the tree into facts, with `scope` for names,
//! `attributes` for what these say, `literal` for values and `representation` for how types lie in memory. What libraries
//! mean stands in `models.toml`.
//!
//! Spans of syn live in a table of the thread: every span becomes a byte range inside `read`,
//! which empties that table before it returns.

mod attributes;
mod comments;
mod from_syn;
mod lex;
mod literal;
mod lower_body;
mod lower_control;
mod lower_expr;
mod lower_items;
mod lower_pattern;
mod lower_types;
mod macro_grammar;
mod macros;
mod parse;
mod pieces;
mod representation;
mod scope;
mod strict;
#[cfg(test)]
mod tests;
mod token;
mod tree;

use crate::facts::{FileFacts, Library, Loss, Scope, ScopeId};
use lower_items::Lowering;
use std::ops::Range;
use std::sync::LazyLock;
use strict::{Parsed, Parser};
use token::Tokens;
use tree::{Attribute, Item};

/// The facts of a Rust file.
///
/// `text` is the whole file; all spans are bytes of it. `edition` is that of its crate (2015, 2018,
/// 2021, 2024) and decides where temporaries end. Each item that does not parse gives one
/// [`crate::facts::Loss`]; a file that nests too deeply gives one, and an empty file scope. The same text gives the
/// same facts.
///
/// Parsing is recursive within fixed bounds: run it with 64 MiB of stack.
pub fn lower(text: &str, edition: u16) -> FileFacts {
    let outline = lex::outline(text);
    let generated = outline.comments.generated();
    if let Some(loss) = outline.too_deep {
        return FileFacts { generated, scopes: vec![Scope::default()], losses: vec![loss], ..FileFacts::default() };
    }
    let lowering = by_tokens(&outline.tokens, edition).unwrap_or_else(|_| by_syn(text, &outline.tokens, edition));
    FileFacts { generated, directives: outline.comments.directives(text), ..lowering.finish() }
}

/// Lowers a file item by item as `strict` reads it, if it reads all of it.
fn by_tokens<'t>(tokens: &'t Tokens<'t>, edition: u16) -> Parsed<Lowering<'t>> {
    let mut lowering = Lowering::new(tokens, edition);
    let mut parser = Parser::of_file(tokens)?;
    lowering.file(&parser.file_attributes()?);
    while let Some(item) = parser.next_item()? {
        lowering.item(&item, ScopeId::FIRST);
    }
    Ok(lowering)
}

/// Lowers a file as syn reads it: what it cannot read is a loss.
fn by_syn<'t>(text: &str, tokens: &'t Tokens<'t>, edition: u16) -> Lowering<'t> {
    let mut lowering = Lowering::new(tokens, edition);
    for part in pieces::parts(text) {
        let Err(loss) = lower_part(&mut lowering, text, part.clone()) else { continue };
        let items = pieces::items(text, part).into_iter();
        let losses: Vec<Loss> = items.filter_map(|item| lower_part(&mut lowering, text, item).err()).collect();
        // Each item may parse, but not all of them together.
        lowering.facts.losses.extend(if losses.is_empty() { vec![loss] } else { losses });
    }
    lowering
}

/// Lowers whole items: some bytes of the text.
fn lower_part(lowering: &mut Lowering<'_>, text: &str, part: Range<usize>) -> Result<(), Loss> {
    let (attributes, items) = read(text, part)?;
    lowering.file(&attributes);
    lowering.items(&items, ScopeId::FIRST);
    Ok(())
}

/// The tree of whole items: inner attributes, and what follows.
fn read(text: &str, part: Range<usize>) -> Result<(Vec<Attribute>, Vec<Item>), Loss> {
    let _spans = SpanTable;
    parse::parse(text, part).map(|source| from_syn::file(&source))
}

/// What Rust's libraries mean: the table that is part of this front end.
///
/// # Panics
///
/// Never: a test reads the same embedded text.
pub fn library() -> Library {
    // A process may make many runs: the server does, and a run that tries fixes.
    static LIBRARY: LazyLock<Library> =
        LazyLock::new(|| toml::from_str(include_str!("models.toml")).expect("the embedded table is read by a test"));
    LIBRARY.clone()
}

/// Empties the thread's table of spans when it goes, whichever way [`read`] is left.
struct SpanTable;

impl Drop for SpanTable {
    fn drop(&mut self) {
        proc_macro2::extra::invalidate_current_thread_spans();
    }
}
