//! What a call or start passes on of a thread to the callee: worked out once, for all threads that come by.

use super::Reach;
use crate::analysis::go::anchor::{self, Anchor, Named};
use crate::analysis::go::call_graph::{Edge, argument_type, position_of};
use crate::analysis::go::effects::{Argument, Effects, SpawnIndex};
use crate::analysis::go::names::Names;
use crate::analysis::go::place::Root;
use crate::analysis::go::points::PointsTo;
use crate::facts::NodeId;
use thin_vec::ThinVec;

/// The arguments of an edge of the call graph, as threads see them.
pub(super) struct Passage {
    /// Bit i: argument i is the thread's own, whatever the caller's arguments are.
    owned: u64,
    /// Bit i: argument i is, or is a part of, what a closure is given by who runs it.
    handed: u64,
    /// Bit i: of the goroutines that start with it, or that call with it, each has another argument i.
    each: u64,
    /// Bit i: where argument i is a part of one of the caller's, owning that is owning it.
    inherits: u64,
    /// Arguments that are, or are parts of, the caller's, and of which of them; of the first 64.
    of_caller: ThinVec<(usize, usize)>,
    /// What arguments are in the places of the thread's root, by their positions.
    anchors: ThinVec<(usize, Anchored)>,
}

/// What an argument is in the places of the thread's root.
enum Anchored {
    /// That, on whichever thread.
    Known(Box<Anchor>),
    /// What the caller's argument is, of which it is a part; and whether what the thread made stays its own.
    OfCaller(bool),
}

impl Passage {
    /// The passage of one edge.
    pub(super) fn new(names: &Names<'_>, effects: &[Effects], points: &PointsTo, edge: &Edge<'_>) -> Passage {
        let mut passage = Passage { owned: 0, handed: 0, each: 0, inherits: 0, of_caller: ThinVec::new(), anchors: ThinVec::new() };
        for (position, arg) in edge.args.iter().enumerate() {
            if position < 64 {
                passage.note_bits(names, edge, position, arg, is_own(names, effects, points, edge, position, arg));
            }
            let named = Named::argument(edge.caller, arg);
            // What the starter made, all that it starts may have got.
            let stays = !edge.spawns && (edge.thread.is_none() || named.made_here);
            match arg.place.as_ref().map(|place| place.root) {
                Some(Root::Local(local)) if !anchor::is_closure_param(names, edge.caller, local) => {
                    passage.anchors.push((position, Anchored::OfCaller(stays)));
                }
                _ => {
                    let known = anchor::anchored(names, &named, None).into_iter().map(|anchor| staying(anchor, stays));
                    passage.anchors.extend(known.map(|anchor| (position, Anchored::Known(Box::new(anchor)))));
                }
            }
        }
        passage
    }

    fn note_bits(&mut self, names: &Names<'_>, edge: &Edge<'_>, position: usize, arg: &Argument, own: bool) {
        self.owned |= u64::from(own && edge.may_own(position)) << position;
        self.each |= u64::from(arg.each && edge.thread.is_some()) << position;
        self.inherits |= u64::from(edge.may_own(position)) << position;
        if let Some(Root::Local(local)) = arg.place.as_ref().map(|place| place.root) {
            if anchor::is_closure_param(names, edge.caller, local) {
                self.handed |= 1 << position;
            }
            self.of_caller.extend(position_of(names, edge.caller, local).filter(|at| *at < 64).map(|at| (position, at)));
        }
    }

    /// How a thread that is started so reaches where it starts, whatever its starter was given.
    pub(super) fn start(&self, edge: &Edge<'_>) -> Reach {
        Reach {
            from: Some((edge.caller, edge.node)),
            owned: self.owned,
            handed: self.handed,
            each: self.each,
            behind: edge.is_seen(),
            ..Reach::at_root()
        }
    }

    /// The same with what the starter was given, that is reached so.
    pub(super) fn start_by(&self, names: &Names<'_>, edge: &Edge<'_>, starter: &Reach) -> Reach {
        Reach {
            anchors: self.anchors(names, edge, Some(starter)),
            blurred: self.passed_on(starter.blurred),
            crowded: self.passed_on(starter.crowded),
            ..self.start(edge)
        }
    }

