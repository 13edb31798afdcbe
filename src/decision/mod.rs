//! Which container fits a map, by a table of questions about what is seen of it.
//!
//! The questions and their order are the table in `table.rs`, and what each choice says is beside it; `case.rs`
//! answers a question for one map, with what it rests on. Sites are never counted as if they were rates: how often
//! a thing runs, the source does not say, and so no choice promises speed. What was measured elsewhere is told as
//! what is to be measured here.

mod case;
mod cost;
mod table;

pub use table::{Choice, Question};

use crate::diagnostic::inventory::Entry;
use crate::source::Location;
use case::Case;
use table::Next;

/// What a statement rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Seen in the source.
    Fact,
    /// Worked out by the capacity model.
    Modelled,
    /// Holds or not by how often and how large: to be measured where it runs.
    NeedsMeasurement,
}

impl Mark {
    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Mark::Fact => "fact",
            Mark::Modelled => "modelled",
            Mark::NeedsMeasurement => "needs measurement",
        }
    }
}

/// A sentence, and what it rests on: lower case, no full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it rests on.
    pub mark: Mark,
    /// The words.
    pub text: String,
    /// Where it is seen, for a fact.
    pub at: Option<Location>,
}

/// A question that was answered on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub question: Question,
    /// The answer.
    pub yes: bool,
    /// What it rests on.
    pub because: Vec<Statement>,
}

/// The way of one map through the table, and where it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The questions, in their order.
    pub steps: Vec<Step>,
    /// Where it ends.
    pub choice: Choice,
    /// The map is kept so already.
    pub is_kept: bool,
    /// What the choice costs and asks for.
    pub statements: Vec<Statement>,
}

/// Asks the table about a map.
pub fn decide(entry: &Entry) -> Decision {
    let case = Case { entry };
    let mut steps = Vec::new();
    let mut ask = |question| {
        let (yes, because) = case.answer(question);
        steps.push(Step { question, yes, because });
        yes
    };
    let mut next = table::FIRST;
    loop {
        next = match next {
            Next::Ask(question) => table::after(question, ask(question)),
            Next::Unlock(_) if ask(Question::LockStays) => table::STAYS,
            Next::Unlock(choice) => Next::Take(choice),
            Next::Take(choice) => {
                let saved = cost::saved(entry).filter(|_| choice == Choice::Preallocated);
                let statements = saved.into_iter().chain(table::statements(choice, entry.language)).collect();
                return Decision { steps, choice, is_kept: case.kept_as() == Some(choice), statements };
            }
        }
    }
}

#[cfg(test)]
mod tests;
