//! What follows from the facts of all files: whole-program questions, one file each.

pub mod cost;
pub mod fault;
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
use fault::{Cost, Fault, Faults, caught};
use go::Recall;
use symbols::Symbols;

/// The model of a program, both languages together, in source order; of what costs, only what is `asked`. What functions
/// of Go did in earlier runs, and what is to be known of this one, is asked of `recall`. A panic costs the function that
/// it is over; one over more than that, its language.
pub fn analyse(program: &Program, asked: Asked, recall: Option<&dyn Recall>, stop: &Stop) -> Model {
    let symbols = Symbols::new(program);
    let faults = Faults::default();
    let mut model = Model::default();
    for language in [Language::Go, Language::Rust] {
        if !program.infos.iter().any(|info| info.language == language) {
            continue;
        }
        let found = caught(|| {
            let mut found = match language {
                Language::Go => go::analyse(program, &symbols, asked, recall, stop, &faults),
                Language::Rust => rust::analyse(program, &symbols, asked, &faults),
            };
            inventory::complete(&mut found);
            found
        });
        match found {
            Ok(found) => model.extend(found),
            Err(reason) => model.faults.push(Fault { cost: Cost::Language(language), reason }),
        }
    }
    model.faults.extend(faults.told(program, &symbols));
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
