//! Types as written, type parameters and their bounds.

use super::lower_items::Lowering;
use super::tree::{Angle, Arguments, Generics, Path, QPath, QSelf, Signature, Type, TypeKind};
use crate::facts::{Name, TypeExpr, TypeExprId, TypeParam};

impl Lowering<'_> {
    /// Adds a type.
    pub(super) fn push_type(&mut self, ty: TypeExpr) -> TypeExprId {
        self.facts.type_exprs.push(ty);
        TypeExprId::new(self.facts.type_exprs.len() - 1)
    }

    /// Adds a type that is a plain path.
    pub(super) fn push_type_path(&mut self, segments: &[&str]) -> TypeExprId {
        let path = segments.iter().map(|segment| Name::from(segment)).collect();
        self.push_type(TypeExpr::Path { path, args: Box::default() })
    }

    /// A type as written.
    pub(super) fn lower_type(&mut self, ty: &Type) -> TypeExprId {
        let expr = match &ty.kind {
            TypeKind::Path(path) => self.path_type(path),
            TypeKind::Reference { mutable, target } => {
                let target = self.lower_type(target);
                TypeExpr::Pointer { target, mutable: *mutable, raw: false }
            }
            TypeKind::Pointer { mutable, target } => {
                let target = self.lower_type(target);
                TypeExpr::Pointer { target, mutable: *mutable, raw: true }
            }
            TypeKind::Slice(element) => TypeExpr::Slice(self.lower_type(element)),
            TypeKind::Array(element, len) => TypeExpr::Array(self.lower_type(element), *len),
            TypeKind::Tuple(elements) => TypeExpr::Tuple(elements.iter().map(|element| self.lower_type(element)).collect()),
            TypeKind::Function(signature) => self.function_type(signature),
            TypeKind::Bounds(traits) => self.bounded(traits),
            TypeKind::Other => TypeExpr::Unknown,
        };
        self.push_type(expr)
    }

    /// The written result type, if there is one.
    pub(super) fn results(&mut self, output: Option<&Type>) -> Vec<TypeExprId> {
        output.into_iter().map(|ty| self.lower_type(ty)).collect()
    }

    /// The type that a path names; `<T as Trait>::X` is `T::X`.
    pub(super) fn path_type(&mut self, path: &QPath) -> TypeExpr {
        self.qualified_type(path.qself.as_deref(), &path.path)
    }

    /// The same of a path without a `<T as Trait>`.
    pub(super) fn plain_path_type(&mut self, path: &Path) -> TypeExpr {
        self.qualified_type(None, path)
    }

    fn qualified_type(&mut self, qself: Option<&QSelf>, path: &Path) -> TypeExpr {
        let Some(segments) = path_segments(qself, path) else { return TypeExpr::Unknown };
        let own = path.segments.last().map(|segment| &segment.arguments);
        TypeExpr::Path { path: segments, args: own.map(|arguments| self.type_arguments(arguments)).unwrap_or_default() }
    }

    /// Type arguments, lifetimes and constants left out.
    fn type_arguments(&mut self, arguments: &Arguments) -> Box<[TypeExprId]> {
        match arguments {
            Arguments::Angle(angle) => self.angle_arguments(angle),
            Arguments::None | Arguments::Parenthesized(_) => Box::default(),
        }
    }

    /// The same of `::<A, B>`.
    pub(super) fn angle_arguments(&mut self, angle: &Angle) -> Box<[TypeExprId]> {
        angle.types.iter().map(|ty| self.lower_type(ty)).collect()
    }

    /// Bounds as types.
    pub(super) fn bounds(&mut self, bounds: &[Path]) -> Box<[TypeExprId]> {
        bounds.iter().map(|path| self.lower_bound(path)).collect()
    }

    /// The type parameters of an item, after those around it (`outer`: its `impl`'s or trait's).
    /// Where clauses add to the parameters that they name.
    pub(super) fn type_params(&mut self, outer: &[TypeParam], generics: &Generics) -> Vec<TypeParam> {
        let mut params = outer.to_vec();
        for (name, bounds) in &generics.params {
            let bounds = self.bounds(bounds);
            params.push(TypeParam { name: *name, bounds });
        }
        for (bounded, further) in &generics.predicates {
            let Some(at) = params.iter().rposition(|param| param.name == *bounded) else { continue };
            let mut bounds = std::mem::take(&mut params[at].bounds).into_vec();
            bounds.extend(self.bounds(further));
            params[at].bounds = bounds.into();
        }
        params
    }

    /// `impl Fn(A) -> R` is a function; anything else that is known by its traits, an interface.
    fn bounded(&mut self, bounds: &[Path]) -> TypeExpr {
        match bounds.iter().find_map(parenthesized) {
            Some(signature) => self.function_type(signature),
            None => TypeExpr::Interface { methods: Vec::new(), embeds: self.bounds(bounds) },
        }
    }

    fn lower_bound(&mut self, path: &Path) -> TypeExprId {
        let expr = match parenthesized(path) {
            Some(signature) => self.function_type(signature),
            None => self.plain_path_type(path),
        };
        self.push_type(expr)
    }

    fn function_type(&mut self, signature: &Signature) -> TypeExpr {
        let params = signature.inputs.iter().map(|input| self.lower_type(input)).collect();
        TypeExpr::Function { params, results: self.results(signature.output.as_ref()).into() }
    }
}

/// The segments of a path; a leading `::` is an empty name, and `<T as Trait>::f` is `T::f`. `None`
/// where the qualifying type is not itself a path.
pub(super) fn path_segments(qself: Option<&QSelf>, path: &Path) -> Option<Box<[Name]>> {
    let own = path.segments.iter().map(|segment| segment.ident.name);
    let Some(qself) = qself else {
        let leading = path.leading.map(|_| Name::from(""));
        return Some(leading.into_iter().chain(own).collect());
    };
    let TypeKind::Path(inner) = &qself.ty.kind else { return None };
    let outer = path_segments(inner.qself.as_deref(), &inner.path)?;
    Some(outer.into_iter().chain(own.skip(qself.position)).collect())
}

/// The name that is all of a path.
pub(super) fn single(path: &Path) -> Option<Name> {
    match path.segments.as_slice() {
        [one] if path.leading.is_none() && one.arguments == Arguments::None => Some(one.ident.name),
        _ => None,
    }
}

fn parenthesized(path: &Path) -> Option<&Signature> {
    match &path.segments.last()?.arguments {
        Arguments::Parenthesized(signature) => Some(signature),
        _ => None,
    }
}
