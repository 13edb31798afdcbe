//! What libraries mean, as data: which types are maps and locks, what their methods do, which
//! functions start threads, which are known to be called from many.
//!
//! Each front end brings one table (`frontend/go/models.toml`, `frontend/rust/models.toml`); the
//! analysis asks it by the resolved path of a type or function (`sync.Mutex`,
//! `net/http.HandleFunc`, `dashmap::DashMap`). The algorithms name no library.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A key that is the number of an argument, in the schema of the table.
const ARGUMENT: &str = "^[0-9]+$";

/// One language's table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Library {
    /// Types by path.
    #[serde(rename = "type")]
    pub types: BTreeMap<String, TypeModel>,
    /// Functions by path (`time.AfterFunc`), methods by type path and name
    /// (`golang.org/x/sync/errgroup.Group.Go`), builtins and macros by name.
    #[serde(rename = "function")]
    pub functions: BTreeMap<String, FunctionModel>,
    /// Types whose fields and methods give maps, by path, or by the folder that their packages are
    /// in (`k8s.io/api/*`).
    #[serde(rename = "struct")]
    pub structs: BTreeMap<String, StructModel>,
    /// Functions and macros (by path) that, called with no argument, make something with nothing in it, which takes no time
    /// and no memory.
    pub empty: BTreeSet<String>,
    /// Interfaces (by path) whose implementations are called from many threads, with the names of
    /// the methods that are; no names: all methods. Where methods of one interface have different
    /// parameters, the path is followed by a space and a word for these: `raft.FSM Restore`.
    #[serde(rename = "entry")]
    pub entries: BTreeMap<String, EntryModel>,
    /// Methods that fill their receiver from what was encoded, by the interface (its path) that has
    /// them: who decodes has just made the object, and nobody else has it.
    #[serde(rename = "decoder")]
    pub decoders: BTreeMap<String, String>,
    /// Interfaces that generated code declares anew for each kind of object, by the interface (its path)
    /// that they are like.
    #[serde(rename = "lister")]
    pub listers: BTreeMap<String, ListerModel>,
    /// What functions (by path) and methods (by type path and name) make of the order of what they are given.
    #[serde(rename = "output")]
    pub outputs: BTreeMap<String, Output>,
    /// What values of types (by path) take in memory, on a 64-bit machine and in all versions that are in use.
    #[serde(rename = "layout")]
    pub layouts: BTreeMap<String, LayoutModel>,
}

impl Library {
    /// Adds the entries of another table; where both have a path, those of `stronger` hold.
    pub fn extend(&mut self, stronger: &Library) {
        let Library { types, functions, empty, structs, entries, decoders, listers, outputs, layouts } = stronger.clone();
        self.types.extend(types);
        self.functions.extend(functions);
        self.empty.extend(empty);
        self.structs.extend(structs);
        self.entries.extend(entries);
        self.decoders.extend(decoders);
        self.listers.extend(listers);
        self.outputs.extend(outputs);
        self.layouts.extend(layouts);
    }
}

/// What a value of a library's type takes in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LayoutModel {
    /// The same, whatever its type arguments are.
    Fixed(FixedLayout),
    /// That of a pointer to this type argument (0-based): a second word tells the size where the type has none.
    Pointer(usize),
    /// That of this type argument (0-based), or none of it.
    Optional(usize),
    /// That of this type argument (0-based).
    Same(usize),
    /// Its values are of any size, and only seen behind pointers.
    Unsized,
}

/// A layout, written in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FixedLayout {
    /// Bytes.
    pub size: u64,
    /// Bytes, a power of two.
    pub align: u64,
    /// Go: the collector has to look into it.
    #[serde(default)]
    pub pointers: bool,
    /// Rust: some bit patterns stand for no value, so that an `Option` of it takes no more.
    #[serde(default)]
    pub niche: bool,
    /// Rust: this holds with so many type arguments or fewer; those behind change it.
    #[serde(default)]
    pub arguments: Option<usize>,
}

