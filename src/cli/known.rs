//! `--baseline` and `--write-baseline`: findings that are accepted for the time being.

use super::blocking;
use crate::driver::Scope;
use crate::report::{Baseline, Entry, Policy, Problem, Replacer, Report, RuleInfo, Sources, counted};
use crate::source::{read_path, relative_to};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct KnownArgs {
    /// Leave out the findings that this file accepts
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    pub(super) baseline: Option<PathBuf>,
    /// Accept what is found, in this file; one that is there only loses entries [default: .maplint-baseline.json]
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = ".maplint-baseline.json")]
    pub(super) write_baseline: Option<PathBuf>,
    /// With `--write-baseline`: accept what is new, too
    #[arg(long, requires = "write_baseline")]
    pub(super) grow_baseline: bool,
}

/// The baseline of a run.
pub(super) struct Accepted {
    file: PathBuf,
    baseline: Baseline,
    /// What it has to do with the file at the end.
    purpose: Purpose,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Read,
    Shrink,
    Grow,
}

/// A run as far as a baseline looks at it.
pub(super) struct Run<'a> {
    pub(super) report: &'a mut Report,
    pub(super) sources: &'a Sources,
    pub(super) scope: &'a Scope,
    pub(super) rules: &'a [RuleInfo],
    pub(super) policy: &'a Policy,
}

/// The baseline that the arguments name; `None` where they name none.
pub(super) fn read(args: &KnownArgs) -> Result<Option<Accepted>, Problem> {
    let Some(file) = args.baseline.as_ref().or(args.write_baseline.as_ref()) else { return Ok(None) };
    let shown = file.to_string_lossy().into_owned();
    let text = read_path(file).map_err(|error| Problem { file: shown.clone(), blocking: true, ..from_source(error) })?;
    let purpose = match (&args.baseline, &text) {
        (Some(_), None) => return Err(blocking(&shown, &"there is no such baseline; `--write-baseline` writes one")),
        (Some(_), Some(_)) => Purpose::Read,
        (None, Some(_)) if !args.grow_baseline => Purpose::Shrink,
        (None, _) => Purpose::Grow,
    };
    let baseline = match text {
        Some(text) => Baseline::parse(&text).map_err(|damaged| Problem {
            file: shown,
            line: damaged.line,
            message: damaged.message,
            blocking: true,
        })?,
        None => Baseline::default(),
    };
    Ok(Some(Accepted { file: file.clone(), baseline, purpose }))
}

fn from_source(error: crate::source::Error) -> Problem {
    let problem = crate::source::Problem::from(error);
    Problem { file: problem.path, line: problem.line, message: problem.message, blocking: problem.fatal }
}

impl Accepted {
    /// Takes what is accepted out of the report, and no more.
    pub(super) fn leave_out(&self, report: &mut Report, sources: &Sources) {
        let compared = self.baseline.compare(report, sources);
        report.leave_out_accepted(&compared);
    }

    /// Takes what is accepted out of the report, and writes the file where that is asked for. Gives what
    /// is worth knowing: the entries that are no longer found, or what was written.
    pub(super) fn settle(&self, run: Run) -> Result<Vec<String>, Problem> {
        let shown = self.file.to_string_lossy().into_owned();
        let cwd = std::env::current_dir().map_err(|error| blocking("", &format!("the working directory cannot be told: {error}")))?;
        let compared = self.baseline.compare(run.report, run.sources);
        let entries = || self.baseline.entries.iter().zip(&compared.seen);
        let is_gone = |(entry, seen): &(&Entry, &bool)| !**seen && run.could_see(entry, &self.folder().join(&entry.file), &cwd);
        let outcome = match self.purpose {
            Purpose::Read => {
                Ok(entries().filter(is_gone).map(|(entry, _)| format!("{shown}: no longer found: {}", entry.summary())).collect())
            }
            Purpose::Shrink | Purpose::Grow if run.report.is_blocked() => Err(blocking(&shown, &"not written: not all could be checked")),
            Purpose::Shrink | Purpose::Grow => {
                let mut refreshed: Vec<Option<Entry>> = entries().map(|entry| (!is_gone(&entry)).then(|| entry.0.clone())).collect();
                let dropped = refreshed.iter().filter(|entry| entry.is_none()).count();
                let mut added = Vec::new();
                for (finding, entry) in run.report.findings.iter().zip(&compared.entry_of) {
                    let file = Path::new(run.sources.path(finding.diagnostic.primary.location.file));
                    let fresh = Entry::new(finding, relative_to(self.folder(), file, &cwd));
                    match entry {
                        Some(index) => refreshed[*index] = Some(fresh),
                        None if self.purpose == Purpose::Grow => added.push(fresh),
                        None => {}
                    }
                }
                let more = added.len();
                let baseline = Baseline { entries: refreshed.into_iter().flatten().chain(added).collect() };
                Replacer::default().file(&self.file, baseline.text().as_bytes()).map_err(|error| blocking(&shown, &error))?;
                Ok(vec![format!("{shown}: {} accepted, {more} of them new, {dropped} dropped", counted(baseline.entries.len(), "finding"))])
            }
        };
        match self.purpose {
            Purpose::Grow if outcome.is_ok() => run.report.leave_out_all(),
            Purpose::Read | Purpose::Shrink | Purpose::Grow => run.report.leave_out_accepted(&compared),
        }
        outcome
    }

    /// The folder of the file: what entries' files are relative to.
    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }
}

impl Run<'_> {
    /// Whether the finding of the entry, in `file`, would be in the report if it were still there.
    fn could_see(&self, entry: &Entry, file: &Path, cwd: &Path) -> bool {
        let ran = self.rules.iter().any(|rule| rule.id == entry.rule.as_str() && self.policy.enables(rule.id));
        ran && self.scope.covers(&relative_to(Path::new(""), file, cwd))
    }
}
