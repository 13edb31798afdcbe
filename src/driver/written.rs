//! A map's type that is written on the command line: what its key and value take.
//!
//! The front ends read it as the type of a variable in a file of its own, with all that the tables of libraries know
//! in sight.

use super::on_threads;
use crate::analysis::{self, Stop, cost};
use crate::diagnostic::inventory::Layouts;
use crate::facts::{FileInfo, Library, Name, ProgramBuilder, Unit};
use crate::frontend::{go, rust};
use crate::source::{FileId, Language};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

/// The edition of Rust in which a type is read.
const EDITION: u16 = 2024;

/// What is wrong with a type that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// It is no type of the language.
    Unparsed,
    /// It is no map, or one whose table is not modelled.
    NoMap,
}

/// What the entries of a map of this type take.
pub fn written_map(language: Language, ty: &str) -> Result<Layouts, Unwritten> {
    // What ends the type would go on as another declaration.
    if !is_balanced(ty) {
        return Err(Unwritten::Unparsed);
    }
    on_threads(Some(NonZeroUsize::MIN), || {
        let (go_library, rust_library) = (go::library(), rust::library());
        let facts = match language {
            Language::Go => go::lower(&format!("package p\n{}var m {ty}\n", imports(&go_library, ty)), "p.go"),
            Language::Rust => rust::lower(&format!("{}struct S {{\nm: {ty}\n}}\n", uses(&rust_library, ty)), EDITION),
        };
        if !facts.losses.is_empty() {
            return Err(Unwritten::Unparsed);
        }
        let mut builder = ProgramBuilder::new(go_library, rust_library);
        builder.file(FileInfo { language, requested: true, ..FileInfo::default() }, facts);
        let name = Name::from("p");
        builder.unit(Unit {
            language,
            path: name,
            name,
            files: vec![FileId(0)],
            module: name,
            is_main: false,
            is_test: false,
            edition: EDITION,
            go_version: None,
            dependencies: Vec::new(),
        });
        let asked = cost::Asked { inventory: true, ..cost::Asked::default() };
        let model = analysis::analyse(&builder.finish(), asked, None, &Stop::default());
        model.inventory.first().and_then(|entry| entry.layouts).ok_or(Unwritten::NoMap)
    })
}

fn is_balanced(ty: &str) -> bool {
    let mut depth = 0_usize;
    for letter in ty.chars() {
        match letter {
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' if depth == 0 => return false,
            '}' | ']' | ')' => depth -= 1,
            ';' | '\n' if depth == 0 => return false,
            _ => {}
        }
    }
    depth == 0
}

/// The packages of the table that the type names.
fn imports(library: &Library, ty: &str) -> String {
    let packages: BTreeMap<&str, &str> = library
        .layouts
        .keys()
        .filter_map(|path| path.rsplit_once('.'))
        .map(|(package, _)| (package.rsplit('/').next().unwrap_or(package), package))
        .collect();
    let named = packages.iter().filter(|(name, _)| ty.contains(&format!("{name}.")));
    named.map(|(_, package)| format!("import \"{package}\"\n")).collect()
}

/// The types of the table that the type names by their last segment; of several, that of the shortest path.
fn uses(library: &Library, ty: &str) -> String {
    let words: Vec<&str> = ty.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
    let mut types: BTreeMap<&str, &str> = BTreeMap::new();
    for path in library.layouts.keys().chain(library.types.keys()) {
        let name = path.rsplit("::").next().unwrap_or(path);
        let known = types.entry(name).or_insert(path);
        if is_nearer(path, known) {
            *known = path;
        }
    }
    // What the prelude has needs no `use`, and takes none amiss.
    let named = types.iter().filter(|(name, _)| words.contains(name));
    named.map(|(_, path)| format!("use {path};\n")).collect()
}

/// The standard library is meant before others, and there the shorter path.
fn is_nearer(path: &str, known: &str) -> bool {
    let rank = |path: &str| (!path.starts_with("std::"), path.matches("::").count());
    rank(path) < rank(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(language: Language, ty: &str) -> Result<[Option<u64>; 2], Unwritten> {
        written_map(language, ty).map(|layouts| [layouts.key, layouts.value].map(|layout| layout.map(|layout| layout.size)))
    }

    #[test]
    fn a_type_is_read_as_source_is() {
        assert_eq!(sizes(Language::Go, "map[string]*Session"), Ok([Some(16), Some(8)]));
        assert_eq!(sizes(Language::Go, "map[struct{ a int; b string }]time.Time"), Ok([Some(24), Some(24)]));
        assert_eq!(sizes(Language::Go, "map[netip.Addr]Session"), Ok([Some(24), None]));
        assert_eq!(sizes(Language::Rust, "HashMap<u64, Option<Box<str>>>"), Ok([Some(8), Some(16)]));
        assert_eq!(sizes(Language::Rust, "std::collections::HashSet<PathBuf>"), Ok([Some(24), Some(0)]));
        assert_eq!(sizes(Language::Rust, "HashMap<[u8; 4], [u16; 3]>"), Ok([Some(4), Some(6)]));
        assert_eq!(sizes(Language::Rust, "FxHashMap<Arc<str>, (u8, Instant)>"), Ok([Some(16), Some(24)]));
    }

    #[test]
    fn what_is_no_map_is_said_to_be_none() {
        assert_eq!(sizes(Language::Go, "[]int"), Err(Unwritten::NoMap));
        assert_eq!(sizes(Language::Rust, "BTreeMap<u8, u8>"), Err(Unwritten::NoMap));
        assert_eq!(sizes(Language::Rust, "DashMap<u8, u8>"), Err(Unwritten::NoMap));
        assert_eq!(sizes(Language::Go, "map[string"), Err(Unwritten::Unparsed));
        assert_eq!(sizes(Language::Rust, "HashMap<u8, u8"), Err(Unwritten::Unparsed));
        assert_eq!(sizes(Language::Rust, "u8 } struct T { m: HashMap<u8, u8>"), Err(Unwritten::Unparsed));
        assert_eq!(sizes(Language::Go, "int\nvar n map[int]int"), Err(Unwritten::Unparsed));
    }
}
