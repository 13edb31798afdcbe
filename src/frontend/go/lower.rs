//! A file's declarations, and what all parts of lowering share.

use super::kind::{Field, Kind};
use super::parse::{self, AtError, Parsed, Plain};
use super::scope::{Binding, Scopes};
use super::strict;
use super::token::{self, Piece};
use super::tree::{Kids, Syntax, Tree};
use crate::facts::{
    Body, ClosureId, Directive, FileFacts, Function, FunctionKind, Import, Local, LocalId, LocalKind, Loss, Name, Node, NodeId,
    Representation, Scope, ScopeId, TOO_LARGE, TypeDecl, TypeDeclKind, TypeExpr, TypeExprId, TypeParam, directive,
};
use crate::frontend::interned;
use crate::source::{Line, LineIndex, Span};
use rustc_hash::FxHashMap;
use std::mem;
use std::ops::Range;
use ustr::ustr;

/// How deep expressions, statements and types may be nested; what is deeper is lost. Frames of this
/// many levels need less than half of a 64 MiB stack without optimisation.
pub(super) const MAX_DEPTH: u32 = 2_000;

/// The facts of a file. `file_name` tells test files from others.
pub(super) fn lower(text: &str, file_name: &str) -> FileFacts {
    let (parsed, plain) = parse::parse(text);
    lower_parsed(text, file_name, &parsed, &plain)
}

/// The same of a text that is parsed.
pub(super) fn lower_parsed(text: &str, file_name: &str, parsed: &Parsed, plain: &Plain) -> FileFacts {
    let source = Source { text, plain, in_test: file_name.ends_with("_test.go") };
    let mut file = File::default();
    file.facts.scopes.push(Scope::default());
    file.initialiser.scopes.enter();
    let is_redeclared = |name: &&str| text.contains(&format!("func {name}("));
    file.redeclared = ["make", "new"].iter().filter(|name| is_redeclared(name)).map(|name| ustr(name)).collect();
    match parsed {
        Parsed::Whole(tree) => file.tree(source, tree),
        Parsed::Pieces(pieces) if pieces.is_empty() && !text.trim().is_empty() => {
            file.lose(Span::new(0, text.len()), "no Go declaration could be found");
        }
        Parsed::Pieces(pieces) => pieces.iter().for_each(|(piece, tree)| file.piece(source, piece, tree.as_ref())),
    }
    file.finish(source)
}

/// Adds the declarations of a text to a file, if it is plainly Go.
pub(super) fn add_plain(file: &mut File, text: &str) -> bool {
    let tree = strict::parse(text);
    add(file, text, tree.as_ref(), &Plain::default());
    tree.is_some()
}

/// Adds the declarations of a text to a file, whatever errors are in it.
pub(super) fn add_any(file: &mut File, text: &str) {
    let (tree, plain) = parse::parse_whole(text);
    add(file, text, tree.as_ref(), &plain);
}

fn add(file: &mut File, text: &str, tree: Option<&Tree>, plain: &Plain) {
    if file.facts.scopes.is_empty() {
        file.facts.scopes.push(Scope::default());
    }
    let source = Source { text, plain, in_test: false };
    tree.into_iter().for_each(|tree| file.tree(source, tree));
}

/// What is lowered.
#[derive(Clone, Copy)]
pub(super) struct Source<'s> {
    pub(super) text: &'s str,
    plain: &'s Plain,
    in_test: bool,
}

/// A file's facts while they grow, one tree after another.
#[derive(Default)]
pub(super) struct File {
    pub(super) facts: FileFacts,
    /// The file's initialisers: one function, to which each declaration of variables adds.
    initialiser: FunctionState,
    assignments: Vec<NodeId>,
    /// Builtins that the file declares anew.
    pub(super) redeclared: Vec<Name>,
    /// The parentheses of each `var ( … )`.
    var_groups: Vec<Span>,
}

impl File {
    fn tree(&mut self, source: Source<'_>, tree: &Tree) {
        Lowering::new(source, self).declarations(tree.root());
    }

