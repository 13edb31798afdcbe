//! `--fix`, `--unsafe-fixes` and `--diff`: fixes are tried in memory before anything is written.
//!
//! All fixes that go together are applied at once, and the tree that comes out is linted as the one before was. Where
//! it has no finding that was not there before, and the files parse as well, they hold. Where it has, those
//! that changed a file with such a finding are told from the others, and what is left is halved until
//! each fix at fault stands alone; it is left out. Fixes that touch others come in a further round.

use super::blocking;
use super::change::{Given, Tree};
use super::lint::Linted;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::report::{Finding, Known, Problem, Replacer, Report, Sources, compatible, counted, edited, to_stdout, unified_diff};
use crate::source::Replaced;
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Fixes that touch others of the same round are tried in the next; so many there are at most.
const ROUNDS: usize = 10;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

#[derive(Debug, Args)]
pub(super) struct FixArgs {
    /// Apply the safe fixes, and show what is left; it decides the exit code
    #[arg(long, conflicts_with_all = ["staged", "write_baseline", "add_ignore", "show_files"])]
    pub(super) fix: bool,
    /// With `--fix` or `--diff`: also the fixes that are to be read before they are relied upon
    #[arg(long)]
    pub(super) unsafe_fixes: bool,
    /// Show what `--fix` would change, as a unified diff, in the place of the findings, and write nothing; the exit code is 1 where there is something
    #[arg(long, conflicts_with_all = ["fix", "staged", "write_baseline", "add_ignore", "show_files", "statistics", "format", "output"])]
    pub(super) diff: bool,
}

impl FixArgs {
    /// Whether fixes are applied, be it only in memory.
    pub(super) fn is_asked(&self) -> bool {
        self.fix || self.diff
    }

    fn allows(&self, applicability: Applicability) -> bool {
        match applicability {
            Applicability::Safe => true,
            Applicability::Unsafe => self.unsafe_fixes,
            Applicability::DisplayOnly => false,
        }
    }
}

/// A file that fixes have changed.
pub(super) struct Changed {
    /// As shown.
    pub(super) display: String,
    /// As it was read.
    pub(super) old: String,
    /// As it is to be.
    pub(super) new: String,
}

/// What came of trying the fixes.
pub(super) struct Mended {
    /// The tree with all that hold.
    pub(super) linted: Linted,
    /// By path.
    pub(super) changed: BTreeMap<PathBuf, Changed>,
    /// How many were applied.
    pub(super) applied: usize,
    /// One line each for those that do not hold.
    pub(super) left_out: Vec<String>,
}

/// Takes out of a report what nobody asks to be mended: what is known from elsewhere.
pub(super) type Narrow<'a> = &'a dyn Fn(&mut Report, &Sources);

/// Applies fixes of what `narrow` leaves, in memory, to the tree, of which `head` is what was found.
pub(super) fn mend(head: Linted, tree: &Tree, args: &FixArgs, narrow: Narrow<'_>, lint: &dyn Fn(&Tree) -> Linted) -> Mended {
    let mended = Mended { linted: head, changed: BTreeMap::new(), applied: 0, left_out: Vec::new() };
    let mut mender = Mender { mended, tree: tree.clone(), lint, refused: BTreeSet::new() };
    for _ in 0..ROUNDS {
        let fixes = mender.choose(args, narrow);
        if fixes.is_empty() {
            break;
        }
        mender.round(fixes);
    }
    mender.mended
}

/// A fix that is tried, as it is named and where.
#[derive(Clone)]
struct Trial {
    /// Index among the findings of the round.
    finding: usize,
    fix: Fix,
    /// What tells it from others, also in further rounds.
    name: (String, String, String),
    /// `a.go:3:4: RULE`.
    place: String,
    files: BTreeSet<PathBuf>,
}

struct Mender<'a> {
    mended: Mended,
    tree: Tree,
    lint: &'a dyn Fn(&Tree) -> Linted,
    refused: BTreeSet<(String, String, String)>,
}

/// The tree before the fixes of a round.
struct Round {
    known: Vec<Known>,
    lost: usize,
    failed: usize,
    /// By path: as shown, and the text.
    texts: BTreeMap<PathBuf, (String, String)>,
}

