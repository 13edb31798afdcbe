//! What each stage of a run costs, on a small program of our own: `cargo bench --bench stages`.
//!
//! Times of one machine at one hour; what tells is the comparison with a run that was kept before a change:
//! `--save-baseline before`, then `--baseline before`.

mod program;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use maplint::analysis::fault::Faults;
use maplint::analysis::symbols::Symbols;
use maplint::analysis::{self, Stop, cost};
use maplint::config::{Choice, Flags, Settings};
use maplint::driver::{self, Checked, FactStore, InMemory, Loaded, Reach, Request, Rules, Unkept};
use maplint::frontend::{go, rust};
use maplint::report::terminal::Paint;
use maplint::report::{Day, Format, Options, Presentation, Progress, Report};
use maplint::rules::{RuleSet, evaluate};
use maplint::source::{self, Checkout, Overlay};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The edition of the program's crate.
const EDITION: u16 = 2024;

/// All that a rule may ask for.
const ALL: cost::Asked = cost::Asked { lookups: true, remade: true, maps: true, proposals: false, inventory: false, accesses: false };

/// The program on the disk, and what a run over it needs.
struct Bench {
    folder: TempDir,
    paths: [PathBuf; 1],
    overlay: Overlay,
    rules: Rules,
    settings: Settings,
    stop: Stop,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        program::write(folder.path()).expect("the program can be written");
        let paths = [PathBuf::from("./...")];
        let settings = Settings::new(Choice::Defaults, Flags::default(), &paths, folder.path()).expect("the defaults are well formed");
        Bench { folder, paths, overlay: Overlay::default(), rules: driver::rules(&[]), settings, stop: Stop::default() }
    }

    fn request<'a>(&'a self, store: &'a dyn FactStore) -> Request<'a> {
        Request {
            paths: &self.paths,
            overlay: &self.overlay,
            reach: Reach::Paths,
            rules: &self.rules,
            settings: &self.settings,
            threads: NonZeroUsize::new(2),
            stop: &self.stop,
            inventory: false,
            store,
        }
    }

    fn load(&self, store: &dyn FactStore) -> Loaded {
        driver::load(&self.request(store), &Progress::new(false))
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn reading(criterion: &mut Criterion) {
    let bench = Bench::new();
    criterion.bench_function("find", |bencher| bencher.iter(|| source::discover(&[], bench.folder(), &source::Options::default())));
    let mut group = criterion.benchmark_group("lower");
    let (of_go, of_rust) = (program::go(1), program::rust(1));
    group.throughput(Throughput::Bytes(of_go.len() as u64)).bench_function("go", |bencher| bencher.iter(|| go::lower(&of_go, "part.go")));
    group
        .throughput(Throughput::Bytes(of_rust.len() as u64))
        .bench_function("rust", |bencher| bencher.iter(|| rust::lower(&of_rust, EDITION)));
    group.finish();
    // With the facts of all files at hand, what is left of loading is finding, asking each file for its stamp, and linking.
    let store = InMemory::default();
    bench.load(&store);
    criterion.bench_function("load kept facts", |bencher| bencher.iter(|| bench.load(&store)));
}

fn analysing(criterion: &mut Criterion) {
    let bench = Bench::new();
    let loaded = bench.load(&InMemory::default());
    let program = loaded.program();
    let symbols = Symbols::new(program);
    let faults = Faults::default();
    let mut group = criterion.benchmark_group("analyse");
    group.bench_function("symbols", |bencher| bencher.iter(|| Symbols::new(program)));
    group.bench_function("go", |bencher| bencher.iter(|| analysis::go::analyse(program, &symbols, ALL, None, &bench.stop, &faults)));
    group.bench_function("rust", |bencher| bencher.iter(|| analysis::rust::analyse(program, &symbols, ALL, &faults)));
    group.finish();
}

fn telling(criterion: &mut Criterion) {
    let bench = Bench::new();
    let loaded = bench.load(&InMemory::default());
    let model = analysis::analyse(loaded.program(), ALL, None, &bench.stop);
    let set = RuleSet::builtin().expect("the rules that are built in are well formed");
    let Checked { gathered, sources, policy, .. } = driver::check(&bench.request(&Unkept), &Progress::new(false));
    criterion.bench_function("rules", |bencher| bencher.iter(|| evaluate(&set, &model, &|file| sources.text(file).as_str(), |_| true)));
    let today = Day::parse("2026-01-01").expect("a day of the calendar");
    let options = Options { rules: &bench.rules.infos, policy: &policy, today, elapsed: Duration::ZERO };
    let report = Report::new(gathered.clone(), &sources, &options);
    let checkout = Checkout::default();
    let presentation = Presentation {
        sources: &sources,
        rules: &bench.rules.infos,
        inventory: &[],
        paint: Paint::PLAIN,
        checkout: &checkout,
        show_suppressed: false,
        category: None,
    };
    let mut group = criterion.benchmark_group("report");
    let settle = |gathered| Report::new(gathered, &sources, &options);
    group.bench_function("settle", |bencher| bencher.iter_batched(|| gathered.clone(), settle, BatchSize::SmallInput));
    for (name, format) in [("full", Format::Full), ("json", Format::Json), ("sarif", Format::Sarif)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut written = Vec::new();
                format.write(&report, &presentation, &mut written).expect("memory can be written");
                written
            });
        });
    }
    group.finish();
}

criterion_group!(stages, reading, analysing, telling);
criterion_main!(stages);
