//! Small sources and the facts that they must become. Bodies are shown as one line each by
//! [`Show`]: `t(…)` is a `Terminate`, locals are `name#index`.

use super::lower;
use crate::facts::{
    Arm, ArmList, Body, ClosureKind, FileFacts, Function, FunctionKind, List, Literal, LocalKind, Node, NodeId, Pattern, PatternId,
    TypeDeclKind, TypeExpr, TypeExprId, VarKind,
};

mod bodies;
mod items;
mod limits;
mod models;
mod temporaries;

/// The facts of a source of edition 2021 that parses.
fn facts(text: &str) -> FileFacts {
    let facts = lower(text, 2021);
    assert_eq!(facts.losses, [], "{text}");
    facts
}

fn function<'f>(facts: &'f FileFacts, name: &str) -> &'f Function {
    facts.functions.iter().find(|function| function.name.as_str() == name).expect("the fixture declares it")
}

/// The body of `f`, on one line.
fn body_in(text: &str, edition: u16) -> String {
    let facts = lower(text, edition);
    assert_eq!(facts.losses, [], "{text}");
    let function = function(&facts, "f");
    let show = Show { facts: &facts, body: &function.body };
    show.node(function.root.expect("the fixture has a body"))
}

/// The statements of `fn f(a, b, c, d) { … }`.
fn body(statements: &str) -> String {
    body_in(&format!("fn f(a: A, b: B, c: C, d: D) {{ {statements} }}"), 2021)
}

fn ty(facts: &FileFacts, id: TypeExprId) -> String {
    let all = |ids: &[TypeExprId]| ids.iter().map(|id| ty(facts, *id)).collect::<Vec<_>>().join(", ");
    match &facts.type_exprs[id.index()] {
        TypeExpr::Unknown => "?".to_owned(),
        TypeExpr::Path { path, args } => {
            let path = path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::");
            if args.is_empty() { path } else { format!("{path}<{}>", all(args)) }
        }
        TypeExpr::Pointer { target, mutable, raw } => {
            format!("{}{}{}", if *raw { "*" } else { "&" }, if *mutable { "mut " } else { "" }, ty(facts, *target))
        }
        TypeExpr::Slice(element) => format!("[{}]", ty(facts, *element)),
        TypeExpr::Array(element, len) => format!("[{}; {len:?}]", ty(facts, *element)),
        TypeExpr::Function { params, results } => format!("fn({}) -> {}", all(params), all(results)),
        TypeExpr::Tuple(parts) => format!("({})", all(parts)),
        TypeExpr::Interface { embeds, .. } => format!("dyn {}", all(embeds)),
        other => format!("{other:?}"),
    }
}

struct Show<'a> {
    facts: &'a FileFacts,
    body: &'a Body,
}

