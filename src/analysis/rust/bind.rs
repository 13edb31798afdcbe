//! What patterns bind: types, other names of places, and the guards that move into a binding.

use super::place::Place;
use super::state::Holder;
use super::walk::{Value, Walk};
use crate::analysis::ty::{Ty, TyKind, unknown};
use crate::facts::{LocalId, Name, Node, Pattern, PatternId, TypeModelKind};

/// Patterns nested deeper bind nothing known.
const DEPTH: usize = 64;

impl Walk<'_, '_> {
    /// Binds a value: its guards go to the first name that takes it by value; where there is none
    /// they stay temporaries.
    pub(super) fn bind(&mut self, pattern: PatternId, value: Value) {
        let mut value = value;
        self.bind_at(pattern, &mut value, 0);
        self.settle(&mut value);
    }

    /// Binds names of a known type that get their value later.
    pub(super) fn declare(&mut self, pattern: PatternId, ty: Ty) {
        if let Pattern::Bind { local, .. } = self.body.pattern(pattern) {
            self.declare_local(*local);
            if let Some(info) = self.locals.get_mut(local.index()) {
                info.ty = ty;
            }
        }
    }

    fn bind_at(&mut self, pattern: PatternId, value: &mut Value, depth: usize) {
        if depth > DEPTH {
            return;
        }
        match self.body.pattern(pattern) {
            Pattern::Wild | Pattern::Value(_) | Pattern::Type { .. } | Pattern::Assign(_) => {}
            Pattern::Bind { local, sub, by_ref } => {
                if let Some(sub) = sub {
                    self.bind_at(*sub, &mut Value { guards: Vec::new(), ..value.clone() }, depth + 1);
                }
                self.name(*local, value, *by_ref);
            }
            Pattern::Reference(inner) => {
                let ty = self.types.deref(&value.ty).unwrap_or_else(unknown);
                let mut inside = Value { ty, guards: std::mem::take(&mut value.guards), ..value.clone() };
                self.bind_at(*inner, &mut inside, depth + 1);
                value.guards = inside.guards;
            }
            Pattern::Or(patterns) => {
                for pattern in patterns {
                    self.bind_at(*pattern, value, depth + 1);
                }
            }
            Pattern::Tuple(parts) => {
                let stripped = self.types.strip(&value.ty);
                // Which part holds the guard of a tuple is not followed: the first name that binds.
                for (index, part) in parts.iter().enumerate() {
                    let ty = match &*stripped {
                        TyKind::Tuple(types) => types.get(index).copied().unwrap_or_else(unknown),
                        TyKind::Slice(element) | TyKind::Array(element, _) => *element,
                        _ => unknown(),
                    };
                    self.bind_part(*part, value, ty, None, depth);
                }
            }
            Pattern::Variant { path, fields } => {
                let inner = self.inside(path, &value.ty);
                for (name, part) in fields {
                    let (ty, place) = match &inner {
                        Inside::Same(ty) => (*ty, value.place.clone()),
                        Inside::Fields => match self.types.field(&value.ty, *name) {
                            Some(found) => {
                                let place = value.place.as_ref().map(|place| place.field(*name, found.owner));
                                (found.ty, place)
                            }
                            None => self.variant_part(path, *name, value),
                        },
                        Inside::Unknown => (unknown(), None),
                    };
                    self.bind_part(*part, value, ty, place, depth);
                }
            }
        }
    }

    fn bind_part(&mut self, part: PatternId, value: &mut Value, ty: Ty, place: Option<Place>, depth: usize) {
        let raw = value.raw;
        let mut inside = Value { guards: std::mem::take(&mut value.guards), place, raw, ..Value::of(ty) };
        self.bind_at(part, &mut inside, depth + 1);
        value.guards = inside.guards;
    }

    fn name(&mut self, local: LocalId, value: &mut Value, by_ref: bool) {
        self.declare_local(local);
        if !by_ref {
            for guard in value.guards.drain(..) {
                self.state.hold(guard, Holder::Local(local));
            }
        }
        if let Some(info) = self.locals.get_mut(local.index()) {
            if !value.ty.is_unknown() || info.ty.is_unknown() {
                info.ty = value.ty;
            }
            info.alias = value.place.clone().filter(|place| *place != Place::local(local));
            info.closure = value.closure;
        }
    }

