//! Statements.

use super::kind::{Field, Kind};
use super::lower::Lowering;
use super::lower_value::constants;
use super::tree::{Kids, Syntax};
use crate::facts::{Arm, Literal, LocalKind, Name, Node, NodeId, Pattern, PatternId, TypeExprId};
use std::mem;

impl Lowering<'_> {
    /// A block with names of its own.
    fn block(&mut self, x: Syntax<'_>) -> NodeId {
        self.f.scopes.enter();
        let block = self.open_block(x);
        self.f.scopes.leave();
        block
    }

    /// A block whose names are those of the block that the scopes have open: a function's body
    /// shares one with its parameters.
    pub(super) fn open_block(&mut self, x: Syntax<'_>) -> NodeId {
        let mut statements = Vec::new();
        self.statements(x, &mut statements);
        self.block_of(&statements, None, x)
    }

    fn block_of(&mut self, statements: &[NodeId], label: Option<Name>, x: Syntax<'_>) -> NodeId {
        let body = self.f.body.push_list(statements);
        self.push(Node::Block { body, tail: false, label }, x)
    }

    /// The statements of a block, statement list, case or file of nothing but statements; gives the
    /// kind of the last.
    pub(super) fn statements(&mut self, x: Syntax<'_>, out: &mut Vec<NodeId>) -> Option<Kind> {
        let mut last = None;
        for kid in x.kids().named() {
            last = match kid.kind {
                Kind::StatementList => self.statements(kid, out),
                kind => {
                    self.statement(kid, None, out);
                    Some(kind)
                }
            };
        }
        last
    }

    /// A statement; one of the source may be several here. The label is the statement's own.
    fn statement(&mut self, x: Syntax<'_>, label: Option<Name>, out: &mut Vec<NodeId>) {
        if !self.enter(x) {
            out.push(self.opaque(&[], x));
            return;
        }
        if x.kind != Kind::Block && x.has_error {
            let kids = x.kids();
            let errors = kids.of(Kind::Error).filter(|_| x.kind != Kind::Error);
            for error in errors {
                self.statements(error, out);
            }
        }
        let label = match label {
            // A label that no `break` can mean marks a place to jump to.
            Some(label) if !is_left_by_break(x.kind) => {
                out.push(self.block_of(&[], Some(label), x));
                None
            }
            label => label,
        };
        self.plain_statement(x, label, out);
        self.exit();
    }

    fn plain_statement(&mut self, x: Syntax<'_>, label: Option<Name>, out: &mut Vec<NodeId>) {
        match x.kind {
            Kind::ExpressionStatement => {
                for operand in x.kids().types() {
                    out.push(self.expr(operand));
                }
            }
            Kind::SendStatement => out.push(self.send(x)),
            Kind::IncStatement | Kind::DecStatement => {
                let Some(target) = x.kids().types().next() else { return };
                let target = self.expr(target);
                let value = self.push(Node::Literal(Literal::Int(if x.kind == Kind::IncStatement { 1 } else { -1 })), x);
                out.push(self.push(Node::Update { target, value }, x));
            }
            Kind::AssignmentStatement => out.push(self.assignment(x)),
            Kind::ShortVarDeclaration => {
                let kids = x.kids();
                let (left, right) = (kids.field(Field::Left), kids.field(Field::Right));
                let value = right.map(|right| self.values(right));
                let targets = left.map_or(Vec::new(), expressions);
                out.push(self.define(&targets, value, x));
            }
            Kind::VarDeclaration => self.local_vars(x, out),
            Kind::ConstDeclaration => self.local_consts(x, out),
            Kind::TypeDeclaration => self.types(x),
            Kind::ReturnStatement => {
                let list = x.kids().of_kind(Kind::ExpressionList);
                let values = list.map_or(Vec::new(), expressions);
                let values: Vec<NodeId> = values.into_iter().map(|value| self.expr(value)).collect();
                let values = self.f.body.push_list(&values);
                out.push(self.push(Node::Return(values), x));
            }
            Kind::GoStatement | Kind::DeferStatement => {
                let Some(call) = x.kids().types().next() else { return };
                let call = self.expr(call);
                out.push(self.push(if x.kind == Kind::GoStatement { Node::Go(call) } else { Node::Defer(call) }, x));
            }
            Kind::IfStatement => self.if_statement(x, out),
            Kind::ForStatement => self.for_statement(x, label, out),
            Kind::ExpressionSwitchStatement => self.labelled(x, label, out, Self::switch),
            Kind::TypeSwitchStatement => self.labelled(x, label, out, Self::type_switch),
            Kind::SelectStatement => self.labelled(x, label, out, Self::select),
            Kind::LabeledStatement => self.labelled_statement(x, out),
            Kind::BreakStatement => {
                let label = self.label_name(x);
                out.push(self.push(Node::Break { label, value: None }, x));
            }
            Kind::ContinueStatement => {
                let label = self.label_name(x);
                out.push(self.push(Node::Continue(label), x));
            }
            Kind::GotoStatement => {
                if let Some(label) = self.label_name(x) {
                    out.push(self.push(Node::Goto(label), x));
                }
            }
            Kind::Block => out.push(self.block(x)),
            Kind::Error | Kind::StatementList => {
                self.statements(x, out);
            }
            Kind::ExpressionList | Kind::ArgumentList => {
                for value in expressions(x) {
                    out.push(self.expr(value));
                }
            }
            // A `fallthrough` belongs to its arm; the rest are names and other parts of something broken.
            Kind::FallthroughStatement | Kind::EmptyStatement | Kind::LabelName | Kind::ParameterList => {}
            _ => {
                let value = self.expr(x);
                out.push(value);
            }
        }
    }

    /// The value of an expression list: of more than one, a tuple.
    pub(super) fn values(&mut self, list: Syntax<'_>) -> NodeId {
        let values: Vec<NodeId> = expressions(list).into_iter().map(|value| self.expr(value)).collect();
        match values.as_slice() {
            [value] => *value,
            values => {
                let tuple = self.f.body.push_list(values);
                self.push(Node::Tuple(tuple), list)
            }
        }
    }

    fn send(&mut self, x: Syntax<'_>) -> NodeId {
        let kids = x.kids();
        match (kids.field(Field::Channel), kids.field(Field::Value)) {
            (Some(channel), Some(value)) => {
                let (channel, value) = (self.expr(channel), self.expr(value));
                self.push(Node::Send { channel, value }, x)
            }
            _ => self.opaque(&[], x),
        }
    }

    /// A place that is assigned to.
    fn place(&mut self, x: Syntax<'_>) -> NodeId {
        if self.text(x) == "_" { self.opaque(&[], x) } else { self.expr(x) }
    }

    fn assignment(&mut self, x: Syntax<'_>) -> NodeId {
        let kids = x.kids();
        let (Some(left), Some(right)) = (kids.field(Field::Left), kids.field(Field::Right)) else { return self.opaque(&[], x) };
        let operator = kids.field(Field::Operator).map(|operator| operator.kind);
        let places: Vec<NodeId> = expressions(left).into_iter().map(|place| self.place(place)).collect();
        let target = match places.as_slice() {
            [place] => *place,
            places => {
                let list = self.f.body.push_list(places);
                self.push(Node::Tuple(list), left)
            }
        };
        let value = self.values(right);
        match operator {
            Some(Kind::Assign) => self.push(Node::Assign { target, value }, x),
            Some(Kind::AddAssign) => self.push(Node::Update { target, value }, x),
            _ => {
                let value = self.opaque(&[value], right);
                self.push(Node::Update { target, value }, x)
            }
        }
    }

    /// `targets := value`: the value has been lowered before any of the names is bound.
    fn define(&mut self, targets: &[Syntax<'_>], value: Option<NodeId>, x: Syntax<'_>) -> NodeId {
        if let ([target], Some(value)) = (targets, value)
            && self.f.scopes.innermost_local(self.name(*target)).is_some()
        {
            let target = self.expr(*target);
            return self.push(Node::Assign { target, value }, x);
        }
        let pattern = self.targets(targets);
        self.push(Node::Let { pattern, ty: None, value, otherwise: None, extended: false }, x)
    }

    fn targets(&mut self, targets: &[Syntax<'_>]) -> PatternId {
        let patterns: Vec<PatternId> = targets.iter().map(|target| self.target(*target)).collect();
        self.one_or_tuple(patterns)
    }

    fn one_or_tuple(&mut self, patterns: Vec<PatternId>) -> PatternId {
        match patterns.as_slice() {
            [pattern] => *pattern,
            _ => self.f.body.push_pattern(Pattern::Tuple(patterns.into())),
        }
    }

    /// One target of `:=`: a new name, or one that its block binds already.
    fn target(&mut self, x: Syntax<'_>) -> PatternId {
        let is_name = x.kind == Kind::Identifier && !x.is_lost();
        if self.text(x) == "_" {
            return self.f.body.push_pattern(Pattern::Wild);
        }
        if is_name && self.f.scopes.innermost_local(self.name(x)).is_none() {
            let local = self.bind_local(x, None, LocalKind::Variable);
            return self.f.body.push_pattern(Pattern::Bind { local, sub: None, by_ref: false });
        }
        self.assigned(x)
    }

    fn assigned(&mut self, x: Syntax<'_>) -> PatternId {
        if self.text(x) == "_" {
            return self.f.body.push_pattern(Pattern::Wild);
        }
        let place = self.expr(x);
        self.f.body.push_pattern(Pattern::Assign(place))
    }

    /// Binds declared names, each with the declared type.
    pub(super) fn declare(&mut self, names: &[Syntax<'_>], ty: Option<TypeExprId>) -> PatternId {
        let mut patterns = Vec::with_capacity(names.len());
        for name in names {
            let pattern = if self.text(*name) == "_" {
                Pattern::Wild
            } else {
                Pattern::Bind { local: self.bind_local(*name, ty, LocalKind::Variable), sub: None, by_ref: false }
            };
            patterns.push(self.f.body.push_pattern(pattern));
        }
        self.one_or_tuple(patterns)
    }

    fn if_statement(&mut self, x: Syntax<'_>, out: &mut Vec<NodeId>) {
        let kids = x.kids();
        self.f.scopes.enter();
        let mut before = Vec::new();
        if let Some(first) = kids.field(Field::Initializer) {
            self.statement(first, None, &mut before);
        }
        let cond = match kids.field(Field::Condition) {
            Some(cond) => self.expr(cond),
            None => self.opaque(&[], x),
        };
        let then = match kids.field(Field::Consequence) {
            Some(block) => self.block(block),
            None => self.block_of(&[], None, x),
        };
        let otherwise = kids.field(Field::Alternative).and_then(|alternative| {
            let mut statements = Vec::new();
            self.statement(alternative, None, &mut statements);
            match statements.as_slice() {
                [] => None,
                [single] => Some(*single),
                several => Some(self.block_of(several, None, alternative)),
            }
        });
        self.f.scopes.leave();
        let statement = self.push(Node::If { cond, then, otherwise, drops_before_else: false }, x);
        self.after(before, statement, x, out);
    }

    /// A statement with what its header does before: both in a block, or the statement alone.
    fn after(&mut self, mut before: Vec<NodeId>, statement: NodeId, x: Syntax<'_>, out: &mut Vec<NodeId>) {
        if before.is_empty() {
            out.push(statement);
        } else {
            before.push(statement);
            out.push(self.block_of(&before, None, x));
        }
    }

    fn for_statement(&mut self, x: Syntax<'_>, label: Option<Name>, out: &mut Vec<NodeId>) {
        let kids = x.kids();
        let body = kids.field(Field::Body);
        let header = kids.types().find(|kid| kid.field != Field::Body);
        self.f.scopes.enter();
        match header {
            Some(range) if range.kind == Kind::RangeClause => {
                let statement = self.range(range, body, label, x);
                out.push(statement);
            }
            Some(clause) if clause.kind == Kind::ForClause => {
                let parts = clause.kids();
                let mut before = Vec::new();
                if let Some(first) = parts.field(Field::Initializer) {
                    self.statement(first, None, &mut before);
                }
                let condition = parts.field(Field::Condition).map(|condition| self.expr(condition));
                let step = parts.field(Field::Update).map(|update| {
                    let mut steps = Vec::new();
                    self.statement(update, None, &mut steps);
                    match steps.as_slice() {
                        [single] => *single,
                        several => self.block_of(several, None, update),
                    }
                });
                let statement = self.loop_over(condition, step, body, label, x);
                self.after(before, statement, x, out);
            }
            header => {
                let condition = header.map(|condition| self.expr(condition));
                out.push(self.loop_over(condition, None, body, label, x));
            }
        }
        self.f.scopes.leave();
    }

    fn loop_over(
        &mut self,
        condition: Option<NodeId>,
        step: Option<NodeId>,
        body: Option<Syntax<'_>>,
        label: Option<Name>,
        x: Syntax<'_>,
    ) -> NodeId {
        let body = self.body_of(body, x);
        self.push(Node::Loop { condition, step, body, label }, x)
    }

    fn body_of(&mut self, body: Option<Syntax<'_>>, x: Syntax<'_>) -> NodeId {
        match body {
            Some(block) => self.block(block),
            None => self.block_of(&[], None, x),
        }
    }

    fn range(&mut self, clause: Syntax<'_>, body: Option<Syntax<'_>>, label: Option<Name>, x: Syntax<'_>) -> NodeId {
        let kids = clause.kids();
        let over = match kids.field(Field::Right) {
            Some(over) => self.expr(over),
            None => self.opaque(&[], clause),
        };
        let defines = kids.of_kind(Kind::Define).is_some();
        let targets = kids.field(Field::Left).map_or(Vec::new(), expressions);
        let mut patterns: Vec<PatternId> =
            targets.into_iter().map(|target| if defines { self.target(target) } else { self.assigned(target) }).collect();
        while patterns.len() < 2 {
            patterns.push(self.f.body.push_pattern(Pattern::Wild));
        }
        let pattern = self.f.body.push_pattern(Pattern::Tuple(patterns.into()));
        let body = self.body_of(body, x);
        self.push(Node::For { pattern, over, body, label }, x)
    }

    /// Lowers a statement that a labelled `break` may leave, with a block of that label around it.
    fn labelled(&mut self, x: Syntax<'_>, label: Option<Name>, out: &mut Vec<NodeId>, lower: fn(&mut Self, Syntax<'_>, &mut Vec<NodeId>)) {
        self.f.scopes.enter();
        match label {
            None => lower(self, x, out),
            Some(_) => {
                let mut inside = Vec::new();
                lower(self, x, &mut inside);
                out.push(self.block_of(&inside, label, x));
            }
        }
        self.f.scopes.leave();
    }

    fn switch(&mut self, x: Syntax<'_>, out: &mut Vec<NodeId>) {
        let kids = x.kids();
        let mut before = Vec::new();
        if let Some(first) = kids.field(Field::Initializer) {
            self.statement(first, None, &mut before);
        }
        let scrutinee = kids.field(Field::Value).map(|value| self.expr(value));
        let statement = self.match_arms(kids, scrutinee, x, |lowering, case| {
            let values = case.kids().field(Field::Value).map_or(Vec::new(), expressions);
            let patterns: Vec<PatternId> = values
                .into_iter()
                .map(|value| {
                    let value = lowering.expr(value);
                    lowering.f.body.push_pattern(Pattern::Value(value))
                })
                .collect();
            lowering.one_or_any(patterns)
        });
        self.after(before, statement, x, out);
    }

    fn type_switch(&mut self, x: Syntax<'_>, out: &mut Vec<NodeId>) {
        let kids = x.kids();
        let mut before = Vec::new();
        if let Some(first) = kids.field(Field::Initializer) {
            self.statement(first, None, &mut before);
        }
        let operand = match kids.field(Field::Value) {
            Some(value) => self.expr(value),
            None => self.opaque(&[], x),
        };
        let scrutinee = Some(self.push(Node::TypeAssert { operand, ty: None }, x));
        let variable = kids.field(Field::Alias).and_then(|alias| expressions(alias).first().copied());
        let variable = variable.filter(|variable| self.text(*variable) != "_");
        let statement = self.match_arms(kids, scrutinee, x, |lowering, case| lowering.type_pattern(case, variable));
        self.after(before, statement, x, out);
    }

    fn type_pattern(&mut self, case: Syntax<'_>, variable: Option<Syntax<'_>>) -> PatternId {
        if case.kind == Kind::DefaultCase {
            let local = variable.map(|variable| self.bind_local(variable, None, LocalKind::Variable));
            let pattern = local.map_or(Pattern::Wild, |local| Pattern::Bind { local, sub: None, by_ref: false });
            return self.f.body.push_pattern(pattern);
        }
        let kids = case.kids();
        let types: Vec<Option<TypeExprId>> = kids.fields(Field::Type).map(|ty| self.case_type(ty)).collect();
        let single = if let [single] = types.as_slice() { *single } else { None };
        let local = variable.map(|variable| self.bind_local(variable, single, LocalKind::Variable));
        let patterns = types.into_iter().map(|ty| self.f.body.push_pattern(Pattern::Type { ty, local })).collect();
        self.one_or_any(patterns)
    }

    /// The type of a case; `None` for `nil`.
    fn case_type(&mut self, x: Syntax<'_>) -> Option<TypeExprId> {
        if self.text(x) == "nil" { None } else { Some(self.ty(x)) }
    }

    fn one_or_any(&mut self, patterns: Vec<PatternId>) -> PatternId {
        match patterns.as_slice() {
            [] => self.f.body.push_pattern(Pattern::Wild),
            [pattern] => *pattern,
            _ => self.f.body.push_pattern(Pattern::Or(patterns.into())),
        }
    }

    /// The arms of a switch; the pattern is lowered in the scope of its arm.
    fn match_arms(
        &mut self,
        kids: Kids<'_>,
        scrutinee: Option<NodeId>,
        x: Syntax<'_>,
        mut pattern: impl FnMut(&mut Self, Syntax<'_>) -> PatternId,
    ) -> NodeId {
        let mut arms = Vec::new();
        let mut exhaustive = false;
        for case in kids.iter().filter(|kid| matches!(kid.kind, Kind::ExpressionCase | Kind::TypeCase | Kind::DefaultCase)) {
            exhaustive |= case.kind == Kind::DefaultCase;
            self.f.scopes.enter();
            let pattern = pattern(self, case);
            let arm = self.arm(case, pattern, None);
            arms.push(arm);
            self.f.scopes.leave();
        }
        let arms = self.f.body.push_arms(&arms);
        self.push(Node::Match { scrutinee, arms, exhaustive }, x)
    }

    fn arm(&mut self, case: Syntax<'_>, pattern: PatternId, guard: Option<NodeId>) -> Arm {
        let parts = case.kids();
        let mut statements = Vec::new();
        let mut falls_through = false;
        let mut span = None;
        for list in parts.iter().filter(|part| matches!(part.kind, Kind::StatementList | Kind::Error)) {
            span = span.or(Some(list));
            falls_through = self.statements(list, &mut statements) == Some(Kind::FallthroughStatement);
        }
        let body = self.block_of(&statements, None, span.unwrap_or(case));
        Arm { pattern, guard, body, falls_through }
    }

    fn select(&mut self, x: Syntax<'_>, out: &mut Vec<NodeId>) {
        let mut arms = Vec::new();
        for case in x.kids().iter().filter(|kid| matches!(kid.kind, Kind::CommunicationCase | Kind::DefaultCase)) {
            self.f.scopes.enter();
            let communication = case.kids().field(Field::Communication);
            let (pattern, guard) = communication.map_or((None, None), |communication| self.communication(communication));
            let pattern = pattern.unwrap_or_else(|| self.f.body.push_pattern(Pattern::Wild));
            let arm = self.arm(case, pattern, guard);
            arms.push(arm);
            self.f.scopes.leave();
        }
        let arms = self.f.body.push_arms(&arms);
        out.push(self.push(Node::Select { arms }, x));
    }

    fn communication(&mut self, x: Syntax<'_>) -> (Option<PatternId>, Option<NodeId>) {
        if x.kind == Kind::SendStatement {
            return (None, Some(self.send(x)));
        }
        let kids = x.kids();
        let operation = kids.field(Field::Right).map(|right| self.expr(right));
        let defines = kids.of_kind(Kind::Define).is_some();
        let targets = kids.field(Field::Left).map_or(Vec::new(), expressions);
        let patterns: Vec<PatternId> =
            targets.into_iter().map(|target| if defines { self.target(target) } else { self.assigned(target) }).collect();
        let pattern = if patterns.is_empty() { None } else { Some(self.one_or_tuple(patterns)) };
        (pattern, operation)
    }

    fn labelled_statement(&mut self, x: Syntax<'_>, out: &mut Vec<NodeId>) {
        let kids = x.kids();
        let label = kids.field(Field::Label).map(|label| self.name(label));
        let inner = kids.types().find(|kid| kid.field != Field::Label);
        match inner {
            Some(inner) => self.statement(inner, label, out),
            None => out.push(self.block_of(&[], label, x)),
        }
    }

    fn label_name(&mut self, x: Syntax<'_>) -> Option<Name> {
        let label = x.kids().of_kind(Kind::LabelName)?;
        Some(self.name(label))
    }

    fn local_vars(&mut self, x: Syntax<'_>, out: &mut Vec<NodeId>) {
        for kid in x.kids().named() {
            match kid.kind {
                Kind::VarSpecList => {
                    self.var_group(kid);
                    self.local_vars(kid, out);
                }
                Kind::VarSpec => self.local_var(kid, out),
                _ => {}
            }
        }
    }

    fn local_var(&mut self, x: Syntax<'_>, out: &mut Vec<NodeId>) {
        let kids = x.kids();
        let names: Vec<Syntax<'_>> = kids.fields(Field::Name).filter(|name| !name.is_lost()).collect();
        let ty = kids.field(Field::Type).map(|ty| self.ty(ty));
        match kids.field(Field::Value).map(|list| self.values(list)) {
            // Each has the zero value for itself.
            None => {
                for name in names {
                    let pattern = self.declare(&[name], ty);
                    out.push(self.push(Node::Let { pattern, ty, value: None, otherwise: None, extended: false }, name));
                }
            }
            value => {
                let pattern = self.declare(&names, ty);
                out.push(self.push(Node::Let { pattern, ty, value, otherwise: None, extended: false }, x));
            }
        }
    }

    fn local_consts(&mut self, x: Syntax<'_>, out: &mut Vec<NodeId>) {
        let around = mem::take(&mut self.f.iota);
        for constant in constants(x) {
            let ty = constant.ty.map(|ty| self.ty(ty));
            let value = constant.value.map(|value| self.constant_value(value, constant.iota));
            let pattern = self.declare(&[constant.name], ty);
            out.push(self.push(Node::Let { pattern, ty, value, otherwise: None, extended: false }, constant.name));
        }
        self.f.iota = around;
    }
}

/// The expressions of a list.
fn expressions(list: Syntax<'_>) -> Vec<Syntax<'_>> {
    list.kids().types().collect()
}

fn is_left_by_break(kind: Kind) -> bool {
    matches!(kind, Kind::ForStatement | Kind::ExpressionSwitchStatement | Kind::TypeSwitchStatement | Kind::SelectStatement)
}
