//! Types as written, type parameters and their bounds.

use super::lower_items::Lowering;
use super::scope::name;
use crate::facts::{Name, TypeExpr, TypeExprId, TypeParam};
use syn::{GenericArgument, PathArguments, ReturnType, Type, TypeParamBound};

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
        let expr = match ty {
            Type::Group(group) => return self.lower_type(&group.elem),
            Type::Paren(paren) => return self.lower_type(&paren.elem),
            Type::Path(path) => self.path_type(path.qself.as_ref(), &path.path),
            Type::Reference(reference) => {
                let target = self.lower_type(&reference.elem);
                TypeExpr::Pointer { target, mutable: reference.mutability.is_some(), raw: false }
            }
            Type::Ptr(pointer) => {
                let target = self.lower_type(&pointer.elem);
                TypeExpr::Pointer { target, mutable: matches!(pointer.mutability, syn::PointerMutability::Mut(_)), raw: true }
            }
            Type::Slice(slice) => TypeExpr::Slice(self.lower_type(&slice.elem)),
            Type::Array(array) => {
                let element = self.lower_type(&array.elem);
                TypeExpr::Array(element, array_length(&array.len))
            }
            Type::Tuple(tuple) => TypeExpr::Tuple(tuple.elems.iter().map(|element| self.lower_type(element)).collect()),
            Type::FnPtr(pointer) => {
                let params = pointer.inputs.iter().map(|input| self.lower_type(&input.ty)).collect();
                TypeExpr::Function { params, results: self.results(&pointer.output).into() }
            }
            Type::ImplTrait(object) => self.bounded(object.bounds.iter()),
            Type::TraitObject(object) => self.bounded(object.bounds.iter()),
            _ => TypeExpr::Unknown,
        };
        self.push_type(expr)
    }

    /// The written result type, if there is one.
    pub(super) fn results(&mut self, output: &ReturnType) -> Vec<TypeExprId> {
        match output {
            ReturnType::Default => Vec::new(),
            ReturnType::Type(_, ty) => vec![self.lower_type(ty)],
        }
    }

    /// The type that a path names; `<T as Trait>::X` is `T::X`.
    pub(super) fn path_type(&mut self, qself: Option<&syn::QSelf>, path: &syn::Path) -> TypeExpr {
        let Some(segments) = path_segments(qself, path) else { return TypeExpr::Unknown };
        let own = path.segments.last().map(|segment| &segment.arguments);
        TypeExpr::Path { path: segments, args: own.map(|arguments| self.type_arguments(arguments)).unwrap_or_default() }
    }

    /// Type arguments, lifetimes and constants left out.
    pub(super) fn type_arguments(&mut self, arguments: &PathArguments) -> Box<[TypeExprId]> {
        match arguments {
            PathArguments::AngleBracketed(angle) => self.angle_arguments(angle),
            PathArguments::None | PathArguments::Parenthesized(_) => Box::default(),
        }
    }

    /// The same of `::<A, B>`.
    pub(super) fn angle_arguments(&mut self, angle: &syn::AngleBracketedGenericArguments) -> Box<[TypeExprId]> {
        let types = angle.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        });
        types.map(|ty| self.lower_type(ty)).collect()
    }

    /// Bounds as types; lifetimes are left out.
    pub(super) fn bounds<'b>(&mut self, bounds: impl Iterator<Item = &'b TypeParamBound>) -> Box<[TypeExprId]> {
        let traits = bounds.filter_map(|bound| match bound {
            TypeParamBound::Trait(bound) => Some(&bound.path),
            _ => None,
        });
        traits.map(|path| self.lower_bound(path)).collect()
    }

    /// The type parameters of an item, after those around it (`outer`: its `impl`'s or trait's).
    /// Where clauses add to the parameters that they name.
    pub(super) fn type_params(&mut self, outer: &[TypeParam], generics: &syn::Generics) -> Vec<TypeParam> {
        let mut params = outer.to_vec();
        for param in generics.type_params() {
            let bounds = self.bounds(param.bounds.iter());
            params.push(TypeParam { name: name(&param.ident), bounds });
        }
        for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
            let syn::WherePredicate::Type(predicate) = predicate else { continue };
            let Type::Path(bounded) = &predicate.bounded_ty else { continue };
            let Some(ident) = bounded.path.get_ident() else { continue };
            let bounded = name(ident);
            let Some(at) = params.iter().rposition(|param| param.name == bounded) else { continue };
            let mut bounds = std::mem::take(&mut params[at].bounds).into_vec();
            bounds.extend(self.bounds(predicate.bounds.iter()));
            params[at].bounds = bounds.into();
        }
        params
    }

    /// `impl Fn(A) -> R` is a function; anything else that is known by its traits, an interface.
    fn bounded<'b>(&mut self, bounds: impl Iterator<Item = &'b TypeParamBound> + Clone) -> TypeExpr {
        let function = bounds.clone().find_map(|bound| match bound {
            TypeParamBound::Trait(bound) => parenthesized(&bound.path),
            _ => None,
        });
        match function {
            Some(arguments) => self.function_type(arguments),
            None => TypeExpr::Interface { methods: Vec::new(), embeds: self.bounds(bounds) },
        }
    }

    fn lower_bound(&mut self, path: &syn::Path) -> TypeExprId {
        let expr = match parenthesized(path) {
            Some(arguments) => self.function_type(arguments),
            None => self.path_type(None, path),
        };
        self.push_type(expr)
    }

    fn function_type(&mut self, arguments: &syn::ParenthesizedGenericArguments) -> TypeExpr {
        let params = arguments.inputs.iter().map(|input| self.lower_type(&input.ty)).collect();
        TypeExpr::Function { params, results: self.results(&arguments.output).into() }
    }
}

/// The segments of a path; a leading `::` is an empty name, and `<T as Trait>::f` is `T::f`. `None`
/// where the qualifying type is not itself a path.
pub(super) fn path_segments(qself: Option<&syn::QSelf>, path: &syn::Path) -> Option<Box<[Name]>> {
    let own = path.segments.iter().map(|segment| name(&segment.ident));
    let Some(qself) = qself else {
        let leading = path.leading_colon.map(|_| Name::from(""));
        return Some(leading.into_iter().chain(own).collect());
    };
    let mut ty = &*qself.ty;
    loop {
        match ty {
            Type::Group(group) => ty = &group.elem,
            Type::Paren(paren) => ty = &paren.elem,
            Type::Path(inner) => {
                let outer = path_segments(inner.qself.as_ref(), &inner.path)?;
                return Some(outer.into_iter().chain(own.skip(qself.position)).collect());
            }
            _ => return None,
        }
    }
}

fn parenthesized(path: &syn::Path) -> Option<&syn::ParenthesizedGenericArguments> {
    match &path.segments.last()?.arguments {
        PathArguments::Parenthesized(arguments) => Some(arguments),
        _ => None,
    }
}

fn array_length(len: &syn::Expr) -> Option<u64> {
    match len {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(int), .. }) => int.base10_parse().ok(),
        _ => None,
    }
}
