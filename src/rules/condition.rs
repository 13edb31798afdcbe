//! Conditions: CEL that is parsed and checked against the schema once, and asked of many subjects.
//!
//! CEL itself finds an unknown name or a wrong type only when it comes by it. A rule file must be
//! refused when it is loaded, so the checker here gives each expression a type first. It knows the
//! part of CEL that conditions need and refuses the rest by name.

use super::cost::{self, LONGEST_LIST, LONGEST_TEXT};
use super::error::{Problem, nearest};
use super::schema::{self, About, Subject, Type, Value};
use crate::source::boundary;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SourceInfo, operators};
use cel::common::types::{CelBool, CelInt, CelList, CelString};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use cel::{Context, Env};
use std::borrow::Cow;
use std::cell::Cell;
use std::panic::catch_unwind;
use std::sync::{Arc, LazyLock};

/// The longest condition, in bytes. It bounds the depth of its tree, and a longer question belongs
/// into the model, as a field with a name.
const LONGEST: usize = 500;

/// How deep brackets may nest: the parser takes much stack for each.
const DEEPEST: usize = 32;

/// How deep operators may nest: what is loaded is asked on threads with a usual stack, and a level
/// took some 35 KiB in a build without optimisation.
const DEEPEST_TREE: usize = 24;

/// A stack, in bytes, on which every condition within these bounds can be parsed (a level took some
/// 170 KiB in a build without optimisation).
pub(super) const PARSER_STACK: usize = 32 << 20;

/// A checked expression.
#[derive(Debug)]
pub(super) struct Condition {
    expression: IdedExpr,
}

/// What an expression must give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// `true` or `false`.
    Truth,
    /// One of these words.
    Word(&'static [&'static str]),
}

impl Condition {
    /// Parses and checks `source`, the value of `key` in a rule about `about`. The error comes with
    /// the 0-based line of `source` that it is on. To be called with [`PARSER_STACK`].
    pub(super) fn parse(source: &str, key: &str, about: About, wanted: Wanted) -> Result<Condition, (usize, Problem)> {
        let fault = |line, column, message| (line, Problem::Condition { key: key.to_owned(), column, message });
        if source.len() > LONGEST {
            let message = format!("longer than {LONGEST} bytes: a question as long belongs into the model, as a field with a name");
            return Err(fault(0, 1, message));
        }
        if nesting(source) > DEEPEST {
            return Err(fault(0, 1, format!("brackets nest more than {DEEPEST} deep")));
        }
        // The parser is generated code of another project; whatever it makes of a user's text, it
        // is that text which is refused.
        let parsed = catch_unwind(|| ENVIRONMENT.parser().parse_with_source_info(source));
        let Ok(parsed) = parsed else { return Err(fault(0, 1, "not valid CEL".to_owned())) };
        let (expression, positions) = parsed.map_err(|errors| {
            let first = errors.errors.first();
            let (line, column) = first.map_or((1, 1), |error| error.pos);
            let message = first.map_or("", |error| error.msg.as_str()).replace('\n', " ");
            let at = |n: isize| usize::try_from(n).unwrap_or(0);
            fault(at(line - 1), at(column).max(1), format!("not valid CEL: {}", message.trim()))
        })?;
        let checker = Checker { about, key, source, positions: &positions, depth: Cell::new(0) };
        let found = checker.check(&expression, &mut Vec::new())?;
        checker.result(&expression, found, wanted)?;
        if !cost::is_bearable(&expression, about) {
            return Err(fault(0, 1, "loops in loops, or what grows in them: it costs more than a condition may".to_owned()));
        }
        Ok(Condition { expression })
    }

    /// Whether `subject` fulfils a condition of [`Wanted::Truth`]; the error is CEL's own.
    pub(super) fn holds<S: Subject>(&self, subject: &S) -> Result<bool, String> {
        self.ask(subject, |value| value.downcast_ref::<CelBool>().map(|truth| *truth.inner()))
    }

    /// The word that an expression of [`Wanted::Word`] gives for `subject`.
    pub(super) fn word<S: Subject>(&self, subject: &S) -> Result<String, String> {
        self.ask(subject, |value| value.downcast_ref::<CelString>().map(|word| word.inner().to_owned()))
    }

