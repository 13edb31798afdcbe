//! Interfaces: their methods, and which types have them all.

use super::{MAX_DEPTH, Names, Region, Selected, TypeInfo};
use crate::analysis::ty::{self, FunctionId, Ty, TyKind, TypeId};
use crate::facts::Name;
use crate::source::FileId;

/// An interface's method names and embedded interfaces.
#[derive(Clone, Debug, Default)]
pub(super) struct InterfaceInfo {
    pub(super) methods: Vec<(Name, Signature)>,
    pub(super) embeds: Vec<Ty>,
}

/// Types of a method's parameters and results.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Signature {
    pub(super) params: Box<[Ty]>,
    pub(super) results: Box<[Ty]>,
}

/// An interface, or one that it embeds.
struct InterfacePart<'n> {
    info: &'n InterfaceInfo,
    /// It is declared outside of the tree.
    outside: bool,
}

impl Names<'_> {
    /// Whether some interface of the file's package has a method of the name.
    pub(in crate::analysis::go) fn is_of_interface(&self, file: FileId, name: Name) -> bool {
        let unit = self.program.info(file).unit;
        let of_package = |id: TypeId| self.program.info(self.symbols.type_decl(self.program, id).0).unit == unit;
        let has = |info: &TypeInfo| info.interface.as_ref().is_some_and(|of| of.methods.iter().any(|(method, _)| *method == name));
        (0..).zip(&self.types).any(|(index, info)| info.as_ref().is_some_and(has) && of_package(TypeId(index)))
    }

    /// What a method of an interface of the tree returns.
    pub(in crate::analysis::go) fn interface_results(&self, id: TypeId, name: Name) -> Option<Box<[Ty]>> {
        self.interface_method(id, name, 0)
    }

    pub(super) fn interface_method(&self, id: TypeId, name: Name, depth: usize) -> Option<Box<[Ty]>> {
        let info = self.info(id)?;
        let interface = match (&info.interface, &info.target) {
            (Some(interface), _) => interface,
            (None, Some(target)) if depth < MAX_DEPTH => match &**target {
                TyKind::Named(target, _) => return self.interface_method(*target, name, depth + 1),
                _ => return None,
            },
            _ => return None,
        };
        if let Some((_, signature)) = interface.methods.iter().find(|(method, _)| *method == name) {
            return Some(signature.results.clone());
        }
        let embedded = interface.embeds.iter().filter(|_| depth < MAX_DEPTH);
        embedded.into_iter().find_map(|ty| match &**ty {
            TyKind::Named(id, _) => self.interface_method(*id, name, depth + 1),
            _ => None,
        })
    }

    /// What a method of a type outside the tree returns, its type arguments filled in; `None` where the
    /// type is not on this machine or has no such method.
    pub(in crate::analysis::go) fn imported_results(&self, owner: &Ty, name: Name) -> Option<Vec<Ty>> {
        let owner = self.deref(owner);
        let TyKind::Library(_, args) = &*owner else { return None };
        if let Some(method) = self.imported_method(&owner, name) {
            return Some(method.results.iter().map(|ty| ty::substitute(ty, &method.type_params, args)).collect());
        }
        self.imported_interface_method(&owner, name, 0)
    }

    pub(super) fn imported_interface_method(&self, owner: &Ty, name: Name, depth: usize) -> Option<Vec<Ty>> {
        let TyKind::Library(..) = &**owner else { return None };
        let (info, args) = self.declared(owner).filter(|_| depth < MAX_DEPTH)?;
        let interface = info.interface.as_ref()?;
        if let Some((_, signature)) = interface.methods.iter().find(|(method, _)| *method == name) {
            return Some(signature.results.iter().map(|ty| ty::substitute(ty, &info.params, args)).collect());
        }
        interface.embeds.iter().find_map(|embed| self.imported_interface_method(embed, name, depth + 1))
    }

    /// Whose the objects are that the interface's method returns first, by itself or in a list, where it
    /// gives all callers the same: the table knows such interfaces by the method that lists the objects.
    pub(in crate::analysis::go) fn lister(&self, interface: &Ty, name: Name) -> Option<&str> {
        if self.library().listers.is_empty() {
            return None;
        }
        let interface = self.deref(interface);
        let parts = self.parts_of_interface(self.declared(&interface).map(|(info, _)| info));
        let methods = parts.iter().flat_map(|part| &part.info.methods);
        let first = |name: Name| methods.clone().find(|(method, _)| *method == name).map(|(_, signature)| signature);
        let result = first(name)?.results.first()?;
        let gives = |item: &Ty| match &**result {
            TyKind::Slice(of) => of == item,
            _ => result == item,
        };
        let model = self.library().listers.values().find(|model| {
            let Some(lists) = first(Name::from(&model.lists)) else { return false };
            let by = |param: &Ty| matches!(&**param, TyKind::Library(path, _) if path.as_str() == model.by);
            let item = lists.results.first().and_then(|list| if let TyKind::Slice(item) = &**list { Some(item) } else { None });
            let item = item.filter(|item| matches!(&***item, TyKind::Pointer(_) | TyKind::Param(_)));
            lists.params.iter().any(by) && item.is_some_and(gives)
        })?;
        Some(&model.whose)
    }

    /// All method names of an interface of the tree, as far as they are known; `None` where none is.
    pub(in crate::analysis::go) fn interface_methods(&self, id: TypeId) -> Option<Vec<Name>> {
        let mut names: Vec<Name> = self.gather_interface(id).into_iter().map(|(name, _)| *name).collect();
        names.sort();
        names.dedup();
        (!names.is_empty()).then_some(names)
    }

    /// All method names of an interface, of the tree or on this machine, as far as they are known; `None` where
    /// none is.
    pub(in crate::analysis::go) fn methods_declared_by(&self, interface: &Ty) -> Option<Vec<Name>> {
        let parts = self.parts_of_interface(self.declared(interface).map(|(info, _)| info));
        let mut names: Vec<Name> = parts.iter().flat_map(|part| part.info.methods.iter().map(|(name, _)| *name)).collect();
        names.sort();
        names.dedup();
        (!names.is_empty()).then_some(names)
    }

    /// The methods that an interface of the tree has from one outside: they may be called from there.
    pub(in crate::analysis::go) fn methods_from_outside(&self, id: TypeId) -> Vec<Name> {
        let outside = self.parts_of_interface(self.info(id)).into_iter().filter(|part| part.outside);
        outside.flat_map(|part| part.info.methods.iter().map(|(name, _)| *name)).collect()
    }

    /// The methods of an interface of the tree and of all that it embeds. What is embedded from outside and is
    /// not on this machine (`io.Closer`) is left out: the rest still tells the types that are meant.
    fn gather_interface(&self, id: TypeId) -> Vec<(&Name, &Signature)> {
        let parts = self.parts_of_interface(self.info(id)).into_iter();
        parts.flat_map(|part| part.info.methods.iter().map(|(name, signature)| (name, signature))).collect()
    }

    /// The interface and each that it embeds.
    fn parts_of_interface<'s>(&'s self, interface: Option<&'s TypeInfo>) -> Vec<InterfacePart<'s>> {
        let mut found: Vec<InterfacePart<'_>> = Vec::new();
        let mut pending: Vec<(Option<&TypeInfo>, bool, usize)> = vec![(interface, false, 0)];
        while let Some((info, outside, depth)) = pending.pop() {
            let Some(info) = info.and_then(|info| info.interface.as_ref()) else { continue };
            found.push(InterfacePart { info, outside });
            for embed in info.embeds.iter().filter(|_| depth < MAX_DEPTH) {
                let outside = outside || matches!(&**embed, TyKind::Library(..));
                pending.push((self.declared(embed).map(|(info, _)| info), outside, depth + 1));
            }
        }
        found
    }

    /// The functions of the tree that the methods of the interface are where the type stands behind it, by name;
    /// `None` where the type lacks one, as far as types are known. Methods of embedded fields are the type's too.
    pub(in crate::analysis::go) fn implementation(&self, ty: TypeId, interface: TypeId) -> Option<Vec<(Name, FunctionId)>> {
        let mut functions = Vec::new();
        for (name, signature) in self.gather_interface(interface) {
            let function = match self.method(ty, *name) {
                Some(own) => own,
                None => match self.select(&ty::named(ty), *name) {
                    Selected::Method { function, .. } => function,
                    Selected::InterfaceMethod { .. } | Selected::LibraryMethod { .. } => continue,
                    Selected::Field { .. } | Selected::Unknown => return None,
                },
            };
            if !self.fits(&self.signature(function), signature) {
                return None;
            }
            functions.push((*name, function));
        }
        functions.sort();
        functions.dedup();
        (!functions.is_empty()).then_some(functions)
    }

    /// The types of the tree that a struct embeds.
    pub(in crate::analysis::go) fn embedded_types(&self, id: TypeId) -> Vec<TypeId> {
        let embedded = self.info(id).into_iter().flat_map(|info| &info.fields).filter(|field| field.embedded);
        let named = |ty: &Ty| if let TyKind::Named(id, _) = &*self.deref(ty) { Some(*id) } else { None };
        embedded.filter_map(|field| named(&field.ty)).collect()
    }

    /// Whether one may stand for the other: no two types that are known differ.
    fn fits(&self, one: &Signature, other: &Signature) -> bool {
        self.may_all_be(&one.params, &other.params, 0) && self.may_all_be(&one.results, &other.results, 0)
    }

    fn may_all_be(&self, one: &[Ty], other: &[Ty], depth: usize) -> bool {
        one.len() == other.len() && one.iter().zip(other).all(|(one, other)| self.may_be(one, other, depth))
    }

    /// Whether two types may be one: what is not known, or stands for others, may be any. Types without a name
    /// are one wherever they are written the same, which is not looked at but for the empty interface.
    fn may_be(&self, one: &Ty, other: &Ty, depth: usize) -> bool {
        let (one, other) = (self.unalias(one), self.unalias(other));
        if one == other || depth >= MAX_DEPTH {
            return true;
        }
        match (&*one, &*other) {
            (TyKind::Unknown | TyKind::Param(_), _) | (_, TyKind::Unknown | TyKind::Param(_)) => true,
            (TyKind::Named(one, args), TyKind::Named(other, of_other)) => one == other && self.may_all_be(args, of_other, depth + 1),
            (TyKind::Library(one, args), TyKind::Library(other, of_other)) => one == other && self.may_all_be(args, of_other, depth + 1),
            (TyKind::Pointer(one), TyKind::Pointer(other))
            | (TyKind::Slice(one), TyKind::Slice(other))
            | (TyKind::Channel(one), TyKind::Channel(other)) => self.may_be(one, other, depth + 1),
            (TyKind::Array(one, len), TyKind::Array(other, of_other)) => len == of_other && self.may_be(one, other, depth + 1),
            (TyKind::Map(key, value), TyKind::Map(of_key, of_value)) => {
                self.may_be(key, of_key, depth + 1) && self.may_be(value, of_value, depth + 1)
            }
            (TyKind::Function(params, results), TyKind::Function(others, of_others)) => {
                self.may_all_be(params, others, depth + 1) && self.may_all_be(results, of_others, depth + 1)
            }
            (TyKind::Struct(..), TyKind::Struct(..)) => true,
            (TyKind::Interface(..) | TyKind::Basic(_), TyKind::Interface(..) | TyKind::Basic(_)) => self.is_written_alike(&one, &other),
            _ => false,
        }
    }

    /// Two interfaces without a name; `any` is the empty one.
    fn is_written_alike(&self, one: &Ty, other: &Ty) -> bool {
        let empty = |ty: &Ty| self.show_path(ty) == "any";
        let named = |ty: &Ty| matches!(&**ty, TyKind::Basic(_)) && !empty(ty);
        !named(one) && !named(other) && empty(one) == empty(other)
    }

    fn signature(&self, id: FunctionId) -> Signature {
        let (file, function) = self.symbols.function(self.program, id);
        let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
        let place = Region { file, scope: function.scope, params: &params };
        let last = function.params.len().saturating_sub(1);
        let of_param = |(at, local): (usize, &crate::facts::LocalId)| match function.body.local(*local).ty {
            // How an interface writes a variadic parameter is left open.
            Some(ty) if !(function.variadic && at == last) => self.resolve(place, ty),
            _ => ty::unknown(),
        };
        Signature {
            params: function.params.iter().enumerate().map(of_param).collect(),
            results: function.results.iter().map(|ty| self.resolve(place, *ty)).collect(),
        }
    }
}