impl Show<'_> {
    fn list(&self, list: List) -> String {
        self.body.list(list).iter().map(|node| self.node(*node)).collect::<Vec<_>>().join(", ")
    }

    fn opt(&self, word: &str, node: Option<NodeId>) -> String {
        node.map(|node| format!(" {word} {}", self.node(node))).unwrap_or_default()
    }

    fn local(&self, id: crate::facts::LocalId) -> String {
        format!("{}#{}", self.body.local(id).name, id.index())
    }

    fn arms(&self, arms: ArmList) -> String {
        let arm = |arm: &Arm| format!("{}{} => {}", self.pattern(arm.pattern), self.opt("if", arm.guard), self.node(arm.body));
        self.body.arms(arms).iter().map(arm).collect::<Vec<_>>().join(", ")
    }

    fn node(&self, id: NodeId) -> String {
        let n = |id: NodeId| self.node(id);
        match self.body.node(id) {
            Node::Opaque(list) => format!("opaque({})", self.list(list)),
            Node::Compare { left, right, op } => format!("{op:?}({}, {})", n(left), n(right)),
            Node::Not(operand) => format!("!{}", n(operand)),
            Node::ShortCircuit { left, right, and } => format!("({} {} {})", n(left), if and { "&&" } else { "||" }, n(right)),
            Node::Literal(Literal::Int(value)) => value.to_string(),
            Node::Literal(Literal::Text(text)) => format!("{:?}", text.as_str()),
            Node::Literal(Literal::Bool(value)) => value.to_string(),
            Node::Literal(_) => "literal".to_owned(),
            Node::Local(local) => self.local(local),
            Node::Path(path) => self.body.path(path).iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::"),
            Node::Field { base, name } => format!("{}.{name}", n(base)),
            Node::Index { base, index } => format!("{}[{}]", n(base), n(index)),
            Node::Slice { base, bounds } => format!("{}[slice {}]", n(base), self.list(bounds)),
            Node::Deref(operand) => format!("*{}", n(operand)),
            Node::AddressOf { operand, mutable } => format!("&{}{}", if mutable { "mut " } else { "" }, n(operand)),
            Node::Call { callee, args, .. } => format!("{}({})", n(callee), self.list(args)),
            Node::Convert { ty: to, operand } => format!("{} as {}", n(operand), ty(self.facts, to)),
            Node::Composite { ty: of, elements } => format!("{} {{{}}}", ty(self.facts, of), self.list(elements)),
            Node::NamedElement { name, value } => format!("{name}: {}", n(value)),
            Node::Pair { key, value } => format!("{} => {}", n(key), n(value)),
            Node::Spread(base) => format!("..{}", n(base)),
            Node::Tuple(list) => format!("({})", self.list(list)),
            Node::Closure(id) => {
                let closure = self.body.closure(id);
                let params = closure.params.iter().map(|param| self.local(*param)).collect::<Vec<_>>().join(", ");
                let word = match closure.kind {
                    ClosureKind::Function => "",
                    ClosureKind::AsyncFunction => "async ",
                    ClosureKind::AsyncBlock => "async-block ",
                };
                format!("{}{word}|{params}| {}", if closure.moves { "move " } else { "" }, n(closure.body))
            }
            Node::Block { body, tail, label } => {
                let label = label.map(|label| format!("'{label}: ")).unwrap_or_default();
                let list = self.body.list(body).iter().map(|node| n(*node)).collect::<Vec<_>>().join("; ");
                format!("{label}{{{list}{}}}", if tail || list.is_empty() { "" } else { ";" })
            }
            Node::Let { pattern, value, otherwise, extended, .. } => {
                let word = if extended { "let-extended" } else { "let" };
                format!("{word} {}{}{}", self.pattern(pattern), self.opt("=", value), self.opt("else", otherwise))
            }
            Node::Assign { target, value } => format!("{} = {}", n(target), n(value)),
            Node::Update { target, value } => format!("{} ~= {}", n(target), n(value)),
            Node::If { cond, then, otherwise, drops_before_else } => {
                let word = if drops_before_else { "else-after-drops" } else { "else" };
                format!("if {} {}{}", n(cond), n(then), self.opt(word, otherwise))
            }
            Node::Is { pattern, value } => format!("is {} = {}", self.pattern(pattern), n(value)),
            Node::Match { scrutinee, arms, .. } => format!("match {} {{{}}}", scrutinee.map(n).unwrap_or_default(), self.arms(arms)),
            Node::Select { arms } => format!("select {{{}}}", self.arms(arms)),
            Node::Loop { condition, body, label, .. } => {
                let label = label.map(|label| format!("'{label}: ")).unwrap_or_default();
                format!("{label}loop{} {}", self.opt("while", condition), n(body))
            }
            Node::For { pattern, over, body, .. } => format!("for {} in {} {}", self.pattern(pattern), n(over), n(body)),
            Node::Return(values) => format!("return {}", self.list(values)),
            Node::Break { label, value } => {
                format!(
                    "break{}{}",
                    label.map(|label| format!(" '{label}")).unwrap_or_default(),
                    value.map(|value| format!(" {}", n(value))).unwrap_or_default()
                )
            }
            Node::Continue(_) => "continue".to_owned(),
            Node::Receive(channel) => format!("<-{}", n(channel)),
            Node::Send { channel, value } => format!("{} <- {}", n(channel), n(value)),
            Node::Await(operand) => format!("{}.await", n(operand)),
            Node::Try(operand) => format!("{}?", n(operand)),
            Node::Terminate(operand) => format!("t({})", n(operand)),
            Node::Unsafe(block) => format!("unsafe {}", n(block)),
            other => format!("{other:?}"),
        }
    }

    fn pattern(&self, id: PatternId) -> String {
        let all = |parts: &[PatternId], by: &str| parts.iter().map(|part| self.pattern(*part)).collect::<Vec<_>>().join(by);
        match self.body.pattern(id) {
            Pattern::Wild => "_".to_owned(),
            Pattern::Bind { local, sub, by_ref } => {
                let sub = sub.map(|sub| format!(" @ {}", self.pattern(sub))).unwrap_or_default();
                format!("{}{}{sub}", if *by_ref { "ref " } else { "" }, self.local(*local))
            }
            Pattern::Tuple(parts) => format!("({})", all(parts, ", ")),
            Pattern::Variant { path, fields } => {
                let path = path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::");
                let fields = fields.iter().map(|(name, part)| format!("{name}: {}", self.pattern(*part)));
                format!("{path} {{{}}}", fields.collect::<Vec<_>>().join(", "))
            }
            Pattern::Reference(part) => format!("&{}", self.pattern(*part)),
            Pattern::Or(parts) => all(parts, " | "),
            Pattern::Value(value) => self.node(*value),
            other => format!("{other:?}"),
        }
    }
}