/// Why a set of fixes does not hold.
struct Refusal {
    /// Files with what is new.
    files: BTreeSet<PathBuf>,
    reason: String,
}

impl Mender<'_> {
    /// The fixes of a round, in the order of their findings.
    fn choose(&self, args: &FixArgs, narrow: Narrow<'_>) -> Vec<Trial> {
        let Linted { report, sources, scope, .. } = &self.mended.linted;
        let mut narrowed = report.clone();
        narrow(&mut narrowed, sources);
        let wanted: BTreeSet<&str> = narrowed.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
        let trial = |(index, finding): (usize, &Finding)| {
            let fix = finding.diagnostic.fix.as_ref().filter(|fix| args.allows(fix.applicability))?;
            let files: BTreeSet<_> = fix.edits.iter().map(|edit| edit.location.file).collect();
            let is_ours = files.iter().all(|file| scope.asks_for(*file));
            let known = Known::of(finding, sources);
            let name = (known.shared, known.message, known.line);
            let at = finding.diagnostic.primary.location;
            let start = sources.range(at).start;
            let place = format!("{}:{}:{}: {}", sources.path(at.file), start.line, start.column, finding.diagnostic.rule);
            let files = files.into_iter().map(|file| scope.path(file).to_owned()).collect();
            (is_ours && wanted.contains(finding.fingerprint.as_str()) && !self.refused.contains(&name)).then(|| Trial {
                finding: index,
                fix: fix.clone(),
                name,
                place,
                files,
            })
        };
        let trials: Vec<Trial> = report.findings.iter().enumerate().filter_map(trial).collect();
        compatible(trials, |trial| &trial.fix)
    }

    fn round(&mut self, fixes: Vec<Trial>) {
        let Linted { report, sources, scope, .. } = &self.mended.linted;
        let files: BTreeSet<_> = fixes.iter().flat_map(|trial| &trial.fix.edits).map(|edit| edit.location.file).collect();
        let text = |file| (scope.path(file).to_owned(), (sources.path(file).to_owned(), sources.text(file).as_str().to_owned()));
        let round = Round {
            known: report.known_at_all(sources),
            lost: report.lost,
            failed: report.errors.len(),
            texts: files.into_iter().map(text).collect(),
        };
        let paths: BTreeMap<_, PathBuf> = fixes
            .iter()
            .flat_map(|trial| &trial.fix.edits)
            .map(|edit| (edit.location.file, scope.path(edit.location.file).to_owned()))
            .collect();
        let path = |edit: &Edit| paths[&edit.location.file].clone();
        self.settle(&round, &path, Vec::new(), fixes);
    }

    /// Adds of `candidates` those that hold beside the ones that are `held` already, and gives all that hold.
    fn settle(&mut self, round: &Round, path: &dyn Fn(&Edit) -> PathBuf, held: Vec<Trial>, candidates: Vec<Trial>) -> Vec<Trial> {
        if candidates.is_empty() {
            return held;
        }
        let all = [held.clone(), candidates.clone()].concat();
        let refusal = match self.attempt(round, path, &all) {
            Ok(()) => {
                self.mended.applied += candidates.len();
                return all;
            }
            Err(refusal) => refusal,
        };
        if let [alone] = &candidates[..] {
            self.mended.left_out.push(format!("{}: its fix is left out: {}", alone.place, refusal.reason));
            self.refused.insert(alone.name.clone());
            return held;
        }
        let (blamed, mut others): (Vec<Trial>, Vec<Trial>) =
            candidates.into_iter().partition(|trial| !trial.files.is_disjoint(&refusal.files));
        let rest = if others.is_empty() || blamed.is_empty() {
            others.extend(blamed);
            others.split_off(others.len() / 2)
        } else {
            blamed
        };
        let held = self.settle(round, path, held, others);
        self.settle(round, path, held, rest)
    }

    /// Tries the fixes together. Where they hold, what was mended so far has them.
    fn attempt(&mut self, round: &Round, path: &dyn Fn(&Edit) -> PathBuf, fixes: &[Trial]) -> Result<(), Refusal> {
        let mut by_file: BTreeMap<PathBuf, Vec<&Edit>> = BTreeMap::new();
        for edit in fixes.iter().flat_map(|trial| &trial.fix.edits) {
            by_file.entry(path(edit)).or_default().push(edit);
        }
        let mut tree = self.tree.clone();
        let mut texts = BTreeMap::new();
        for (path, (display, old)) in &round.texts {
            let new = edited(old, by_file.get(path).map_or(&[][..], Vec::as_slice));
            let outside = || Refusal { files: BTreeSet::from([path.clone()]), reason: "the file has changed".to_owned() };
            let new = new.ok_or_else(outside)?;
            tree.overlay.put(path.clone(), Replaced::By(new.as_bytes().into()));
            texts.insert(path.clone(), (display.clone(), old.clone(), new));
        }
        let linted = (self.lint)(&tree);
        let mended: BTreeSet<usize> = fixes.iter().map(|trial| trial.finding).collect();
        let left = round.known.iter().enumerate().filter(|(index, _)| !mended.contains(index)).map(|(_, known)| known.clone());
        if let Some(refusal) = refusal(round, &left.collect::<Vec<_>>(), &linted) {
            return Err(refusal);
        }
        for (path, (display, old, new)) in texts {
            let first = Changed { display, old, new: String::new() };
            self.mended.changed.entry(path).or_insert(first).new = new;
        }
        self.mended.changed.retain(|_, changed| changed.old != changed.new);
        self.mended.linted = linted;
        self.tree = tree;
        Ok(())
    }
}

