//! What a project has decided: `maplint.toml`.
//!
//! A file's levels, exclusions and confidence are those of the `maplint.toml` nearest to it: in its
//! folder, or in one above it, up to the root of its repository and not beyond. Nearer files replace
//! those above them, nothing is merged, so that what holds can be read in one place. What is about a run
//! as a whole (`fail-on`, rule folders, models, required promises) comes from the one nearest to the
//! working directory. Flags are stronger than both.
//!
//! A config may come with a tree that nobody has read: it is data, nothing in it is run, and neither it
//! nor a folder that it names is read from outside its repository.
//!
//! Reading order: `file` (the keys), `read` (a text, against them), `schema` (their JSON schema, which
//! also tells unknown keys), `pattern`, `loaded` (one file, ready to be asked), `settings` (a run: which
//! file holds where, under which flags), `show`.

mod file;
mod loaded;
mod pattern;
mod read;
mod schema;
mod settings;
mod show;

pub use file::{ConfigFile, Models, NAME};
pub use loaded::{Config, RuleFolder};
pub use schema::json_schema;
pub use settings::{ByFile, Choice, Flags, Settings};
pub use show::effective;
