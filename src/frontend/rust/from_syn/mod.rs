//! From syn's tree to ours: the same tree that `strict` makes from tokens.
//!
//! What facts are not made of is left out here: documentation, lifetimes, groups without brackets, empty statements.
//! One file for each kind of syntax; `spans` says where types and patterns begin and end.

mod expressions;
mod items;
mod patterns;
mod spans;
#[cfg(test)]
mod tests;
mod types;

use super::parse::{Positions, Source};
use super::tree::{Attribute, Ident, Item, Macro, Visibility};
use crate::facts::Name;
use crate::frontend::interned;
use crate::source::Span;
use syn::spanned::Spanned;

/// The inner attributes and the items of a parsed part of a file.
pub(super) fn file(source: &Source<'_>) -> (Vec<Attribute>, Vec<Item>) {
    let converter = Converter::new(&source.positions);
    (converter.attributes(&source.file.attrs), converter.items(&source.file.items))
}

/// Turns any piece of syn's tree into ours.
#[derive(Clone, Copy)]
struct Converter<'p> {
    positions: &'p Positions<'p>,
}

impl<'p> Converter<'p> {
    /// Of the part of a file that these positions are about.
    fn new(positions: &'p Positions<'p>) -> Converter<'p> {
        Converter { positions }
    }

    /// Attributes in order, documentation left out.
    fn attributes(self, attrs: &[syn::Attribute]) -> Vec<Attribute> {
        attrs.iter().filter(|attr| !attr.path().is_ident("doc")).map(|attr| self.attribute(attr)).collect()
    }

    /// A visibility.
    fn visibility(self, vis: &syn::Visibility) -> Visibility {
        Visibility { public: is_public(vis), at: pub_token(vis).map(|token| self.span(token)) }
    }

    /// A macro call, its tokens as the bytes that they are.
    fn mac(self, mac: &syn::Macro) -> Macro {
        Macro { path: self.path(&mac.path), bang: self.span(mac.bang_token.span), delimited: self.span(mac.delimiter.span().join()) }
    }

    fn attribute(self, attr: &syn::Attribute) -> Attribute {
        let list = match &attr.meta {
            syn::Meta::List(list) => {
                let (open, close) = (self.span(list.delimiter.span().open()), self.span(list.delimiter.span().close()));
                Some(Span { start: open.end, end: close.start })
            }
            syn::Meta::Path(_) | syn::Meta::NameValue(_) => None,
        };
        Attribute { path: attr.path().segments.iter().map(|segment| name(&segment.ident)).collect(), list }
    }

    fn ident(self, ident: &proc_macro2::Ident) -> Ident {
        Ident { name: name(ident), span: self.span(ident.span()) }
    }

    /// The bytes of a syn span.
    fn span(self, span: proc_macro2::Span) -> Span {
        self.positions.span(span)
    }

    /// The bytes of all tokens of some syntax.
    fn whole(self, syntax: &impl Spanned) -> Span {
        self.span(syntax.span())
    }

    /// The bytes from the first to the last of some tokens.
    fn hull(self, tokens: impl IntoIterator<Item = Option<proc_macro2::Span>>) -> Option<Span> {
        tokens.into_iter().flatten().map(|token| self.span(token)).reduce(Span::to)
    }
}

/// The name of an identifier, `r#` taken off.
fn name(ident: &proc_macro2::Ident) -> Name {
    let text = ident.to_string();
    interned::name(text.strip_prefix("r#").unwrap_or(&text))
}

/// `pub` alone.
fn is_public(vis: &syn::Visibility) -> bool {
    matches!(vis, syn::Visibility::Public(_))
}

/// The word `pub`.
fn pub_token(vis: &syn::Visibility) -> Option<proc_macro2::Span> {
    match vis {
        syn::Visibility::Public(token) => Some(token.span),
        syn::Visibility::Restricted(restricted) => Some(restricted.pub_token.span),
        syn::Visibility::Inherited => None,
    }
}