/// Why what was found with the fixes is not all right; `None` where it is.
fn refusal(round: &Round, left: &[Known], linted: &Linted) -> Option<Refusal> {
    let Linted { report, sources, scope, .. } = linted;
    let new = report.beside(left, sources);
    if let Some(first) = new.first() {
        let at = first.diagnostic.primary.location;
        let file = |finding: &&Finding| scope.path(finding.diagnostic.primary.location.file).to_owned();
        let line = sources.line(at);
        let reason = format!("with it there is `{}` at {}:{line}", first.diagnostic.rule, sources.path(at.file));
        return Some(Refusal { files: new.iter().map(file).collect(), reason });
    }
    let nothing = |reason: &str| Some(Refusal { files: BTreeSet::new(), reason: reason.to_owned() });
    match () {
        () if report.lost > round.lost => nothing("with it the file does not parse"),
        () if report.errors.len() > round.failed => nothing("with it not all can be checked"),
        () => None,
    }
}

/// Writes the changed files, each whole or not at all, or to standard output what was `given`, as it is then. Gives
/// what could not be written.
pub(super) fn write(mended: &Mended, given: Option<&Given>) -> Vec<Problem> {
    let changed = &mended.changed;
    if let Some(Given { path, bytes }) = given {
        let mark = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { b"" };
        let whole = changed.get(path).map_or_else(|| bytes.clone(), |changed| [mark, changed.new.as_bytes()].concat());
        return to_stdout(|out| out.write_all(&whole)).err().iter().map(|error| blocking("standard output", error)).collect();
    }
    let not_written = |changed: &Changed, error| blocking(&changed.display, &format!("not written: {error}"));
    let mut replacer = Replacer::default();
    let write = |(path, changed): (&PathBuf, &Changed)| {
        replacer.text(path, &changed.old, &changed.new).err().map(|error| not_written(changed, error))
    };
    changed.iter().filter_map(write).collect()
}

/// What would be changed, file by file.
pub(super) fn diff(changed: &BTreeMap<PathBuf, Changed>) -> String {
    changed.values().map(|file| unified_diff(&file.display, &file.old, &file.new)).collect()
}

/// `fixed 3 findings in 2 files; 1 more with `--unsafe-fixes``.
pub(super) fn outcome(mended: &Mended, args: &FixArgs) -> String {
    let done = if args.fix { "fixed" } else { "would fix" };
    let files = mended.changed.len();
    let outcome = match mended.applied {
        0 => format!("nothing {}", if args.fix { "fixed" } else { "to fix" }),
        applied => format!("{done} {} in {}", counted(applied, "finding"), counted(files, "file")),
    };
    let fixes = mended.linted.report.findings.iter().filter_map(|finding| finding.diagnostic.fix.as_ref());
    let more = fixes.filter(|fix| fix.applicability == Applicability::Unsafe).count();
    match more {
        0 => outcome,
        _ if args.unsafe_fixes => outcome,
        _ => format!("{outcome}; {more} more with `--unsafe-fixes`"),
    }
}
