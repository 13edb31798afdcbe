//! Sets that include one another: what the one holds, the other holds too.

use super::names::{Names, narrow};
use super::place::Slot;
use crate::analysis::ty::FunctionId;
use rustc_hash::FxHashMap;

/// Something that holds values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Holder {
    /// A field, package variable, or what is an element of such.
    Slot(Slot),
    /// An argument of a function: the receiver is 0, parameters count from 1.
    Argument(FunctionId, usize),
    /// What a function returns first.
    Result(FunctionId),
}

/// The numbers of holders: those of functions in the order of functions, then others as they come.
#[derive(Debug, Default)]
struct Numbers {
    /// By [`FunctionId`] the number of what it returns, which those of its arguments follow; and where the next would be.
    firsts: Vec<u32>,
    /// Slots, and arguments beyond the declared ones.
    others: FxHashMap<Holder, u32>,
}

impl Numbers {
    fn new(names: &Names<'_>) -> Numbers {
        let mut firsts = vec![0];
        for index in 0..names.symbols.functions.len() {
            let params = names.symbols.function(names.program, FunctionId(narrow(index))).1.params.len();
            // What it returns, the receiver, its parameters.
            firsts.push(firsts[index] + 2 + narrow(params));
        }
        Numbers { firsts, others: FxHashMap::default() }
    }

    fn of_function(&self, holder: Holder) -> Option<u32> {
        let (function, at) = match holder {
            Holder::Result(function) => (function.0 as usize, 0),
            Holder::Argument(function, at) => (function.0 as usize, narrow(at) + 1),
            Holder::Slot(_) => return None,
        };
        let number = self.firsts.get(function)? + at;
        (number < *self.firsts.get(function + 1)?).then_some(number)
    }

    fn known(&self, holder: Holder) -> Option<u32> {
        self.of_function(holder).or_else(|| self.others.get(&holder).copied())
    }

    fn give(&mut self, holder: Holder) -> u32 {
        self.of_function(holder).unwrap_or_else(|| {
            let next = self.count();
            *self.others.entry(holder).or_insert(next)
        })
    }

    fn count(&self) -> u32 {
        self.firsts.last().copied().unwrap_or_default() + narrow(self.others.len())
    }
}

/// The inclusions between holders.
pub(super) struct Inclusions<T> {
    numbers: Numbers,
    /// What the first holds, the second holds too.
    included: Vec<(u32, u32)>,
    pending: Vec<(u32, T)>,
}

impl<T: Copy + Ord> Inclusions<T> {
    /// None yet, between the functions of the program.
    pub(super) fn new(names: &Names<'_>) -> Inclusions<T> {
        Inclusions { numbers: Numbers::new(names), included: Vec::new(), pending: Vec::new() }
    }

    /// What `from` holds, `into` holds too.
    pub(super) fn include(&mut self, from: Holder, into: Holder) {
        let (into, from) = (self.numbers.give(into), self.numbers.give(from));
        self.included.push((from, into));
    }

    /// `into` holds `member`.
    pub(super) fn hold(&mut self, into: Holder, member: T) {
        let into = self.numbers.give(into);
        self.pending.push((into, member));
    }

    /// What each holder holds in the end; a set of more than `most` tells nothing.
    pub(super) fn solve(mut self, most: usize) -> Holdings<T> {
        let count = self.numbers.count() as usize;
        self.included.sort_unstable();
        self.included.dedup();
        // Where each holder's inclusions start, and the last one's end.
        let mut starts = vec![0; count + 1];
        self.included.iter().for_each(|(from, _)| starts[*from as usize + 1] += 1);
        (0..count).for_each(|number| starts[number + 1] += starts[number]);
        let mut held: Vec<Vec<T>> = std::iter::repeat_with(Vec::new).take(count).collect();
        while let Some((holder, member)) = self.pending.pop() {
            let holder = holder as usize;
            let members = &mut held[holder];
            let Err(at) = members.binary_search(&member) else { continue };
            if members.len() > most {
                continue;
            }
            members.insert(at, member);
            let next = &self.included[starts[holder]..starts[holder + 1]];
            self.pending.extend(next.iter().map(|(_, next)| (*next, member)));
        }
        held.iter_mut().filter(|members| members.len() > most).for_each(Vec::clear);
        Holdings { numbers: self.numbers, held }
    }
}

/// What holders hold.
#[derive(Debug)]
pub(super) struct Holdings<T> {
    numbers: Numbers,
    held: Vec<Vec<T>>,
}

impl<T> Default for Holdings<T> {
    fn default() -> Holdings<T> {
        Holdings { numbers: Numbers::default(), held: Vec::new() }
    }
}

impl<T> Holdings<T> {
    /// What may lie there, in order; `None`: nothing is seen to, or too much.
    pub(super) fn get(&self, holder: Holder) -> Option<&[T]> {
        let members = &self.held[self.numbers.known(holder)? as usize];
        (!members.is_empty()).then_some(members)
    }

    /// What may lie in slots, each slot's after another's.
    pub(super) fn in_slots(&self) -> impl Iterator<Item = &T> {
        let slots = self.numbers.others.iter().filter(|(holder, _)| matches!(holder, Holder::Slot(_)));
        slots.flat_map(|(_, number)| &self.held[*number as usize])
    }
}
