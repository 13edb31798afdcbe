//! A stable text form of facts: what `maplint facts` prints, golden tests hold and bug reports show.
//!
//! Each line opens with the 1-based line of the source that it speaks of. Statements are indented
//! under their function; a call that is a statement, or the whole operand of one, is marked `call`.
//! What has statements inside and stands in an expression (a closure, a Rust block) is shown there
//! by its number, and whole under the statement. A local that is not the first of its name in its
//! function carries a number too: `x#2`.

use super::{
    Arm, Body, ClosureKind, CompareOp, DirectiveKind, Field, FileFacts, Function, FunctionKind, Literal, LocalId, Name, Node, NodeId,
    Pattern, PatternId, Representation, ScopeId, TypeDecl, TypeDeclKind, TypeExpr, TypeExprId, TypeParam, VarDecl, VarKind,
};
use crate::source::{LineIndex, Span};
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// The facts of one file as text. The same facts give the same text; `text` is the file's source,
/// from which lines are counted.
pub fn dump(facts: &FileFacts, text: &str) -> String {
    let mut page = Page { facts, lines: LineIndex::new(text), out: String::new(), indent: 0 };
    page.head();
    facts.types.iter().for_each(|decl| page.type_decl(decl));
    facts.vars.iter().for_each(|decl| page.var(decl));
    for item in &facts.impls {
        let words = format!("{}impl {} for {}", flag(item.is_unsafe, "unsafe "), page.ty(item.trait_), page.ty(item.ty));
        let associated = item.associated.iter().map(|(name, ty)| format!("{name} = {}", page.ty(*ty)));
        let associated = join(associated, ", ");
        page.line(item.span, &if associated.is_empty() { words } else { format!("{words} {{ {associated} }}") });
    }
    facts.functions.iter().for_each(|function| page.function(function));
    for directive in &facts.directives {
        let what = match &directive.kind {
            DirectiveKind::Contract(contract) => {
                let words = [
                    contract.guarded_by.map(|name| format!(" guarded_by={name}")),
                    contract.init_only.then(|| " init_only".to_owned()),
                    contract.confined.map(|name| format!(" confined={name}")),
                    contract.reason.map(|reason| format!(" -- {reason}")),
                ];
                format!("contract {}{}", contract.safe, words.into_iter().flatten().collect::<String>())
            }
            DirectiveKind::MalformedContract { wrong, .. } => format!("malformed contract: {wrong}"),
            DirectiveKind::Suppression { rules, reason, until } => {
                let until = until.map(|day| format!(" until {day}")).unwrap_or_default();
                let reason = if reason.is_empty() { String::new() } else { format!(" -- {reason}") };
                format!("ignore {}{until}{reason}", join(rules.iter(), ","))
            }
        };
        page.line(directive.span, &format!("{what} (line {})", directive.applies_to.0));
    }
    facts.losses.iter().for_each(|loss| page.line(loss.span, &format!("lost: {}", loss.message)));
    page.out
}

struct Page<'f> {
    facts: &'f FileFacts,
    lines: LineIndex,
    out: String,
    indent: usize,
}

