//! Caches by an id that another crate declares: what it stands for comes from elsewhere, without end.

#![allow(dead_code)]

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::mpsc::Receiver;
use tokio::task::*;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileId(u32);

#[derive(Clone)]
pub struct Compiled(u64);

/// What the loop below owns.
struct Modules {
    by_task: HashMap<Id, Compiled>, // want ever-growing-map "by_task"
    seen: HashMap<Id, Compiled>,
    by_type: HashMap<TypeId, Compiled>,
    by_file: HashMap<FileId, Compiled>,
}

impl Modules {
    fn compiled_bad(&mut self, task: Id) -> Compiled {
        if let Some(known) = self.by_task.get(&task) {
            return known.clone();
        }
        self.by_task.insert(task, Compiled(1));
        Compiled(1)
    }

    /// No cache: who puts it in does not ask first.
    fn saw_ok(&mut self, task: Id) {
        self.seen.insert(task, Compiled(1));
    }

    /// A program has so many types.
    fn of_type_ok(&mut self, ty: TypeId) -> Compiled {
        self.by_type.entry(ty).or_insert(Compiled(2)).clone()
    }

    /// An id that the program gives out itself.
    fn of_file_ok(&mut self, file: FileId) -> Compiled {
        self.by_file.entry(file).or_insert(Compiled(3)).clone()
    }
}

pub fn serve(commands: &Receiver<(Id, TypeId, FileId)>) -> u64 {
    let mut modules =
        Modules { by_task: HashMap::new(), seen: HashMap::new(), by_type: HashMap::new(), by_file: HashMap::new() };
    let mut sum = 0;
    while let Ok((task, ty, file)) = commands.recv() {
        modules.saw_ok(task);
        sum += modules.compiled_bad(task).0 + modules.of_type_ok(ty).0 + modules.of_file_ok(file).0;
    }
    sum
}