    fn ask<S: Subject, T>(&self, subject: &S, read: impl Fn(&dyn Val) -> Option<T>) -> Result<T, String> {
        let fields = Fields(subject);
        let mut context = Context::with_env(Arc::clone(&ENVIRONMENT));
        context.set_variable_resolver(&fields);
        let value = cel::Value::resolve_val(&self.expression, &context).map_err(|error| error.to_string())?;
        read(value.as_ref()).ok_or_else(|| format!("the condition gave a value of type {}", value.get_type().name()))
    }
}

static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib().with_optional_support(false)));

/// A subject as CEL sees it: CEL asks for a dotted name as a whole first, so that a field is read
/// when it is used and no map of all fields is ever made.
struct Fields<'s, S>(&'s S);

impl<S: Subject> VariableResolver for Fields<'_, S> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        Some(match schema::value(self.0, variable)? {
            Value::Bool(truth) => CowVal::owned(CelBool::from(truth)),
            Value::Int(number) => CowVal::owned(CelInt::from(number)),
            Value::Text(text) => CowVal::owned(CelString::from(seen(text))),
            Value::List(texts) => {
                let texts = texts.into_iter().take(LONGEST_LIST);
                let boxed = texts.map(|text| Box::new(CelString::from(seen(Cow::Borrowed(text)))) as Box<dyn Val + 'b>);
                CowVal::owned(CelList::from(boxed.collect::<Vec<_>>()))
            }
        })
    }
}

/// What a condition sees of a text.
fn seen(text: Cow<'_, str>) -> Cow<'_, str> {
    let end = boundary(&text, LONGEST_TEXT);
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..end]),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    }
}

/// The type of an expression.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Bool,
    Int,
    Text,
    /// A text that is one of these.
    Word(&'static [&'static str]),
    /// A text that is this one.
    Literal(String),
    List(Box<Kind>),
    /// The element of a list of which nothing is known.
    Any,
}

impl Kind {
    fn name(&self) -> String {
        match self {
            Kind::Bool => "bool".to_owned(),
            Kind::Int => "int".to_owned(),
            Kind::Text | Kind::Word(_) | Kind::Literal(_) => "string".to_owned(),
            Kind::List(of) => format!("list of {}s", of.name()),
            Kind::Any => "value".to_owned(),
        }
    }

    /// Values of the two can be compared at all.
    fn fits(&self, other: &Kind) -> bool {
        match (self, other) {
            (Kind::Any, _) | (_, Kind::Any) => true,
            (Kind::List(a), Kind::List(b)) => a.fits(b),
            _ => self.name() == other.name(),
        }
    }

    /// The kind of a value that is of one of two kinds that fit.
    fn either(self, other: Kind) -> Kind {
        match (self, other) {
            (Kind::Any, kind) | (kind, Kind::Any) => kind,
            (a, b) if a == b => a,
            (Kind::List(a), Kind::List(b)) => Kind::List(Box::new(a.either(*b))),
            _ => Kind::Text,
        }
    }
}

type Checked = Result<Kind, (usize, Problem)>;
/// Variables that a macro binds (`locks.exists(l, …)`), innermost last.
type Bound<'e> = Vec<(&'e str, Kind)>;

struct Checker<'c> {
    about: About,
    key: &'c str,
    source: &'c str,
    positions: &'c SourceInfo,
    depth: Cell<usize>,
}