impl Page<'_> {
    fn head(&mut self) {
        let facts = self.facts;
        if !facts.package.is_empty() {
            self.line(Span::default(), &format!("package {}{}", facts.package, flag(facts.generated, " (generated)")));
        }
        for attribute in &facts.attributes {
            self.line(Span::default(), &format!("attribute {attribute}"));
        }
        for (index, scope) in facts.scopes.iter().enumerate() {
            let place = if index == 0 { String::new() } else { format!(" (scope {index})") };
            if !scope.module.is_empty() {
                self.line(Span::default(), &format!("module {}{place}{}", scope.module, flag(scope.in_test, " (test)")));
            }
            for import in &scope.imports {
                let path = join(import.path.iter(), self.separator());
                let alias = import.alias.map_or(String::new(), |alias| format!(" as {alias}"));
                let words = format!("{}import {path}{alias}{}{place}", flag(import.exported, "pub "), flag(import.glob, " *"));
                self.line(import.span, &words);
            }
        }
    }

    fn type_decl(&mut self, decl: &TypeDecl) {
        let head = format!("{}type {}{}", flag(decl.exported, "pub "), decl.name, self.type_params(&decl.params));
        let derives = if decl.derives.is_empty() { String::new() } else { format!(" derives {}", join(decl.derives.iter(), ", ")) };
        let scope = if decl.scope == ScopeId::FIRST { String::new() } else { format!(" (scope {})", decl.scope.index()) };
        let rest = match &decl.kind {
            TypeDeclKind::Struct(_) => "struct".to_owned(),
            TypeDeclKind::Enum(_) => "enum".to_owned(),
            TypeDeclKind::Alias(ty) => format!("= {}", self.ty(*ty)),
            TypeDeclKind::Defined(ty) => self.ty(*ty),
            TypeDeclKind::Interface { .. } => "interface".to_owned(),
        };
        let lies = match decl.representation {
            Representation::Default => String::new(),
            Representation::Discriminant(ty) => format!(" as {ty}"),
            Representation::Other => " in a layout of its own".to_owned(),
        };
        self.line(decl.name_span, &format!("{head} {rest}{derives}{lies}{scope}"));
        self.indent += 1;
        match &decl.kind {
            TypeDeclKind::Struct(fields) => fields.iter().for_each(|field| self.line(field.span, &self.field(field))),
            TypeDeclKind::Enum(variants) => {
                for (name, fields) in variants {
                    let words = if fields.is_empty() { name.to_string() } else { format!("{name} {{ {} }}", self.fields(fields)) };
                    self.line(fields.first().map_or(decl.name_span, |field| field.span), &words);
                }
            }
            TypeDeclKind::Interface { methods, embeds } => {
                for method in methods {
                    let words = format!("fn {}{}", method.name, self.signature(&method.params, &method.results));
                    self.line(decl.name_span, &words);
                }
                embeds.iter().for_each(|embed| self.line(decl.name_span, &format!("embeds {}", self.ty(*embed))));
            }
            TypeDeclKind::Alias(_) | TypeDeclKind::Defined(_) => {}
        }
        self.indent -= 1;
    }

    fn var(&mut self, decl: &VarDecl) {
        let kind = match decl.kind {
            VarKind::Variable => "var",
            VarKind::Constant => "const",
            VarKind::Static => "static",
            VarKind::StaticMut => "static mut",
            VarKind::ThreadLocal => "thread_local",
        };
        let ty = decl.ty.map_or(String::new(), |ty| format!(": {}", self.ty(ty)));
        self.line(decl.name_span, &format!("{}{kind} {}{ty}", flag(decl.exported, "pub "), decl.name));
    }

    fn function(&mut self, function: &Function) {
        let mut printer = Printer::new(self, &function.body);
        let head = printer.head(function);
        printer.page.line(function.name_span, &head);
        if let Some(root) = function.root {
            printer.page.indent += 1;
            printer.contents(root);
            printer.page.indent -= 1;
        }
    }

    fn line(&mut self, span: Span, words: &str) {
        let line = self.lines.line(span.start);
        let indent = self.indent * 2;
        let _ = writeln!(self.out, "{line:>5}  {:indent$}{words}", "");
    }

    fn separator(&self) -> &'static str {
        if self.facts.package.is_empty() { "::" } else { "." }
    }

    fn ty(&self, id: TypeExprId) -> String {
        match &self.facts.type_exprs[id.index()] {
            TypeExpr::Unknown => "?".to_owned(),
            TypeExpr::Path { path, args } => {
                let args = if args.is_empty() { String::new() } else { format!("<{}>", self.types(args)) };
                join(path.iter(), self.separator()) + &args
            }
            TypeExpr::Pointer { target, mutable, raw } => {
                let mark = match (self.separator(), raw, mutable) {
                    (".", ..) => "*",
                    (_, true, true) => "*mut ",
                    (_, true, false) => "*const ",
                    (_, false, true) => "&mut ",
                    (_, false, false) => "&",
                };
                format!("{mark}{}", self.ty(*target))
            }
            TypeExpr::Slice(element) => format!("[]{}", self.ty(*element)),
            TypeExpr::Array(element, length) => {
                format!("[{}]{}", length.map_or("?".to_owned(), |length| length.to_string()), self.ty(*element))
            }
            TypeExpr::Map(key, value) => format!("map[{}]{}", self.ty(*key), self.ty(*value)),
            TypeExpr::Channel(element) => format!("chan {}", self.ty(*element)),
            TypeExpr::Function { params, results } => format!("fn{}", self.signature(params, results)),
            TypeExpr::Tuple(parts) => format!("({})", self.types(parts)),
            TypeExpr::Struct(fields) => format!("struct {{ {} }}", self.fields(fields)),
            TypeExpr::Interface { methods, embeds } => {
                let methods = methods.iter().map(|method| format!("fn {}{}", method.name, self.signature(&method.params, &method.results)));
                format!("interface {{ {} }}", join(methods.chain(embeds.iter().map(|embed| self.ty(*embed))), "; "))
            }
        }
    }

    fn types(&self, types: &[TypeExprId]) -> String {
        join(types.iter().map(|ty| self.ty(*ty)), ", ")
    }

    fn signature(&self, params: &[TypeExprId], results: &[TypeExprId]) -> String {
        format!("({}){}", self.types(params), self.results(results))
    }

    fn results(&self, results: &[TypeExprId]) -> String {
        match results {
            [] => String::new(),
            [result] => format!(" -> {}", self.ty(*result)),
            results => format!(" -> ({})", self.types(results)),
        }
    }

    fn field(&self, field: &Field) -> String {
        let flags = [flag(field.exported, "pub "), flag(field.embedded, "embedded "), flag(field.encoded, "encoded ")].concat();
        format!("{flags}{}: {}", field.name, self.ty(field.ty))
    }

    fn fields(&self, fields: &[Field]) -> String {
        join(fields.iter().map(|field| self.field(field)), "; ")
    }

    fn type_params(&self, params: &[TypeParam]) -> String {
        let param = |param: &TypeParam| match &*param.bounds {
            [] => param.name.to_string(),
            bounds => format!("{}: {}", param.name, join(bounds.iter().map(|bound| self.ty(*bound)), " + ")),
        };
        if params.is_empty() { String::new() } else { format!("<{}>", join(params.iter().map(param), ", ")) }
    }
}

