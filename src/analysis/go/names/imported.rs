//! What packages outside the tree declare, where they are on this machine: the fields and methods of
//! types, and the results of functions.
//!
//! This says what is there, not what it does: what a library means, the table of models says, and what
//! it says comes first. Types outside the tree stay `Library` types, known by their paths.

use super::{InterfaceInfo, Signature, TypeInfo, full_path, is_builtin_type, library_names};
use crate::analysis::ty::{self, Ty, TyKind};
use crate::facts::{FileFacts, Function, LibraryPackage, Name, Program, TypeDecl, TypeDeclKind, TypeExpr, TypeExprId};
use rustc_hash::{FxHashMap, FxHashSet};

/// A function or method outside the tree.
#[derive(Clone, Debug)]
pub(in crate::analysis::go) struct ImportedFunction {
    /// Its type parameters; a method's are those of its receiver.
    pub(in crate::analysis::go) type_params: Vec<Name>,
    /// The types of its parameters, a variadic one's as a slice.
    pub(in crate::analysis::go) params: Box<[Ty]>,
    /// The types of its results.
    pub(in crate::analysis::go) results: Box<[Ty]>,
}

/// What packages outside the tree declare, by full path (`net/http.Request`).
#[derive(Debug, Default)]
pub(super) struct Imported {
    types: FxHashMap<Name, TypeInfo>,
    functions: FxHashMap<Name, ImportedFunction>,
    /// Methods by the path of their type and their name.
    methods: FxHashMap<(Name, Name), ImportedFunction>,
    /// Package clauses by import path.
    packages: FxHashMap<Name, Name>,
}

impl Imported {
    /// Resolves all that the program has of other packages. `own` gives the type that a package
    /// of the tree declares, by import path, name and type arguments; `None` where that package is outside
    /// the tree too.
    pub(super) fn new(program: &Program, own: impl Fn(Name, Name, Box<[Ty]>) -> Option<Ty>) -> Imported {
        let packages = program.libraries.iter().map(|package| (package.path, package.name)).collect();
        let mut imported = Imported { packages, ..Imported::default() };
        for package in program.libraries.iter() {
            let declared = package.files.iter().flat_map(|file| &file.types).map(|ty| ty.name).collect();
            for file in &package.files {
                let reader = Reader { package, file, declared: &declared, imports: imported.imports(file), own: &own };
                for decl in &file.types {
                    imported.types.insert(reader.path(decl.name), reader.type_info(decl));
                }
                for function in &file.functions {
                    match function.owner {
                        None => drop(imported.functions.insert(reader.path(function.name), reader.function(function))),
                        Some(owner) => {
                            let method = reader.owner_path(owner).map(|owner| ((owner, function.name), reader.function(function)));
                            imported.methods.extend(method);
                        }
                    }
                }
            }
        }
        imported
    }

    /// The import paths by the names that they have in a file.
    fn imports(&self, file: &FileFacts) -> FxHashMap<Name, Name> {
        let mut table = FxHashMap::default();
        for import in file.imports() {
            let Some(path) = import.path.first() else { continue };
            match import.alias.or_else(|| self.package_name(*path)) {
                Some(name) => {
                    table.insert(name, *path);
                }
                None => library_names(*path).into_iter().for_each(|name| {
                    table.entry(name).or_insert(*path);
                }),
            }
        }
        table
    }

    /// The package clause of an import path.
    pub(super) fn package_name(&self, path: Name) -> Option<Name> {
        self.packages.get(&path).copied()
    }

    pub(super) fn type_info(&self, path: Name) -> Option<&TypeInfo> {
        self.types.get(&path)
    }

    pub(super) fn function(&self, path: Name) -> Option<&ImportedFunction> {
        self.functions.get(&path)
    }

    /// The method of the type with the path `owner`.
    pub(super) fn method(&self, owner: Name, name: Name) -> Option<&ImportedFunction> {
        self.methods.get(&(owner, name))
    }
}

/// Resolves what one file writes.
struct Reader<'a, F> {
    package: &'a LibraryPackage,
    file: &'a FileFacts,
    /// The types that the package declares.
    declared: &'a FxHashSet<Name>,
    imports: FxHashMap<Name, Name>,
    own: F,
}

impl<F: Fn(Name, Name, Box<[Ty]>) -> Option<Ty>> Reader<'_, F> {
    fn path(&self, name: Name) -> Name {
        full_path(self.package.path, name)
    }

    /// The path of a method's type.
    fn owner_path(&self, owner: TypeExprId) -> Option<Name> {
        match self.file.type_exprs.get(owner.index())? {
            TypeExpr::Path { path, .. } => Some(self.path(*path.last()?)),
            _ => None,
        }
    }

    fn type_info(&self, decl: &TypeDecl) -> TypeInfo {
        let params: Vec<Name> = decl.params.iter().map(|param| param.name).collect();
        let resolve = |id: TypeExprId| self.resolve(id, &params);
        let each = |list: &[TypeExprId]| list.iter().map(|id| resolve(*id)).collect();
        let mut info = TypeInfo { params: params.clone(), ..TypeInfo::default() };
        match &decl.kind {
            TypeDeclKind::Struct(fields) => info.fields = fields.iter().map(|field| super::field_info(field, resolve(field.ty))).collect(),
            TypeDeclKind::Alias(target) => {
                info.target = Some(resolve(*target));
                info.alias = true;
            }
            TypeDeclKind::Defined(target) => info.target = Some(resolve(*target)),
            TypeDeclKind::Interface { methods, embeds } => {
                let signature = |params: &[TypeExprId], results: &[TypeExprId]| Signature { params: each(params), results: each(results) };
                info.interface = Some(InterfaceInfo {
                    methods: methods.iter().map(|method| (method.name, signature(&method.params, &method.results))).collect(),
                    embeds: embeds.iter().map(|id| resolve(*id)).collect(),
                });
            }
            TypeDeclKind::Enum(_) => {}
        }
        info
    }

    fn function(&self, function: &Function) -> ImportedFunction {
        let type_params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
        let of_param = |ty: Option<TypeExprId>| ty.map_or_else(ty::unknown, |id| self.resolve(id, &type_params));
        ImportedFunction {
            params: function.params.iter().map(|local| of_param(function.body.local(*local).ty)).collect(),
            results: function.results.iter().map(|id| self.resolve(*id, &type_params)).collect(),
            type_params,
        }
    }

    fn resolve(&self, id: TypeExprId, params: &[Name]) -> Ty {
        let named = |path: &[Name], args: Box<[Ty]>| self.named(path, args, params);
        // A type without a name is known by the place that writes it, which is outside the tree.
        super::resolve::written(&self.file.type_exprs, id, &named, &|_| TyKind::Unknown)
    }

    fn named(&self, path: &[Name], args: Box<[Ty]>, params: &[Name]) -> Ty {
        match path {
            [name] if params.contains(name) => Ty::new(TyKind::Param(*name)),
            [name] if is_builtin_type(name) && !self.declared.contains(name) => Ty::new(TyKind::Basic(*name)),
            [name] => Ty::new(TyKind::Library(self.path(*name), args)),
            [qualifier, name] => match self.imports.get(qualifier) {
                Some(path) => {
                    (self.own)(*path, *name, args.clone()).unwrap_or_else(|| Ty::new(TyKind::Library(full_path(*path, *name), args)))
                }
                None => ty::unknown(),
            },
            _ => ty::unknown(),
        }
    }
}
