//! Findings that are known from before: of a baseline, or of another tree.
//!
//! Findings go by the fingerprint that all alike share, and by their number: of three, where two are
//! known, one is new. Which one, their line and their message tell best.

use super::{Finding, Report, Sources};

/// What is remembered of a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The fingerprint that it shares with all alike.
    pub shared: String,
    /// Its message.
    pub message: String,
    /// The line it stands on, white space around it left out; empty where that is not remembered.
    pub line: String,
}

impl Known {
    /// What there is to remember of a finding.
    pub fn of(finding: &Finding, sources: &Sources) -> Known {
        let line = sources.line_text(finding.diagnostic.primary.location).to_owned();
        Known { shared: finding.shared.clone(), message: finding.diagnostic.message.clone(), line }
    }
}

impl Report {
    /// All that is shown, to be compared with the findings of another tree.
    pub fn known(&self, sources: &Sources) -> Vec<Known> {
        self.findings.iter().map(|finding| Known::of(finding, sources)).collect()
    }

    /// All that was found, be it shown or not: what is shown, in its order, then the rest.
    pub fn known_at_all(&self, sources: &Sources) -> Vec<Known> {
        self.findings.iter().chain(&self.silent).map(|finding| Known::of(finding, sources)).collect()
    }

    /// What was found, be it shown or not, that is none of the known ones.
    pub fn beside(&self, known: &[Known], sources: &Sources) -> Vec<&Finding> {
        let found = self.known_at_all(sources);
        let all = self.findings.iter().chain(&self.silent);
        all.zip(pairs(&found, known)).filter(|(_, known)| known.is_none()).map(|(finding, _)| finding).collect()
    }

    /// Whether a finding is shown only if it is new: there is something to compare.
    pub fn has_doubtful(&self) -> bool {
        self.findings.iter().any(|finding| finding.only_if_new)
    }

    /// Takes out the findings that are asked for only if new, and are known.
    pub fn retain_new(&mut self, known: &[Known], sources: &Sources) {
        let found = self.known(sources);
        let mut is_known: Vec<bool> = pairs(&found, known).iter().map(Option::is_some).collect();
        for (known, finding) in is_known.iter_mut().zip(&mut self.findings) {
            finding.is_old = *known;
            *known &= finding.only_if_new;
        }
        self.leave_out(&is_known);
    }
}

/// For each that is found, which of the known it is; each of the known is one at most. Those that also have
/// line and message in common find each other first, then those with the message.
pub(super) fn pairs(found: &[Known], known: &[Known]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; found.len()];
    let mut taken = vec![false; known.len()];
    let mut by_name: Vec<usize> = (0..known.len()).collect();
    by_name.sort_by_key(|index| (known[*index].shared.as_str(), *index));
    let closeness: [fn(&Known, &Known) -> bool; 3] =
        [|a, b| a.message == b.message && a.line == b.line, |a, b| a.message == b.message, |_, _| true];
    for is_close in closeness {
        for (one, pair) in found.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            let first = by_name.partition_point(|index| known[*index].shared < one.shared);
            let mut alike = by_name[first..].iter().copied().take_while(|index| known[*index].shared == one.shared);
            if let Some(index) = alike.find(|index| !taken[*index] && is_close(one, &known[*index])) {
                taken[index] = true;
                *pair = Some(index);
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(written: &[&str]) -> Vec<Known> {
        let one = |text: &&str| {
            let mut words = text.split(' ').map(str::to_owned);
            let mut next = || words.next().unwrap_or_default();
            Known { shared: next(), message: next(), line: next() }
        };
        written.iter().map(one).collect()
    }

    fn check(found: &[&str], known: &[&str], expected: &[Option<usize>]) {
        assert_eq!(pairs(&all(found), &all(known)), expected, "{found:?} {known:?}");
    }

    #[test]
    fn alike_ones_are_counted() {
        check(&["a", "b", "a"], &["a"], &[Some(0), None, None]);
        check(&["a"], &["a", "a", "c"], &[Some(0)]);
        check(&["a", "a"], &["b", "a", "a"], &[Some(1), Some(2)]);
        check(&[], &["a"], &[]);
    }

    #[test]
    fn the_closest_are_the_same() {
        check(&["a new l1", "a old l2"], &["a old l2"], &[None, Some(0)]);
        check(&["a m l0", "a m l1"], &["a m l1"], &[None, Some(0)]);
        check(&["a m l9", "a n l1"], &["a n l2", "a m l2"], &[Some(1), Some(0)]);
        check(&["a x l1"], &["a m l2"], &[Some(0)]);
    }
}
