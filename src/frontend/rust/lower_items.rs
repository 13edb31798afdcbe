//! Items: everything that is declared, at any depth.

use super::attributes::{attribute_path, crate_attribute, derives, is_test, is_test_only};
use super::lower_body::BodyLowering;
use super::macros;
use super::representation;
use super::token::Tokens;
use super::tree::{self, Attribute, Head, Impl, Input, Item, Macro, ReceiverKind, Trait, Variable};
use crate::facts::{
    Body, Field, FileFacts, Function, FunctionKind, LocalKind, Loss, MethodSignature, Name, Node, NodeId, Representation, Scope, ScopeId,
    TOO_LARGE, TraitImpl, TypeDecl, TypeDeclKind, TypeExpr, TypeExprId, TypeParam, VarDecl,
};
use crate::source::Span;

/// The facts of one file while they are gathered.
pub(super) struct Lowering<'s> {
    /// The file.
    pub(super) tokens: &'s Tokens<'s>,
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

impl<'s> Lowering<'s> {
    /// Nothing yet.
    pub(super) fn new(tokens: &'s Tokens<'s>, edition: u16) -> Lowering<'s> {
        let facts = FileFacts { scopes: vec![Scope::default()], ..FileFacts::default() };
        Lowering { tokens, edition, facts, initialisers: Vec::new() }
    }

    /// Lowers the attributes of the file itself, or of a part of it.
    pub(super) fn file(&mut self, attributes: &[Attribute]) {
        self.facts.scopes[0].in_test |= is_test_only(self.tokens, attributes);
        self.facts.attributes.extend(attributes.iter().filter_map(|attribute| crate_attribute(self.tokens, attribute)));
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
            Item::Imports(imports) => self.facts.scopes[scope.index()].imports.extend(imports.iter().cloned()),
            Item::Mod { attributes, name, items } => {
                let inner = self.push_scope(scope, *name, is_test_only(self.tokens, attributes));
                self.items(items, inner);
            }
            Item::Function(item) => {
                let around = Around { exported: item.public, ..Around::default() };
                self.function(item, around, scope);
            }
            Item::Impl(item) => self.implementation(item, scope),
            Item::Trait(item) => self.trait_(item, scope),
            Item::Struct { head, fields, is_union } => {
                let representation = match is_union {
                    true => Representation::Other,
                    false => representation::of_struct(self.tokens, &head.attributes, fields),
                };
                let fields = self.fields(fields);
                self.type_decl(head, representation, TypeDeclKind::Struct(fields), scope);
            }
            Item::Enum { head, variants } => {
                let representation = representation::of_enum(self.tokens, &head.attributes, variants);
                let variants = variants.iter().map(|variant| (variant.name, self.fields(&variant.fields))).collect();
                self.type_decl(head, representation, TypeDeclKind::Enum(variants), scope);
            }
            Item::Alias { head, target } => {
                let target = self.lower_type(target);
                self.type_decl(head, Representation::Default, TypeDeclKind::Alias(target), scope);
            }
            Item::TraitAlias { head, bounds } => {
                let embeds = self.bounds(bounds);
                self.type_decl(head, Representation::Default, TypeDeclKind::Interface { methods: Vec::new(), embeds }, scope);
            }
            Item::Variable(item) => self.variable(item, scope),
            Item::Foreign(items) => self.foreign(items, scope),
            Item::Macro(mac) => self.item_macro(mac, scope),
            Item::Other => {}
        }
    }

    /// A macro that stands for items: its content, where it can be read.
    pub(super) fn item_macro(&mut self, mac: &Macro, scope: ScopeId) {
        let items = macros::item_content(self.tokens, mac);
        self.items(&items, scope);
    }

    /// A function, and with it everything inside.
    fn function(&mut self, item: &tree::Function, around: Around<'_>, scope: ScopeId) {
        let name_span = item.ident.span;
        let type_params = self.type_params(around.params, &item.generics);
        let results = self.results(item.output.as_ref());
        let in_test = self.facts.scopes[scope.index()].in_test || is_test(self.tokens, &item.attributes);
        let mut lowering = BodyLowering::new(self, Body::default(), scope, in_test);
        let mut receiver = None;
        let mut params = Vec::new();
        let mut prologue = Vec::new();
        for input in &item.inputs {
            match input {
                Input::Receiver(input) => receiver = Some(lowering.receiver(input)),
                Input::Typed(pat, ty) => params.push(lowering.param(pat, Some(ty), LocalKind::Param, &mut prologue)),
            }
        }
        let declared = lowering.body.locals.len();
        let mut root = item.block.as_ref().map(|block| lowering.root(block, prologue));
        let (mut body, scope) = lowering.finish();
        if body.is_too_large() {
            (root, body) = (None, body.signature_alone(declared));
            self.facts.losses.push(Loss { span: name_span, message: TOO_LARGE.to_owned() });
        }
        self.facts.functions.push(Function {
            name: item.ident.name,
            name_span,
            span: item.span,
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
            is_async: item.is_async,
            is_unsafe: item.is_unsafe,
            is_extern: item.is_extern || around.foreign,
            attributes: item.attributes.iter().map(attribute_path).collect(),
            in_test,
        });
    }

    fn implementation(&mut self, item: &Impl, scope: ScopeId) {
        let owner = self.lower_type(&item.ty);
        let params = self.type_params(&[], &item.generics);
        let trait_ = item.trait_.as_ref().map(|path| {
            let expr = self.plain_path_type(path);
            self.push_type(expr)
        });
        if let Some(trait_) = trait_
            && !item.is_negative
        {
            let associated = item.types.iter().map(|(name, ty)| (*name, self.lower_type(ty))).collect();
            let brace = item.head.end as usize;
            let end = self.tokens.text().get(..brace).map_or(brace, |before| before.trim_end().len());
            let span = Span::new(item.head.start as usize, end);
            self.facts.impls.push(TraitImpl { trait_, ty: owner, is_unsafe: item.is_unsafe, associated, scope, span });
        }
        let in_test = is_test_only(self.tokens, &item.attributes);
        let scope = if in_test { self.push_scope(scope, Name::from(""), true) } else { scope };
        for inner in &item.functions {
            let exported = trait_.is_some() || inner.public;
            let around = Around { owner: Some(owner), trait_, params: &params, exported, foreign: false };
            self.function(inner, around, scope);
        }
    }

    fn trait_(&mut self, item: &Trait, scope: ScopeId) {
        let owner = self.push_type_path(&[item.head.ident.name.as_str()]);
        let params = self.type_params(&[], &item.head.generics);
        let embeds = self.bounds(&item.supertraits);
        let mut methods = Vec::with_capacity(item.functions.len());
        for inner in &item.functions {
            let typed = inner.inputs.iter().filter_map(|input| match input {
                Input::Typed(_, ty) => Some(ty),
                Input::Receiver(_) => None,
            });
            let types = typed.map(|ty| self.lower_type(ty)).collect();
            let results = self.results(inner.output.as_ref()).into();
            methods.push(MethodSignature { name: inner.ident.name, params: types, results });
            let around = Around { owner: Some(owner), params: &params, exported: item.head.public, ..Around::default() };
            self.function(inner, around, scope);
        }
        self.type_decl(&item.head, Representation::Default, TypeDeclKind::Interface { methods, embeds }, scope);
    }

    fn foreign(&mut self, items: &[Item], scope: ScopeId) {
        for inner in items {
            match inner {
                Item::Function(inner) => {
                    let around = Around { exported: inner.public, foreign: true, ..Around::default() };
                    self.function(inner, around, scope);
                }
                Item::Variable(inner) => self.variable(inner, scope),
                _ => {}
            }
        }
    }

    fn type_decl(&mut self, head: &Head, representation: Representation, kind: TypeDeclKind, scope: ScopeId) {
        let params = self.type_params(&[], &head.generics);
        self.facts.types.push(TypeDecl {
            name: head.ident.name,
            name_span: head.ident.span,
            span: head.span,
            scope,
            params,
            kind,
            exported: head.public,
            derives: head.attributes.iter().flat_map(|attribute| derives(self.tokens, attribute)).collect(),
            representation,
        });
    }

    /// A tuple's field stands where its visibility does, or its type.
    fn fields(&mut self, fields: &[tree::Field]) -> Vec<Field> {
        let lowered = fields.iter().enumerate().map(|(index, field)| {
            let ty = self.lower_type(&field.ty);
            let (name, span) = match field.ident {
                Some(ident) => (ident.name, ident.span),
                None => (Name::from(&index.to_string()), field.visibility.at.unwrap_or(field.ty.span)),
            };
            Field { name, ty, span, embedded: false, encoded: false, exported: field.visibility.public }
        });
        lowered.collect()
    }

    fn variable(&mut self, item: &Variable, scope: ScopeId) {
        let (name, name_span) = (item.ident.name, item.ident.span);
        let ty = Some(self.lower_type(&item.ty));
        self.facts.vars.push(VarDecl { name, name_span, scope, ty, kind: item.kind, exported: item.public });
        let Some(value) = &item.value else { return };
        let known = self.initialisers.iter().position(|initialiser| initialiser.scope == scope);
        let at = known.unwrap_or_else(|| {
            self.initialisers.push(Initialiser { scope, body: Body::default(), statements: Vec::new() });
            self.initialisers.len() - 1
        });
        let body = std::mem::take(&mut self.initialisers[at].body);
        let in_test = self.facts.scopes[scope.index()].in_test;
        let mut lowering = BodyLowering::new(self, body, scope, in_test);
        let target = lowering.body.push_path(Box::new([name]), name_span);
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

/// A type that stands for `Self` as written.
pub(super) fn self_type(lowering: &mut Lowering<'_>, kind: &ReceiverKind) -> TypeExprId {
    match kind {
        ReceiverKind::Reference { mutable } => {
            let target = lowering.push_type_path(&["Self"]);
            lowering.push_type(TypeExpr::Pointer { target, mutable: *mutable, raw: false })
        }
        ReceiverKind::Typed(ty) => lowering.lower_type(ty),
        ReceiverKind::Value => lowering.push_type_path(&["Self"]),
    }
}