    /// A field of an enum's variant.
    fn variant_part(&self, path: &[Name], name: Name, value: &Value) -> (Ty, Option<Place>) {
        let whole = self.types.strip(&value.ty);
        match path.last().and_then(|variant| self.types.variant_field(&whole, *variant, name)) {
            Some(ty) => (ty, value.place.as_ref().map(|place| place.field(name, None))),
            None => (unknown(), None),
        }
    }

    fn inside(&self, path: &[Name], ty: &Ty) -> Inside {
        let stripped = if self.types.kind(ty) == TypeModelKind::Guard { *ty } else { self.types.strip(ty) };
        match &*stripped {
            TyKind::Named(..) => Inside::Fields,
            TyKind::Library(..) if self.types.kind(&stripped) == TypeModelKind::Wrapper => {
                let model = self.types.model(&stripped);
                let last = path.last().map(|last| last.as_str());
                match last {
                    Some("Err") | None => Inside::Unknown,
                    Some(_) => Inside::Same(model.and_then(|_| self.types.inner(&stripped)).unwrap_or_else(unknown)),
                }
            }
            // A library's enum that is a guard (an entry): its parts are guards of the same kind.
            TyKind::Library(whole, args) => Inside::Same(self.part_type(whole, path, args).unwrap_or(*ty)),
            _ if path.last().is_some_and(|last| matches!(last.as_str(), "Some" | "Ok")) => Inside::Same(*ty),
            _ => Inside::Unknown,
        }
    }

    /// The type in a variant of a library's enum, where the table has one of both their names:
    /// `OccupiedEntry` in `Entry::Occupied`.
    fn part_type(&self, whole: &str, path: &[Name], args: &[Ty]) -> Option<Ty> {
        let (module, name) = whole.rsplit_once("::")?;
        let full = format!("{module}::{}{name}", path.last()?);
        self.types.library().types.contains_key(&full).then(|| Ty::new(TyKind::Library(Name::from(&full), args.into())))
    }

    /// Whether an arm takes only the empty case of an `Option` or `Result`: `None`, `Err(_)`, or
    /// what is left when an arm before took every full one.
    pub(super) fn matches_nothing(&self, pattern: PatternId, full_taken: bool) -> bool {
        match self.body.pattern(pattern) {
            Pattern::Variant { path, .. } => path.last().is_some_and(|last| matches!(last.as_str(), "None" | "Err")),
            Pattern::Value(value) => match self.body.node(*value) {
                Node::Path(path) => self.body.path(path).last().is_some_and(|last| last.as_str() == "None"),
                _ => false,
            },
            Pattern::Wild | Pattern::Bind { sub: None, .. } => full_taken,
            Pattern::Or(patterns) => patterns.iter().all(|pattern| self.matches_nothing(*pattern, full_taken)),
            _ => false,
        }
    }

    /// Whether a pattern takes every `Some` or `Ok`.
    pub(super) fn takes_all_full(&self, pattern: PatternId) -> bool {
        match self.body.pattern(pattern) {
            Pattern::Wild | Pattern::Bind { sub: None, .. } => true,
            Pattern::Variant { path, fields } => {
                path.last().is_some_and(|last| matches!(last.as_str(), "Some" | "Ok"))
                    && fields.iter().all(|(_, part)| self.always_matches(*part))
            }
            Pattern::Or(patterns) => patterns.iter().any(|pattern| self.takes_all_full(*pattern)),
            _ => false,
        }
    }

    fn always_matches(&self, pattern: PatternId) -> bool {
        match self.body.pattern(pattern) {
            Pattern::Wild | Pattern::Bind { sub: None, .. } => true,
            Pattern::Tuple(parts) => parts.iter().all(|part| self.always_matches(*part)),
            Pattern::Reference(inner) => self.always_matches(*inner),
            _ => false,
        }
    }

    /// Whether a pattern moves something out of what it matches.
    pub(super) fn binds_by_value(&self, pattern: PatternId) -> bool {
        match self.body.pattern(pattern) {
            Pattern::Bind { by_ref, .. } => !by_ref,
            Pattern::Variant { fields, .. } => fields.iter().any(|(_, part)| self.binds_by_value(*part)),
            Pattern::Tuple(parts) | Pattern::Or(parts) => parts.iter().any(|part| self.binds_by_value(*part)),
            Pattern::Reference(inner) => self.binds_by_value(*inner),
            _ => false,
        }
    }
}

enum Inside {
    /// The part is the value itself, without its wrapper.
    Same(Ty),
    /// The parts are fields.
    Fields,
    Unknown,
}