/// What a function makes of the order of what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Output {
    /// It writes that out: a method to its receiver, a function to its first argument.
    Writes,
    /// The same, and what it writes to is a digest.
    Digests,
    /// It prints that.
    Prints,
    /// Its result is a text of that.
    Joins,
    /// Its result, or what it writes, is made for another program to read.
    Serialises,
    /// Its result has the same order.
    Lists,
    /// It puts that in an order.
    Sorts,
    /// It makes an error of that, for people to read.
    Tells,
}

/// What a library's struct holds. Types are written as in Go, with full paths:
/// `map[string]string`, `*k8s.io/api/core/v1.Pod`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StructModel {
    /// Fields and their types.
    pub fields: BTreeMap<String, String>,
    /// Embedded fields and their types.
    pub embeds: BTreeMap<String, String>,
    /// It is no struct, but defined as this map.
    pub map: Option<String>,
    /// That map is made by those who use it, or by functions whose results are `fresh`: the library
    /// does not make or fill it unseen, as it does with the header of a request.
    pub plain: bool,
    /// Methods that return a part of the receiver, and its type (`GetLabels`).
    pub parts: BTreeMap<String, String>,
    /// Methods that give many callers the same object, and in words whose that is.
    pub shares: BTreeMap<String, String>,
    /// What `shares` gives is kept for its users to change, as a context's values may be.
    pub keeps: bool,
    /// Any other method returns another such object (`lister.Pods(namespace)`).
    pub chains: bool,
    /// Fields that are functions, or values with methods that are entries, and how the library runs
    /// them once the struct is in use. Those that are run on one thread are run on the same one.
    pub runs: BTreeMap<String, Runs>,
}

/// What a library's type is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TypeModel {
    /// What it is.
    pub kind: TypeModelKind,
    /// For a transparent wrapper or guard: which type argument is inside (0-based).
    pub inner: usize,
    /// For maps: which type arguments are key and value (0-based); `None`: no such argument.
    pub key: Option<usize>,
    /// See `key`. A set has none.
    pub value: Option<usize>,
    /// Methods by name.
    pub methods: BTreeMap<String, MethodModel>,
    /// Methods are also those of this other type (by path).
    pub like: Option<String>,
    /// It is an interface: a value of it is what was put into it, and no copy.
    pub interface: bool,
    /// A value of it cannot be replaced by an equal one: handles, senders, semaphores.
    pub identity: bool,
    /// A value of it stands for one of many things that come and go: an address, a path, a thread.
    pub comes_and_goes: bool,
    /// It is `Copy`.
    pub copy: bool,
    /// It is a map or set of the standard library, or another name for one.
    pub standard: bool,
    /// For maps that hash: in which order a walk goes over them.
    pub order: MapOrder,
    /// Methods whose guards Clippy watches by default, by the lint that does.
    pub clippy: BTreeMap<ClippyLint, Vec<String>>,
}

/// A lint of Clippy that is on by default and watches guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClippyLint {
    /// A guard is alive over an `.await`.
    AwaitHoldingLock,
    /// A guard of an `if let` condition is alive where a branch takes the lock again.
    IfLetMutex,
}

impl ClippyLint {
    /// Its name as Clippy has it, without `clippy::`.
    pub const fn name(self) -> &'static str {
        match self {
            ClippyLint::AwaitHoldingLock => "await_holding_lock",
            ClippyLint::IfLetMutex => "if_let_mutex",
        }
    }
}

