//! Which of its parameters a function runs, and how: its callers run there what they hand in.

use super::Interpreter;
use super::spawn::keep_common;
use super::state::{State, Value};
use crate::analysis::go::effects::{ParamRun, SpawnIndex, is_locked};
use crate::analysis::go::passed::Moment;
use crate::analysis::go::place::Root;
use crate::facts::Runs;
use thin_vec::ThinVec;

/// A run of a parameter on a goroutine of the function.
pub(super) struct RunOnThread {
    /// Index in the summary's `runs`.
    run: usize,
    thread: SpawnIndex,
    /// Under a lock that all such goroutines share: in turn, however many there are.
    in_turn: bool,
}

impl Interpreter<'_> {
    /// A function parameter of this function is run, here or on a thread. Of two runs one after the other the
    /// locks of both count; where either the one is done or the other, who runs it without has the lock already.
    pub(super) fn note_param_run(&mut self, value: &Value, runs: Runs, repeated: bool, state: &mut State) {
        let Some(Root::Local(local)) = value.place.as_ref().filter(|place| place.steps.is_empty()).map(|place| place.root) else { return };
        let Some(param) = self.function.param(local) else { return };
        if self.trials > 0 {
            return;
        }
        if !is_locked(&state.held) {
            self.note_run_by_kept(param);
        }
        let thread = self.thread.filter(|thread| self.kept_run(*thread).is_none());
        let after_return = self.after_return || self.thread != thread;
        if self.thread != thread && !self.closures.first().is_some_and(|closure| self.returned.contains(closure)) {
            return;
        }
        // A function that is returned runs it some time later: what counts then are the locks that it takes.
        if after_return && !is_locked(&state.held) {
            return;
        }
        let starts = Self::starts_thread(runs);
        let in_turn = !starts && self.holds_lock_of_all_threads(state);
        let many = match thread {
            // On a goroutine of this function it runs one at a time, however often.
            Some(thread) if !starts => self.out.spawns[thread as usize].many && !in_turn,
            _ => repeated || !self.loops.is_empty(),
        };
        let runs = if thread.is_some() && !starts { Runs::Thread } else { runs };
        let held = if thread.is_none() && !starts { state.held.clone() } else { ThinVec::new() };
        let later = self.regions.later || after_return || self.uncertain;
        let moment = self.moment(state);
        match self.out.summary.runs.iter().position(|run| run.param == param && run.runs == runs) {
            Some(at) => {
                let run = &mut self.out.summary.runs[at];
                run.many |= many;
                run.later |= later;
                let instead = !self.run_moments.iter().any(|(run, known)| *run == at && moment.after.contains(known.event));
                if instead && run.held.is_empty() {
                    run.held = held;
                } else if !instead || !held.is_empty() {
                    keep_common(&mut run.held, &held);
                }
                self.run_moments.push((at, moment));
                self.run_threads.iter_mut().filter(|run| run.run == at).for_each(|run| run.in_turn &= in_turn);
            }
            None => {
                // What the goroutine starts is a goroutine of its own.
                if let Some(thread) = thread.filter(|_| !starts) {
                    self.run_threads.push(RunOnThread { run: self.out.summary.runs.len(), thread, in_turn });
                }
                self.run_moments.push((self.out.summary.runs.len(), moment));
                self.out.summary.runs.push(ParamRun { param, runs, many, later, held, perhaps: false, signals: ThinVec::new() });
            }
        }
    }

    /// A function parameter of this function is handed to code of which nothing is known.
    pub(super) fn note_param_given_away(&mut self, value: &Value, state: &mut State) {
        let Some(Root::Local(local)) = value.place.as_ref().filter(|place| place.steps.is_empty()).map(|place| place.root) else { return };
        if let Some(param) = self.function.param(local)
            && self.trials == 0
            && self.is_function(&value.ty)
        {
            let moment = self.moment(state);
            self.params_given_away.push((param, moment));
        }
    }

    /// A lock is held on a goroutine that no goroutine made for itself.
    fn holds_lock_of_all_threads(&self, state: &State) -> bool {
        let of_one = |root: Root| match root {
            Root::Local(local) => self.declared_in.get(&local).is_some_and(Option::is_some),
            Root::Fresh(node) => self.fresh.get(&node).is_some_and(|(made_in, ..)| made_in.is_some()),
            _ => false,
        };
        self.thread.is_some() && state.held.iter().any(|lock| lock.exclusive && !lock.once && !lock.copied && !of_one(lock.place.root))
    }

    /// What the callers have to know of the goroutines that run parameters.
    pub(super) fn settle_param_runs(&mut self) {
        for (at, run) in self.out.summary.runs.iter_mut().enumerate() {
            let instead = |handed: &Moment, run: &Moment| !run.after.contains(handed.event) && !handed.after.contains(run.event);
            let mut handed = self.params_given_away.iter().filter(|(param, _)| *param == run.param);
            let own = || self.run_moments.iter().filter(|(run, _)| *run == at);
            run.perhaps = !is_locked(&run.held) && handed.any(|(_, handed)| own().all(|(_, own)| instead(handed, own)));
        }
        for RunOnThread { run, thread, in_turn } in &self.run_threads {
            let spawn = &self.out.spawns[*thread as usize];
            let run = &mut self.out.summary.runs[*run];
            if spawn.outlives {
                run.signals = self.signals.get(thread).cloned().unwrap_or_default();
                continue;
            }
            let many = spawn.many || run.many;
            // One goroutine, or several that run it in turn: to a caller, no more than calls.
            (run.runs, run.many) = match many {
                _ if *in_turn => (Runs::Here, true),
                false if self.out.spawns.len() == 1 => (Runs::Here, false),
                false => (Runs::ThreadJoined, false),
                true => (Runs::ManyJoined, true),
            };
        }
    }
}
