//! Items, and the imports of `use`.

use super::{Converter, is_public, name, pub_token};
use crate::facts::{Import, Name, VarKind};
use crate::frontend::rust::scope::import;
use crate::frontend::rust::tree::{Field, Function, Head, Impl, Input, Item, Receiver, ReceiverKind, Trait, Variable, Variant};
use crate::source::Span;
use proc_macro2::Span as Token;

/// What declarations of types have in common, in syn's words.
struct Declared<'a> {
    attrs: &'a [syn::Attribute],
    vis: &'a syn::Visibility,
    ident: &'a proc_macro2::Ident,
    generics: &'a syn::Generics,
}

impl Converter<'_> {
    /// Items in order.
    pub(super) fn items(self, items: &[syn::Item]) -> Vec<Item> {
        items.iter().map(|item| self.item(item)).collect()
    }

    /// An item.
    pub(super) fn item(self, item: &syn::Item) -> Item {
        match item {
            syn::Item::Use(item) => Item::Imports(self.imports(item)),
            syn::Item::ExternCrate(item) => Item::Imports(vec![self.extern_crate(item)]),
            syn::Item::Mod(item) => match &item.content {
                Some((_, items)) => {
                    Item::Mod { attributes: self.attributes(&item.attrs), name: name(&item.ident), items: self.items(items) }
                }
                None => Item::Other,
            },
            syn::Item::Fn(item) => {
                let start = self.hull([pub_token(&item.vis), item.modifiers.defaultness.map(|token| token.span)]);
                let function = self.function(&item.attrs, start, &item.sig, Some(&item.block));
                Item::Function(Box::new(Function { public: is_public(&item.vis), ..function }))
            }
            syn::Item::Impl(item) => Item::Impl(Box::new(self.implementation(item))),
            syn::Item::Trait(item) => Item::Trait(Box::new(self.trait_(item))),
            syn::Item::Struct(item) => self.struct_item(item),
            syn::Item::Union(item) => {
                let declared = Declared { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics };
                let head = self.head(declared, [Some(item.union_token.span)], item.fields.brace_token.span.close());
                Item::Struct { head: Box::new(head), fields: self.fields(&item.fields.named), is_union: true }
            }
            syn::Item::Enum(item) => {
                let declared = Declared { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics };
                let head = self.head(declared, [Some(item.enum_token.span)], item.brace_token.span.close());
                Item::Enum { head: Box::new(head), variants: item.variants.iter().map(|variant| self.variant(variant)).collect() }
            }
            syn::Item::Type(item) => {
                let declared = Declared { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics };
                let head = self.head(declared, [Some(item.type_token.span)], item.semi_token.span);
                Item::Alias { head: Box::new(head), target: self.ty(&item.ty) }
            }
            syn::Item::TraitAlias(item) => {
                let declared = Declared { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics };
                let head = self.head(declared, [Some(item.trait_token.span)], item.semi_token.span);
                Item::TraitAlias { head: Box::new(head), bounds: self.bounds(&item.bounds) }
            }
            syn::Item::Const(item) => self.variable(&item.vis, &item.ident, &item.ty, Some(&item.expr), VarKind::Constant),
            syn::Item::Static(item) => self.variable(&item.vis, &item.ident, &item.ty, Some(&item.expr), static_kind(&item.mutability)),
            syn::Item::ForeignMod(item) => Item::Foreign(item.items.iter().filter_map(|item| self.foreign(item)).collect()),
            syn::Item::Macro(item) => Item::Macro(Box::new(self.mac(&item.mac))),
            _ => Item::Other,
        }
    }

    fn struct_item(self, item: &syn::ItemStruct) -> Item {
        let end = match (&item.fields, &item.semi_token) {
            (syn::Fields::Named(named), _) => named.brace_token.span.close(),
            (_, Some(semi)) => semi.span,
            _ => item.ident.span(),
        };
        let declared = Declared { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics };
        let head = self.head(declared, [Some(item.struct_token.span)], end);
        Item::Struct { head: Box::new(head), fields: self.fields(&item.fields), is_union: false }
    }

    /// A head that begins with `pub` or the first of its words.
    fn head(self, declared: Declared<'_>, words: impl IntoIterator<Item = Option<Token>>, end: Token) -> Head {
        let ident = self.ident(declared.ident);
        let start = self.hull(std::iter::once(pub_token(declared.vis)).chain(words));
        Head {
            attributes: self.attributes(declared.attrs),
            public: is_public(declared.vis),
            ident,
            generics: self.generics(declared.generics),
            span: start.unwrap_or(ident.span).to(self.span(end)),
        }
    }

    fn fields<'f>(self, fields: impl IntoIterator<Item = &'f syn::Field>) -> Vec<Field> {
        let fields = fields.into_iter().map(|field| Field {
            attributes: self.attributes(&field.attrs),
            visibility: self.visibility(&field.vis),
            ident: field.ident.as_ref().map(|ident| self.ident(ident)),
            ty: self.ty(&field.ty),
        });
        fields.collect()
    }

    fn variant(self, variant: &syn::Variant) -> Variant {
        Variant {
            attributes: self.attributes(&variant.attrs),
            name: name(&variant.ident),
            fields: self.fields(&variant.fields),
            is_byte: variant.discriminant.as_ref().map(|(_, value)| is_byte(value)),
        }
    }

    fn variable(self, vis: &syn::Visibility, ident: &proc_macro2::Ident, ty: &syn::Type, value: Option<&syn::Expr>, kind: VarKind) -> Item {
        let (ident, ty, value) = (self.ident(ident), self.ty(ty), value.map(|value| self.expr(value)));
        Item::Variable(Box::new(Variable { public: is_public(vis), ident, ty, value, kind }))
    }

    /// A function, not public. `start` is what stands before the words of its signature.
    fn function(self, attrs: &[syn::Attribute], start: Option<Span>, sig: &syn::Signature, block: Option<&syn::Block>) -> Function {
        let unsafety = match &sig.safety {
            syn::Safety::Unsafe(token) => Some(token.span),
            syn::Safety::Safe(_) | syn::Safety::Default => None,
        };
        let words = [
            sig.constness.map(|token| token.span),
            sig.asyncness.map(|token| token.span),
            unsafety,
            sig.abi.as_ref().map(|abi| abi.extern_token.span),
            Some(sig.fn_token.span),
            Some(block.map_or(sig.paren_token.span.close(), |block| block.brace_token.span.close())),
        ];
        let span = start.into_iter().chain(self.hull(words)).reduce(Span::to).unwrap_or_default();
        Function {
            attributes: self.attributes(attrs),
            public: false,
            ident: self.ident(&sig.ident),
            generics: self.generics(&sig.generics),
            inputs: sig.inputs.iter().map(|input| self.input(input)).collect(),
            output: self.output(&sig.output),
            block: block.map(|block| self.block(block)),
            is_async: sig.asyncness.is_some(),
            is_unsafe: unsafety.is_some(),
            is_extern: sig.abi.is_some(),
            span,
        }
    }

    fn input(self, input: &syn::FnArg) -> Input {
        match input {
            syn::FnArg::Receiver(receiver) => {
                let kind = match &receiver.kind {
                    syn::ReceiverKind::Reference(_, _, mutability) => ReceiverKind::Reference { mutable: mutability.is_some() },
                    syn::ReceiverKind::Typed(_, ty) => ReceiverKind::Typed(self.ty(ty)),
                    _ => ReceiverKind::Value,
                };
                Input::Receiver(Receiver { kind, at: self.span(receiver.self_token.span) })
            }
            syn::FnArg::Typed(typed) => Input::Typed(self.pat(&typed.pat), self.ty(&typed.ty)),
        }
    }

    fn implementation(self, item: &syn::ItemImpl) -> Impl {
        let mut types = Vec::new();
        let mut functions = Vec::new();
        for inner in &item.items {
            match inner {
                syn::ImplItem::Type(inner) => types.push((name(&inner.ident), self.ty(&inner.ty))),
                syn::ImplItem::Fn(inner) => {
                    let start = self.hull([pub_token(&inner.vis), inner.modifiers.defaultness.map(|token| token.span)]);
                    let function = self.function(&inner.attrs, start, &inner.sig, Some(&inner.block));
                    functions.push(Function { public: is_public(&inner.vis), ..function });
                }
                _ => {}
            }
        }
        let start = self.span(item.unsafety.map_or(item.impl_token.span, |token| token.span)).start;
        Impl {
            attributes: self.attributes(&item.attrs),
            generics: self.generics(&item.generics),
            trait_: item.trait_.as_ref().map(|(path, _)| self.path(path)),
            is_negative: item.modifiers.polarity.is_some(),
            ty: self.ty(&item.self_ty),
            is_unsafe: item.unsafety.is_some(),
            head: Span { start, end: self.span(item.brace_token.span.open()).start },
            types,
            functions,
        }
    }

    fn trait_(self, item: &syn::ItemTrait) -> Trait {
        let words = [item.unsafety.map(|token| token.span), item.modifiers.auto_token.map(|token| token.span), Some(item.trait_token.span)];
        let declared = Declared { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics };
        let functions = item.items.iter().filter_map(|inner| match inner {
            syn::TraitItem::Fn(inner) => Some(self.function(&inner.attrs, None, &inner.sig, inner.default.as_ref())),
            _ => None,
        });
        Trait {
            head: self.head(declared, words, item.brace_token.span.close()),
            supertraits: self.bounds(&item.supertraits),
            functions: functions.collect(),
        }
    }

    /// A function or static of another language; nothing else is kept.
    fn foreign(self, item: &syn::ForeignItem) -> Option<Item> {
        match item {
            syn::ForeignItem::Fn(item) => {
                let function = self.function(&item.attrs, self.hull([pub_token(&item.vis)]), &item.sig, None);
                Some(Item::Function(Box::new(Function { public: is_public(&item.vis), ..function })))
            }
            syn::ForeignItem::Static(item) => Some(self.variable(&item.vis, &item.ident, &item.ty, None, static_kind(&item.mutability))),
            _ => None,
        }
    }

    fn extern_crate(self, item: &syn::ItemExternCrate) -> Import {
        let alias = item.rename.as_ref().map_or(&item.ident, |(_, rename)| rename);
        Import {
            path: Box::new([name(&item.ident)]),
            alias: Some(name(alias)),
            glob: false,
            exported: !matches!(item.vis, syn::Visibility::Inherited),
            span: self.span(item.ident.span()),
        }
    }

    /// The imports of one `use` item, in source order.
    fn imports(self, item: &syn::ItemUse) -> Vec<Import> {
        let mut prefix = Vec::from_iter(item.leading_colon.map(|_| Name::from("")));
        let mut imports = Vec::new();
        self.use_tree(&item.tree, &mut prefix, !matches!(item.vis, syn::Visibility::Inherited), &mut imports);
        imports
    }

    fn use_tree(self, tree: &syn::UseTree, prefix: &mut Vec<Name>, exported: bool, imports: &mut Vec<Import>) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(name(&path.ident));
                self.use_tree(&path.tree, prefix, exported, imports);
                prefix.pop();
            }
            syn::UseTree::Name(leaf) => imports.push(import(prefix, self.ident(&leaf.ident), name(&leaf.ident), exported)),
            syn::UseTree::Rename(leaf) => imports.push(import(prefix, self.ident(&leaf.ident), name(&leaf.rename), exported)),
            syn::UseTree::Glob(glob) => {
                let span = self.span(glob.star_token.span);
                imports.push(Import { path: prefix.as_slice().into(), alias: None, glob: true, exported, span });
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.use_tree(item, prefix, exported, imports)),
        }
    }
}

/// How a `static` may change.
fn static_kind(mutability: &syn::StaticMutability) -> VarKind {
    match mutability {
        syn::StaticMutability::Mut(_) => VarKind::StaticMut,
        _ => VarKind::Static,
    }
}

/// A discriminant for which one byte is enough.
fn is_byte(value: &syn::Expr) -> bool {
    matches!(value, syn::Expr::Lit(literal) if matches!(&literal.lit, syn::Lit::Int(int) if int.base10_parse::<u8>().is_ok()))
}
