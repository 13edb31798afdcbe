//! What a path stands for: crates, module trees, imports with renames, globs and re-exports.
//!
//! A path is classified by what it resolves to, never by its last segment. What leaves the workspace
//! becomes its full path (`dashmap::DashMap`), to be asked of the library table; what cannot be
//! resolved, or resolves to two things in different builds, is nothing, and nothing is said of it.

use crate::analysis::symbols::Symbols;
use crate::analysis::ty::{FunctionId, TypeId, VarId};
use crate::facts::{Import, Name, Program, ScopeId, UnitId};
use crate::source::{FileId, Language};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Imports that import each other are followed this far.
const IMPORT_DEPTH: usize = 24;

/// What a path stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A declared type or trait.
    Type(TypeId),
    /// A declared static or constant.
    Var(VarId),
    /// A declared free function.
    Function(FunctionId),
    /// A module of the workspace.
    Module(ModuleId),
    /// A path that leaves the workspace, in full.
    Extern(String),
    /// `Type::name`, where the type is declared in the workspace: a method, variant or constant.
    Member(TypeId, Name),
}

/// An index into the modules of all crates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ModuleId(usize);

/// Which kind of name is looked for; one module may have a type and a function of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Space {
    /// Types, traits and modules.
    Type,
    /// Functions, statics and constants.
    Value,
}

#[derive(Debug)]
struct Module {
    unit: UnitId,
    path: Vec<Name>,
    names: Declared,
    scopes: Vec<(FileId, ScopeId)>,
}

#[derive(Debug, Default)]
struct Declared {
    types: FxHashMap<Name, Vec<TypeId>>,
    functions: FxHashMap<Name, Vec<FunctionId>>,
    vars: FxHashMap<Name, Vec<VarId>>,
}

/// The names of all Rust crates of a program.
#[derive(Debug)]
pub(super) struct Names<'p> {
    program: &'p Program,
    modules: Vec<Module>,
    by_path: FxHashMap<(UnitId, Vec<Name>), ModuleId>,
    /// The modules in a module.
    children: FxHashMap<(ModuleId, Name), ModuleId>,
    crates: FxHashMap<Name, UnitId>,
    module_of: FxHashMap<(FileId, ScopeId), ModuleId>,
    local: FxHashMap<(FileId, ScopeId), Declared>,
    /// The crates of which the library table knows types.
    known: FxHashSet<&'p str>,
    /// By file, what was asked for in its scopes: most names are asked for over and over.
    resolved: Vec<Mutex<Resolved>>,
}

/// What paths stand for in the scopes of a file.
type Resolved = FxHashMap<(ScopeId, Space), FxHashMap<Box<[Name]>, Option<Item>>>;

