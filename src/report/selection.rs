//! Which rules run, and at which level: what flags and configs say, against the rules there are.

use super::RuleInfo;
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use std::collections::BTreeMap;

/// What one place (the flags, a table of a config) says of the rules. A name is an id, a category, or
/// `all`; one that nothing has says nothing, see [`known`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// Only these run: an id its rule, a category its rules that are on by default, `all` every rule.
    /// Empty: what runs without this layer.
    pub select: Vec<String>,
    /// These do not run.
    pub ignore: Vec<String>,
    /// Findings of these are errors. An id also turns its rule on, where `select` is empty; so do the
    /// two lists below.
    pub error: Vec<String>,
    /// Findings of these are warnings.
    pub warn: Vec<String>,
    /// Findings of these are notes.
    pub note: Vec<String>,
}

/// The rules that run, and their levels.
#[derive(Clone, Debug)]
pub struct Selection {
    enabled: BTreeMap<RuleId, Level>,
}

/// What was made of one rule.
#[derive(Clone, Copy, Debug)]
struct Level {
    category: ustr::Ustr,
    /// In the place of the rule's own.
    severity: Option<Severity>,
}

/// A name that is neither a rule, nor a category, nor `all`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct UnknownName {
    /// What was written.
    pub name: String,
    /// The nearest name there is.
    pub nearest: Option<String>,
}

impl std::fmt::Display for UnknownName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no rule or category is named `{}`", self.name)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => write!(f, "; `maplint rules` lists them"),
        }
    }
}

/// Whether `name` is that of a rule, a category, or `all`.
pub fn known(name: &str, rules: &[RuleInfo]) -> Result<(), UnknownName> {
    if name == "all" || rules.iter().any(|rule| specificity(name, rule) > 0) {
        return Ok(());
    }
    let names = rules.iter().flat_map(|rule| [rule.id.as_str(), rule.category.as_str()]);
    Err(UnknownName { name: name.to_owned(), nearest: nearest(name, names.chain(["all"])) })
}

impl Layer {
    /// All names, list by list.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.select, &self.ignore, &self.error, &self.warn, &self.note].into_iter().flatten().map(String::as_str)
    }

    /// Whether the rule runs; `before` without this layer. Where a name turns it on and another one
    /// off, the more specific one wins (an id over a category over `all`), and off where they are equal.
    fn runs(&self, rule: &RuleInfo, before: bool) -> bool {
        let selects = |strength: &u8| *strength != BY_CATEGORY || rule.default;
        let on = match self.select.as_slice() {
            [] if self.level(rule).is_some_and(|(strength, _)| strength == BY_ID) => BY_ID,
            [] => u8::from(before),
            names => names.iter().map(|name| specificity(name, rule)).filter(selects).max().unwrap_or(0),
        };
        on > strength(&self.ignore, rule)
    }

    /// The level that the most specific name gives, and how specific that is; of equals the worst.
    fn level(&self, rule: &RuleInfo) -> Option<(u8, Severity)> {
        let lists = [(&self.error, Severity::Error), (&self.warn, Severity::Warning), (&self.note, Severity::Note)];
        lists.map(|(names, severity)| (strength(names, rule), severity)).into_iter().max().filter(|(strength, _)| *strength > 0)
    }
}

impl Selection {
    /// The rules that are on by default, then what each of `layers` makes of them, in order.
    pub fn new<'l>(layers: impl IntoIterator<Item = &'l Layer> + Clone, rules: &[RuleInfo]) -> Selection {
        let level = |rule: &RuleInfo| {
            let (mut runs, mut severity) = (rule.default, None);
            for layer in layers.clone() {
                runs = layer.runs(rule, runs);
                severity = layer.level(rule).map(|(_, severity)| severity).or(severity);
            }
            runs.then_some(Level { category: rule.category, severity })
        };
        Selection { enabled: rules.iter().filter_map(|rule| Some((rule.id, level(rule)?))).collect() }
    }

    /// Whether a rule runs.
    pub fn enables(&self, rule: RuleId) -> bool {
        self.enabled.contains_key(&rule)
    }

    /// How bad a finding is: as the user says of its rule, else as the rule says. One of another category
    /// than its rule's tells that the rule itself failed, and stays what it is.
    pub fn severity(&self, diagnostic: &Diagnostic) -> Severity {
        let level = self.enabled.get(&diagnostic.rule).filter(|level| level.category == diagnostic.category);
        level.and_then(|level| level.severity).unwrap_or(diagnostic.severity)
    }
}