/// What a library's type is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TypeModelKind {
    /// Nothing that matters here.
    #[default]
    Plain,
    /// An unsynchronised map or set that hashes (`HashMap`, `IndexMap`).
    HashMap,
    /// An unsynchronised map or set in key order.
    OrderedMap,
    /// A concurrent map whose accessors return guards on a shard (`DashMap`).
    ShardedMap,
    /// A concurrent map without blocking guards (`sync.Map`, papaya, moka, evmap).
    ConcurrentMap,
    /// A mutex: exclusive only.
    Mutex,
    /// A lock with a shared and an exclusive mode.
    RwLock,
    /// A mutex whose guard is acquired by `.await`.
    AsyncMutex,
    /// A reader-writer lock whose guards are acquired by `.await`.
    AsyncRwLock,
    /// A mutex that the same thread may take again.
    ReentrantMutex,
    /// A cell that checks borrows while running (`RefCell`).
    Cell,
    /// Interior mutability with no check at all (`UnsafeCell`, raw pointer).
    UnsafeCell,
    /// Stands for its inner type: `Box`, `Arc`, `LazyLock`, `Pin`.
    Transparent,
    /// The same, and shared between owners, perhaps threads: `Arc`.
    Shared,
    /// The same, and shared within one thread: `Rc`.
    SharedLocal,
    /// A guard: stands for its inner type while it is alive.
    Guard,
    /// `sync.WaitGroup`.
    WaitGroup,
    /// A semaphore: a lock where it has one permit.
    Semaphore,
    /// `sync.Once`, `OnceLock`: what it runs runs once.
    Once,
    /// A value replaced as a whole, atomically (`atomic.Value`, `atomic.Pointer[T]`, `ArcSwap`).
    AtomicCell,
    /// A value that a `Result` or `Option` wraps; methods pass guards through.
    Wrapper,
    /// A sequence with a known length (`Vec`, `VecDeque`, arrays).
    Sequence,
}

/// The order in which a walk goes over a hashing map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MapOrder {
    /// Another one in each run: the hasher has a random seed.
    #[default]
    Random,
    /// Any, but the same for the same entries.
    Fixed,
    /// One of its own, such as that of insertion.
    Kept,
}

/// What a method of a library's type does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MethodModel {
    /// What it does to its receiver.
    pub effect: Effect,
    /// What it returns.
    pub returns: Returns,
    /// Which argument is the key (0-based), for map accesses.
    pub key: Option<usize>,
    /// Which argument (0-based) is compared with the value of the entry: only where both are equal it does anything.
    pub compares: Option<usize>,
    /// Arguments (0-based) that are functions which it runs before it returns, and how.
    #[schemars(extend("propertyNames" = { "pattern": ARGUMENT }))]
    pub runs: BTreeMap<String, Runs>,
    /// What those functions get as their first parameter: a type by path, or `receiver`, the value
    /// that the method is called on (without its outermost wrapper).
    #[schemars(extend("propertyNames" = { "pattern": ARGUMENT }))]
    pub gives: BTreeMap<String, String>,
    /// The result's type, where it matters: a path with type arguments, each of them such a type or
    /// the number of one of the receiver's (`std::option::Option<dashmap::mapref::one::Ref<0, 1>>`).
    pub result: Option<String>,
    /// Its receiver is taken by value: a guard that is the receiver ends or passes on.
    pub consumes: bool,
    /// It is a future: what it does it does when that is awaited, and only the task waits for it.
    pub awaits: bool,
}

/// What a method does to its receiver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Nothing that matters here.
    #[default]
    None,
    /// Takes the lock exclusively; in Rust the guard is the result.
    Lock,
    /// Takes it shared.
    RLock,
    /// Takes it shared, even before writers that wait.
    RLockRecursive,
    /// Gives it back.
    Unlock,
    /// Gives the shared side back.
    RUnlock,
    /// Takes it if it is free; the result says so.
    TryLock,
    /// Shared, if free.
    TryRLock,
    /// Reads one entry.
    Get,
    /// Asks whether a key is there.
    Contains,
    /// Writes one entry.
    Insert,
    /// Reads, and writes where absent, in one step (`LoadOrStore`, `entry`).
    GetOrInsert,
    /// Changes one entry in place (`get_mut`).
    Update,
    /// Deletes one entry.
    Remove,
    /// Deletes many (`clear`, `retain`, `drain`).
    Clear,
    /// Walks over all entries, reading.
    Range,
    /// Walks over all entries, able to change them.
    RangeMut,
    /// Reads how many.
    Len,
    /// Makes room for a number of entries.
    Reserve,
    /// Gives memory back.
    Shrink,
    /// Puts many entries in (`extend`).
    Extend,
    /// Waits until others are done (`WaitGroup.Wait`, `JoinHandle::join`).
    Join,
    /// Counts one more to wait for.
    AddWaiter,
    /// Counts one less.
    DoneWaiter,
    /// Says how many of its functions run at once (`errgroup.Group.SetLimit`).
    Limit,
    /// Takes permits of a semaphore, waiting for them.
    Acquire,
    /// Takes permits if there are so many; the result says so.
    TryAcquire,
    /// Gives permits back.
    Release,
    /// Replaces the value as a whole.
    Store,
    /// Reads the value as a whole.
    Load,
}