impl<'p> Names<'p> {
    /// Gathers the declarations of every Rust file.
    pub(super) fn new(program: &'p Program, symbols: &Symbols) -> Names<'p> {
        let mut names = Names {
            program,
            modules: Vec::new(),
            by_path: FxHashMap::default(),
            children: FxHashMap::default(),
            crates: FxHashMap::default(),
            module_of: FxHashMap::default(),
            local: FxHashMap::default(),
            resolved: program.files.iter().map(|_| Mutex::default()).collect(),
            known: program.rust.types.keys().filter_map(|path| Some(path.split_once("::")?.0)).filter(|name| *name != "std").collect(),
        };
        for (index, unit) in program.units.iter().enumerate().filter(|(_, unit)| unit.language == Language::Rust) {
            let id = UnitId::new(index);
            if !unit.is_main && !unit.is_test {
                names.crates.entry(unit.path).or_insert(id);
            }
            for file in &unit.files {
                names.file(id, *file, symbols);
            }
        }
        let child = |(index, module): (usize, &Module)| {
            let (name, outer) = module.path.split_last()?;
            let outer = names.by_path.get(&(module.unit, outer.to_vec()))?;
            Some(((*outer, *name), ModuleId(index)))
        };
        names.children = names.modules.iter().enumerate().filter_map(child).collect();
        names
    }

    fn file(&mut self, unit: UnitId, file: FileId, symbols: &Symbols) {
        let facts = self.program.file(file);
        for (index, scope) in facts.scopes.iter().enumerate() {
            let id = ScopeId::new(index);
            let outer =
                scope.parent.filter(|parent| parent.index() < index).and_then(|parent| self.module_of.get(&(file, parent)).copied());
            let module = match outer {
                None => self.module(unit, self.program.info(file).module.clone()),
                Some(outer) if scope.module.is_empty() => {
                    self.local.entry((file, id)).or_default();
                    outer
                }
                Some(outer) => {
                    let path = self.modules[outer.0].path.iter().copied().chain([scope.module]).collect();
                    self.module(unit, path)
                }
            };
            self.module_of.insert((file, id), module);
            if !self.local.contains_key(&(file, id)) {
                self.modules[module.0].scopes.push((file, id));
            }
        }
        for (index, decl) in facts.types.iter().enumerate() {
            if let Some(declared) = self.declared(file, decl.scope) {
                declared.types.entry(decl.name).or_default().push(symbols.type_id(file, index));
            }
        }
        for (index, decl) in facts.vars.iter().enumerate() {
            if let Some(declared) = self.declared(file, decl.scope) {
                declared.vars.entry(decl.name).or_default().push(symbols.var_id(file, index));
            }
        }
        for (index, function) in facts.functions.iter().enumerate().filter(|(_, function)| function.owner.is_none()) {
            // A function with items of its own stands beside them, in the scope around its own.
            let scope = facts.scopes.get(function.scope.index());
            let outer = scope.and_then(|scope| scope.parent).filter(|_| self.local.contains_key(&(file, function.scope)));
            for scope in [Some(function.scope), outer].into_iter().flatten() {
                if let Some(declared) = self.declared(file, scope) {
                    declared.functions.entry(function.name).or_default().push(symbols.function_id(file, index));
                }
            }
        }
    }

    fn module(&mut self, unit: UnitId, path: Vec<Name>) -> ModuleId {
        let modules = &mut self.modules;
        *self.by_path.entry((unit, path.clone())).or_insert_with(|| {
            modules.push(Module { unit, path, names: Declared::default(), scopes: Vec::new() });
            ModuleId(modules.len() - 1)
        })
    }

    fn declared(&mut self, file: FileId, scope: ScopeId) -> Option<&mut Declared> {
        if let Some(declared) = self.local.get_mut(&(file, scope)) {
            return Some(declared);
        }
        let module = *self.module_of.get(&(file, scope))?;
        Some(&mut self.modules[module.0].names)
    }

    /// What a path written in a scope stands for.
    pub(super) fn resolve(&self, file: FileId, scope: ScopeId, path: &[Name], space: Space) -> Option<Item> {
        let known = &self.resolved[file.index()];
        if let Some(known) = lock(known).get(&(scope, space)).and_then(|known| known.get(path)) {
            return known.clone();
        }
        let found = Search { names: self, tried: RefCell::default() }.resolve_in(file, scope, path, space, 0);
        lock(known).entry((scope, space)).or_default().insert(path.into(), found.clone());
        found
    }

    /// Whether a type's path leads out of the workspace, past the standard library: it says so itself, or
    /// nothing here has the name and the module imports all that another crate has (`use other::prelude::*`).
    pub(super) fn is_foreign(&self, file: FileId, scope: ScopeId, path: &[Name]) -> bool {
        let foreign = |item: &Item| matches!(item, Item::Extern(full) if !full.starts_with("std::"));
        match self.resolve(file, scope, path, Space::Type) {
            Some(item) => foreign(&item),
            None if path.len() == 1 => {
                let module = self.module_of.get(&(file, scope)).map(|module| &self.modules[module.0]);
                let search = Search { names: self, tried: RefCell::default() };
                let mut scopes = module.iter().flat_map(|module| &module.scopes);
                scopes.any(|(file, scope)| search.globs(*file, *scope).iter().any(&foreign))
            }
            None => false,
        }
    }

    fn crate_named(&self, from: ModuleId, name: Name) -> Option<Item> {
        let unit = &self.program.units[self.modules[from.0].unit.index()];
        let dependency = unit.dependencies.iter().find(|(alias, _)| *alias == name);
        let real = dependency.map_or(name, |(_, real)| *real);
        // Every crate has these three; one of that name elsewhere in the tree is another.
        let comes_along = dependency.is_none() && matches!(name.as_str(), "std" | "core" | "alloc");
        let root = self.crates.get(&real).filter(|_| !comes_along).and_then(|unit| self.by_path.get(&(*unit, Vec::new())));
        if let Some(root) = root {
            return Some(Item::Module(*root));
        }
        Some(Item::Extern(match real.as_str() {
            "core" | "alloc" => "std".to_owned(),
            other => other.to_owned(),
        }))
    }

    /// A name in a crate outside the workspace. Many hand on a whole crate under its own name
    /// (`reth_primitives_traits::dashmap`): that one is meant.
    fn external(&self, path: &str, segment: Name) -> String {
        let handed_on = path != "std" && !path.contains("::") && self.known.contains(segment.as_str());
        if handed_on { segment.to_string() } else { format!("{path}::{segment}") }
    }

    fn root(&self, module: ModuleId) -> Option<ModuleId> {
        self.by_path.get(&(self.modules[module.0].unit, Vec::new())).copied()
    }

    fn parent(&self, module: ModuleId) -> Option<ModuleId> {
        let entry = &self.modules[module.0];
        let (_, path) = entry.path.split_last()?;
        self.by_path.get(&(entry.unit, path.to_vec())).copied()
    }
}

/// The search for one path. Glob imports of each other make many ways to one module: each is gone once.
struct Search<'n, 'p> {
    names: &'n Names<'p>,
    /// What modules were asked for.
    tried: RefCell<FxHashMap<(ModuleId, Name, Space), Answer>>,
}

/// What a module has given to a search.
struct Answer {
    /// How deep the search was when it asked.
    depth: usize,
    /// Nothing yet while it is looked for.
    found: Option<Item>,
}

impl Search<'_, '_> {
    fn resolve_in(&self, file: FileId, scope: ScopeId, path: &[Name], space: Space, depth: usize) -> Option<Item> {
        if depth > IMPORT_DEPTH {
            return None;
        }
        let module = *self.names.module_of.get(&(file, scope))?;
        let (first, rest) = path.split_first()?;
        let first_space = if rest.is_empty() { space } else { Space::Type };
        match first.as_str() {
            "" => {
                let (krate, rest) = rest.split_first()?;
                return self.walk(self.names.crate_named(module, *krate)?, rest, space, depth);
            }
            "crate" | "$crate" => return self.walk(Item::Module(self.names.root(module)?), rest, space, depth),
            "self" => return self.walk(Item::Module(module), rest, space, depth),
            "super" => return self.walk(Item::Module(self.names.parent(module)?), rest, space, depth),
            _ => {}
        }
        let mut at = Some(scope);
        while let Some(scope) = at.filter(|scope| self.names.local.contains_key(&(file, *scope))) {
            let declared = self.names.local.get(&(file, scope)).and_then(|declared| declared.find(*first, first_space));
            if let Some(item) = declared.or_else(|| self.imported(file, scope, *first, first_space, depth)) {
                return self.walk(item, rest, space, depth);
            }
            at = self.names.program.file(file).scopes.get(scope.index()).and_then(|scope| scope.parent);
        }
        if let Some(item) = self.in_module(module, *first, first_space, depth) {
            return self.walk(item, rest, space, depth);
        }
        if !rest.is_empty()
            && let Some(krate) = self.names.crate_named(module, *first)
        {
            return self.walk(krate, rest, space, depth);
        }
        let known = prelude(first.as_str())?;
        self.walk(Item::Extern(known.to_owned()), rest, space, depth)
    }

