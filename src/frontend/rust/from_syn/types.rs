//! Paths, types, type parameters and their bounds.

use super::{Converter, name};
use crate::facts::Name;
use crate::frontend::rust::tree::{Angle, Arguments, Generics, Path, QPath, QSelf, Segment, Signature, Type, TypeKind};
use syn::{GenericArgument, PathArguments, ReturnType, TypeParamBound};

impl Converter<'_> {
    /// A type.
    pub(super) fn ty(self, ty: &syn::Type) -> Type {
        Type { kind: self.type_kind(ty), span: self.type_span(ty) }
    }

    /// A path.
    pub(super) fn path(self, path: &syn::Path) -> Path {
        let segments = path.segments.iter().map(|segment| Segment {
            ident: self.ident(&segment.ident),
            arguments: match &segment.arguments {
                PathArguments::None => Arguments::None,
                PathArguments::AngleBracketed(angle) => Arguments::Angle(self.angle(angle)),
                PathArguments::Parenthesized(arguments) => {
                    let inputs = arguments.inputs.iter().map(|input| &input.ty);
                    Arguments::Parenthesized(Box::new(self.signature(inputs, &arguments.output)))
                }
            },
        });
        Path { leading: path.leading_colon.map(|token| self.span(token.spans[0])), segments: segments.collect() }
    }

    /// A path with what qualifies it.
    pub(super) fn qpath(self, qself: Option<&syn::QSelf>, path: &syn::Path) -> QPath {
        let qself = qself.map(|qself| {
            let (ty, open) = (self.ty(&qself.ty), self.span(qself.lt_token.span));
            Box::new(QSelf { ty, position: qself.position, open })
        });
        QPath { qself, path: self.path(path) }
    }

    /// `<A, B>`, lifetimes, constants and associated types left out.
    pub(super) fn angle(self, angle: &syn::AngleBracketedGenericArguments) -> Angle {
        let types = angle.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(self.ty(ty)),
            _ => None,
        });
        Angle { types: types.collect(), close: self.span(angle.gt_token.span) }
    }

    /// The written result type, if there is one.
    pub(super) fn output(self, output: &ReturnType) -> Option<Type> {
        match output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(self.ty(ty)),
        }
    }

    /// The traits among bounds.
    pub(super) fn bounds<'b>(self, bounds: impl IntoIterator<Item = &'b TypeParamBound>) -> Vec<Path> {
        let traits = bounds.into_iter().filter_map(|bound| match bound {
            TypeParamBound::Trait(bound) => Some(self.path(&bound.path)),
            _ => None,
        });
        traits.collect()
    }

    /// Type parameters, with what `where` says of single names.
    pub(super) fn generics(self, generics: &syn::Generics) -> Generics {
        let params = generics.type_params().map(|param| (name(&param.ident), self.bounds(&param.bounds)));
        let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        Generics { params: params.collect(), predicates: predicates.filter_map(|predicate| self.predicate(predicate)).collect() }
    }

    fn predicate(self, predicate: &syn::WherePredicate) -> Option<(Name, Vec<Path>)> {
        let syn::WherePredicate::Type(predicate) = predicate else { return None };
        let syn::Type::Path(bounded) = &predicate.bounded_ty else { return None };
        let ident = bounded.path.get_ident()?;
        Some((name(ident), self.bounds(&predicate.bounds)))
    }

    fn type_kind(self, ty: &syn::Type) -> TypeKind {
        match ty {
            syn::Type::Group(group) => self.type_kind(&group.elem),
            syn::Type::Paren(paren) => self.type_kind(&paren.elem),
            syn::Type::Path(path) => TypeKind::Path(self.qpath(path.qself.as_ref(), &path.path)),
            syn::Type::Reference(reference) => {
                TypeKind::Reference { mutable: reference.mutability.is_some(), target: Box::new(self.ty(&reference.elem)) }
            }
            syn::Type::Ptr(pointer) => {
                let mutable = matches!(pointer.mutability, syn::PointerMutability::Mut(_));
                TypeKind::Pointer { mutable, target: Box::new(self.ty(&pointer.elem)) }
            }
            syn::Type::Slice(slice) => TypeKind::Slice(Box::new(self.ty(&slice.elem))),
            syn::Type::Array(array) => TypeKind::Array(Box::new(self.ty(&array.elem)), array_length(&array.len)),
            syn::Type::Tuple(tuple) => TypeKind::Tuple(tuple.elems.iter().map(|element| self.ty(element)).collect()),
            syn::Type::FnPtr(pointer) => {
                let inputs = pointer.inputs.iter().map(|input| &input.ty);
                TypeKind::Function(Box::new(self.signature(inputs, &pointer.output)))
            }
            syn::Type::ImplTrait(object) => TypeKind::Bounds(self.bounds(&object.bounds)),
            syn::Type::TraitObject(object) => TypeKind::Bounds(self.bounds(&object.bounds)),
            _ => TypeKind::Other,
        }
    }

    fn signature<'t>(self, inputs: impl Iterator<Item = &'t syn::Type>, output: &ReturnType) -> Signature {
        Signature { inputs: inputs.map(|input| self.ty(input)).collect(), output: self.output(output) }
    }
}

fn array_length(len: &syn::Expr) -> Option<u64> {
    match len {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(int), .. }) => int.base10_parse().ok(),
        _ => None,
    }
}