    /// A declaration by itself; without a tree where it takes too much to read. A function whose head, or whose body, cannot
    /// be seen in its tree is put together from the two, each parsed alone. What is lost is told once.
    fn piece(&mut self, source: Source<'_>, piece: &Piece, tree: Option<&Tree>) {
        if let Some(tree) = tree.filter(|tree| !tree.root().has_error) {
            return self.tree(source, tree);
        }
        let keyword = &source.text[piece.keyword.clone()];
        let (before, told) = (self.declarations(), self.facts.losses.len());
        let is_seen = |function: Syntax<'_>| piece.body.is_none() || function.kids().field(Field::Body).is_some();
        let is_seen_in = |tree| function_at(tree, piece.keyword.start).is_some_and(is_seen);
        let in_parts = keyword == "func" && !tree.is_some_and(is_seen_in);
        match tree {
            _ if in_parts => self.function_in_parts(source, piece, if tree.is_some() { AtError::Recover } else { AtError::Stop }),
            Some(tree) => self.tree(source, tree),
            None => {}
        }
        let end = piece.range.start + source.text[piece.range.clone()].trim_end().len();
        let beside = tree.filter(|_| !in_parts).and_then(|tree| tree.root().kids().iter().find(|kid| kid.kind == Kind::Error));
        let declared = Span::new(piece.keyword.start, end);
        let is_empty = || self.facts.functions.last().is_none_or(|function| function.body.nodes.len() <= 1);
        let lost = match beside {
            _ if self.facts.losses.len() > told => None,
            None if tree.is_none() && !in_parts => Some((declared, "this takes too much to read")),
            _ if self.declarations() == before && !matches!(keyword, "package" | "import") => {
                Some((declared, "this declaration could not be read"))
            }
            Some(error) => Some((Span { end: declared.end, ..error.span }, "this could not be read")),
            None if keyword == "func" && is_empty() => Some((declared, "the body of this function could not be read")),
            None => tree.map(|tree| (tree.first_error(), "this could not be read")),
        };
        lost.into_iter().for_each(|(span, message)| self.lose(span, message));
    }

    fn function_in_parts(&mut self, source: Source<'_>, piece: &Piece, at_error: AtError) {
        let fragment = |part: Range<usize>| source.plain.fragment(std::slice::from_ref(&part), at_error);
        let head_end = piece.body.as_ref().map_or(piece.range.end, |body| body.start - 1);
        let (head, body) = (fragment(piece.keyword.start..head_end), piece.body.clone().and_then(fragment));
        let Some(head) = &head else { return };
        if let Some(function) = function_at(head, piece.keyword.start) {
            Lowering::new(source, self).function(function, body.as_ref());
        }
    }

    fn declarations(&self) -> usize {
        self.facts.functions.len() + self.facts.types.len() + self.facts.vars.len() + self.assignments.len()
    }

    pub(super) fn lose(&mut self, span: Span, message: &str) {
        self.facts.losses.push(Loss { span, message: message.to_owned() });
    }

    fn finish(mut self, source: Source<'_>) -> FileFacts {
        if let (Some(first), Some(last)) = (self.assignments.first(), self.assignments.last()) {
            let body = &mut self.initialiser.body;
            let span = body.span(*first).to(body.span(*last));
            let list = body.push_list(&self.assignments);
            let root = body.push(Node::Block { body: list, tail: false, label: None }, span);
            let (_, body) = self.initialiser.finish();
            self.facts.functions.push(Function {
                root: Some(root),
                kind: FunctionKind::Initialiser,
                ..function(source, ustr("init·vars"), Span { end: span.start, ..span }, span, body)
            });
        }
        self.facts.generated = is_generated(source.text);
        self.var_groups.sort_unstable_by_key(|group| group.start);
        self.facts.directives = directives(source.text, &self.var_groups);
        // It is kept to the end of the run: no room for more.
        self.facts.functions.shrink_to_fit();
        self.facts.type_exprs.shrink_to_fit();
        self.facts
    }
}

/// What is known of one function while it is lowered.
#[derive(Default)]
pub(super) struct FunctionState {
    pub(super) body: Body,
    pub(super) scopes: Scopes,
    /// The closure whose body is being lowered.
    pub(super) closure: Option<ClosureId>,
    /// The value of `iota`, inside constant declarations.
    pub(super) iota: Option<i64>,
    pub(super) depth: u32,
    is_cut: bool,
    /// The function's own scope in the file, once it declares a type.
    scope: Option<ScopeId>,
    /// How many types of a name it declares.
    types: FxHashMap<Name, u32>,
}

