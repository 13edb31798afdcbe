//! What runs keep for runs after them: the flags, and `maplint cache`.

use super::{CLEAN, blocking, fail, print, say};
use crate::cache::{Folder, OnDisk, Status};
use crate::capacity::grouped;
use crate::driver::{FactStore, Unkept};
use crate::report::counted;
use crate::report::terminal::{ColorWhen, printable};
use clap::builder::FalseyValueParser;
use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::{env, io};

#[derive(Clone, Debug, Args)]
pub(super) struct CacheArgs {
    /// Take nothing from earlier runs, and keep nothing for later ones
    #[arg(long, env = "MAPLINT_NO_CACHE", hide_env_values = true, value_parser = FalseyValueParser::new())]
    pub(super) no_cache: bool,
    #[command(flatten)]
    pub(super) folder: CacheFolder,
}

#[derive(Clone, Debug, Args)]
pub(super) struct CacheFolder {
    /// The folder of what runs keep for later ones [default: `maplint` in the user's folder of caches]
    #[arg(long, value_name = "DIR", env = "MAPLINT_CACHE_DIR", hide_env_values = true)]
    pub(super) cache_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum CacheCommand {
    /// Say where the cache is, and how large
    Status(CacheFolder),
    /// Take the cache away
    Clean(CacheFolder),
}

impl CacheFolder {
    /// `None` where the system has none.
    fn folder(&self) -> Option<Folder> {
        self.cache_dir.clone().map(Folder::at).or_else(Folder::of_user)
    }
}

impl CacheArgs {
    /// Does the work with what earlier runs kept, and keeps what it adds. Gives beside what the work gives what is worth
    /// knowing of the cache.
    pub(super) fn with_store<T>(&self, work: impl FnOnce(&dyn FactStore) -> T) -> (T, Vec<String>) {
        let place = self.folder.folder().filter(|_| !self.no_cache).zip(env::current_dir().ok());
        match place {
            Some((folder, cwd)) => {
                let store = OnDisk::open(folder, &cwd);
                let done = work(&store);
                (done, store.save())
            }
            None => (work(&Unkept), Vec::new()),
        }
    }
}

/// `maplint cache`.
pub(super) fn cache(command: &CacheCommand) -> u8 {
    let (args, act): (_, fn(&Folder) -> io::Result<Status>) = match command {
        CacheCommand::Status(args) => (args, Folder::status),
        CacheCommand::Clean(args) => (args, Folder::clean),
    };
    let Some(folder) = args.folder() else {
        return fail(&blocking("", &"the system tells no folder for caches: give one with `--cache-dir`"));
    };
    let shown = printable(&folder.path().to_string_lossy()).into_owned();
    let Status { files, bytes } = match act(&folder) {
        Ok(status) => status,
        Err(error) => return fail(&blocking(&shown, &error)),
    };
    let size = format!("{}, {} bytes", counted(files, "file"), grouped(bytes));
    match command {
        CacheCommand::Status(_) => print(|out| writeln!(out, "{shown}: {size}")),
        CacheCommand::Clean(_) => {
            say(&format!("{size} taken away from {shown}"), ColorWhen::Auto);
            CLEAN
        }
    }
}
