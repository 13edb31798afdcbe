//! maplint finds what will go wrong with maps in Go and Rust code.
//!
//! # Architecture
//!
//! Data runs one way, and so do imports: each part knows those before it and none after it (a test
//! reads the `use` lines). In reading order:
//!
//! 1. [`driver`] calls the stages in their order; read it first.
//! 2. [`source`] finds modules, packages, crates and files, and alone reads the disk, or another tree than
//!    that on the disk: a revision, the index. Places in a text are byte spans; lines and columns are
//!    made from them only where somebody reads them.
//! 3. [`capacity`] is what a map costs, in allocations and bytes: arithmetic over the layouts of its key and its value.
//! 4. [`facts`] is the language-neutral model that both front ends lower to: declarations, bodies in
//!    one small language, comments that speak to the tool. Plain data; what a name means is left open.
//! 5. [`frontend`] lowers one file at a time, in parallel, and drops the syntax tree at once. One
//!    folder a language, neither knows of the other. What libraries mean is a table beside it; what Go
//!    packages outside the project declare is lowered too, without bodies, as far as it is used.
//! 6. [`analysis`] joins the facts of all files to the map usage model, [`analysis::model`]:
//!    - for Go, `names` resolves types without a compiler; `interpret` runs each function, callees first,
//!      on abstract values (types, access paths, locks held, allocations nobody else reaches,
//!      goroutines that may run) and leaves its effects and a summary, or `recall` finds those of an
//!      earlier run; `context` carries locks, ownership and threads from callers to callees; `site` says
//!      when two accesses can meet, and
//!      `conflict` which of them is to blame; `escape`, `mutation` and `region` say which maps leave
//!      their lock, which are changed while others have them, and which locks are never given back; `life`
//!      says how each map is made, filled and emptied, by whom, and under which keys;
//!    - for Rust, `walk` follows the life of every guard through a function; `region` and `sequence`
//!      read from its trace what happens while one is alive, and between two.
//! 7. [`diagnostic`] is what is told, as plain data: findings, and the inventory of maps.
//! 8. [`rules`] loads the rules, one Markdown file each in the folder `rules/`, and asks the model.
//!    No Rust code names a rule.
//! 9. [`decision`] is the table that says which container fits a map, asked of the inventory.
//! 10. [`report`] settles levels, suppressions, order and fingerprints once, and which findings are known
//!     from a baseline or another tree; each format only writes.
//! 11. [`config`] is what a project has decided, read from `maplint.toml`: which rules hold in which file,
//!     and what libraries mean beside what is built in.
//! 12. [`cache`] keeps facts, effects and outcomes on the disk from run to run.
//! 13. [`lsp`] serves an editor: it keeps what it has read, and runs again on what is typed.
//! 14. [`cli`] is the command line.
//!
//! # What holds everywhere
//!
//! - Unknown is silent: only what is proved to be a map is spoken of, and a type or callee that
//!   cannot be resolved gives nothing.
//! - Analysis does not fail. A file that cannot be read or parsed costs only itself; a panic of ours
//!   is caught, said, and the rest goes on.
//! - The same input gives the same bytes: what is gathered in parallel is put in order before it is
//!   shown, and no order of a hash table reaches output.
//! - Work is bounded: nesting, access paths, call chains and loops have limits, named where they are
//!   declared.
//! - Tests stand where the behaviour is: small fixtures beside the code, whole packages that compile
//!   under `testdata/`, run with every rule.

pub mod analysis;
pub mod cache;
pub mod capacity;
pub mod cli;
pub mod config;
pub mod decision;
pub mod diagnostic;
pub mod driver;
pub mod facts;
pub mod frontend;
pub mod lsp;
pub mod report;
pub mod rules;
pub mod source;
