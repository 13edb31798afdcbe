//! Items: everything that is declared, at any depth.

use super::lower_body::BodyLowering;
use super::macros;
use super::parse::{Positions, Source};
use super::representation;
use super::scope::{self, name};
use crate::facts::{
    Body, Field, FileFacts, Function, FunctionKind, Import, LocalKind, Loss, MethodSignature, Name, Node, NodeId, Representation, Scope,
    ScopeId, TOO_LARGE, TraitImpl, TypeDecl, TypeDeclKind, TypeExpr, TypeExprId, TypeParam, VarDecl, VarKind,
};
use crate::source::Span;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{Attribute, FnArg, Item, Meta, Visibility};

/// The facts of one file while they are gathered.
pub(super) struct Lowering<'s> {
    /// Turns spans into bytes.
    positions: Positions<'s>,
    /// The crate's edition.
    pub(super) edition: u16,
    /// What is known so far.
    pub(super) facts: FileFacts,
    /// The initialisers of each scope that has variables.
    initialisers: Vec<Initialiser>,
}

/// Assignments to the variables of one scope.
struct Initialiser {
    scope: ScopeId,
    body: Body,
    statements: Vec<NodeId>,
}

/// What a function inherits from the `impl` or trait around it.
#[derive(Clone, Copy, Default)]
struct Around<'a> {
    owner: Option<TypeExprId>,
    trait_: Option<TypeExprId>,
    params: &'a [TypeParam],
    /// Visible as its trait is.
    exported: bool,
    foreign: bool,
}

/// An item macro's content that is not yet lowered: `static NAME: TYPE = EXPR;` of `lazy_static!`
/// and `thread_local!`.
pub(super) struct MacroStatic {
    pub(super) vis: Visibility,
    pub(super) ident: proc_macro2::Ident,
    pub(super) ty: syn::Type,
    pub(super) value: syn::Expr,
    pub(super) kind: VarKind,
}

