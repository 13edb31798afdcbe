//! Names bound inside one function: a block-structured symbol table in which looking up, binding
//! and leaving a block cost the same however many names there are.

use crate::facts::{LocalId, Name};
use rustc_hash::FxHashMap;

/// What a name stands for inside a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    /// A variable, parameter or constant of the function.
    Local(LocalId),
    /// A type declared in the function, or a type parameter: the name it has in the facts.
    Type(Name),
}

/// The bindings that can be seen at one place, innermost last.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    newest: FxHashMap<Name, usize>,
    entries: Vec<Entry>,
    blocks: Vec<usize>,
}

#[derive(Debug)]
struct Entry {
    name: Name,
    binding: Binding,
    shadows: Option<usize>,
}

impl Scopes {
    /// Forgets all, and keeps the storage.
    pub(super) fn clear(&mut self) {
        self.newest.clear();
        self.entries.clear();
        self.blocks.clear();
    }

    /// Opens a block.
    pub(super) fn enter(&mut self) {
        self.blocks.push(self.entries.len());
    }

    /// Closes the innermost block: what it shadowed is seen again.
    pub(super) fn leave(&mut self) {
        let start = self.blocks.pop().unwrap_or(0);
        while self.entries.len() > start {
            let Some(entry) = self.entries.pop() else { break };
            match entry.shadows {
                Some(shadowed) => self.newest.insert(entry.name, shadowed),
                None => self.newest.remove(&entry.name),
            };
        }
    }

    /// Whether any block is open.
    pub(super) fn in_block(&self) -> bool {
        !self.blocks.is_empty()
    }

    /// Binds a name in the innermost block.
    pub(super) fn bind(&mut self, name: Name, binding: Binding) {
        let shadows = self.newest.insert(name, self.entries.len());
        self.entries.push(Entry { name, binding, shadows });
    }

    /// What a name stands for; `None`: nothing in this function binds it.
    pub(super) fn lookup(&self, name: Name) -> Option<Binding> {
        self.newest.get(&name).map(|index| self.entries[*index].binding)
    }

    /// The local that the innermost block itself binds to a name: what `:=` assigns to instead.
    pub(super) fn innermost_local(&self, name: Name) -> Option<LocalId> {
        let index = *self.newest.get(&name)?;
        match self.entries[index].binding {
            Binding::Local(local) if index >= self.blocks.last().copied().unwrap_or(0) => Some(local),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ustr::ustr;

    #[test]
    fn an_inner_block_shadows_until_it_ends() {
        let (x, outer, inner) = (ustr("x"), Binding::Local(LocalId::new(0)), Binding::Local(LocalId::new(1)));
        let mut scopes = Scopes::default();
        scopes.enter();
        scopes.bind(x, outer);
        scopes.enter();
        assert_eq!((scopes.lookup(x), scopes.innermost_local(x)), (Some(outer), None));
        scopes.bind(x, inner);
        assert_eq!((scopes.lookup(x), scopes.innermost_local(x)), (Some(inner), Some(LocalId::new(1))));
        scopes.leave();
        assert_eq!(scopes.lookup(x), Some(outer));
        scopes.leave();
        assert_eq!(scopes.lookup(x), None);
        scopes.leave();
    }
}