/// The one of `names` that `name` was probably meant to be.
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let scored = names.map(|candidate| (strsim::jaro_winkler(name, candidate), candidate));
    let (score, best) = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
    (score > 0.8).then(|| best.to_owned())
}

const BY_ID: u8 = 3;
const BY_CATEGORY: u8 = 2;
const BY_ALL: u8 = 1;

/// How specifically `name` names `rule`; 0: not at all.
fn specificity(name: &str, rule: &RuleInfo) -> u8 {
    if name == rule.id.as_str() {
        BY_ID
    } else if name == rule.category.as_str() {
        BY_CATEGORY
    } else if name == "all" {
        BY_ALL
    } else {
        0
    }
}

/// How specifically the most specific of `names` names `rule`.
fn strength(names: &[String], rule: &RuleInfo) -> u8 {
    names.iter().map(|name| specificity(name, rule)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Vec<RuleInfo> {
        [("write", "race", true), ("read", "race", true), ("unsized", "advice", false)]
            .map(|(id, category, default)| RuleInfo {
                id: id.into(),
                summary: String::new(),
                category: category.into(),
                severity: Severity::Error,
                default,
                languages: Vec::new(),
                cwe: vec![],
                page: String::new(),
            })
            .into()
    }

    /// `select=a,b ignore=c error=d` as a layer.
    fn layer(text: &str) -> Layer {
        let mut layer = Layer::default();
        for word in text.split_whitespace() {
            let (list, names) = word.split_once('=').expect("a list and its names");
            let names = names.split(',').map(str::to_owned).collect();
            match list {
                "select" => layer.select = names,
                "ignore" => layer.ignore = names,
                "error" => layer.error = names,
                "warn" => layer.warn = names,
                _ => layer.note = names,
            }
        }
        layer
    }

    /// The rules that run, each with the level that was given to it: `write read:note`.
    #[track_caller]
    fn check(layers: &[&str], expected: &str) {
        let layers: Vec<Layer> = layers.iter().map(|text| layer(text)).collect();
        let selection = Selection::new(&layers, &rules());
        let shown = |rule: RuleInfo| {
            let level = selection.enabled.get(&rule.id)?;
            Some(level.severity.map_or(rule.id.to_string(), |severity| format!("{}:{severity:?}", rule.id).to_lowercase()))
        };
        assert_eq!(rules().into_iter().filter_map(shown).collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn names_select_and_ignore() {
        check(&[], "write read");
        check(&["select=unsized"], "unsized");
        check(&["select=all"], "write read unsized");
        check(&["select=race,advice ignore=read"], "write");
        check(&["select=race,unsized ignore=read"], "write unsized");
        check(&["ignore=race"], "");
        check(&["ignore=all"], "");
    }

    #[test]
    fn the_more_specific_name_wins() {
        check(&["select=write ignore=race"], "write");
        check(&["select=all ignore=race"], "unsized");
        check(&["select=write ignore=write"], "");
        check(&["warn=race note=read"], "write:warning read:note");
        check(&["warn=read note=race error=all"], "write:note read:warning");
        check(&["warn=read note=read"], "write read:warning");
    }

    #[test]
    fn an_id_with_a_level_runs_and_a_category_only_changes_levels() {
        check(&["note=unsized"], "write read unsized:note");
        check(&["note=advice"], "write read");
        check(&["note=all"], "write:note read:note");
        check(&["ignore=race error=read"], "read:error");
        check(&["ignore=read error=read"], "write");
        check(&["select=write note=unsized"], "write");
    }

    #[test]
    fn a_later_layer_starts_where_the_one_before_ended() {
        check(&["ignore=read", "error=write"], "write:error");
        check(&["ignore=read", "select=race"], "write read");
        check(&["ignore=read", "error=read"], "write read:error");
        check(&["select=unsized warn=unsized", "note=advice"], "unsized:note");
        check(&["error=write", "ignore=race"], "");
    }

    #[test]
    fn an_unknown_name_is_told_with_the_nearest() {
        let told = |name: &str| known(name, &rules()).map_err(|error| error.to_string());
        assert_eq!((told("all"), told("race"), told("write")), (Ok(()), Ok(()), Ok(())));
        assert_eq!(told("unsised"), Err("no rule or category is named `unsised`; did you mean `unsized`?".to_owned()));
        assert_eq!(told("zzz"), Err("no rule or category is named `zzz`; `maplint rules` lists them".to_owned()));
    }
}
