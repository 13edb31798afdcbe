//! The table of libraries by interned names.
//!
//! It is asked for each type that is met, so often that comparing its keys as text shows.

use crate::facts::{EntryModel, FunctionModel, Library, Name, StructModel, TypeModel};
use rustc_hash::FxHashMap;

/// The table's parts that are asked for types.
#[derive(Default)]
pub(super) struct Table<'p> {
    types: FxHashMap<Name, &'p TypeModel>,
    structs: FxHashMap<Name, &'p StructModel>,
    /// Structs that are told by the folder of their package, without the `/*`.
    folders: FxHashMap<&'p str, &'p StructModel>,
    /// Functions by what is before their last dot, a package or a type, and by what is behind; with
    /// the path.
    functions: FxHashMap<(Name, Name), (Name, &'p FunctionModel)>,
    /// Entries by the methods that they name; under `None` those that name none. In the table's order.
    entries: FxHashMap<Option<Name>, Vec<Entry<'p>>>,
    /// Entries that are told by the function that takes them.
    registered: Vec<Entry<'p>>,
}

/// An entry of the table with its key.
pub(super) type Entry<'p> = (&'p str, &'p EntryModel);

impl<'p> Table<'p> {
    pub(super) fn new(library: &'p Library) -> Table<'p> {
        let split = |(path, model): (&'p String, &'p FunctionModel)| {
            let (owner, name) = path.rsplit_once('.')?;
            Some(((Name::from(owner), Name::from(name)), (Name::from(path), model)))
        };
        Table {
            types: library.types.iter().map(|(path, model)| (Name::from(path), model)).collect(),
            structs: library.structs.iter().map(|(path, model)| (Name::from(path), model)).collect(),
            folders: library.structs.iter().filter_map(|(path, model)| Some((path.strip_suffix("/*")?, model))).collect(),
            functions: library.functions.iter().filter_map(split).collect(),
            entries: entries(library),
            registered: library.entries.iter().filter(|(_, entry)| entry.registers.is_some()).map(|(key, entry)| (&**key, entry)).collect(),
        }
    }

    /// The entries that are told by the function that takes them.
    pub(super) fn registered(&self) -> &[Entry<'p>] {
        &self.registered
    }

    /// The entries that a function of this name may be, in the table's order.
    pub(super) fn entries(&self, function: Name) -> impl Iterator<Item = Entry<'p>> {
        let of = |name: Option<Name>| self.entries.get(&name).map_or(&[][..], |entries| entries).iter().copied();
        let mut lists = (of(Some(function)).peekable(), of(None).peekable());
        std::iter::from_fn(move || match (lists.0.peek(), lists.1.peek()) {
            (Some((named, _)), Some((nameless, _))) if nameless < named => lists.1.next(),
            (Some(_), _) => lists.0.next(),
            (None, _) => lists.1.next(),
        })
    }

    /// What the table says of a type.
    pub(super) fn ty(&self, path: Name) -> Option<&'p TypeModel> {
        self.types.get(&path).copied()
    }

    /// Whether the table has an entry for the type itself.
    pub(super) fn has(&self, path: Name) -> bool {
        self.types.contains_key(&path) || self.structs.contains_key(&path)
    }

    /// The table's entry for a struct type: by its path, or by the innermost folder that has one.
    pub(super) fn struct_model(&self, path: Name) -> Option<&'p StructModel> {
        let in_folder = || {
            let mut folders = path.match_indices('/').rev().map(|(at, _)| &path.as_str()[..at]);
            folders.find_map(|folder| self.folders.get(folder).copied())
        };
        self.structs.get(&path).copied().or_else(in_folder)
    }

    /// What the table says of a method of a type, and the method's path.
    pub(super) fn method(&self, owner: Name, name: Name) -> Option<(Name, &'p FunctionModel)> {
        self.functions.get(&(owner, name)).copied()
    }
}

fn entries(library: &Library) -> FxHashMap<Option<Name>, Vec<Entry<'_>>> {
    let mut entries: FxHashMap<Option<Name>, Vec<Entry<'_>>> = FxHashMap::default();
    for (key, entry) in &library.entries {
        let nameless = entry.methods.is_empty() || entry.embeds.is_some();
        let names: Vec<Option<Name>> =
            if nameless { vec![None] } else { entry.methods.iter().map(|name| Some(Name::from(name))).collect() };
        names.into_iter().for_each(|name| entries.entry(name).or_default().push((key, entry)));
    }
    entries
}
