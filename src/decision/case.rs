//! One map, and what is seen of it: the answers to the table's questions, each with what it rests on.

use super::table::{Choice, Question};
use super::{Mark, Statement};
use crate::capacity::GO_SLOTS;
use crate::diagnostic::Confidence;
use crate::diagnostic::inventory::{Entry, Guard, Sharing, Use};
use crate::diagnostic::life::{KeyKind, Life, Trend, ValueKind};
use crate::diagnostic::op::Op;
use crate::source::Language;
use std::collections::BTreeMap;
use ustr::Ustr;

/// How many places or threads are named for an answer; the others are counted.
const MOST_NAMED: usize = 3;

/// A map that is decided about.
pub(super) struct Case<'a> {
    pub(super) entry: &'a Entry,
}

type Answer = (bool, Vec<Statement>);

impl Case<'_> {
    /// The answer to a question. What is not known is answered with no.
    pub(super) fn answer(&self, question: Question) -> Answer {
        match question {
            Question::LiteralKeys => self.literal_keys(),
            Question::DenseKeys => self.dense_keys(),
            Question::Shared => self.shared(),
            Question::LockStays => self.lock_stays(),
            Question::KnownCount => self.known_count(),
            Question::Changed => self.changed(),
            Question::OnlyReplaced => self.only_replaced(),
            Question::Concurrent => (self.is_concurrent(), vec![fact(format!("its type is `{}`", self.entry.map.ty))]),
            Question::BeyondItsCase => self.beyond_its_case(),
            Question::Guarded => self.guarded(),
            Question::Compound => self.compound(),
            Question::ConcurrentCase => self.concurrent_case(),
            Question::ReadWriteLock => self.read_write_lock(),
        }
    }

    /// What the map is kept in today; `None` where that is no choice of the table.
    pub(super) fn kept_as(&self) -> Option<Choice> {
        if self.is_concurrent() {
            return Some(Choice::ConcurrentMap);
        }
        match &self.entry.guard {
            Some(_) if self.lock().is_some() && self.read_write_lock().0 => Some(Choice::RwMutex),
            Some(_) if self.lock().is_some() || self.entry.contested => Some(Choice::Mutex),
            None if self.entry.contested => None,
            _ => Some(Choice::Plain),
        }
    }

    /// The lock that is meant for it; others may be held by chance.
    fn lock(&self) -> Option<&Guard> {
        self.entry.guard.as_ref().filter(|guard| guard.confidence >= Confidence::Likely)
    }

    fn life(&self) -> Option<&Life> {
        self.entry.life.as_ref()
    }

    fn literal_keys(&self) -> Answer {
        let Some(life) = self.life() else { return unknown("its keys") };
        let fixed = life.literal_keys && life.trend() == Trend::Fixed;
        let only_asked = self.entry.own_uses().all(|one| matches!(one.op, Op::Get | Op::Insert)) && life.ranges == 0 && life.lookups > 0;
        match (life.key_count, fixed && only_asked) {
            (Some(count), true) => (true, vec![fact(format!("it holds {count} literal keys, and is only asked for single ones"))]),
            _ if life.keys().is_empty() => (false, vec![fact("its keys are no literals, as far as is seen".to_owned())]),
            _ => (false, vec![fact(format!("its keys: {}; entries: {}", life.keys(), life.trend().name()))]),
        }
    }

    fn dense_keys(&self) -> Answer {
        let Some(life) = self.life() else { return unknown("its keys") };
        let is_table = life.all_writes_seen && !life.serialised;
        let few = match (life.key, life.key_count) {
            (KeyKind::Enum, Some(count @ 2..)) if life.value != ValueKind::Set => Some(format!("`{}` has {count} values", life.key_type)),
            _ => None,
        };
        match (life.dense.as_str(), few) {
            ("", Some(few)) if is_table => (true, vec![fact(few)]),
            (why, _) if !why.is_empty() && life.ranges == 0 && is_table => (true, vec![fact(why.to_owned())]),
            _ => (false, vec![fact("nothing says that they are".to_owned())]),
        }
    }

    fn shared(&self) -> Answer {
        let threads = || {
            let told = self.entry.threads.iter().take(MOST_NAMED).map(|thread| fact(format!("reached by {thread}")));
            told.chain(more(self.entry.threads.len(), "thread"))
        };
        let Entry { sharing, contested, .. } = self.entry;
        match (self.lock(), sharing) {
            (Some(guard), _) => (true, threads().chain([fact(format!("`{}` is there for that", guard.name))]).collect()),
            (None, _) if *contested => (true, threads().collect()),
            (None, Sharing::Shared) => (false, vec![fact("several threads come by, but each may have one of its own".to_owned())]),
            (None, Sharing::Open) => (false, vec![fact("whoever calls what is exported has it: on which threads is not seen".to_owned())]),
            (None, Sharing::Alone) => (false, vec![fact("one thread at a time has it, as far as is seen".to_owned())]),
        }
    }

    /// Of Rust the lock is around the map, and has nothing else.
    fn lock_stays(&self) -> Answer {
        let is_alone = self.entry.language == Language::Rust || self.life().is_some_and(|life| life.lock_alone);
        match self.lock() {
            None => (false, vec![fact("no lock is there for it".to_owned())]),
            Some(guard) if is_alone => (false, vec![fact(format!("`{}` is taken for the map alone", guard.name))]),
            Some(guard) => (true, vec![fact(format!("`{}` is not seen to be taken for the map alone", guard.name))]),
        }
    }

    /// A size does nothing for few entries in Go: those that fit into a map's first group are there from the start.
    fn known_count(&self) -> Answer {
        let fits = |count: &String| self.entry.language == Language::Go && count.parse().is_ok_and(|count: u64| count <= GO_SLOTS);
        match self.entry.unsized_fill.as_ref() {
            Some(count) if fits(count) => (false, vec![fact(format!("{count} entries need no size"))]),
            Some(count) => (true, vec![fact(format!("it is filled `{count}` times"))]),
            None => (false, vec![fact("how often it is filled is not known where it is made, or it is made with that size".to_owned())]),
        }
    }

    fn changed(&self) -> Answer {
        let writes: Vec<&Use> = self.entry.shared_uses().filter(|one| one.op.writes()).collect();
        match writes.is_empty() {
            false => (true, places(&writes)),
            true if self.entry.contested => (true, vec![fact("what it holds is changed".to_owned())]),
            true if self.entry.is_inner() => (true, vec![fact("what is done through the map that holds it is not all seen".to_owned())]),
            true => (false, vec![fact("it is changed only while it is made, as far as is seen".to_owned())]),
        }
    }

    fn only_replaced(&self) -> Answer {
        let (replaced, others): (Vec<&Use>, Vec<&Use>) =
            self.entry.shared_uses().filter(|one| one.op.writes()).partition(|one| one.op == Op::Replace);
        match others.is_empty() && !replaced.is_empty() {
            true => (true, places(&replaced)),
            false => (false, places(&others)),
        }
    }

    fn is_concurrent(&self) -> bool {
        self.life().is_some_and(|life| matches!(life.container, "concurrent" | "sharded"))
    }

    /// Rust's concurrent maps have an entry that is held; `sync.Map` has nothing that makes one step of two.
    fn beyond_its_case(&self) -> Answer {
        if self.entry.language == Language::Rust {
            return (false, vec![fact("an entry can be held while it is looked at and changed".to_owned())]);
        }
        let counted: Vec<&Use> = self.entry.shared_uses().filter(|one| matches!(one.op, Op::Len | Op::Clear)).collect();
        match self.life() {
            _ if !counted.is_empty() => (true, places(&counted)),
            Some(life) if !life.lock.is_empty() => (true, vec![fact(format!("a {} is held at each of its uses anyway", life.lock))]),
            _ => (false, vec![fact("each use is about one key, or walks over all".to_owned())]),
        }
    }

    fn guarded(&self) -> Answer {
        match &self.entry.guard {
            Some(guard) => {
                let held = fact(format!("`{}` is held at {} of {} uses", guard.name, guard.held, guard.uses));
                (guard.confidence >= Confidence::Likely, vec![held])
            }
            None => (false, vec![fact("no lock is held at its uses".to_owned())]),
        }
    }

    fn compound(&self) -> Answer {
        let whole: Vec<&Use> = self.entry.shared_uses().filter(|one| one.op.is_whole()).collect();
        let updates: Vec<&Use> =
            self.entry.shared_uses().filter(|one| self.entry.language == Language::Go && one.op == Op::Update).collect();
        match self.steps() {
            _ if !whole.is_empty() => (true, places(&whole)),
            _ if self.life().is_some_and(|life| life.single_calls) => (false, vec![fact("each critical section is one call".to_owned())]),
            _ if !updates.is_empty() => (true, places(&updates)),
            Some(steps) => (true, places(&steps)),
            None => (false, vec![fact("each use is about one key".to_owned())]),
        }
    }

    /// Uses of one function that belong together: one changes the map, and they are not just the lookup that finds
    /// nothing and the insert that follows.
    fn steps(&self) -> Option<Vec<&Use>> {
        let mut functions: BTreeMap<Ustr, Vec<&Use>> = BTreeMap::new();
        for one in self.entry.shared_uses() {
            functions.entry(one.function).or_default().push(one);
        }
        let is_cache = |uses: &[&Use]| {
            let count = |op: Op| uses.iter().filter(|one| one.op == op).count();
            count(Op::Insert) == 1 && count(Op::Get) == uses.len() - 1
        };
        let together = |uses: &Vec<&Use>| uses.len() > 1 && uses.iter().any(|one| one.op.writes()) && !is_cache(uses);
        functions.into_values().filter(together).min_by_key(|uses| uses[0].location)
    }

    fn concurrent_case(&self) -> Answer {
        let Some(life) = self.life() else { return unknown("how it grows") };
        let grows =
            life.grows.map(|at| Statement { at: Some(at), ..fact(format!("`{}` stands where a lookup found none", life.grows_text)) });
        match self.entry.language {
            _ if !life.all_seen => (false, vec![fact("some of what is done to it is out of sight".to_owned())]),
            Language::Go if self.entry.sharing != Sharing::Shared => (false, vec![fact("no two threads are seen that have it".to_owned())]),
            Language::Go if life.on_miss && life.inserts == 1 && life.trend() == Trend::Grows => (true, grows.into_iter().collect()),
            Language::Rust if life.single_calls && life.on_miss => (true, grows.into_iter().collect()),
            Language::Rust if life.single_calls && life.writers > 1 => (true, vec![fact(format!("{} functions change it", life.writers))]),
            _ => (false, vec![fact(format!("entries: {}", life.trend().name()))]),
        }
    }

    fn read_write_lock(&self) -> Answer {
        let shared: Vec<&Use> = self.entry.own_uses().filter(|one| one.locks.iter().any(|lock| lock.ends_with("(shared)"))).collect();
        match (shared.is_empty(), self.life().map_or("", |life| life.lock)) {
            (false, _) => (true, places(&shared)),
            (true, "rwlock" | "async-rwlock") => (true, vec![fact("it is a read-write lock".to_owned())]),
            (true, _) => (false, vec![fact("no use takes a side for readers".to_owned())]),
        }
    }
}

fn fact(text: String) -> Statement {
    Statement { mark: Mark::Fact, text, at: None }
}

fn unknown(what: &str) -> Answer {
    (false, vec![fact(format!("{what}: not known"))])
}

/// The first few uses, and how many more there are.
fn places(uses: &[&Use]) -> Vec<Statement> {
    let told = |one: &&Use| {
        let place = if one.function.is_empty() { "in a declaration".to_owned() } else { format!("in `{}`", one.function) };
        Statement { at: Some(one.location), ..fact(format!("{} {place}", one.op.participle())) }
    };
    uses.iter().take(MOST_NAMED).map(told).chain(more(uses.len(), "use")).collect()
}

fn more(count: usize, name: &str) -> Option<Statement> {
    match count.checked_sub(MOST_NAMED)? {
        0 => None,
        1 => Some(fact(format!("and 1 more {name}"))),
        rest => Some(fact(format!("and {rest} more {name}s"))),
    }
}