/// Writes one function.
struct Printer<'p, 'f> {
    page: &'p mut Page<'f>,
    body: &'p Body,
    /// Locals by number among those of their name, from 1.
    numbers: Vec<u32>,
    /// What is shown by number in the statement at hand, and whole under it.
    parts: Vec<(usize, NodeId)>,
    shown: usize,
    turbofish: FxHashMap<NodeId, usize>,
}

impl<'p, 'f> Printer<'p, 'f> {
    fn new(page: &'p mut Page<'f>, body: &'p Body) -> Printer<'p, 'f> {
        let mut of_name: FxHashMap<Name, u32> = FxHashMap::default();
        let mut number = |name| {
            let count = of_name.entry(name).or_insert(0);
            *count += 1;
            *count
        };
        let numbers = body.locals.iter().map(|local| number(local.name)).collect();
        let turbofish = body.turbofish.iter().enumerate().map(|(index, (node, _))| (*node, index)).collect();
        Printer { page, body, numbers, parts: Vec::new(), shown: 0, turbofish }
    }

    fn head(&self, function: &Function) -> String {
        let words = [
            (function.exported, "pub "),
            (function.is_async, "async "),
            (function.is_unsafe, "unsafe "),
            (function.is_extern, "extern "),
            (function.kind == FunctionKind::Init, "init "),
            (function.kind == FunctionKind::Initialiser, "initialiser "),
        ];
        let words: String = words.iter().map(|(is, word)| flag(*is, word)).collect();
        let owner = match (function.owner, function.trait_) {
            (Some(owner), Some(trait_)) => format!("<{} as {}>{}", self.page.ty(owner), self.page.ty(trait_), self.page.separator()),
            (Some(owner), None) => format!("{}{}", self.page.ty(owner), self.page.separator()),
            _ => String::new(),
        };
        let receiver = function.receiver.map(|local| self.declared(local) + "; ").unwrap_or_default();
        let attributes = join(function.attributes.iter().map(|attribute| format!(" #{attribute}")), "");
        format!(
            "{words}fn {owner}{}{}({receiver}{}{}){}{attributes}{}",
            function.name,
            self.page.type_params(&function.type_params),
            self.params(&function.params),
            flag(function.variadic, "..."),
            self.results(&function.results, &function.named_results),
            flag(function.in_test, " (test)"),
        )
    }

    fn params(&self, params: &[LocalId]) -> String {
        join(params.iter().map(|local| self.declared(*local)), ", ")
    }

    fn results(&self, types: &[TypeExprId], named: &[LocalId]) -> String {
        if named.is_empty() { self.page.results(types) } else { format!(" -> ({})", self.params(named)) }
    }

    fn declared(&self, local: LocalId) -> String {
        let ty = self.body.local(local).ty.map_or(String::new(), |ty| format!(": {}", self.page.ty(ty)));
        self.local(local) + &ty
    }