impl<'s> Lowering<'s> {
    /// Nothing yet.
    pub(super) fn new(edition: u16) -> Lowering<'s> {
        let facts = FileFacts { scopes: vec![Scope::default()], ..FileFacts::default() };
        Lowering { positions: Positions::default(), edition, facts, initialisers: Vec::new() }
    }

    /// Lowers the next part of the file.
    pub(super) fn part(&mut self, source: Source<'s>) {
        self.positions = source.positions;
        let file = &source.file;
        self.facts.scopes[0].in_test |= is_test_only(&file.attrs);
        self.facts.attributes.extend(file.attrs.iter().filter_map(crate_attribute));
        self.items(&file.items, ScopeId::FIRST);
    }

    /// The bytes of a syn span.
    pub(super) fn span(&self, span: proc_macro2::Span) -> Span {
        self.positions.span(span)
    }

    /// Opens a scope.
    pub(super) fn push_scope(&mut self, parent: ScopeId, module: Name, in_test: bool) -> ScopeId {
        let in_test = in_test || self.facts.scopes[parent.index()].in_test;
        self.facts.scopes.push(Scope { parent: Some(parent), module, imports: Vec::new(), in_test });
        ScopeId::new(self.facts.scopes.len() - 1)
    }

    /// Lowers items of one scope.
    pub(super) fn items(&mut self, items: &[Item], scope: ScopeId) {
        for item in items {
            self.item(item, scope);
        }
    }

    /// Lowers an item.
    pub(super) fn item(&mut self, item: &Item, scope: ScopeId) {
        match item {
            Item::Use(item) => {
                let imports = scope::imports(item, |span| self.span(span));
                self.facts.scopes[scope.index()].imports.extend(imports);
            }
            Item::ExternCrate(item) => {
                let alias = item.rename.as_ref().map_or(&item.ident, |(_, rename)| rename);
                let import = Import {
                    path: Box::new([name(&item.ident)]),
                    alias: Some(name(alias)),
                    glob: false,
                    exported: !matches!(item.vis, Visibility::Inherited),
                    span: self.span(item.ident.span()),
                };
                self.facts.scopes[scope.index()].imports.push(import);
            }
            Item::Mod(item) => {
                if let Some((_, items)) = &item.content {
                    let inner = self.push_scope(scope, name(&item.ident), is_test_only(&item.attrs));
                    self.items(items, inner);
                }
            }
            Item::Fn(item) => {
                let around = Around { exported: is_public(&item.vis), ..Around::default() };
                let start = self.start(&item.vis, &[item.modifiers.defaultness.map(|token| token.span)]);
                self.function(&item.attrs, start, &item.sig, Some(&item.block), around, scope);
            }
            Item::Impl(item) => self.implementation(item, scope),
            Item::Trait(item) => self.trait_(item, scope),
            Item::Struct(item) => {
                let start = self.start(&item.vis, &[Some(item.struct_token.span)]);
                let fields = self.fields(&item.fields);
                let end = match (&item.fields, &item.semi_token) {
                    (syn::Fields::Named(named), _) => named.brace_token.span.close(),
                    (_, Some(semi)) => semi.span,
                    _ => item.ident.span(),
                };
                let representation = representation::of_struct(&item.attrs, &item.fields);
                let head = Head { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics, start, end };
                self.type_decl(head, representation, TypeDeclKind::Struct(fields), scope);
            }
            Item::Union(item) => {
                let start = self.start(&item.vis, &[Some(item.union_token.span)]);
                let fields = self.fields(&syn::Fields::Named(item.fields.clone()));
                let end = item.fields.brace_token.span.close();
                let head = Head { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics, start, end };
                self.type_decl(head, Representation::Other, TypeDeclKind::Struct(fields), scope);
            }
            Item::Enum(item) => {
                let start = self.start(&item.vis, &[Some(item.enum_token.span)]);
                let variants = item.variants.iter().map(|variant| (name(&variant.ident), self.fields(&variant.fields))).collect();
                let end = item.brace_token.span.close();
                let representation = representation::of_enum(item);
                let head = Head { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics, start, end };
                self.type_decl(head, representation, TypeDeclKind::Enum(variants), scope);
            }
            Item::Type(item) => {
                let start = self.start(&item.vis, &[Some(item.type_token.span)]);
                let target = self.lower_type(&item.ty);
                let end = item.semi_token.span;
                let head = Head { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics, start, end };
                self.type_decl(head, Representation::Default, TypeDeclKind::Alias(target), scope);
            }
            Item::TraitAlias(item) => {
                let start = self.start(&item.vis, &[Some(item.trait_token.span)]);
                let embeds = self.bounds(item.bounds.iter());
                let end = item.semi_token.span;
                let head = Head { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics, start, end };
                self.type_decl(head, Representation::Default, TypeDeclKind::Interface { methods: Vec::new(), embeds }, scope);
            }
            Item::Const(item) => self.variable(&item.vis, &item.ident, &item.ty, Some(&item.expr), VarKind::Constant, scope),
            Item::Static(item) => self.variable(&item.vis, &item.ident, &item.ty, Some(&item.expr), static_kind(&item.mutability), scope),
            Item::ForeignMod(item) => self.foreign(item, scope),
            Item::Macro(item) => self.item_macro(&item.mac, scope),
            _ => {}
        }
    }

    /// A macro that stands for items: its content, where it is itself made of items.
    pub(super) fn item_macro(&mut self, mac: &syn::Macro, scope: ScopeId) {
        match macros::item_content(mac) {
            macros::ItemContent::Items(items) => self.items(&items, scope),
            macros::ItemContent::Statics(statics) => self.statics(&statics, scope),
            macros::ItemContent::Other => {}
        }
    }

    /// The variables of `lazy_static!` and `thread_local!`.
    pub(super) fn statics(&mut self, statics: &[MacroStatic], scope: ScopeId) {
        for item in statics {
            self.variable(&item.vis, &item.ident, &item.ty, Some(&item.value), item.kind, scope);
        }
    }

    /// A function, and with it everything inside.
    fn function(
        &mut self,
        attrs: &[Attribute],
        start: Option<Span>,
        sig: &syn::Signature,
        block: Option<&syn::Block>,
        around: Around<'_>,
        scope: ScopeId,
    ) {
        let name_span = self.span(sig.ident.span());
        let type_params = self.type_params(around.params, &sig.generics);
        let results = self.results(&sig.output);
        let in_test = self.facts.scopes[scope.index()].in_test || is_test(attrs);
        let mut lowering = BodyLowering::new(self, Body::default(), scope, in_test);
        let mut receiver = None;
        let mut params = Vec::new();
        let mut prologue = Vec::new();
        for input in &sig.inputs {
            match input {
                FnArg::Receiver(input) => receiver = Some(lowering.receiver(input)),
                FnArg::Typed(input) => params.push(lowering.param(&input.pat, Some(&input.ty), LocalKind::Param, &mut prologue)),
            }
        }
        let declared = lowering.body.locals.len();
        let mut root = block.map(|block| lowering.root(block, prologue));
        let (mut body, scope) = lowering.finish();
        if body.is_too_large() {
            (root, body) = (None, body.signature_alone(declared));
            self.facts.losses.push(Loss { span: name_span, message: TOO_LARGE.to_owned() });
        }
        let starts = [
            start,
            sig.constness.map(|token| self.span(token.span)),
            sig.asyncness.map(|token| self.span(token.span)),
            sig.abi.as_ref().map(|abi| self.span(abi.extern_token.span)),
            Some(self.span(sig.fn_token.span)),
            matches!(sig.safety, syn::Safety::Unsafe(_)).then(|| self.safety_span(&sig.safety)).flatten(),
        ];
        let end = block.map_or(sig.paren_token.span.close(), |block| block.brace_token.span.close());
        let span = starts.into_iter().flatten().fold(self.span(end), Span::to);
        self.facts.functions.push(Function {
            name: name(&sig.ident),
            name_span,
            span,
            scope,
            owner: around.owner,
            trait_: around.trait_,
            type_params,
            receiver,
            params,
            variadic: false,
            results,
            named_results: Vec::new(),
            body,
            root,
            kind: FunctionKind::Ordinary,
            exported: around.exported,
            is_async: sig.asyncness.is_some(),
            is_unsafe: matches!(sig.safety, syn::Safety::Unsafe(_)),
            is_extern: sig.abi.is_some() || around.foreign,
            attributes: attrs.iter().filter(|attr| !attr.path().is_ident("doc")).map(attribute_path).collect(),
            in_test,
        });
    }

    fn implementation(&mut self, item: &syn::ItemImpl, scope: ScopeId) {
        let owner = self.lower_type(&item.self_ty);
        let params = self.type_params(&[], &item.generics);
        let trait_ = item.trait_.as_ref().map(|(path, _)| {
            let expr = self.path_type(None, path);
            self.push_type(expr)
        });
        if let Some(trait_) = trait_
            && item.modifiers.polarity.is_none()
        {
            let types = item.items.iter().filter_map(|item| match item {
                syn::ImplItem::Type(item) => Some(item),
                _ => None,
            });
            let associated = types.map(|item| (name(&item.ident), self.lower_type(&item.ty))).collect();
            let head = item.unsafety.map_or(item.impl_token.span, |token| token.span);
            let start = self.span(head).start as usize;
            let brace = self.span(item.brace_token.span.open()).start as usize;
            let end = self.positions.text().get(..brace).map_or(brace, |before| before.trim_end().len());
            let is_unsafe = item.unsafety.is_some();
            self.facts.impls.push(TraitImpl { trait_, ty: owner, is_unsafe, associated, scope, span: Span::new(start, end) });
        }
        let scope = if is_test_only(&item.attrs) { self.push_scope(scope, Name::from(""), true) } else { scope };
        for inner in &item.items {
            if let syn::ImplItem::Fn(inner) = inner {
                let exported = trait_.is_some() || is_public(&inner.vis);
                let around = Around { owner: Some(owner), trait_, params: &params, exported, foreign: false };
                let start = self.start(&inner.vis, &[inner.modifiers.defaultness.map(|token| token.span)]);
                self.function(&inner.attrs, start, &inner.sig, Some(&inner.block), around, scope);
            }
        }
    }

    fn trait_(&mut self, item: &syn::ItemTrait, scope: ScopeId) {
        let owner = self.push_type_path(&[name(&item.ident).as_str()]);
        let params = self.type_params(&[], &item.generics);
        let embeds = self.bounds(item.supertraits.iter());
        let mut methods = Vec::new();
        for inner in &item.items {
            if let syn::TraitItem::Fn(inner) = inner {
                let typed = inner.sig.inputs.iter().filter_map(|input| match input {
                    FnArg::Typed(input) => Some(&input.ty),
                    FnArg::Receiver(_) => None,
                });
                let types = typed.map(|ty| self.lower_type(ty)).collect();
                let results = self.results(&inner.sig.output).into();
                methods.push(MethodSignature { name: name(&inner.sig.ident), params: types, results });
                let around = Around { owner: Some(owner), params: &params, exported: is_public(&item.vis), ..Around::default() };
                self.function(&inner.attrs, None, &inner.sig, inner.default.as_ref(), around, scope);
            }
        }
        let starts =
            [item.unsafety.map(|token| token.span), item.modifiers.auto_token.map(|token| token.span), Some(item.trait_token.span)];
        let start = self.start(&item.vis, &starts);
        let end = item.brace_token.span.close();
        let head = Head { attrs: &item.attrs, vis: &item.vis, ident: &item.ident, generics: &item.generics, start, end };
        self.type_decl(head, Representation::Default, TypeDeclKind::Interface { methods, embeds }, scope);
    }

    fn foreign(&mut self, item: &syn::ItemForeignMod, scope: ScopeId) {
        for inner in &item.items {
            match inner {
                syn::ForeignItem::Fn(inner) => {
                    let around = Around { exported: is_public(&inner.vis), foreign: true, ..Around::default() };
                    let start = self.start(&inner.vis, &[]);
                    self.function(&inner.attrs, start, &inner.sig, None, around, scope);
                }
                syn::ForeignItem::Static(inner) => {
                    self.variable(&inner.vis, &inner.ident, &inner.ty, None, static_kind(&inner.mutability), scope);
                }
                _ => {}
            }
        }
    }

    fn type_decl(&mut self, head: Head<'_>, representation: Representation, kind: TypeDeclKind, scope: ScopeId) {
        let params = self.type_params(&[], head.generics);
        let end = self.span(head.end);
        let name_span = self.span(head.ident.span());
        self.facts.types.push(TypeDecl {
            name: name(head.ident),
            name_span,
            span: head.start.unwrap_or(name_span).to(end),
            scope,
            params,
            kind,
            exported: is_public(head.vis),
            derives: head.attrs.iter().flat_map(derives).collect(),
            representation,
        });
    }

    fn fields(&mut self, fields: &syn::Fields) -> Vec<Field> {
        let lowered = fields.iter().enumerate().map(|(index, field)| {
            let ty = self.lower_type(&field.ty);
            let (name, span) = match &field.ident {
                Some(ident) => (name(ident), self.span(ident.span())),
                None => (Name::from(&index.to_string()), self.type_span(&field.ty, &field.vis)),
            };
            Field { name, ty, span, embedded: false, encoded: false, exported: is_public(&field.vis) }
        });
        lowered.collect()
    }

    fn variable(
        &mut self,
        vis: &Visibility,
        ident: &proc_macro2::Ident,
        ty: &syn::Type,
        value: Option<&syn::Expr>,
        kind: VarKind,
        scope: ScopeId,
    ) {
        let var_name = name(ident);
        let name_span = self.span(ident.span());
        let ty = Some(self.lower_type(ty));
        self.facts.vars.push(VarDecl { name: var_name, name_span, scope, ty, kind, exported: is_public(vis) });
        let Some(value) = value else { return };
        let known = self.initialisers.iter().position(|initialiser| initialiser.scope == scope);
        let at = known.unwrap_or_else(|| {
            self.initialisers.push(Initialiser { scope, body: Body::default(), statements: Vec::new() });
            self.initialisers.len() - 1
        });
        let body = std::mem::take(&mut self.initialisers[at].body);
        let in_test = self.facts.scopes[scope.index()].in_test;
        let mut lowering = BodyLowering::new(self, body, scope, in_test);
        let target = lowering.body.push_path(Box::new([var_name]), name_span);
        let value = lowering.expr(value);
        let span = name_span.to(lowering.body.span(value));
        let assignment = lowering.body.push(Node::Assign { target, value }, span);
        let (body, _) = lowering.finish();
        self.initialisers[at].body = body;
        self.initialisers[at].statements.push(assignment);
    }

    /// The facts, functions in source order, each scope's initialisers before its functions.
    pub(super) fn finish(mut self) -> FileFacts {
        let mut functions: Vec<Function> = Vec::new();
        for mut initialiser in self.initialisers {
            let spans = initialiser.statements.iter().map(|statement| initialiser.body.span(*statement));
            let span = spans.reduce(Span::to).unwrap_or_default();
            let body = initialiser.body.push_list(&initialiser.statements);
            let root = initialiser.body.push(Node::Block { body, tail: false, label: None }, span);
            functions.push(initialiser_function(initialiser, root, span, &self.facts.scopes));
        }
        functions.append(&mut self.facts.functions);
        functions.sort_by_key(|function| (function.kind != FunctionKind::Initialiser, function.span.start));
        self.facts.functions = functions;
        self.facts
    }

    /// The first of an item's visibility and words.
    fn start(&self, vis: &Visibility, words: &[Option<proc_macro2::Span>]) -> Option<Span> {
        let vis = match vis {
            Visibility::Public(token) => Some(token.span),
            Visibility::Restricted(restricted) => Some(restricted.pub_token.span),
            Visibility::Inherited => None,
        };
        vis.into_iter().chain(words.iter().copied().flatten()).map(|span| self.span(span)).reduce(Span::to)
    }

    fn safety_span(&self, safety: &syn::Safety) -> Option<Span> {
        match safety {
            syn::Safety::Unsafe(token) => Some(self.span(token.span)),
            syn::Safety::Safe(token) => Some(self.span(token.span)),
            syn::Safety::Default => None,
        }
    }

    /// Where a tuple field stands: its visibility, or the first token of its type.
    fn type_span(&self, ty: &syn::Type, vis: &Visibility) -> Span {
        self.start(vis, &[]).unwrap_or_else(|| self.span(syn::spanned::Spanned::span(ty)))
    }
}

