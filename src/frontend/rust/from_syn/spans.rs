//! Where types and patterns begin and end: what `Spanned` says, without making their tokens anew at each depth.

use super::Converter;
use crate::source::Span;
use proc_macro2::Span as Token;
use syn::punctuated::{Pair, Punctuated};
use syn::spanned::Spanned;
use syn::{Pat, PathArguments, ReturnType, Type, TypeParamBound};

impl Converter<'_> {
    /// From the first to the last token of a type.
    pub(super) fn type_span(self, ty: &Type) -> Span {
        self.span(first_of_type(ty)).to(self.span(last_of_type(ty)))
    }

    /// From the first to the last token of a pattern. Attributes count, but for those of `_`.
    pub(super) fn pat_span(self, pat: &Pat) -> Span {
        self.span(first_of_pat(pat)).to(self.span(last_of_pat(pat)))
    }
}

fn first_of_type(ty: &Type) -> Token {
    match ty {
        Type::Array(array) => array.bracket_token.span.open(),
        Type::FnPtr(pointer) => {
            let words = [
                pointer.lifetimes.as_ref().map(|lifetimes| lifetimes.for_token.span),
                pointer.unsafety.map(|token| token.span),
                pointer.abi.as_ref().map(|abi| abi.extern_token.span),
            ];
            words.into_iter().flatten().next().unwrap_or(pointer.fn_token.span)
        }
        Type::Group(group) => first_of_type(&group.elem),
        Type::ImplTrait(object) => object.impl_token.span,
        Type::Paren(paren) => paren.paren_token.span.open(),
        Type::Path(path) => first_of_path(path.qself.as_ref(), &path.path),
        Type::Ptr(pointer) => pointer.star_token.span,
        Type::Reference(reference) => reference.and_token.span,
        Type::Slice(slice) => slice.bracket_token.span.open(),
        Type::TraitObject(object) => object.dyn_token.map_or_else(|| object.bounds.span(), |token| token.span),
        Type::Tuple(tuple) => tuple.paren_token.span.open(),
        _ => ty.span(),
    }
}

fn last_of_type(ty: &Type) -> Token {
    match ty {
        Type::Array(array) => array.bracket_token.span.close(),
        Type::FnPtr(pointer) => last_of_output(&pointer.output).unwrap_or_else(|| pointer.paren_token.span.close()),
        Type::Group(group) => last_of_type(&group.elem),
        Type::ImplTrait(object) => last_of_bounds(&object.bounds),
        Type::Paren(paren) => paren.paren_token.span.close(),
        Type::Path(path) => last_of_path(&path.path),
        Type::Ptr(pointer) => last_of_type(&pointer.elem),
        Type::Reference(reference) => last_of_type(&reference.elem),
        Type::Slice(slice) => slice.bracket_token.span.close(),
        Type::TraitObject(object) => last_of_bounds(&object.bounds),
        Type::Tuple(tuple) => tuple.paren_token.span.close(),
        _ => ty.span(),
    }
}

fn last_of_output(output: &ReturnType) -> Option<Token> {
    match output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some(last_of_type(ty)),
    }
}

fn last_of_bounds(bounds: &Punctuated<TypeParamBound, syn::Token![+]>) -> Token {
    match bounds.pairs().next_back() {
        Some(Pair::Punctuated(_, plus)) => plus.span,
        Some(Pair::End(TypeParamBound::Trait(bound))) => {
            bound.paren_token.map_or_else(|| last_of_path(&bound.path), |paren| paren.span.close())
        }
        Some(Pair::End(bound)) => bound.span(),
        None => bounds.span(),
    }
}

fn first_of_path(qself: Option<&syn::QSelf>, path: &syn::Path) -> Token {
    match (qself, path.leading_colon, path.segments.first()) {
        (Some(qself), _, _) => qself.lt_token.span,
        (None, Some(colons), _) => colons.spans[0],
        (None, None, Some(segment)) => segment.ident.span(),
        (None, None, None) => Token::call_site(),
    }
}

