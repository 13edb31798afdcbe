//! What follows from the facts of all files: whole-program questions, one file each.

pub mod cost;
pub mod fix;
pub mod go;
mod inventory;
pub mod model;
pub mod promise;
pub mod rust;
mod stop;
pub mod symbols;
mod tree;
pub mod ty;

pub use model::Model;
pub use stop::Stop;

use crate::facts::Program;
use crate::source::Language;
use cost::Asked;
use go::Recall;
use symbols::Symbols;

/// The model of a program, both languages together, in source order; of what costs, only what is `asked`. What functions
/// of Go did in earlier runs, and what is to be known of this one, is asked of `recall`.
pub fn analyse(program: &Program, asked: Asked, recall: Option<&dyn Recall>, stop: &Stop) -> Model {
    let symbols = Symbols::new(program);
    let has = |language| program.infos.iter().any(|info| info.language == language);
    let mut model = if has(Language::Go) { go::analyse(program, &symbols, asked, recall, stop) } else { Model::default() };
    if has(Language::Rust) {
        model.extend(rust::analyse(program, &symbols, asked));
    }
    inventory::complete(&mut model);
    model.sort();
    model
}

/// Takes something large apart, for which nobody needs to wait: a thread that has nothing else to do drops it.
pub(crate) fn drop_aside<T: Send + 'static>(large: T) {
    // A thread alone would come to it at the end only, and keep the storage until then.
    if rayon::current_num_threads() > 1 {
        rayon::spawn(move || drop(large));
    }
}