    fn local(&self, local: LocalId) -> String {
        let name = self.body.local(local).name;
        match self.numbers[local.index()] {
            _ if name == "_" => name.to_string(),
            1 => name.to_string(),
            number => format!("{name}#{number}"),
        }
    }

    /// The statements of a block; another node by itself.
    fn contents(&mut self, id: NodeId) {
        match self.body.node(id) {
            Node::Block { body, label: None, tail } => {
                let body = self.body.list(body);
                for (index, statement) in body.iter().enumerate() {
                    self.statement(*statement, if tail && index + 1 == body.len() { "value " } else { "" });
                }
            }
            _ => self.statement(id, ""),
        }
    }

    fn under(&mut self, id: NodeId) {
        self.page.indent += 1;
        self.contents(id);
        self.page.indent -= 1;
    }

    fn statement(&mut self, id: NodeId, prefix: &str) {
        let outer = std::mem::take(&mut self.parts);
        let words = prefix.to_owned() + &self.statement_words(id);
        self.page.line(self.body.span(id), &words);
        self.page.indent += 1;
        self.parts();
        self.page.indent -= 1;
        self.nested(id);
        self.parts = outer;
    }

    /// What a statement shows by number.
    fn parts(&mut self) {
        for (number, part) in std::mem::take(&mut self.parts) {
            let head = match self.body.node(part) {
                Node::Closure(closure) => {
                    let closure = self.body.closure(closure);
                    let params = self.params(&closure.params);
                    let results = self.results(&closure.results, &closure.named_results);
                    format!("closure@{number}{}({params}){results}", flag(closure.moves, " move"))
                }
                _ => format!("@{number}"),
            };
            self.page.line(self.body.span(part), &head);
            match self.body.node(part) {
                Node::Closure(closure) => self.under(self.body.closure(closure).body),
                _ => self.under(part),
            }
        }
    }

    /// The first line of a statement.
    fn statement_words(&mut self, id: NodeId) -> String {
        match self.body.node(id) {
            Node::Block { label, .. } => format!("{}block", named_label(label)),
            Node::If { cond, .. } => format!("if {}", self.operand(cond)),
            Node::Match { scrutinee, exhaustive, .. } => {
                let scrutinee = scrutinee.map_or(String::new(), |scrutinee| format!(" {}", self.operand(scrutinee)));
                format!("match{scrutinee}{}", flag(exhaustive, " exhaustive"))
            }
            Node::Select { .. } => "select".to_owned(),
            Node::Loop { condition, label, .. } => {
                let condition = condition.map_or(String::new(), |condition| format!(" while {}", self.operand(condition)));
                format!("{}loop{condition}", named_label(label))
            }
            Node::For { pattern, over, label, .. } => {
                let pattern = self.pattern(pattern);
                format!("{}for {pattern} in {}", named_label(label), self.operand(over))
            }
            Node::Unsafe(_) => "unsafe".to_owned(),
            _ => self.operand(id),
        }
    }

    /// The blocks of a statement, each under it.
    fn nested(&mut self, id: NodeId) {
        match self.body.node(id) {
            Node::Block { body, tail, .. } => {
                let body = self.body.list(body);
                self.page.indent += 1;
                for (index, statement) in body.iter().enumerate() {
                    self.statement(*statement, if tail && index + 1 == body.len() { "value " } else { "" });
                }
                self.page.indent -= 1;
            }
            Node::If { then, otherwise, .. } => {
                self.under(then);
                if let Some(otherwise) = otherwise {
                    self.page.line(self.body.span(otherwise), "else");
                    self.under(otherwise);
                }
            }
            Node::Match { arms, .. } | Node::Select { arms } => {
                for arm in self.body.arms(arms) {
                    self.arm(arm, matches!(self.body.node(id), Node::Select { .. }));
                }
            }
            Node::Loop { step, body, .. } => {
                self.under(body);
                if let Some(step) = step {
                    self.page.line(self.body.span(step), "step");
                    self.under(step);
                }
            }
            Node::For { body, .. } => self.under(body),
            Node::Let { otherwise: Some(otherwise), .. } => {
                self.page.line(self.body.span(otherwise), "else");
                self.under(otherwise);
            }
            Node::Unsafe(operand) => self.under(operand),
            _ => {}
        }
    }