impl Checker<'_> {
    /// Where an expression starts: 0-based line, 1-based column, in characters.
    fn position(&self, at: &IdedExpr) -> (usize, usize) {
        let start = self.positions.offset_for(at.id).map_or(0, |(start, _)| start as usize);
        let before: Vec<char> = self.source.chars().take(start).collect();
        let line = before.iter().filter(|c| **c == '\n').count();
        (line, before.iter().rev().take_while(|c| **c != '\n').count() + 1)
    }

    fn fault<T>(&self, at: &IdedExpr, message: String) -> Result<T, (usize, Problem)> {
        let (line, column) = self.position(at);
        Err((line, Problem::Condition { key: self.key.to_owned(), column, message }))
    }

    fn result(&self, at: &IdedExpr, found: Kind, wanted: Wanted) -> Result<(), (usize, Problem)> {
        let words = match wanted {
            Wanted::Truth if found == Kind::Bool => return Ok(()),
            Wanted::Truth => return self.fault(at, format!("this is a {}: a condition must be a bool", found.name())),
            Wanted::Word(words) => words,
        };
        self.comparable(at, &found, &Kind::Word(words))?;
        // What a condition chooses between is seen through, so that each choice is checked.
        match &at.expr {
            Expr::Call(call) if call.func_name == operators::CONDITIONAL && call.args.len() == 3 => {
                for choice in &call.args[1..] {
                    let kind = self.check(choice, &mut Vec::new())?;
                    self.result(choice, kind, wanted)?;
                }
                Ok(())
            }
            _ if matches!(found, Kind::Word(_) | Kind::Literal(_)) => Ok(()),
            _ => self.fault(at, format!("this may be any string: it must be one of {}", quoted(words))),
        }
    }

    fn check<'e>(&self, at: &'e IdedExpr, bound: &mut Bound<'e>) -> Checked {
        if self.depth.get() == DEEPEST_TREE {
            return self.fault(at, format!("operators nest more than {DEEPEST_TREE} deep: a question as long belongs into the model"));
        }
        self.depth.set(self.depth.get() + 1);
        let kind = self.check_inner(at, bound);
        self.depth.set(self.depth.get() - 1);
        kind
    }

    fn check_inner<'e>(&self, at: &'e IdedExpr, bound: &mut Bound<'e>) -> Checked {
        match &at.expr {
            Expr::Literal(LiteralValue::Boolean(_)) => Ok(Kind::Bool),
            Expr::Literal(LiteralValue::Int(_)) => Ok(Kind::Int),
            Expr::Literal(LiteralValue::String(text)) => Ok(Kind::Literal(text.inner().to_owned())),
            Expr::Literal(_) => {
                self.fault(at, "fields are bools, whole numbers, strings and lists of strings: no other literal fits".to_owned())
            }
            Expr::Ident(_) | Expr::Select(_) => self.name(at, bound),
            Expr::Call(call) => self.call(at, call, bound),
            Expr::List(list) => {
                let mut of = Kind::Any;
                for element in &list.elements {
                    let kind = self.check(element, bound)?;
                    if !of.fits(&kind) {
                        return self
                            .fault(element, format!("a {} in a list of {}s: all elements must be of one type", kind.name(), of.name()));
                    }
                    // Literals stay apart, so that each is checked against the word it is compared with.
                    of = of.either(kind);
                }
                Ok(Kind::List(Box::new(of)))
            }
            Expr::Comprehension(comprehension) => self.comprehension(at, comprehension, bound),
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
                self.fault(at, "conditions have no maps or messages: use the fields".to_owned())
            }
        }
    }

    fn name(&self, at: &IdedExpr, bound: &Bound) -> Checked {
        let Some(segments) = segments(&at.expr) else {
            return self.fault(at, "only a field has a name after a dot; each field is always there".to_owned());
        };
        if let Some((name, kind)) = bound.iter().rev().find(|(name, _)| *name == segments[0]) {
            return match segments.len() {
                1 => Ok(kind.clone()),
                _ => self.fault(at, format!("`{name}` is a {}: it has no fields", kind.name())),
            };
        }
        let name = segments.join(".");
        let fields = self.about.fields();
        match fields.iter().find(|field| field.name == name) {
            Some(field) => Ok(match field.ty {
                Type::Bool => Kind::Bool,
                Type::Int => Kind::Int,
                Type::Text => Kind::Text,
                Type::Word(words) => Kind::Word(words),
                Type::List => Kind::List(Box::new(Kind::Text)),
            }),
            None => {
                let (line, column) = self.position(at);
                let column = column.saturating_sub(if segments.len() > 1 { self.dot_offset(at, &segments) } else { 0 }).max(1);
                Err((line, unknown_field(self.key, column, self.about, &name)))
            }
        }
    }

    /// The parser places `a.b` at its dot: how far that is from the start of the name.
    fn dot_offset(&self, at: &IdedExpr, segments: &[&str]) -> usize {
        let start = self.positions.offset_for(at.id).map_or(0, |(start, _)| start as usize);
        let on_dot = self.source.chars().nth(start) == Some('.');
        if on_dot { segments[..segments.len() - 1].iter().map(|segment| segment.chars().count() + 1).sum::<usize>() - 1 } else { 0 }
    }

    fn call<'e>(&self, at: &'e IdedExpr, call: &'e CallExpr, bound: &mut Bound<'e>) -> Checked {
        let mut operands = Vec::new();
        for operand in call.target.as_deref().into_iter().chain(&call.args) {
            operands.push((operand, self.check(operand, bound)?));
        }
        let function = call.func_name.as_str();
        let shown = operator_text(function);
        let all = |wanted: &Kind, result: Kind| {
            for (operand, kind) in &operands {
                if !kind.fits(wanted) {
                    return self.fault(operand, format!("this is a {}: {shown} takes {}s", kind.name(), wanted.name()));
                }
            }
            Ok(result)
        };
        match (function, operands.as_slice()) {
            (operators::LOGICAL_AND | operators::LOGICAL_OR | operators::LOGICAL_NOT | operators::NOT_STRICTLY_FALSE, _) => {
                all(&Kind::Bool, Kind::Bool)
            }
            (operators::EQUALS | operators::NOT_EQUALS, [(_, left), (right_at, right)]) => {
                self.comparable(right_at, left, right).map(|()| Kind::Bool)
            }
            (operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS, [(_, left), _]) => {
                let of = if left.fits(&Kind::Text) { Kind::Text } else { Kind::Int };
                all(&of, Kind::Bool)
            }
            (operators::ADD, [(_, left), _]) if left.fits(&Kind::Text) && *left != Kind::Any => all(&Kind::Text, Kind::Text),
            (operators::ADD, [(_, Kind::List(left)), (right_at, right)]) => match right {
                Kind::List(right) if left.fits(right) => Ok(Kind::List(Box::new(left.as_ref().clone().either(right.as_ref().clone())))),
                _ => self.fault(right_at, format!("this is a {}: a list grows by a list", right.name())),
            },
            (
                operators::ADD | operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE | operators::MODULO | operators::NEGATE,
                _,
            ) => all(&Kind::Int, Kind::Int),
            (operators::IN, [(element_at, element), (list_at, list)]) => match list {
                Kind::List(of) => {
                    self.each_element(list_at, element, bound)?;
                    self.comparable(element_at, of, element).map(|()| Kind::Bool)
                }
                other => self.fault(list_at, format!("this is a {}: `in` takes a list on its right", other.name())),
            },
            (operators::INDEX, [(_, Kind::List(of)), (_, Kind::Int)]) => Ok(of.as_ref().clone()),
            (operators::INDEX, _) => self.fault(at, "only a list has an index, a whole number".to_owned()),
            (operators::CONDITIONAL, [(condition_at, condition), (_, then), (otherwise_at, otherwise)]) => {
                if *condition != Kind::Bool {
                    return self.fault(condition_at, format!("this is a {}: what stands before `?` must be a bool", condition.name()));
                }
                self.comparable(otherwise_at, then, otherwise)?;
                Ok(then.clone().either(otherwise.clone()))
            }
            ("size", [(operand_at, operand)]) => match operand {
                Kind::List(_) | Kind::Any => Ok(Kind::Int),
                text if text.fits(&Kind::Text) => Ok(Kind::Int),
                other => self.fault(operand_at, format!("this is a {}: `size` takes a list or a string", other.name())),
            },
            ("contains" | "startsWith" | "endsWith", [_, _]) if call.target.is_some() => all(&Kind::Text, Kind::Bool),
            _ => {
                let near = nearest(function, FUNCTIONS.iter().copied()).map(|near| format!(": did you mean `{near}`? The functions are "));
                let intro = near.unwrap_or_else(|| ": the functions are ".to_owned());
                self.fault(at, format!("no function {shown} of {} operands{intro}{}", operands.len(), quoted(FUNCTIONS)))
            }
        }
    }

    /// Checks each literal of a list that stands right of `in` against what is looked for.
    fn each_element<'e>(&self, list: &'e IdedExpr, looked_for: &Kind, bound: &mut Bound<'e>) -> Result<(), (usize, Problem)> {
        let Expr::List(list) = &list.expr else { return Ok(()) };
        for element in &list.elements {
            let kind = self.check(element, bound)?;
            self.comparable(element, looked_for, &kind)?;
        }
        Ok(())
    }

    /// `a == b` has a meaning, and can be true.
    fn comparable(&self, at: &IdedExpr, a: &Kind, b: &Kind) -> Result<(), (usize, Problem)> {
        match (a, b) {
            (Kind::Word(words), Kind::Literal(text)) | (Kind::Literal(text), Kind::Word(words)) if !words.contains(&text.as_str()) => {
                let near = nearest(text, words.iter().copied()).map(|near| format!(": did you mean '{near}'?")).unwrap_or_default();
                self.fault(
                    at,
                    format!(
                        "'{text}' is never the value here{near}{} The values are {}",
                        if near.is_empty() { ":" } else { "" },
                        quoted(words)
                    ),
                )
            }
            (a, b) if a.fits(b) => Ok(()),
            (a, b) => self.fault(at, format!("a {} and a {} are never equal", a.name(), b.name())),
        }
    }

    fn comprehension<'e>(&self, at: &'e IdedExpr, comprehension: &'e ComprehensionExpr, bound: &mut Bound<'e>) -> Checked {
        let element = match self.check(&comprehension.iter_range, bound)? {
            Kind::List(of) => *of,
            other => {
                return self.fault(
                    &comprehension.iter_range,
                    format!("this is a {}: `exists`, `all`, `map` and `filter` take a list", other.name()),
                );
            }
        };
        if comprehension.iter_var2.is_some() {
            return self.fault(at, "lists have one variable".to_owned());
        }
        let result = self.check(&comprehension.accu_init, bound)?;
        let depth = bound.len();
        bound.push((&comprehension.iter_var, element));
        bound.push((&comprehension.accu_var, result));
        let condition = self.check(&comprehension.loop_cond, bound)?;
        let step = self.check(&comprehension.loop_step, bound)?;
        if condition != Kind::Bool {
            return self.fault(&comprehension.loop_cond, "this must be a bool".to_owned());
        }
        // What the steps gather is what the whole gives: `[]` becomes a list of something.
        bound[depth + 1].1 = step;
        let kind = self.check(&comprehension.result, bound)?;
        bound.truncate(depth);
        Ok(kind)
    }
}

