//! The lock that a promise names: a sibling of the map, a path from there, a package variable, or
//! for a local map another local.

use super::attach::{Covered, local_type};
use crate::analysis::go::names::{Item, Names, Selected};
use crate::analysis::go::place::{Path, Place, Slot, SlotBase, Step};
use crate::analysis::go::site::Site;
use crate::analysis::go::text;
use crate::analysis::ty::{self, Ty, TyKind};
use crate::facts::{LocalId, Name, TypeDecl, TypeDeclKind, TypeModelKind};
use crate::source::FileId;
use std::sync::Arc;

/// A lock by name.
#[derive(Debug)]
pub(super) struct NamedGuard {
    /// The fields that lead to it from the object that has the map; `None`: it is no part of that.
    steps: Option<Vec<Step>>,
    slot: Option<Slot>,
    name: Name,
    /// Whether it is held can be told: it is a lock that the library table knows.
    pub(super) known: bool,
}

impl NamedGuard {
    /// How the lock is held at a site of the map: `None`, shared, or exclusive (true).
    pub(super) fn held(&self, map: Slot, site: &Site<'_>) -> Option<bool> {
        let expected = self.expected(map, site);
        let is_it = |place: &Place, slot: Option<Slot>| {
            let declared = self.slot.is_some() && slot == self.slot;
            match &expected {
                Some(expected) if expected.root == place.root => place.steps.starts_with(&expected.steps),
                _ => declared,
            }
        };
        site.locks.iter().filter(|lock| !lock.void && !lock.of_key && is_it(&lock.place, lock.slot)).map(|lock| lock.exclusive).max()
    }

    /// As written from the point of view of a site.
    pub(super) fn name_at(&self, names: &Names<'_>, map: Slot, site: &Site<'_>) -> String {
        match self.expected(map, site) {
            Some(place) => text::place(names, site.function, Some(&place), self.slot),
            None => self.slot.map_or_else(|| self.name.to_string(), |slot| text::slot_name(names, slot)),
        }
    }

    /// The lock beside the site's own map.
    fn expected(&self, map: Slot, site: &Site<'_>) -> Option<Place> {
        let place = site.access.place.as_ref()?;
        let inner = usize::from(map.elements);
        let (inside, elements) = place.steps.split_at_checked(place.steps.len().checked_sub(inner)?)?;
        let (field, owner) = inside.split_last()?;
        let (SlotBase::Field(_, name) | SlotBase::Anonymous(_, _, name)) = map.base else { return None };
        if *field != Step::Field(name) || elements.iter().any(|step| *step != Step::Element) {
            return None;
        }
        let steps = owner.iter().chain(self.steps.as_ref()?).copied().collect();
        Some(Arc::new(Path { root: place.root, steps }))
    }
}

/// Finds the lock that a promise in `file` over `covered` names; what is wrong where there is none.
pub(super) fn resolve(names: &Names<'_>, globals: &[Ty], file: FileId, covered: &Covered, name: Name) -> Result<NamedGuard, String> {
    let segments: Vec<Name> =
        name.trim_start_matches(['*', '&']).split(['.', ':']).filter(|part| !part.is_empty()).map(Name::from).collect();
    let Some((first, rest)) = segments.split_first() else { return Err(format!("`{name}` names no lock")) };
    let found = in_owner(names, covered, &segments)
        .or_else(|| in_enclosing_type(names, covered, &segments))
        .or_else(|| in_function(names, covered, *first, rest))
        .or_else(|| in_package(names, globals, file, &segments));
    if let Some(Found { steps, slot, ty }) = found {
        return match lock_in(names, &ty, &slot) {
            Lock::Known(slot) => Ok(NamedGuard { steps, slot, name, known: true }),
            Lock::Unknown => Ok(NamedGuard { steps, slot, name, known: false }),
            Lock::No => Err(format!("`{name}` is `{}`, which is no lock", names.show(&ty))),
        };
    }
    let owner = owner_type(covered);
    if owner.as_ref().is_some_and(|owner| embeds_unknown(names, owner)) {
        return Ok(NamedGuard { steps: None, slot: None, name, known: false });
    }
    let locks: Vec<String> =
        owner.iter().flat_map(|owner| names.struct_fields(owner)).filter_map(|field| lock_name(names, field.name, &field.ty)).collect();
    let near = if locks.is_empty() { String::new() } else { format!("; beside the map stands {}", locks.join(", ")) };
    Err(format!("no lock `{name}` is in reach{near}"))
}

struct Found {
    steps: Option<Vec<Step>>,
    slot: Option<Slot>,
    ty: Ty,
}

fn owner_type(covered: &Covered) -> Option<Ty> {
    match covered {
        Covered::Declared(SlotBase::Field(owner, _), _) => Some(ty::named(*owner)),
        Covered::Declared(SlotBase::Anonymous(file, id, _), _) => Some(Ty::new(TyKind::Struct(*file, *id))),
        _ => None,
    }
}

fn in_owner(names: &Names<'_>, covered: &Covered, segments: &[Name]) -> Option<Found> {
    let (steps, slot, ty) = walk(names, &owner_type(covered)?, segments)?;
    Some(Found { steps: Some(steps), slot, ty })
}