    /// A name as a module knows it: declared, a child, imported, or through a glob.
    fn in_module(&self, module: ModuleId, name: Name, space: Space, depth: usize) -> Option<Item> {
        if depth > IMPORT_DEPTH {
            return None;
        }
        let entry = &self.names.modules[module.0];
        if let Some(item) = entry.names.find(name, space) {
            return Some(item);
        }
        let asked = (module, name, space);
        if let Some(before) = self.tried.borrow().get(&asked)
            && (before.found.is_some() || before.depth <= depth)
        {
            return before.found.clone();
        }
        self.tried.borrow_mut().insert(asked, Answer { depth, found: None });
        let found = self.in_imports(module, name, space, depth);
        self.tried.borrow_mut().insert(asked, Answer { depth, found: found.clone() });
        found
    }

    /// The same for what is not declared in the module.
    fn in_imports(&self, module: ModuleId, name: Name, space: Space, depth: usize) -> Option<Item> {
        let entry = &self.names.modules[module.0];
        let mut found: Option<Item> = None;
        for (file, scope) in &entry.scopes {
            if let Some(item) = self.imported(*file, *scope, name, space, depth) {
                if found.as_ref().is_some_and(|known| *known != item) {
                    return None;
                }
                found = Some(item);
            }
        }
        if found.is_none() && space == Space::Type {
            found = self.names.children.get(&(module, name)).map(|child| Item::Module(*child));
        }
        found
    }

    fn imported(&self, file: FileId, scope: ScopeId, name: Name, space: Space, depth: usize) -> Option<Item> {
        let imports = &self.names.program.file(file).scopes.get(scope.index())?.imports;
        let named = imports.iter().filter(|import| !import.glob && import.alias == Some(name));
        let mut found: Option<Item> = None;
        for import in named {
            let Some(item) = self.import(file, scope, import, space, depth) else { continue };
            if found.as_ref().is_some_and(|known| *known != item) {
                return None;
            }
            found = Some(item);
        }
        if found.is_some() || depth > 4 {
            return found;
        }
        for import in imports.iter().filter(|import| import.glob) {
            if let Some(Item::Module(module)) = self.import(file, scope, import, Space::Type, depth)
                && Some(&module) != self.names.module_of.get(&(file, scope))
                && let Some(item) = self.in_module(module, name, space, depth + 1)
            {
                return Some(item);
            }
        }
        None
    }