impl FunctionState {
    /// The function's scope and its body; then all is ready for the next, in the same storage, and as deep as it was
    /// around the function: errors stand around declarations.
    fn finish(&mut self) -> (Option<ScopeId>, Body) {
        let FunctionState { mut body, mut scopes, scope, depth, .. } = mem::take(self);
        let finished = body.take();
        scopes.clear();
        *self = FunctionState { body, scopes, depth, ..FunctionState::default() };
        (scope, finished)
    }
}

/// The lowering of one tree.
pub(super) struct Lowering<'s> {
    pub(super) source: Source<'s>,
    pub(super) file: &'s mut File,
    pub(super) f: FunctionState,
}

impl<'s> Lowering<'s> {
    fn new(source: Source<'s>, file: &'s mut File) -> Lowering<'s> {
        Lowering { source, file, f: FunctionState::default() }
    }

    /// All declarations of a tree. Statements have no place between declarations: they are what is
    /// left of something broken.
    fn declarations(&mut self, root: Syntax<'_>) {
        let kids = root.kids();
        for kid in kids.iter() {
            self.declaration(kid);
        }
    }

    fn declaration(&mut self, x: Syntax<'_>) {
        match x.kind {
            Kind::PackageClause => {
                let name = x.kids().of_kind(Kind::PackageIdentifier);
                if let Some(name) = name {
                    self.file.facts.package = self.name(name);
                }
            }
            Kind::ImportDeclaration => self.imports(x),
            Kind::FunctionDeclaration | Kind::MethodDeclaration => self.function(x, None),
            Kind::TypeDeclaration => self.types(x),
            Kind::VarDeclaration | Kind::ConstDeclaration => self.package_values(x),
            Kind::Error if self.enter(x) => {
                for kid in x.kids().iter() {
                    self.declaration(kid);
                }
                self.exit();
            }
            _ => {}
        }
    }

    fn imports(&mut self, x: Syntax<'_>) {
        for kid in x.kids().iter() {
            match kid.kind {
                Kind::ImportSpecList => self.imports(kid),
                Kind::ImportSpec => self.import(kid),
                _ => {}
            }
        }
    }

    fn import(&mut self, x: Syntax<'_>) {
        let kids = x.kids();
        let Some(path) = kids.field(Field::Path) else { return };
        let path = self.text(path).trim_matches(['"', '`']);
        let alias = kids.field(Field::Name);
        let glob = alias.is_some_and(|alias| alias.kind == Kind::Dot);
        let alias = alias.filter(|_| !glob).map(|alias| self.name(alias));
        let import = Import { path: Box::new([ustr(path)]), alias, glob, exported: false, span: self.span(x) };
        self.file.facts.scopes[0].imports.push(import);
    }

    /// A function or method; its body from another tree where it had to be parsed alone.
    fn function(&mut self, x: Syntax<'_>, body: Option<&Tree>) {
        let kids = x.kids();
        let Some(name) = kids.field(Field::Name).filter(|name| !name.is_lost()) else { return };
        self.f.scopes.enter();
        let receiver = kids.field(Field::Receiver);
        let (receiver, owner, mut type_params) = receiver.map_or((None, None, Vec::new()), |list| self.receiver(list));
        match kids.field(Field::TypeParameters) {
            Some(list) => type_params.extend(self.type_params(list)),
            None => type_params.extend(self.method_type_params(name)),
        }
        let signature = self.signature(kids.field(Field::Parameters), kids.field(Field::Result));
        let declared = self.f.body.locals.len();
        let mut root = match (kids.field(Field::Body), body) {
            (_, Some(tree)) => {
                let mut statements = Vec::new();
                self.statements(tree.root(), &mut statements);
                let list = self.f.body.push_list(&statements);
                Some(self.f.body.push(Node::Block { body: list, tail: false, label: None }, tree.root().span))
            }
            (Some(block), None) => Some(self.open_block(block)),
            (None, None) => None,
        };
        let (scope, mut lowered) = self.f.finish();
        if lowered.is_too_large() {
            (root, lowered) = (None, lowered.signature_alone(declared));
            self.file.lose(name.span, TOO_LARGE);
        }
        let span = Span { end: body.map_or(x.span.end, |tree| x.span.end.max(tree.root().span.end)), ..x.span };
        let name_text = self.name(name);
        let is_init = owner.is_none() && name_text == "init";
        self.file.facts.functions.push(Function {
            scope: scope.unwrap_or(ScopeId::FIRST),
            owner,
            type_params,
            receiver,
            params: signature.params,
            variadic: signature.variadic,
            results: signature.results,
            named_results: signature.named_results,
            root,
            kind: if is_init { FunctionKind::Init } else { FunctionKind::Ordinary },
            ..function(self.source, name_text, self.span(name), span, lowered)
        });
    }

    /// The receiver, the type it belongs to (no pointer), and that type's parameters.
    fn receiver(&mut self, list: Syntax<'_>) -> (Option<LocalId>, Option<TypeExprId>, Vec<TypeParam>) {
        let Some(declaration) = list.kids().of_kind(Kind::ParameterDeclaration) else { return (None, None, Vec::new()) };
        let kids = declaration.kids();
        let Some(ty) = kids.field(Field::Type) else { return (None, None, Vec::new()) };
        let mut base = ty;
        while matches!(base.kind, Kind::PointerType | Kind::ParenthesizedType) {
            match base.kids().types().next() {
                Some(inner) => base = inner,
                None => break,
            }
        }
        let mut type_params = Vec::new();
        if base.kind == Kind::GenericType {
            let arguments = base.kids().field(Field::TypeArguments);
            for argument in arguments.map(|list| list.kids()).iter().flat_map(|kids| kids.of(Kind::TypeElem)) {
                let name = self.name(argument);
                self.f.scopes.bind(name, Binding::Type(name));
                type_params.push(TypeParam { name, bounds: Box::new([]) });
            }
        }
        let owner = self.ty(base);
        let ty = self.ty(ty);
        let receiver = match kids.field(Field::Name) {
            Some(name) => self.bind_local(name, Some(ty), LocalKind::Receiver),
            None => self.unnamed(declaration, ty, LocalKind::Receiver),
        };
        (Some(receiver), Some(owner), type_params)
    }

    /// The type parameters of a method's own, which the grammar does not know.
    fn method_type_params(&mut self, name: Syntax<'_>) -> Vec<TypeParam> {
        let start = name.span.start as usize;
        let methods = &self.source.plain.generic_methods;
        let Ok(index) = methods.binary_search_by_key(&start, |method| method.name.start) else { return Vec::new() };
        let Some(tree) = parse::type_parameters(self.source.text, &methods[index]) else { return Vec::new() };
        let mut lowering = Lowering::new(self.source, self.file);
        let function = tree.root().kids().of_kind(Kind::FunctionDeclaration);
        let list = function.and_then(|function| function.kids().field(Field::TypeParameters));
        let type_params = list.map_or(Vec::new(), |list| lowering.type_params(list));
        for param in &type_params {
            self.f.scopes.bind(param.name, Binding::Type(param.name));
        }
        type_params
    }

    /// Type parameters, bound in the innermost block.
    pub(super) fn type_params(&mut self, list: Syntax<'_>) -> Vec<TypeParam> {
        let declarations = list.kids();
        let names = |lowering: &mut Self, kids: &Kids<'_>| kids.fields(Field::Name).map(|name| lowering.name(name)).collect::<Vec<_>>();
        for declaration in declarations.of(Kind::TypeParameterDeclaration) {
            let kids = declaration.kids();
            for name in names(self, &kids) {
                self.f.scopes.bind(name, Binding::Type(name));
            }
        }
        let mut params = Vec::new();
        for declaration in declarations.of(Kind::TypeParameterDeclaration) {
            let kids = declaration.kids();
            let bounds: Box<[TypeExprId]> = kids.field(Field::Type).map_or(Vec::new(), |constraint| self.members(constraint)).into();
            params.extend(names(self, &kids).into_iter().map(|name| TypeParam { name, bounds: bounds.clone() }));
        }
        params
    }

    /// The types of a `type` declaration, at the top or inside a function.
    pub(super) fn types(&mut self, x: Syntax<'_>) {
        for kid in x.kids().iter() {
            match kid.kind {
                Kind::TypeSpec | Kind::TypeAlias => self.type_decl(kid),
                _ => {}
            }
        }
    }

    fn type_decl(&mut self, x: Syntax<'_>) {
        let kids = x.kids();
        let Some(name) = kids.field(Field::Name).filter(|name| !name.is_lost()) else { return };
        let is_inside = self.f.scopes.in_block();
        let known_as = if is_inside { self.bind_type(name) } else { self.name(name) };
        self.f.scopes.enter();
        let params = kids.field(Field::TypeParameters).map_or(Vec::new(), |list| self.type_params(list));
        let ty = self.ty_or_unknown(kids.field(Field::Type));
        self.f.scopes.leave();
        let kind = match &mut self.file.facts.type_exprs[ty.index()] {
            _ if x.kind == Kind::TypeAlias => TypeDeclKind::Alias(ty),
            TypeExpr::Struct(fields) => TypeDeclKind::Struct(fields.clone()),
            TypeExpr::Interface { methods, embeds } => TypeDeclKind::Interface { methods: methods.clone(), embeds: embeds.clone() },
            _ => TypeDeclKind::Defined(ty),
        };
        let decl = TypeDecl {
            name: known_as,
            name_span: self.span(name),
            span: self.span(x),
            scope: self.f.scope.filter(|_| is_inside).unwrap_or(ScopeId::FIRST),
            params,
            kind,
            exported: !is_inside && is_exported(known_as),
            derives: Vec::new(),
            representation: Representation::Default,
        };
        self.file.facts.types.push(decl);
    }

    /// Binds a type declared in a function. A second one of the same name in the same function is
    /// known by a name of its own: the function has only one scope in the file.
    fn bind_type(&mut self, name: Syntax<'_>) -> Name {
        let text = self.name(name);
        let count = self.f.types.entry(text).or_insert(0);
        *count += 1;
        let known_as = if *count == 1 { text } else { ustr(&format!("{text}·{count}")) };
        self.f.scopes.bind(text, Binding::Type(known_as));
        if self.f.scope.is_none() {
            self.file.facts.scopes.push(Scope { parent: Some(ScopeId::FIRST), ..Scope::default() });
            self.f.scope = Some(ScopeId::new(self.file.facts.scopes.len() - 1));
        }
        known_as
    }

    /// Lowers package variables or constants with the state of the file's initialiser.
    fn package_values(&mut self, x: Syntax<'_>) {
        mem::swap(&mut self.f, &mut self.file.initialiser);
        let assignments = self.package_assignments(x);
        mem::swap(&mut self.f, &mut self.file.initialiser);
        self.file.assignments.extend(assignments);
    }

    /// Keeps where the parentheses of a `var ( … )` stand.
    pub(super) fn var_group(&mut self, list: Syntax<'_>) {
        let span = self.span(list);
        self.file.var_groups.push(span);
    }

    /// The node's bytes.
    pub(super) fn span(&self, x: Syntax<'_>) -> Span {
        x.span
    }

    /// The node's text.
    pub(super) fn text(&self, x: Syntax<'_>) -> &'s str {
        self.source.text.get(x.span.start as usize..x.span.end as usize).unwrap_or_default()
    }

    /// The node's text as a name.
    pub(super) fn name(&self, x: Syntax<'_>) -> Name {
        interned::name(self.text(x))
    }

    /// Adds a node that stands where `x` does.
    pub(super) fn push(&mut self, node: Node, x: Syntax<'_>) -> NodeId {
        let span = self.span(x);
        self.f.body.push(node, span)
    }

    /// A value of which only its operands are kept.
    pub(super) fn opaque(&mut self, operands: &[NodeId], x: Syntax<'_>) -> NodeId {
        let list = self.f.body.push_list(operands);
        self.push(Node::Opaque(list), x)
    }

    /// Goes one level deeper, or, where that is too deep, records a loss. The caller that was let in
    /// calls [`Lowering::exit`].
    pub(super) fn enter(&mut self, x: Syntax<'_>) -> bool {
        if self.f.depth >= MAX_DEPTH {
            if !mem::replace(&mut self.f.is_cut, true) {
                let span = self.span(x);
                self.file.lose(span, "nested too deeply");
            }
            return false;
        }
        self.f.depth += 1;
        true
    }

    /// See [`Lowering::enter`].
    pub(super) fn exit(&mut self) {
        self.f.depth -= 1;
    }

    /// A new local, bound to its name in the innermost block.
    pub(super) fn bind_local(&mut self, name: Syntax<'_>, ty: Option<TypeExprId>, kind: LocalKind) -> LocalId {
        let (text, span, closure) = (self.name(name), self.span(name), self.f.closure);
        let local = self.f.body.push_local(Local { name: text, span, ty, kind, closure });
        if text != "_" {
            self.f.scopes.bind(text, Binding::Local(local));
        }
        local
    }

    /// A parameter, receiver or result without a name: it is called `_`.
    pub(super) fn unnamed(&mut self, x: Syntax<'_>, ty: TypeExprId, kind: LocalKind) -> LocalId {
        let (span, closure) = (self.span(x), self.f.closure);
        self.f.body.push_local(Local { name: ustr("_"), span, ty: Some(ty), kind, closure })
    }
}

