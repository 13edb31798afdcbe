//! One tree, linted.

use super::args::CheckArgs;
use super::change::Tree;
use super::known::Accepted;
use crate::analysis::Stop;
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::inventory::Entry;
use crate::driver::{self, Checked, FactStore, Request, Rules, Scope};
use crate::report::{Day, Known, Options, Policy, Problem, Progress, Report, Sources, Timings};
use crate::rules::FAULT_CATEGORY;
use std::time::Instant;

/// What a run is asked for, whichever tree it looks at.
pub(super) struct Asked<'a> {
    pub(super) args: &'a CheckArgs,
    pub(super) rules: &'a Rules,
    pub(super) settings: &'a Settings,
    pub(super) today: Day,
    pub(super) started: Instant,
    pub(super) stop: Stop,
    pub(super) store: &'a dyn FactStore,
}

/// A tree that has been linted.
pub(super) struct Linted {
    pub(super) report: Report,
    pub(super) sources: Sources,
    pub(super) scope: Scope,
    pub(super) policy: Policy,
    pub(super) timings: Timings,
    pub(super) inventory: Vec<Entry>,
}

/// Lints what the request asks for; the report says how long it is since the command `started`.
pub(super) fn lint(request: &Request, quiet: bool, today: Day, started: Instant) -> Linted {
    let progress = Progress::new(!quiet);
    let Checked { mut gathered, sources, scope, policy, rule_times, inventory } = driver::check(request, &progress);
    progress.stage("reporting");
    gathered.problems.extend(request.rules.problems.iter().cloned());
    let failed = gathered.diagnostics.extract_if(.., |diagnostic| diagnostic.category == FAULT_CATEGORY);
    gathered.problems.extend(failed.map(|failed| failure(&failed, &sources)));
    let options = Options { rules: &request.rules.infos, policy: &policy, today, elapsed: started.elapsed() };
    let report = Report::new(gathered, &sources, &options);
    Linted { report, sources, scope, policy, timings: Timings { stages: progress.stages(), rules: rule_times }, inventory }
}

/// A rule that failed, as a problem: no level, no baseline and no suppression keeps it from being told.
fn failure(diagnostic: &Diagnostic, sources: &Sources) -> Problem {
    let Diagnostic { primary, message, .. } = diagnostic;
    let told = "please report it with the file: it is a fault of the rule or of maplint, not of this code";
    Problem {
        file: sources.path(primary.location.file).to_owned(),
        line: Some(sources.line(primary.location)),
        message: format!("{message}; {told}"),
        blocking: true,
    }
}

impl Asked<'_> {
    pub(super) fn request<'r>(&'r self, tree: &'r Tree, inventory: bool) -> Request<'r> {
        Request {
            paths: &tree.paths,
            overlay: &tree.overlay,
            reach: tree.reach,
            rules: self.rules,
            settings: self.settings,
            threads: self.args.threads,
            inventory,
            stop: &self.stop,
            store: self.store,
        }
    }

    pub(super) fn lint(&self, tree: &Tree, inventory: bool) -> Linted {
        lint(&self.request(tree, inventory), self.args.quiet, self.today, self.started)
    }

    /// What is found in the tree `base`, named `name`, beyond what is accepted.
    pub(super) fn lint_base(&self, name: &str, base: &Tree, accepted: Option<&Accepted>) -> Base {
        let mut linted = self.lint(base, false);
        if let Some(accepted) = accepted {
            accepted.leave_out(&mut linted.report, &linted.sources);
        }
        let in_base = |problem: Problem| Problem { message: format!("{}, in the tree of {name}", problem.message), ..problem };
        let problems =
            linted.report.errors.iter().filter(|problem| problem.blocking).map(|problem| (problem.clone(), in_base(problem.clone())));
        Base { known: linted.report.known(&linted.sources), problems: problems.collect() }
    }
}

/// What the tree that a run is compared with has.
pub(super) struct Base {
    pub(super) known: Vec<Known>,
    /// What could not be read of it, as it is and as it is told: it may be missing there, and look new here.
    problems: Vec<(Problem, Problem)>,
}

impl Base {
    /// Takes out what is asked for only if new, and stands here too. Gives what could not be read of this tree, but
    /// for what is told of the other anyway.
    pub(super) fn leave_out_old(self, head: &mut Linted) -> Vec<Problem> {
        head.report.retain_new(&self.known, &head.sources);
        self.problems.into_iter().filter(|(problem, _)| !head.report.errors.contains(problem)).map(|(_, told)| told).collect()
    }
}