    /// What a scope imports all of.
    fn globs(&self, file: FileId, scope: ScopeId) -> Vec<Item> {
        let imports = self.names.program.file(file).scopes.get(scope.index()).map_or(&[][..], |scope| &scope.imports);
        imports.iter().filter(|import| import.glob).filter_map(|import| self.import(file, scope, import, Space::Type, 0)).collect()
    }

    fn import(&self, file: FileId, scope: ScopeId, import: &Import, space: Space, depth: usize) -> Option<Item> {
        let (first, rest) = import.path.split_first()?;
        let module = *self.names.module_of.get(&(file, scope))?;
        let itself = import.alias == Some(*first);
        let keyword = matches!(first.as_str(), "" | "crate" | "$crate" | "self" | "super");
        if keyword {
            return self.resolve_in(file, scope, &import.path, space, depth + 1);
        }
        // A crate's name first where the import would only find itself again (`use dashmap;`).
        let local = if itself && rest.is_empty() { None } else { self.in_module_but(module, *first, import, depth + 1) };
        let first = match local {
            Some(item) => item,
            None => self.names.crate_named(module, *first)?,
        };
        self.walk(first, rest, space, depth + 1)
    }

    /// As [`Search::in_module`], past one import, so that `use dashmap::dashmap` is no circle.
    fn in_module_but(&self, module: ModuleId, name: Name, but: &Import, depth: usize) -> Option<Item> {
        if depth > IMPORT_DEPTH {
            return None;
        }
        let entry = &self.names.modules[module.0];
        if let Some(item) = entry.names.find(name, Space::Type) {
            return Some(item);
        }
        if let Some(child) = self.names.children.get(&(module, name)) {
            return Some(Item::Module(*child));
        }
        let edition = self.names.program.units[entry.unit.index()].edition;
        if edition < 2018 && !entry.path.is_empty() {
            let root = self.names.root(module)?;
            return self.in_module_but(root, name, but, depth + 1);
        }
        for (file, scope) in &entry.scopes {
            let imports = &self.names.program.file(*file).scopes.get(scope.index())?.imports;
            for import in imports.iter().filter(|import| !std::ptr::eq(*import, but) && import.alias == Some(name) && import.path.len() > 1)
            {
                if let Some(item) = self.import(*file, *scope, import, Space::Type, depth + 1) {
                    return Some(item);
                }
            }
        }
        None
    }

    /// Follows the rest of a path from what its beginning stands for.
    fn walk(&self, start: Item, rest: &[Name], space: Space, depth: usize) -> Option<Item> {
        let mut item = start;
        for (index, segment) in rest.iter().enumerate() {
            let space = if index + 1 == rest.len() { space } else { Space::Type };
            item = match item {
                Item::Module(module) => match segment.as_str() {
                    "self" => Item::Module(module),
                    "super" => Item::Module(self.names.parent(module)?),
                    _ => self.in_module(module, *segment, space, depth + 1)?,
                },
                Item::Extern(path) => Item::Extern(self.names.external(&path, *segment)),
                Item::Type(id) => Item::Member(id, *segment),
                Item::Var(_) | Item::Function(_) | Item::Member(..) => return None,
            };
        }
        Some(item)
    }
}

impl Declared {
    /// The one declaration of that name; two of them (in different builds) are none.
    fn find(&self, name: Name, space: Space) -> Option<Item> {
        match space {
            Space::Type => single(self.types.get(&name)).map(Item::Type),
            Space::Value => single(self.functions.get(&name))
                .map(Item::Function)
                .or_else(|| single(self.vars.get(&name)).map(Item::Var))
                // A tuple struct's name is a function too.
                .or_else(|| single(self.types.get(&name)).map(Item::Type)),
        }
    }
}

/// What is kept there is whole at any time: a thread that panicked has left nothing half done.
fn lock(resolved: &Mutex<Resolved>) -> MutexGuard<'_, Resolved> {
    resolved.lock().unwrap_or_else(PoisonError::into_inner)
}

fn single<T: Copy>(list: Option<&Vec<T>>) -> Option<T> {
    match list?.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// What the standard prelude brings into every module, in full.
fn prelude(name: &str) -> Option<&'static str> {
    Some(match name {
        "Option" => "std::option::Option",
        "Some" => "std::option::Option::Some",
        "None" => "std::option::Option::None",
        "Result" => "std::result::Result",
        "Ok" => "std::result::Result::Ok",
        "Err" => "std::result::Result::Err",
        "Box" => "std::boxed::Box",
        "Vec" => "std::vec::Vec",
        "String" => "std::string::String",
        "Default" => "std::default::Default",
        "drop" => "std::mem::drop",
        _ => return None,
    })
}