/// The map stands in a struct without a name inside a declared one.
fn in_enclosing_type(names: &Names<'_>, covered: &Covered, segments: &[Name]) -> Option<Found> {
    let Covered::Declared(base @ SlotBase::Anonymous(file, ..), _) = covered else { return None };
    let at = text::declaration(names, Slot::new(*base))?.span;
    let around = |decl: &TypeDecl| matches!(decl.kind, TypeDeclKind::Struct(_)) && decl.span.contains(at);
    let index = names.program.file(*file).types.iter().position(around)?;
    let owner: Ty = ty::named(names.symbols.type_id(*file, index));
    let (_, slot, ty) = walk(names, &owner, segments)?;
    Some(Found { steps: None, slot, ty })
}

fn in_function(names: &Names<'_>, covered: &Covered, first: Name, rest: &[Name]) -> Option<Found> {
    let Covered::Declared(SlotBase::Local(function, _), _) = covered else { return None };
    let locals = &names.symbols.function(names.program, *function).1.body.locals;
    let local = LocalId::new(locals.iter().position(|local| local.name == first)?);
    along(names, SlotBase::Local(*function, local), local_type(names, *function, local), rest)
}

fn in_package(names: &Names<'_>, globals: &[Ty], file: FileId, segments: &[Name]) -> Option<Found> {
    let (item, rest) = match segments {
        [package, name, rest @ ..] if names.is_package(file, *package) => (names.package_member(file, *package, *name)?, rest),
        [name, rest @ ..] => (names.member(file, *name)?, rest),
        [] => return None,
    };
    let Item::Var(var) = item else { return None };
    along(names, SlotBase::Global(var), *globals.get(var.0 as usize)?, rest)
}

/// From a variable along its fields.
fn along(names: &Names<'_>, base: SlotBase, ty: Ty, rest: &[Name]) -> Option<Found> {
    if rest.is_empty() {
        return Some(Found { steps: None, slot: Some(Slot::new(base)), ty });
    }
    let (_, slot, ty) = walk(names, &ty, rest)?;
    Some(Found { steps: None, slot, ty })
}

/// Follows fields from a type, embedding seen through: the steps, the last one's slot and type.
fn walk(names: &Names<'_>, from: &Ty, segments: &[Name]) -> Option<(Vec<Step>, Option<Slot>, Ty)> {
    let (mut steps, mut slot, mut holder) = (Vec::new(), None, *from);
    for segment in segments {
        let Selected::Field { through, .. } = names.select(&holder, *segment) else { return None };
        for name in through.into_iter().chain([*segment]) {
            let Selected::Field { ty, .. } = names.select(&holder, name) else { return None };
            slot = field_slot(names, &holder, name);
            steps.push(Step::Field(name));
            holder = ty;
        }
    }
    Some((steps, slot, holder))
}

fn field_slot(names: &Names<'_>, owner: &Ty, name: Name) -> Option<Slot> {
    let base = match &*names.deref(owner) {
        TyKind::Named(id, _) => SlotBase::Field(*id, name),
        TyKind::Struct(file, id) => SlotBase::Anonymous(*file, *id, name),
        _ => return None,
    };
    Some(Slot::new(base))
}

enum Lock {
    /// A lock of the library table, with its own slot.
    Known(Option<Slot>),
    /// A type with a `Lock` method of its own, or of which nothing is known.
    Unknown,
    No,
}

fn lock_in(names: &Names<'_>, ty: &Ty, slot: &Option<Slot>) -> Lock {
    let is_lock = |ty: &Ty| matches!(names.model_kind(ty), TypeModelKind::Mutex | TypeModelKind::RwLock);
    if is_lock(ty) {
        return Lock::Known(*slot);
    }
    match names.select(ty, Name::from("Lock")) {
        Selected::LibraryMethod { through, owner } if is_lock(&owner) => match walk(names, ty, &through) {
            Some((_, slot, _)) => Lock::Known(slot),
            None => Lock::Unknown,
        },
        Selected::Unknown if !is_opaque(names, ty) => Lock::No,
        _ => Lock::Unknown,
    }
}

fn is_opaque(names: &Names<'_>, ty: &Ty) -> bool {
    let ty = names.underlying(&names.deref(ty));
    matches!(&*ty, TyKind::Library(..) | TyKind::Unknown | TyKind::Param(_)) || names.is_interface(&ty) || embeds_unknown(names, &ty)
}

/// A type outside the tree is embedded: what it has, the type has too.
fn embeds_unknown(names: &Names<'_>, owner: &Ty) -> bool {
    let opaque = |ty: &Ty| matches!(&*names.deref(ty), TyKind::Library(..) | TyKind::Unknown) && names.model(ty).is_none();
    names.struct_fields(owner).iter().any(|field| field.embedded && opaque(&field.ty))
}

fn lock_name(names: &Names<'_>, name: Name, ty: &Ty) -> Option<String> {
    matches!(lock_in(names, ty, &None), Lock::Known(_)).then(|| format!("`{name}`"))
}