/// The function that starts at a byte, inside whatever could be made of the text.
fn function_at(tree: &Tree, start: usize) -> Option<Syntax<'_>> {
    let is_it = |kid: &Syntax<'_>| {
        matches!(kid.kind, Kind::FunctionDeclaration | Kind::MethodDeclaration) && kid.span.start as usize == start && !kid.is_lost()
    };
    tree.root().kids().iter().find(is_it)
}

/// Go's rule: a name that starts with an upper-case letter.
pub(super) fn is_exported(name: Name) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}

fn function(source: Source<'_>, name: Name, name_span: Span, span: Span, body: Body) -> Function {
    Function {
        name,
        name_span,
        span,
        scope: ScopeId::FIRST,
        owner: None,
        trait_: None,
        type_params: Vec::new(),
        receiver: None,
        params: Vec::new(),
        variadic: false,
        results: Vec::new(),
        named_results: Vec::new(),
        body,
        root: None,
        kind: FunctionKind::Ordinary,
        exported: is_exported(name),
        is_async: false,
        is_unsafe: false,
        is_extern: false,
        attributes: Vec::new(),
        in_test: source.in_test,
    }
}

/// Whether a line before the package clause is `// Code generated … DO NOT EDIT.`
fn is_generated(text: &str) -> bool {
    let is_clause = |line: &&str| !line.strip_prefix("package").is_some_and(|rest| rest.starts_with([' ', '\t']));
    let mut head = text.lines().take_while(is_clause);
    head.any(|line| line.strip_prefix("// Code generated ").is_some_and(|rest| rest.ends_with("DO NOT EDIT.")))
}

