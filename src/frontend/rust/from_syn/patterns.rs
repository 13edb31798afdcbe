//! Patterns.

use super::Converter;
use crate::frontend::rust::tree::{Pat, PatKind};

impl Converter<'_> {
    /// A pattern.
    pub(super) fn pat(self, pat: &syn::Pat) -> Pat {
        Pat { kind: self.pat_kind(pat), span: self.pat_span(pat) }
    }

    fn pat_kind(self, pat: &syn::Pat) -> PatKind {
        match pat {
            syn::Pat::Const(block) => PatKind::Const(self.block(&block.block)),
            syn::Pat::Guard(guarded) => PatKind::Guard(self.boxed_pat(&guarded.pat)),
            syn::Pat::Ident(ident) => PatKind::Ident {
                ident: self.ident(&ident.ident),
                by_ref: ident.by_ref.is_some(),
                mutable: ident.mutability.is_some(),
                sub: ident.subpat.as_ref().map(|(_, sub)| self.boxed_pat(sub)),
            },
            syn::Pat::Lit(lit) => PatKind::Literal(self.literal(&lit.lit)),
            syn::Pat::Or(or) => PatKind::Or(self.pats(&or.cases)),
            syn::Pat::Paren(paren) => PatKind::Paren(self.boxed_pat(&paren.pat)),
            syn::Pat::Path(path) => PatKind::Path(self.qpath(path.qself.as_ref(), &path.path)),
            syn::Pat::Range(range) => PatKind::Range(Box::new(self.range(range))),
            syn::Pat::Reference(reference) => PatKind::Reference(self.boxed_pat(&reference.pat)),
            syn::Pat::Rest(_) => PatKind::Rest,
            syn::Pat::Slice(slice) => PatKind::Slice(self.pats(&slice.elems)),
            syn::Pat::Struct(pat) => {
                let fields = pat.fields.iter().map(|field| (self.member(&field.member).name, self.pat(&field.pat)));
                PatKind::Struct(self.qpath(pat.qself.as_ref(), &pat.path), fields.collect())
            }
            syn::Pat::Tuple(tuple) => PatKind::Tuple(self.pats(&tuple.elems)),
            syn::Pat::TupleStruct(tuple) => PatKind::TupleStruct(self.qpath(tuple.qself.as_ref(), &tuple.path), self.pats(&tuple.elems)),
            syn::Pat::Type(typed) => PatKind::Type(self.boxed_pat(&typed.pat), Box::new(self.ty(&typed.ty))),
            syn::Pat::Wild(_) => PatKind::Wild,
            _ => PatKind::Other,
        }
    }

    fn boxed_pat(self, pat: &syn::Pat) -> Box<Pat> {
        Box::new(self.pat(pat))
    }

    fn pats<'s>(self, pats: impl IntoIterator<Item = &'s syn::Pat>) -> Vec<Pat> {
        pats.into_iter().map(|pat| self.pat(pat)).collect()
    }
}