/// What a method returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Returns {
    /// A value of its own, or nothing known.
    #[default]
    Value,
    /// A guard that holds the receiver's lock (or its shard) exclusively while alive.
    Guard,
    /// A guard that holds it shared.
    SharedGuard,
    /// A borrow of, or part of, the receiver: alive with it (`Option::as_ref`, `unwrap`).
    Receiver,
    /// The receiver itself, passed on by value (`unwrap`, `expect`).
    PassesOn,
    /// A fresh copy (`clone`, `cloned`, `to_owned`): no guard lives in it.
    Copy,
    /// The map's value type (`Get`, `Load`).
    Element,
}

/// How a function runs a function that it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Runs {
    /// Before it returns, on this thread.
    Here,
    /// The same, any number of times: once for each entry, or until it says that it is enough.
    Each,
    /// Before it returns, on this thread, at most once ever.
    Once,
    /// On a thread of its own, once for each call.
    Thread,
    /// On a thread of its own that is ended before it returns.
    ThreadJoined,
    /// On a thread of its own, later (`time.AfterFunc`).
    Later,
    /// On many threads at once (`rayon`, a worker pool; an HTTP handler).
    Many,
    /// On many threads, all ended before it returns.
    ManyJoined,
    /// On the thread that the program starts with, which does nothing else meanwhile (the command that
    /// a command line names).
    Main,
    /// On one thread that is ended before the value it was called on is waited for (`errgroup.Go`).
    ThreadOfGroup,
    /// Before it returns, on this thread, unless the function has its first parameter go on beside others
    /// ([`FunctionModel::parallel`]): then on a thread of its own, once the caller has returned
    /// (`testing.T.Run`).
    Subtest,
}

/// What a library's function does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FunctionModel {
    /// Arguments (0-based, as strings: TOML keys) that are functions, or values with methods that
    /// are entries (`http.Handle`'s handler), and how they are run.
    #[schemars(extend("propertyNames" = { "pattern": ARGUMENT }))]
    pub runs: BTreeMap<String, Runs>,
    /// What those functions get as their first parameter: a type by path (`std::thread::scope` gives
    /// a `std::thread::Scope`).
    #[schemars(extend("propertyNames" = { "pattern": ARGUMENT }))]
    pub gives: BTreeMap<String, String>,
    /// Arguments that it reads as a whole, maps inside included (`json.Marshal`, `fmt.Println`).
    pub reads: Vec<usize>,
    /// From this argument on (0-based) it reads all, as `reads` does (`fmt.Println`: 0,
    /// `fmt.Printf`: 1).
    pub reads_from: Option<usize>,
    /// It goes over the entries of what it reads and leaves maps inside these alone (`maps.Keys`).
    pub shallow: bool,
    /// Arguments that it writes (`maps.Copy`'s destination).
    pub writes: Vec<usize>,
    /// Arguments that it takes entries out of (`maps.DeleteFunc`).
    pub deletes: Vec<usize>,
    /// The result is a fresh copy of argument 0 (`maps.Clone`).
    pub copies: bool,
    /// The result is argument 0, or a part of it.
    pub passes_on: bool,
    /// What it gives those functions as their first parameter is an object that others get as well:
    /// in words, whose.
    pub hands: Option<String>,
    /// The result is an object that others get as well: in words, whose.
    pub shares: Option<String>,
    /// It blocks the thread or does heavy work.
    pub blocks: bool,
    /// What the thread waits for in it.
    pub waits: Option<Wait>,
    /// It is a future: what the task waits for that awaits it.
    pub pending: Option<Wait>,
    /// Its receiver is a test, which from there on runs beside others of its kind, when those who started
    /// them have returned (`testing.T.Parallel`).
    pub parallel: bool,
    /// It says whether a number is NaN (`math.IsNaN`).
    pub tests_nan: bool,
    /// It never returns (`os.Exit`, `log.Fatal`).
    pub diverges: bool,
    /// It ends the life of argument 0 (`drop`).
    pub drops: bool,
    /// It sets or clears a flag by which one at a time goes on: argument 0, or its receiver.
    pub flag: Option<FlagEffect>,
    /// The result's type by path, where it matters.
    pub result: Option<String>,
    /// The result's type as Go writes it, made of what `range` gives of argument 0: `key` and `item`
    /// stand for these (`iter.Seq2[key, item]`, `[]item`). The items are the argument's own.
    pub made_of: Option<String>,
    /// The result is an object of that type that nobody else has.
    pub fresh: bool,
    /// The results are the ends of one thing, of these types (`io.Pipe`): who closes the one tells who
    /// waits on the other.
    pub ends: Vec<String>,
}