/// The comments that speak to the tool. `var_groups` are by place.
fn directives(text: &str, var_groups: &[Span]) -> Vec<Directive> {
    let comments: Vec<Range<usize>> = token::comments(text).collect();
    let mut index = None;
    let mut found = Vec::new();
    for (order, comment) in comments.iter().enumerate() {
        let Some(kind) = directive::parse(&text[comment.clone()]) else { continue };
        let (lines, code) = index.get_or_insert_with(|| (LineIndex::new(text), code_after(text, &comments)));
        let span = Span::new(comment.start, comment.end);
        let line = lines.line(span.start);
        let line_start = lines.line_span(line, text).map_or(0, |line| line.start as usize);
        let before = order.checked_sub(1).map_or(0, |before| comments[before].end);
        let own_line = before <= line_start && text[line_start..comment.start].trim_start().is_empty();
        let applies_to = if own_line { lines.line(code[order]) } else { line };
        let on_line = lines.line_span(applies_to, text).unwrap_or(span);
        let group = var_groups.get(var_groups.partition_point(|group| group.start < on_line.start));
        let target = match group {
            Some(group) if own_line && group.start < on_line.end => on_line.to(*group),
            _ => on_line,
        };
        found.push(Directive { kind, span, line: Line(line), own_line, applies_to: Line(applies_to), target });
    }
    found
}

/// For each comment the first byte after it that is neither white space nor part of a comment.
fn code_after(text: &str, comments: &[Range<usize>]) -> Vec<u32> {
    let mut next = text.len();
    let mut code = text.len();
    let each = comments.iter().rev().map(|comment| {
        let between = &text[comment.end..next];
        let blank = between.len() - between.trim_start().len();
        if blank < between.len() {
            code = comment.end + blank;
        }
        next = comment.start;
        Span::new(code, code).start
    });
    let mut each: Vec<u32> = each.collect();
    each.reverse();
    each
}
