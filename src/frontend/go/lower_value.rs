//! Package variables and constants, and the values of constants.

use super::kind::{Field, Kind};
use super::lower::{Lowering, is_exported};
use super::lower_expr::integer;
use super::tree::Syntax;
use crate::facts::{Literal, Node, NodeId, ScopeId, TypeExprId, VarDecl, VarKind};

/// One name of a constant declaration, with the type and value that it has or repeats.
pub(super) struct Constant<'t> {
    pub(super) name: Syntax<'t>,
    pub(super) ty: Option<Syntax<'t>>,
    pub(super) value: Option<Syntax<'t>>,
    /// The value of `iota` at its place in the group.
    pub(super) iota: i64,
}

impl Lowering<'_> {
    /// Declares the package variables or constants of a declaration; gives the assignments that
    /// initialise them.
    pub(super) fn package_assignments(&mut self, x: Syntax<'_>) -> Vec<NodeId> {
        let mut assignments = Vec::new();
        if x.kind == Kind::ConstDeclaration {
            for constant in constants(x) {
                let ty = constant.ty.map(|ty| self.ty(ty));
                self.declare_global(constant.name, ty, VarKind::Constant);
                if let Some(value) = constant.value {
                    let value = self.constant_value(value, constant.iota);
                    let target = self.global(constant.name);
                    assignments.push(self.push(Node::Assign { target, value }, constant.name));
                }
            }
        } else {
            self.package_vars(x, &mut assignments);
        }
        assignments
    }

    fn package_vars(&mut self, x: Syntax<'_>, assignments: &mut Vec<NodeId>) {
        for kid in x.kids().named() {
            match kid.kind {
                Kind::VarSpecList => {
                    self.var_group(kid);
                    self.package_vars(kid, assignments);
                }
                Kind::VarSpec => self.package_var(kid, assignments),
                _ => {}
            }
        }
    }

    fn package_var(&mut self, x: Syntax<'_>, assignments: &mut Vec<NodeId>) {
        let kids = x.kids();
        let ty = kids.field(Field::Type).map(|ty| self.ty(ty));
        let names: Vec<Syntax<'_>> = kids.fields(Field::Name).filter(|name| !name.is_lost()).collect();
        for name in &names {
            self.declare_global(*name, ty, VarKind::Variable);
        }
        let Some(list) = kids.field(Field::Value) else { return };
        let targets: Vec<NodeId> = names.iter().map(|name| self.global(*name)).collect();
        let target = match targets.as_slice() {
            [target] => *target,
            targets => {
                let targets = self.f.body.push_list(targets);
                self.push(Node::Tuple(targets), x)
            }
        };
        let mut value = self.values(list);
        // `var _ I = v` says that v's type implements I: nothing else would keep I.
        if let (Some(ty), [name]) = (ty, names.as_slice())
            && self.text(*name) == "_"
        {
            value = self.push(Node::Convert { ty, operand: value }, x);
        }
        assignments.push(self.push(Node::Assign { target, value }, x));
    }

    fn declare_global(&mut self, name: Syntax<'_>, ty: Option<TypeExprId>, kind: VarKind) {
        let text = self.name(name);
        if text != "_" {
            let decl = VarDecl { name: text, name_span: self.span(name), scope: ScopeId::FIRST, ty, kind, exported: is_exported(text) };
            self.file.facts.vars.push(decl);
        }
    }

    fn global(&mut self, name: Syntax<'_>) -> NodeId {
        if self.text(name) == "_" {
            return self.opaque(&[], name);
        }
        let (text, span) = (self.name(name), self.span(name));
        self.f.body.push_path(Box::new([text]), span)
    }

    /// The value of a constant: a number where it can be worked out from literals and `iota`.
    pub(super) fn constant_value(&mut self, x: Syntax<'_>, iota: i64) -> NodeId {
        match self.evaluate(x, iota, 0) {
            Some(value) => self.push(Node::Literal(Literal::Int(value)), x),
            None => {
                let around = self.f.iota.replace(iota);
                let value = self.expr(x);
                self.f.iota = around;
                value
            }
        }
    }

    fn evaluate(&mut self, x: Syntax<'_>, iota: i64, depth: u32) -> Option<i64> {
        /// Formulas of constants are short.
        const MAX_DEPTH: u32 = 32;
        if depth > MAX_DEPTH {
            return None;
        }
        match x.kind {
            Kind::IntLiteral => integer(self.text(x)),
            Kind::Iota => Some(iota),
            Kind::ParenthesizedExpression => {
                let inner = x.kids().types().next()?;
                self.evaluate(inner, iota, depth + 1)
            }
            Kind::UnaryExpression => {
                let kids = x.kids();
                let operand = self.evaluate(kids.field(Field::Operand)?, iota, depth + 1)?;
                match kids.field(Field::Operator)?.kind {
                    Kind::Minus => operand.checked_neg(),
                    Kind::Plus => Some(operand),
                    _ => None,
                }
            }
            Kind::BinaryExpression => {
                let kids = x.kids();
                let left = self.evaluate(kids.field(Field::Left)?, iota, depth + 1)?;
                let right = self.evaluate(kids.field(Field::Right)?, iota, depth + 1)?;
                match kids.field(Field::Operator)?.kind {
                    Kind::Plus => left.checked_add(right),
                    Kind::Minus => left.checked_sub(right),
                    Kind::Star => left.checked_mul(right),
                    Kind::Slash => left.checked_div(right),
                    Kind::Percent => left.checked_rem(right),
                    Kind::And => Some(left & right),
                    Kind::Pipe => Some(left | right),
                    Kind::ShiftLeft => {
                        let factor = 1i64.checked_shl(u32::try_from(right).ok()?).filter(|factor| *factor > 0)?;
                        left.checked_mul(factor)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// The constants of a declaration; one that has neither type nor value repeats those before it.
pub(super) fn constants(x: Syntax<'_>) -> Vec<Constant<'_>> {
    let mut constants = Vec::new();
    let (mut ty, mut values) = (None, Vec::new());
    let specs = x.kids();
    for (iota, spec) in (0..).zip(specs.of(Kind::ConstSpec)) {
        let kids = spec.kids();
        if let Some(list) = kids.field(Field::Value) {
            ty = kids.field(Field::Type);
            values = list.kids().types().collect();
        }
        for (index, name) in kids.fields(Field::Name).enumerate() {
            if !name.is_lost() {
                constants.push(Constant { name, ty, value: values.get(index).copied(), iota });
            }
        }
    }
    constants
}