/// What a thread or a task waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Wait {
    /// Other threads or tasks: a message, the end of a thread, a future that is run to its end.
    Threads,
    /// A pool of threads that does work meanwhile; its threads take other work while they wait.
    Pool,
    /// Some time to pass.
    Time,
    /// Files, processes, the network.
    Outside,
}

impl Wait {
    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            Wait::Threads => "threads",
            Wait::Pool => "pool",
            Wait::Time => "time",
            Wait::Outside => "outside",
        }
    }

    /// What who waits for it does, after the name of a call.
    pub const fn verb(self) -> &'static str {
        match self {
            Wait::Threads => "waits for other threads",
            Wait::Pool => "waits for a pool of threads",
            Wait::Time => "sleeps",
            Wait::Outside => "uses files, processes or the network",
        }
    }
}

/// What a function does to an atomic flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FlagEffect {
    /// Sets it if it is clear, by its last two arguments, and says so (`CompareAndSwap(false, true)`).
    Claim,
    /// Gives it the value of its last argument.
    Put,
}

/// An interface whose methods give many callers the same objects, told by the one that lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ListerModel {
    /// That method: it returns a list of pointers first.
    pub lists: String,
    /// The type of one of its parameters, by path.
    pub by: String,
    /// In words, whose the objects are.
    pub whose: String,
}

/// An interface whose implementations are called from many threads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EntryModel {
    /// The methods, `*` for all exported ones; empty: it is a function type, or told by `embeds` or
    /// `registers`.
    pub methods: Vec<String>,
    /// In words, for a message: "net/http calls handlers from one goroutine for each request".
    pub why: String,
    /// Signature by parameter type paths, where no declaration says that the interface is
    /// implemented (`ServeHTTP(http.ResponseWriter, *http.Request)`); `*` for any type.
    pub params: Vec<String>,
    /// The type has these methods too, which tells it from others with a method of that name.
    pub with: Vec<String>,
    /// Names and signature say too little (`Run()`): only what is seen to be handed to a function of
    /// the same package.
    pub registered: bool,
    /// Told by an embedded type of this name (`Unimplemented*Server`), as generated code has it: all
    /// exported methods whose first parameters are `params`.
    pub embeds: Option<String>,
    /// It is called from the thread that the program starts with; see [`Runs::Main`].
    pub main: bool,
    /// Told by where it is handed over: as its second argument to a function with a name of this form
    /// (`Register*Server`), as generated code has it, whose first is of the type that the key begins with.
    pub registers: Option<String>,
    /// It is called from one goroutine at a time, another than the one that set it up, and not beside
    /// other methods of its interface.
    pub serial: bool,
}
