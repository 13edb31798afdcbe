//! The stages, called in order.

use crate::analysis::model::AccessFact;
use std::path::Path;

/// What the model says of each map access in `paths` (patterns as on the command line, read from
/// `cwd`): file relative to `cwd` with `/`, 1-based line, fact.
pub fn access_facts(_paths: &[String], _cwd: &Path) -> Vec<(String, u32, AccessFact)> {
    Vec::new()
}
