//! Sets that include one another: what the one holds, the other holds too.

use super::names::narrow;
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

/// The inclusions between holders, which are numbered as they come.
pub(super) struct Inclusions<T> {
    numbers: FxHashMap<Holder, u32>,
    holders: Vec<Holder>,
    /// What the first holds, the second holds too.
    included: Vec<(u32, u32)>,
    pending: Vec<(u32, T)>,
}

impl<T> Default for Inclusions<T> {
    fn default() -> Inclusions<T> {
        Inclusions { numbers: FxHashMap::default(), holders: Vec::new(), included: Vec::new(), pending: Vec::new() }
    }
}

impl<T: Copy + Ord> Inclusions<T> {
    fn number(&mut self, holder: Holder) -> u32 {
        *self.numbers.entry(holder).or_insert_with(|| {
            self.holders.push(holder);
            narrow(self.holders.len() - 1)
        })
    }

    /// What `from` holds, `into` holds too.
    pub(super) fn include(&mut self, from: Holder, into: Holder) {
        let (into, from) = (self.number(into), self.number(from));
        self.included.push((from, into));
    }

    /// `into` holds `member`.
    pub(super) fn hold(&mut self, into: Holder, member: T) {
        let into = self.number(into);
        self.pending.push((into, member));
    }

    /// What each holder holds in the end, in order; a set of more than `most` tells nothing, and is left out.
    pub(super) fn solve(mut self, most: usize) -> FxHashMap<Holder, Vec<T>> {
        self.included.sort_unstable();
        self.included.dedup();
        // Where each holder's inclusions start, and the last one's end.
        let starts: Vec<usize> =
            (0..=narrow(self.holders.len())).map(|number| self.included.partition_point(|(from, _)| *from < number)).collect();
        let mut held: Vec<Vec<T>> = std::iter::repeat_with(Vec::new).take(self.holders.len()).collect();
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
        let tells = |members: &Vec<T>| !members.is_empty() && members.len() <= most;
        self.holders.into_iter().zip(held).filter(|(_, members)| tells(members)).collect()
    }
}
