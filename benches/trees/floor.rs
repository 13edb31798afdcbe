//! What a run costs at least: the files that maplint reads are found, read and parsed, and nothing else.
//!
//! The same parsers in the same manner: one for Go in each thread, for Rust syn's with places in the text, whose
//! table is emptied after each file. No tree outlives its file.

use maplint::source::{self, Language, SourceFile};
use rayon::prelude::*;
use std::cell::RefCell;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use tree_sitter::Parser;

/// The stack of a thread in bytes, as maplint's: syn's parser follows the nesting of the source.
const STACK: usize = 128 << 20;

/// How many files of the tree could be read and were given to a parser.
pub(crate) fn floor(tree: &Path, threads: NonZeroUsize) -> io::Result<usize> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).stack_size(STACK).build().map_err(io::Error::other)?;
    let project = source::discover(&[], tree, &source::Options::default());
    Ok(pool.install(|| project.files.par_iter().with_max_len(1).filter(|file| is_parsed(file)).count()))
}

thread_local! {
    static GO: RefCell<Parser> = RefCell::new(go_parser());
}

fn go_parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_go::LANGUAGE.into()).expect("the grammar is of a version that the parser reads");
    parser
}

fn is_parsed(file: &SourceFile) -> bool {
    let Ok(text) = source::read(file) else { return false };
    match file.language {
        Language::Go => drop(GO.with_borrow_mut(|parser| parser.parse(&text, None))),
        Language::Rust => {
            drop(syn::parse_file(&text));
            proc_macro2::extra::invalidate_current_thread_spans();
        }
    }
    true
}
