//! The Rust front end: the text of one file in, its facts out, nothing kept.
//!
//! Stages, one file each: `lex` walks over the tokens once (comments, and whether the file nests too
//! deeply to be parsed by recursion), `pieces` cuts what is large or broken at its items, `parse` makes
//! syn's tree, `lower_items`, `lower_types`, `lower_body`, `lower_expr`, `lower_control`, `lower_pattern` and `macros` (with `macro_grammar`) turn
//! the tree into facts, with `scope` for names and `representation` for how types lie in memory. What libraries mean stands in `models.toml`.
//!
//! Spans of syn live in a table of the thread: every span becomes a byte range inside `lower_part`,
//! which empties that table before it returns.

mod comments;
mod lex;
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
#[cfg(test)]
mod tests;

use crate::facts::{FileFacts, Library, Loss, Scope};
use lower_items::Lowering;
use std::ops::Range;
use std::sync::LazyLock;

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
    let mut lowering = Lowering::new(edition);
    for part in pieces::parts(text) {
        let Err(loss) = lower_part(&mut lowering, text, part.clone()) else { continue };
        let items = pieces::items(text, part).into_iter();
        let losses: Vec<Loss> = items.filter_map(|item| lower_part(&mut lowering, text, item).err()).collect();
        // Each item may parse, but not all of them together.
        lowering.facts.losses.extend(if losses.is_empty() { vec![loss] } else { losses });
    }
    FileFacts { generated, directives: outline.comments.directives(text), ..lowering.finish() }
}

/// Lowers whole items: some bytes of the text.
fn lower_part<'t>(lowering: &mut Lowering<'t>, text: &'t str, part: Range<usize>) -> Result<(), Loss> {
    let _spans = SpanTable;
    parse::parse(text, part).map(|source| lowering.part(source))
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

/// Empties the thread's table of spans when it goes, whichever way [`lower_part`] is left.
struct SpanTable;

impl Drop for SpanTable {
    fn drop(&mut self) {
        proc_macro2::extra::invalidate_current_thread_spans();
    }
}