    fn arm(&mut self, arm: &Arm, in_select: bool) {
        let pattern = self.pattern(arm.pattern);
        let guard = match arm.guard {
            Some(guard) if in_select => format!(" = {}", self.operand(guard)),
            Some(guard) => format!(" if {}", self.operand(guard)),
            None => String::new(),
        };
        self.page.line(self.body.span(arm.body), &format!("case {pattern}{guard}{}", flag(arm.falls_through, " falls through")));
        self.page.indent += 1;
        self.parts();
        self.page.indent -= 1;
        self.under(arm.body);
    }

    fn pattern(&mut self, id: PatternId) -> String {
        match self.body.pattern(id) {
            Pattern::Wild => "_".to_owned(),
            Pattern::Bind { local, sub, by_ref } => {
                let sub = sub.map_or(String::new(), |sub| format!(" @ {}", self.pattern(sub)));
                format!("{}{}{sub}", flag(*by_ref, "ref "), self.local(*local))
            }
            Pattern::Assign(place) => format!("={}", self.expr(*place)),
            Pattern::Tuple(parts) => format!("({})", self.patterns(parts, ", ")),
            Pattern::Variant { path, fields } => {
                let fields: Vec<String> = fields.iter().map(|(name, field)| format!("{name}: {}", self.pattern(*field))).collect();
                format!("{} {{ {} }}", join(path.iter(), "::"), fields.join(", "))
            }
            Pattern::Reference(inner) => format!("&{}", self.pattern(*inner)),
            Pattern::Or(parts) => self.patterns(parts, " | "),
            Pattern::Value(value) => self.expr(*value),
            Pattern::Type { ty, local } => {
                let local = local.map_or(String::new(), |local| format!("{} ", self.local(local)));
                format!("{local}is {}", ty.map_or("nil".to_owned(), |ty| self.page.ty(ty)))
            }
        }
    }

