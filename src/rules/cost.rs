//! What a condition costs at most, told before it is ever asked: loops in loops, and texts and lists that grow in them, can
//! take more time and memory than there is, and a condition may come with the tree that is checked.
//!
//! One unit is a byte that is made or looked at; a step of the evaluation counts as some. Fields are taken to be as large as
//! [`LONGEST_TEXT`] and [`LONGEST_LIST`] allow.

use super::condition::segments;
use super::schema::{About, Type};
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, operators};

/// Of a text, a condition sees so many bytes.
pub(super) const LONGEST_TEXT: usize = 4096;

/// Of a list, a condition sees so many elements.
pub(super) const LONGEST_LIST: usize = 64;

/// No condition costs more: below a second for a subject, and no more bytes than these.
const LIMIT: u64 = 1 << 27;

/// A step of the evaluation.
const STEP: u64 = 64;

/// Whether a checked condition about this may be asked.
pub(super) fn is_bearable(expression: &IdedExpr, about: About) -> bool {
    let mut estimate = Estimate { about, cost: 0 };
    estimate.of(expression, 1, &mut Vec::new());
    estimate.cost <= LIMIT
}

/// How large a value is at most.
#[derive(Clone)]
struct Size {
    /// With all that is in it.
    bytes: u64,
    /// Of a list: how many elements there are, and the size of the largest.
    elements: Option<(u64, Box<Size>)>,
}

impl Size {
    /// A value without parts.
    fn of_bytes(bytes: usize) -> Size {
        Size { bytes: bytes as u64, elements: None }
    }

    fn list(count: u64, of: Size) -> Size {
        Size { bytes: of.bytes.saturating_mul(count), elements: Some((count, Box::new(of))) }
    }

    fn count(&self) -> u64 {
        self.elements.as_ref().map_or(0, |(count, _)| *count)
    }

    /// The largest element; of what is no list, the value itself.
    fn element(&self) -> Size {
        self.elements.as_ref().map_or_else(|| self.clone(), |(_, of)| of.as_ref().clone())
    }

    /// The larger of two in everything.
    fn or(self, other: Size) -> Size {
        let elements = match (self.elements, other.elements) {
            (Some((count, of)), Some((other_count, other_of))) => Some((count.max(other_count), Box::new(of.or(*other_of)))),
            (elements, None) | (None, elements) => elements,
        };
        Size { bytes: self.bytes.max(other.bytes), elements }
    }

    /// One behind the other.
    fn plus(self, other: Size) -> Size {
        let (bytes, count) = (self.bytes.saturating_add(other.bytes), self.count().saturating_add(other.count()));
        let Size { elements, .. } = self.or(other);
        Size { bytes, elements: elements.map(|(_, of)| (count, of)) }
    }
}

/// Variables that a macro binds, innermost last.
type Bound<'e> = Vec<(&'e str, Size)>;

struct Estimate {
    about: About,
    cost: u64,
}

