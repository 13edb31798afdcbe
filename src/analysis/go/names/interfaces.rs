//! Interfaces: their methods, and which types have them all.

use super::{MAX_DEPTH, Names, Region};
use crate::analysis::ty::{self, FunctionId, Ty, TyKind, TypeId};
use crate::facts::Name;

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

/// A type that is not known, or that stands for others.
fn is_open(ty: &Ty) -> bool {
    match &**ty {
        TyKind::Unknown | TyKind::Param(_) => true,
        TyKind::Named(_, args) | TyKind::Library(_, args) => args.iter().any(is_open),
        TyKind::Pointer(inner) | TyKind::Slice(inner) | TyKind::Array(inner, _) | TyKind::Channel(inner) => is_open(inner),
        TyKind::Map(key, value) => is_open(key) || is_open(value),
        TyKind::Function(params, results) => params.iter().chain(results).any(is_open),
        TyKind::Tuple(list) => list.iter().any(is_open),
        TyKind::Basic(_) | TyKind::Struct(..) | TyKind::Interface(..) => false,
    }
}

impl Names<'_> {
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
        let mut methods = Vec::new();
        self.gather_methods(&self.deref(interface), &mut methods, 0);
        let first = |name: Name| methods.iter().find(|(method, _)| **method == name).map(|(_, signature)| *signature);
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

    /// The methods of an interface as far as they are known.
    fn gather_methods<'s>(&'s self, interface: &Ty, found: &mut Vec<(&'s Name, &'s Signature)>, depth: usize) {
        let info = match &**interface {
            TyKind::Named(id, _) => self.info(*id),
            TyKind::Library(path, _) => self.imported.type_info(*path),
            _ => None,
        };
        let Some(interface) = info.and_then(|info| info.interface.as_ref()).filter(|_| depth < MAX_DEPTH) else { return };
        found.extend(interface.methods.iter().map(|(name, signature)| (name, signature)));
        interface.embeds.iter().for_each(|embed| self.gather_methods(embed, found, depth + 1));
    }

    /// All method names of an interface of the tree; `None` where a part of it is outside.
    pub(in crate::analysis::go) fn interface_methods(&self, id: TypeId) -> Option<Vec<Name>> {
        let mut found = Vec::new();
        self.gather_interface(id, &mut found, 0)?;
        let mut names: Vec<Name> = found.into_iter().map(|(name, _)| *name).collect();
        names.sort();
        names.dedup();
        Some(names)
    }

    fn gather_interface<'s>(&'s self, id: TypeId, found: &mut Vec<(&'s Name, &'s Signature)>, depth: usize) -> Option<()> {
        let info = self.info(id)?.interface.as_ref()?;
        found.extend(info.methods.iter().map(|(name, signature)| (name, signature)));
        for embed in &info.embeds {
            match &**embed {
                TyKind::Named(id, _) if depth < MAX_DEPTH => self.gather_interface(*id, found, depth + 1)?,
                _ => return None,
            }
        }
        Some(())
    }

    /// Whether the type has all methods of the interface, as far as types are known.
    pub(in crate::analysis::go) fn implements(&self, ty: TypeId, interface: TypeId) -> bool {
        let mut wanted = Vec::new();
        let whole = self.gather_interface(interface, &mut wanted, 0).is_some();
        whole
            && wanted
                .iter()
                .all(|(name, signature)| self.method(ty, **name).is_some_and(|method| self.fits(&self.signature(method), signature)))
    }

    /// Whether one may stand for the other: no two types that are known differ.
    fn fits(&self, one: &Signature, other: &Signature) -> bool {
        let same = |one: &Ty, other: &Ty| self.unalias(one) == self.unalias(other) || is_open(one) || is_open(other);
        let alike = |one: &[Ty], other: &[Ty]| one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other));
        alike(&one.params, &other.params) && alike(&one.results, &other.results)
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
