//! The keys of `maplint.toml`. Their comments are the descriptions of the JSON schema.

use crate::diagnostic::{Confidence, Severity};
use crate::facts::{DeclarationKind, Library};
use crate::report::Layer;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// The name of the file.
pub const NAME: &str = "maplint.toml";

/// Strings, and where they stand in the file.
pub(super) type Texts = Vec<Spanned<String>>;

/// What a project has decided about maplint. Paths are patterns as in `.gitignore`, relative to the
/// folder of the file.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[schemars(title = "maplint.toml")]
pub struct ConfigFile {
    /// Show findings that are at least this sure.
    pub min_confidence: Confidence,
    /// Show findings of at least this level.
    pub min_severity: Severity,
    /// Exit with 1 for findings of at least this level. Of the run's own config.
    pub fail_on: Severity,
    /// Report in generated files too.
    pub generated: bool,
    /// Files that nothing is reported in, also where they are named on the command line. They are still
    /// read, for what they do with maps of others.
    #[schemars(with = "Vec<String>")]
    pub exclude: Texts,
    /// Which rules run, and at which level.
    pub rules: Rules,
    /// Other levels for some of the files, in order: a later one is stronger.
    pub overrides: Vec<Override>,
    /// What functions and types of libraries mean: those that start threads, call back, lock, or are
    /// maps. Of the run's own config.
    pub models: Models,
    /// Promises that maps must carry. Of the run's own config.
    pub contracts: Contracts,
}

/// Which rules run, and at which level. Names are rule ids, categories, or `all`; the more specific name
/// wins.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Rules {
    /// Folders with rules of your own, relative to the folder of the config, and inside its repository.
    /// Of the run's own config.
    #[schemars(with = "Vec<String>")]
    pub paths: Texts,
    /// Run only these: an id, a category (those of it that are on by default), or `all`.
    #[schemars(with = "Vec<String>")]
    pub select: Texts,
    /// Do not run these.
    #[schemars(with = "Vec<String>")]
    pub ignore: Texts,
    /// Findings of these are errors. An id also turns its rule on.
    #[schemars(with = "Vec<String>")]
    pub error: Texts,
    /// Findings of these are warnings. An id also turns its rule on.
    #[schemars(with = "Vec<String>")]
    pub warn: Texts,
    /// Findings of these are notes. An id also turns its rule on.
    #[schemars(with = "Vec<String>")]
    pub note: Texts,
}

/// Levels for some of the files, over those of `rules`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// The files.
    #[schemars(with = "Vec<String>")]
    pub paths: Texts,
    /// Run only these there.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub select: Texts,
    /// Do not run these there.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub ignore: Texts,
    /// Findings of these are errors there. An id also turns its rule on.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub error: Texts,
    /// Findings of these are warnings there. An id also turns its rule on.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub warn: Texts,
    /// Findings of these are notes there. An id also turns its rule on.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub note: Texts,
}

/// What libraries mean, by language. An entry replaces the one that is built in under the same path.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Models {
    /// By import path and name: `example.com/pool.Submit`, `example.com/pool.Pool.Go`.
    pub go: Library,
    /// By crate, module and name: `pool::Pool::spawn`.
    pub rust: Library,
}

/// Which maps must carry a `CONCURRENCY_SAFE` promise.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Contracts {
    /// A map must carry a promise where one of these names it.
    pub require: Vec<Required>,
}

/// Names the maps for which all of its keys hold.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Required {
    /// Declared in these files; none: in all.
    #[schemars(with = "Vec<String>")]
    pub paths: Texts,
    /// Visible outside its package or crate, or not; left out: either.
    pub exported: Option<bool>,
    /// Declared as one of these; none: as any.
    pub kinds: Vec<DeclarationKind>,
    /// This text stands in the comment of the declaration, or in that of its type: `owner: storage`.
    pub marker: Option<String>,
}

impl Default for ConfigFile {
    fn default() -> ConfigFile {
        ConfigFile {
            min_confidence: Confidence::Likely,
            min_severity: Severity::Note,
            fail_on: Severity::Warning,
            generated: false,
            exclude: Texts::new(),
            rules: Rules::default(),
            overrides: Vec::new(),
            models: Models::default(),
            contracts: Contracts::default(),
        }
    }
}

impl Rules {
    /// Without places.
    pub(super) fn layer(&self) -> Layer {
        let Rules { paths: _, select, ignore, error, warn, note } = self;
        Layer { select: plain(select), ignore: plain(ignore), error: plain(error), warn: plain(warn), note: plain(note) }
    }
}

impl Override {
    /// Without places.
    pub(super) fn layer(&self) -> Layer {
        let Override { paths: _, select, ignore, error, warn, note } = self;
        Layer { select: plain(select), ignore: plain(ignore), error: plain(error), warn: plain(warn), note: plain(note) }
    }
}

impl ConfigFile {
    /// All names of rules and categories.
    pub(super) fn names(&self) -> impl Iterator<Item = &Spanned<String>> {
        let Rules { paths: _, select, ignore, error, warn, note } = &self.rules;
        let of_overrides = self.overrides.iter().flat_map(|one| [&one.select, &one.ignore, &one.error, &one.warn, &one.note]);
        [select, ignore, error, warn, note].into_iter().chain(of_overrides).flatten()
    }
}

fn plain(texts: &Texts) -> Vec<String> {
    texts.iter().map(|text| text.get_ref().clone()).collect()
}