impl Estimate {
    /// The size of the value; what it takes to compute it so many times is added to the cost.
    fn of<'e>(&mut self, at: &'e IdedExpr, times: u64, bound: &mut Bound<'e>) -> Size {
        let size = match &at.expr {
            Expr::Literal(LiteralValue::String(text)) => Size::of_bytes(text.inner().len()),
            Expr::Ident(_) | Expr::Select(_) => self.named(&at.expr, bound),
            Expr::Call(call) => self.call(call, times, bound),
            Expr::List(list) => {
                let empty = Size { bytes: 0, elements: Some((0, Box::new(Size::of_bytes(0)))) };
                list.elements.iter().fold(empty, |all, element| all.plus(Size::list(1, self.of(element, times, bound))))
            }
            Expr::Comprehension(comprehension) => self.comprehension(comprehension, times, bound),
            Expr::Literal(_) | Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => Size::of_bytes(size_of::<i64>()),
        };
        self.take(times, size.bytes);
        size
    }

    fn take(&mut self, times: u64, bytes: u64) {
        self.cost = self.cost.saturating_add(times.saturating_mul(STEP.saturating_add(bytes)));
    }

    fn named(&self, name: &Expr, bound: &Bound) -> Size {
        let name = segments(name).unwrap_or_default().join(".");
        if let Some((_, size)) = bound.iter().rev().find(|(bound, _)| *bound == name) {
            return size.clone();
        }
        let field = self.about.fields().into_iter().find(|field| field.name == name);
        match field.map(|field| field.ty) {
            Some(Type::List) => Size::list(LONGEST_LIST as u64, Size::of_bytes(LONGEST_TEXT)),
            Some(Type::Text) => Size::of_bytes(LONGEST_TEXT),
            Some(Type::Bool | Type::Int | Type::Word(_)) | None => Size::of_bytes(size_of::<i64>()),
        }
    }

    fn call<'e>(&mut self, call: &'e CallExpr, times: u64, bound: &mut Bound<'e>) -> Size {
        let operands = call.target.as_deref().into_iter().chain(&call.args);
        let sizes: Vec<Size> = operands.map(|operand| self.of(operand, times, bound)).collect();
        match (call.func_name.as_str(), sizes.as_slice()) {
            (operators::ADD, [left, right]) => left.clone().plus(right.clone()),
            (operators::CONDITIONAL, [_, then, otherwise]) => then.clone().or(otherwise.clone()),
            (operators::INDEX, [list, _]) => list.element(),
            (operators::IN, [looked_for, list]) => {
                // It is compared with each element.
                self.take(times, list.count().saturating_mul(looked_for.bytes.saturating_add(STEP)));
                Size::of_bytes(size_of::<bool>())
            }
            _ => Size::of_bytes(size_of::<i64>()),
        }
    }

    fn comprehension<'e>(&mut self, comprehension: &'e ComprehensionExpr, times: u64, bound: &mut Bound<'e>) -> Size {
        let range = self.of(&comprehension.iter_range, times, bound);
        let start = self.of(&comprehension.accu_init, times, bound);
        let times_all = times.saturating_mul(range.count());
        let depth = bound.len();
        bound.push((&comprehension.iter_var, range.element()));
        bound.push((&comprehension.accu_var, start.clone()));
        self.of(&comprehension.loop_cond, times_all, bound);
        let step = self.of(&comprehension.loop_step, times_all, bound);
        // What the macros gather grows by as much with each step.
        let grown = |start: u64, step: u64| start.saturating_add(step.saturating_sub(start).saturating_mul(range.count()));
        let bytes = grown(start.bytes, step.bytes);
        let elements = step.elements.map(|(count, of)| (grown(start.count(), count), of));
        bound[depth + 1].1 = Size { bytes, elements };
        let result = self.of(&comprehension.result, times, bound);
        bound.truncate(depth);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::condition::{Condition, PARSER_STACK, Wanted};
    use std::time::{Duration, Instant};

    /// Whether a condition about a conflict is accepted.
    fn is_accepted(source: &str) -> bool {
        let source = source.to_owned();
        let parse = move || match Condition::parse(&source, "when", About::Conflict, Wanted::Truth) {
            Ok(_) => true,
            Err((_, problem)) => {
                assert!(problem.to_string().contains("costs more"), "{source}: {problem}");
                false
            }
        };
        let parser = std::thread::Builder::new().stack_size(PARSER_STACK).spawn(parse).expect("a thread can be started");
        parser.join().expect("it does not panic")
    }

    #[test]
    fn usual_questions_are_accepted() {
        for source in [
            "shared_locks.exists(lock, lock == guard || lock.startsWith('m'))",
            "first.locks.all(l, second.locks.exists_one(s, s == l))",
            "first.locks.filter(l, l in second.locks).map(l, l + '.mu').size() > 0",
            "first.locks.exists(l, l in second.locks && l + guard in shared_locks)",
        ] {
            assert!(is_accepted(source), "{source}");
        }
    }

    #[test]
    fn what_grows_without_end_is_refused() {
        let numbers = (0..20).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
        let loops = |count: usize, innermost: &str| {
            (0..count).rev().fold(innermost.to_owned(), |inner, at| format!("[{numbers}].all(v{at},{inner})"))
        };
        let chain = |start: &str, link: &dyn Fn(usize) -> String, count: usize| {
            let links: String = (0..count).map(link).collect();
            format!("{start}{links}.size() > 0")
        };
        for source in [
            loops(6, "true"),
            chain("first.locks", &|at| format!(".map(v{at},v{at}+v{at}+v{at}+v{at}+v{at}+v{at})"), 8),
            chain("first.locks", &|at| format!(".map(v{at},[v{at},v{at},v{at},v{at},v{at},v{at}])"), 8),
            "first.locks.all(a, second.locks.all(b, shared_locks.all(c, a == b || b == c)))".to_owned(),
        ] {
            let started = Instant::now();
            assert!(!is_accepted(&source), "{source}");
            assert!(started.elapsed() < Duration::from_secs(5), "{source}");
        }
    }
}