fn last_of_path(path: &syn::Path) -> Token {
    let Some(segment) = path.segments.last() else { return Token::call_site() };
    match &segment.arguments {
        PathArguments::None => segment.ident.span(),
        PathArguments::AngleBracketed(angle) => angle.gt_token.span,
        PathArguments::Parenthesized(arguments) => last_of_output(&arguments.output).unwrap_or_else(|| arguments.paren_token.span.close()),
    }
}

fn first_of_pat(pat: &Pat) -> Token {
    let attributed = |attrs: &[syn::Attribute], otherwise| {
        let first = attrs.iter().find(|attr| matches!(attr.style, syn::AttrStyle::Outer));
        first.map_or(otherwise, |attr| attr.pound_token.span)
    };
    match pat {
        Pat::Const(block) => attributed(&block.attrs, block.const_token.span),
        Pat::Guard(guarded) => attributed(&guarded.attrs, first_of_pat(&guarded.pat)),
        Pat::Ident(ident) => {
            let word = ident.by_ref.map(|token| token.span).or(ident.mutability.map(|token| token.span));
            attributed(&ident.attrs, word.unwrap_or_else(|| ident.ident.span()))
        }
        Pat::Lit(lit) => attributed(&lit.attrs, lit.lit.span()),
        Pat::Or(or) => {
            let case = || or.cases.first().map_or_else(Token::call_site, first_of_pat);
            attributed(&or.attrs, or.leading_vert.map_or_else(case, |token| token.span))
        }
        Pat::Paren(paren) => attributed(&paren.attrs, paren.paren_token.span.open()),
        Pat::Path(path) => attributed(&path.attrs, first_of_path(path.qself.as_ref(), &path.path)),
        Pat::Reference(reference) => attributed(&reference.attrs, reference.and_token.span),
        Pat::Rest(rest) => attributed(&rest.attrs, rest.dot2_token.spans[0]),
        Pat::Slice(slice) => attributed(&slice.attrs, slice.bracket_token.span.open()),
        Pat::Struct(pat) => attributed(&pat.attrs, first_of_path(pat.qself.as_ref(), &pat.path)),
        Pat::Tuple(tuple) => attributed(&tuple.attrs, tuple.paren_token.span.open()),
        Pat::TupleStruct(tuple) => attributed(&tuple.attrs, first_of_path(tuple.qself.as_ref(), &tuple.path)),
        Pat::Type(typed) => attributed(&typed.attrs, first_of_pat(&typed.pat)),
        Pat::Wild(wild) => wild.underscore_token.span,
        _ => pat.span(),
    }
}

fn last_of_pat(pat: &Pat) -> Token {
    match pat {
        Pat::Const(block) => block.block.brace_token.span.close(),
        Pat::Guard(guarded) => guarded.guard.span(),
        Pat::Ident(ident) => ident.subpat.as_ref().map_or_else(|| ident.ident.span(), |(_, sub)| last_of_pat(sub)),
        Pat::Lit(lit) => lit.lit.span(),
        Pat::Or(or) => or.cases.last().map_or_else(Token::call_site, last_of_pat),
        Pat::Paren(paren) => paren.paren_token.span.close(),
        Pat::Path(path) => last_of_path(&path.path),
        Pat::Reference(reference) => last_of_pat(&reference.pat),
        Pat::Rest(rest) => rest.dot2_token.spans[1],
        Pat::Slice(slice) => slice.bracket_token.span.close(),
        Pat::Struct(pat) => pat.brace_token.span.close(),
        Pat::Tuple(tuple) => tuple.paren_token.span.close(),
        Pat::TupleStruct(tuple) => tuple.paren_token.span.close(),
        Pat::Type(typed) => last_of_type(&typed.ty),
        Pat::Wild(wild) => wild.underscore_token.span,
        _ => pat.span(),
    }
}
