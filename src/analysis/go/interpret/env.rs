//! The values of locals at one point, in chunks that states share until one of them changes a chunk.
//!
//! A branch copies a state, changes the values of few locals, and joins the rest with what they were: what is one chunk
//! in both needs no look.

use super::state::Value;
use crate::facts::LocalId;
use std::rc::Rc;
use std::sync::Arc;

/// How many locals one chunk has room for.
const CHUNK: usize = 8;

type Chunk = [Option<Arc<Value>>; CHUNK];

/// The values of locals, by [`LocalId`].
#[derive(Clone, Debug, Default)]
pub(super) struct Env(Vec<Rc<Chunk>>);

impl Env {
    /// The value of a local; `None` where it was given none.
    pub(super) fn get(&self, local: LocalId) -> Option<&Arc<Value>> {
        self.0.get(local.index() / CHUNK)?[local.index() % CHUNK].as_ref()
    }

    /// Gives a local another value.
    pub(super) fn insert(&mut self, local: LocalId, value: Arc<Value>) {
        let at = local.index() / CHUNK;
        if self.0.len() <= at {
            let nothing: Rc<Chunk> = Rc::default();
            self.0.resize(at + 1, nothing);
        }
        Rc::make_mut(&mut self.0[at])[local.index() % CHUNK] = Some(value);
    }

    /// Forgets the value of a local.
    pub(super) fn remove(&mut self, local: LocalId) {
        if self.get(local).is_some() {
            Rc::make_mut(&mut self.0[local.index() / CHUNK])[local.index() % CHUNK] = None;
        }
    }

    /// The locals that have values, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (LocalId, &Arc<Value>)> {
        let values = self.0.iter().flat_map(|chunk| chunk.iter()).enumerate();
        values.filter_map(|(index, value)| Some((LocalId::new(index), value.as_ref()?)))
    }

    /// Takes what the other has and this has not. Of two values of one local, this one's first, `both` says what
    /// becomes of them; `None`: the first stays.
    pub(super) fn join(&mut self, other: &Env, mut both: impl FnMut(LocalId, &Value, &Value) -> Option<Arc<Value>>) {
        if self.0.len() < other.0.len() {
            self.0.extend_from_slice(&other.0[self.0.len()..]);
        }
        for (at, (mine, theirs)) in self.0.iter_mut().zip(&other.0).enumerate() {
            if Rc::ptr_eq(mine, theirs) {
                continue;
            }
            for (index, theirs) in theirs.iter().enumerate() {
                let Some(theirs) = theirs else { continue };
                let joined = match &mine[index] {
                    Some(mine) if Arc::ptr_eq(mine, theirs) => None,
                    Some(mine) => both(LocalId::new(at * CHUNK + index), mine, theirs),
                    None => Some(theirs.clone()),
                };
                if joined.is_some() {
                    Rc::make_mut(mine)[index] = joined;
                }
            }
        }
    }
}