/// What all type declarations have.
struct Head<'a> {
    attrs: &'a [Attribute],
    vis: &'a Visibility,
    ident: &'a proc_macro2::Ident,
    generics: &'a syn::Generics,
    start: Option<Span>,
    end: proc_macro2::Span,
}

fn initialiser_function(initialiser: Initialiser, root: NodeId, span: Span, scopes: &[Scope]) -> Function {
    Function {
        name: Name::from("<initialisers>"),
        name_span: Span::new(span.start as usize, span.start as usize),
        span,
        scope: initialiser.scope,
        owner: None,
        trait_: None,
        type_params: Vec::new(),
        receiver: None,
        params: Vec::new(),
        variadic: false,
        results: Vec::new(),
        named_results: Vec::new(),
        body: initialiser.body,
        root: Some(root),
        kind: FunctionKind::Initialiser,
        exported: false,
        is_async: false,
        is_unsafe: false,
        is_extern: false,
        attributes: Vec::new(),
        in_test: scopes[initialiser.scope.index()].in_test,
    }
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

fn static_kind(mutability: &syn::StaticMutability) -> VarKind {
    match mutability {
        syn::StaticMutability::Mut(_) => VarKind::StaticMut,
        _ => VarKind::Static,
    }
}

/// The path of an attribute as written.
fn attribute_path(attr: &Attribute) -> Name {
    let segments: Vec<String> = attr.path().segments.iter().map(|segment| segment.ident.to_string()).collect();
    Name::from(&segments.join("::"))
}

/// `#![no_std]`, `#![cfg(test)]`.
fn crate_attribute(attr: &Attribute) -> Option<Name> {
    if attr.path().is_ident("no_std") {
        return Some(Name::from("no_std"));
    }
    requires_test(attr).then(|| Name::from("cfg(test)"))
}

/// The item exists in test builds only.
fn is_test_only(attrs: &[Attribute]) -> bool {
    attrs.iter().any(requires_test)
}

/// A test or benchmark, or test-only.
fn is_test(attrs: &[Attribute]) -> bool {
    let marked = |attr: &Attribute| attr.path().segments.last().is_some_and(|last| last.ident == "test" || last.ident == "bench");
    attrs.iter().any(|attr| marked(attr) || requires_test(attr))
}

fn requires_test(attr: &Attribute) -> bool {
    match &attr.meta {
        Meta::List(list) if list.path.is_ident("cfg") => mentions_test(list.tokens.clone()),
        _ => false,
    }
}

/// `test`, also inside `all(…)` and `any(…)`, but not inside `not(…)`.
fn mentions_test(tokens: TokenStream) -> bool {
    let mut negated = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                if ident == "test" {
                    return true;
                }
                negated = ident == "not";
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && !negated && mentions_test(group.stream()) => {
                return true;
            }
            _ => {}
        }
    }
    false
}

/// The last segments of `#[derive(…)]`.
fn derives(attr: &Attribute) -> Vec<Name> {
    let Meta::List(list) = &attr.meta else { return Vec::new() };
    if !list.path.is_ident("derive") {
        return Vec::new();
    }
    let mut names = Vec::new();
    let mut last = None;
    for token in list.tokens.clone() {
        match token {
            TokenTree::Ident(ident) => last = Some(name(&ident)),
            TokenTree::Punct(punct) if punct.as_char() == ',' => names.extend(last.take()),
            _ => {}
        }
    }
    names.extend(last);
    names
}

/// A type that stands for `Self` as written.
pub(super) fn self_type(lowering: &mut Lowering<'_>, kind: &syn::ReceiverKind) -> TypeExprId {
    match kind {
        syn::ReceiverKind::Reference(_, _, mutability) => {
            let target = lowering.push_type_path(&["Self"]);
            lowering.push_type(TypeExpr::Pointer { target, mutable: mutability.is_some(), raw: false })
        }
        syn::ReceiverKind::Typed(_, ty) => lowering.lower_type(ty),
        _ => lowering.push_type_path(&["Self"]),
    }
}