    fn patterns(&mut self, parts: &[PatternId], between: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.pattern(*part)).collect();
        parts.join(between)
    }

    /// The whole operand of a statement.
    fn operand(&mut self, id: NodeId) -> String {
        let is_call = matches!(self.body.node(id), Node::Call { .. });
        flag(is_call, "call ").to_owned() + &self.expr(id)
    }

    fn exprs(&mut self, list: super::List) -> String {
        let list: Vec<String> = self.body.list(list).iter().map(|id| self.expr(*id)).collect();
        list.join(", ")
    }

    /// What a name is selected from, or is called: in parentheses where it is no plain chain.
    fn base(&mut self, id: NodeId) -> String {
        let words = self.expr(id);
        let is_plain = matches!(
            self.body.node(id),
            Node::Local(_)
                | Node::Path(_)
                | Node::Field { .. }
                | Node::Index { .. }
                | Node::Slice { .. }
                | Node::Call { .. }
                | Node::Closure(_)
                | Node::Literal(_)
                | Node::Opaque(_)
                | Node::TypeAssert { .. }
                | Node::Try(_)
                | Node::Await(_)
        );
        if is_plain { words } else { format!("({words})") }
    }

    fn expr(&mut self, id: NodeId) -> String {
        let words = self.plain_expr(id);
        match self.turbofish.get(&id) {
            Some(index) => format!("{words}::<{}>", self.page.types(&self.body.turbofish[*index].1)),
            None => words,
        }
    }

    fn plain_expr(&mut self, id: NodeId) -> String {
        match self.body.node(id) {
            Node::Opaque(operands) => format!("opaque({})", self.exprs(operands)),
            Node::Compare { left, right, op } => {
                let op = match op {
                    CompareOp::Equal => "==",
                    CompareOp::NotEqual => "!=",
                    CompareOp::Order => "<>",
                };
                format!("{} {op} {}", self.base(left), self.base(right))
            }
            Node::Not(operand) => format!("!{}", self.base(operand)),
            Node::ShortCircuit { left, right, and } => {
                format!("{} {} {}", self.base(left), if and { "&&" } else { "||" }, self.base(right))
            }
            Node::Literal(literal) => match literal {
                Literal::Int(value) => value.to_string(),
                Literal::Text(text) => format!("{:?}", text.as_str()),
                Literal::Bool(value) => value.to_string(),
                Literal::Nil => "nil".to_owned(),
                Literal::Other => "literal".to_owned(),
            },
            Node::Local(local) => self.local(local),
            Node::Path(path) => join(self.body.path(path).iter(), "::"),
            Node::Field { base, name } => format!("{}.{name}", self.base(base)),
            Node::Index { base, index } => format!("{}[{}]", self.base(base), self.expr(index)),
            Node::Slice { base, bounds } => format!("{}[slice {}]", self.base(base), self.exprs(bounds)),
            Node::Deref(operand) => format!("*{}", self.base(operand)),
            Node::AddressOf { operand, mutable } => {
                let mark = if mutable && self.page.separator() == "::" { "&mut " } else { "&" };
                format!("{mark}{}", self.base(operand))
            }
            Node::Call { callee, args, spread } => format!("{}({}{})", self.base(callee), self.exprs(args), flag(spread, "...")),
            Node::Convert { ty, operand } => format!("{} as {}", self.base(operand), self.page.ty(ty)),
            Node::TypeAssert { operand, ty } => {
                format!("{}.({})", self.base(operand), ty.map_or("type".to_owned(), |ty| self.page.ty(ty)))
            }
            Node::Make { ty, args } => {
                let args = self.exprs(args);
                format!("make({}{}{args})", self.page.ty(ty), flag(!args.is_empty(), ", "))
            }
            Node::New(ty) => format!("new({})", self.page.ty(ty)),
            Node::Composite { ty, elements } => format!("{} {{{}}}", self.page.ty(ty), self.exprs(elements)),
            Node::NamedElement { name, value } => format!("{name}: {}", self.expr(value)),
            Node::Pair { key, value } => format!("[{}]: {}", self.expr(key), self.expr(value)),
            Node::Spread(operand) => format!("..{}", self.expr(operand)),
            Node::Tuple(parts) => format!("({})", self.exprs(parts)),
            Node::Closure(closure) => {
                let word = match self.body.closure(closure).kind {
                    ClosureKind::Function => "closure",
                    ClosureKind::AsyncFunction => "async closure",
                    ClosureKind::AsyncBlock => "async block",
                };
                format!("{word}{}", self.part(id))
            }
            Node::Block { .. } | Node::If { .. } | Node::Match { .. } | Node::Select { .. } | Node::Loop { .. } | Node::For { .. } => {
                self.part(id)
            }
            Node::Unsafe(_) => format!("unsafe{}", self.part(id)),
            Node::Let { pattern, ty, value, .. } => {
                let value = value.map_or(String::new(), |value| format!(" = {}", self.operand(value)));
                let ty = ty.map_or(String::new(), |ty| format!(": {}", self.page.ty(ty)));
                format!("let {}{ty}{value}", self.pattern(pattern))
            }
            Node::Assign { target, value } => format!("{} = {}", self.expr(target), self.operand(value)),
            Node::Update { target, value } => format!("update {} by {}", self.operand(target), self.expr(value)),
            Node::Is { pattern, value } => format!("{} is {}", self.expr(value), self.pattern(pattern)),
            Node::Return(values) => {
                let values = self.exprs(values);
                format!("return{}{values}", flag(!values.is_empty(), " "))
            }
            Node::Break { label, value } => {
                let value = value.map_or(String::new(), |value| format!(" {}", self.expr(value)));
                format!("break{}{value}", label.map_or(String::new(), |label| format!(" {label}")))
            }
            Node::Continue(label) => format!("continue{}", label.map_or(String::new(), |label| format!(" {label}"))),
            Node::Goto(label) => format!("goto {label}"),
            Node::Go(call) => format!("go {}", self.operand(call)),
            Node::Defer(call) => format!("defer {}", self.operand(call)),
            Node::Send { channel, value } => format!("send {} <- {}", self.expr(channel), self.expr(value)),
            Node::Receive(channel) => format!("<-{}", self.base(channel)),
            Node::Await(operand) => format!("{}.await", self.base(operand)),
            Node::Try(operand) => format!("{}?", self.base(operand)),
            Node::Terminate(operand) => format!("terminate({})", self.expr(operand)),
        }
    }

    /// Shows a node by number; it comes whole under the statement.
    fn part(&mut self, id: NodeId) -> String {
        self.shown += 1;
        self.parts.push((self.shown, id));
        format!("@{}", self.shown)
    }
}

fn named_label(label: Option<Name>) -> String {
    label.map_or(String::new(), |label| format!("{label}: "))
}

fn flag(is: bool, word: &str) -> &str {
    if is { word } else { "" }
}

fn join<T: ToString>(parts: impl Iterator<Item = T>, between: &str) -> String {
    parts.map(|part| part.to_string()).collect::<Vec<_>>().join(between)
}