/// The problem of a name that the subject does not have.
pub(super) fn unknown_field(key: &str, column: usize, about: About, name: &str) -> Problem {
    let article = if matches!(about, About::Access | About::Escape) { "an" } else { "a" };
    Problem::UnknownField {
        key: key.to_owned(),
        column,
        about: format!("{article} {}", about.name()),
        name: name.to_owned(),
        valid: about.fields().into_iter().map(|field| field.name).collect(),
    }
}

/// An upper bound for the nesting of brackets; those in strings count too.
fn nesting(source: &str) -> usize {
    let step = |depth: usize, c| match c {
        '(' | '[' | '{' => depth + 1,
        ')' | ']' | '}' => depth.saturating_sub(1),
        _ => depth,
    };
    let depths = source.chars().scan(0, |depth, c| {
        *depth = step(*depth, c);
        Some(*depth)
    });
    depths.max().unwrap_or(0)
}

const FUNCTIONS: &[&str] = &["size", "contains", "startsWith", "endsWith", "exists", "exists_one", "all", "map", "filter"];

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ")
}

/// An operator as the author wrote it: CEL's own name for `&&` is `_&&_`.
fn operator_text(function: &str) -> String {
    format!("`{}`", function.trim_matches(|c| c == '_' || c == '@'))
}

/// The words of a dotted name; `None` where the expression is something else.
pub(super) fn segments(expression: &Expr) -> Option<Vec<&str>> {
    let mut segments = Vec::new();
    let mut expression = expression;
    loop {
        match expression {
            Expr::Ident(name) => {
                segments.push(name.as_str());
                segments.reverse();
                return Some(segments);
            }
            Expr::Select(select) if !select.test => {
                segments.push(select.field.as_str());
                expression = &select.operand.expr;
            }
            _ => return None,
        }
    }
}