    /// How a thread reaches the callee that reaches the caller so.
    pub(super) fn call(&self, names: &Names<'_>, edge: &Edge<'_>, caller: &Reach) -> Reach {
        Reach {
            owned: self.owned | self.inherits & self.passed_on(caller.owned),
            handed: self.handed | self.passed_on(caller.handed),
            each: self.each | self.inherits & self.passed_on(caller.each),
            behind: caller.behind || edge.is_seen(),
            ..self.start_by(names, edge, caller)
        }
    }

    /// The bits of the arguments that are parts of those of the caller's which have these.
    fn passed_on(&self, bits: u64) -> u64 {
        self.of_caller.iter().fold(0, |found, (position, at)| found | (bits >> at & 1) << position)
    }

    /// What the arguments of the edge are in the places of the thread's root; `caller` is how the caller is reached on it, `None`
    /// where the caller's own places are the root's.
    pub(super) fn anchors(&self, names: &Names<'_>, edge: &Edge<'_>, caller: Option<&Reach>) -> Vec<(usize, Anchor)> {
        let mut found = Vec::new();
        for (position, anchored) in &self.anchors {
            match anchored {
                Anchored::Known(anchor) => found.push((*position, (**anchor).clone())),
                Anchored::OfCaller(stays) => {
                    let named = Named::argument(edge.caller, &edge.args[*position]);
                    let anchors = anchor::anchored(names, &named, caller).into_iter().map(|anchor| staying(anchor, *stays));
                    found.extend(anchors.map(|anchor| (*position, anchor)));
                }
            }
        }
        found
    }
}

fn staying(mut anchor: Anchor, stays: bool) -> Anchor {
    anchor.own &= stays;
    anchor
}

/// Whether an argument is the thread's own whoever calls the caller: made by the thread, handed over to it, or comes
/// from a call of which nothing is known.
fn is_own(names: &Names<'_>, effects: &[Effects], points: &PointsTo, edge: &Edge<'_>, position: usize, arg: &Argument) -> bool {
    let is_given_to_others = |call| edge.thread.is_some_and(|thread| is_given_to_others(names, effects, edge, thread, call));
    let has_lock = || argument_type(names, edge.callee, position).is_some_and(|ty| names.has_lock(&ty));
    let of_place = || match arg.place.as_ref().map(|place| place.root) {
        // What is called through an interface was often made elsewhere, to be got by many.
        Some(Root::Result(call)) if edge.virtual_ && position == 0 => points.is_made_anew((edge.caller, call)),
        Some(Root::Result(call)) if is_given_to_others(call) => false,
        // What the starter of a goroutine keeps somewhere too, others may have beside it.
        Some(Root::Result(call)) if edge.thread.is_some() && points.is_kept((edge.caller, call)) => false,
        Some(Root::Result(call)) => {
            let site = (edge.caller, call);
            // What has a lock of its own is made to be got by many.
            !(points.gives_kept(site) || points.is_unseen(names, site) && has_lock())
        }
        None => true,
        _ => false,
    };
    arg.owned || arg.joined || of_place()
}

/// What the call returned, in the starter of the goroutine `thread`, other goroutines of it have as well: one that starts
/// elsewhere, or each of many.
fn is_given_to_others(names: &Names<'_>, effects: &[Effects], edge: &Edge<'_>, thread: SpawnIndex, call: NodeId) -> bool {
    let (starter, spawns) = (edge.caller, &effects[edge.caller.0 as usize].spawns);
    let spawn = &spawns[thread as usize];
    let has = |args: &[Argument]| args.iter().any(|arg| arg.place.as_ref().is_some_and(|place| place.root == Root::Result(call)));
    let others = (0..).zip(spawns).filter(|(other, _)| *other != thread).any(|(_, other)| other.node != spawn.node && has(&other.args));
    // A library that runs it many times gives each of them the one object that it was handed.
    let at_once = || edge.spawns && spawn.loops.is_empty();
    let before_loop = || {
        let body = &names.symbols.function(names.program, starter).1.body;
        spawn.loops.last().is_some_and(|around| !body.span(*around).contains(body.span(call)))
    };
    others || spawn.many && (at_once() || before_loop())
}
