//! Bodies that are too large to be followed: nobody has written them by hand, and what is known of each moment in them
//! grows with what came before.

use super::{Body, Node};

/// More nodes than this are some 80,000 lines in one function.
const MAX_NODES: usize = 1 << 19;
/// So many closures and goroutines one function may have: each moment tells of all that may be running.
const MAX_STARTED: usize = 2048;

/// What is told of a function that is too large.
pub const TOO_LARGE: &str = "this function is too large to be analysed";

impl Body {
    /// Whether it is more than the analysis follows.
    pub fn is_too_large(&self) -> bool {
        let starts = || self.nodes.iter().filter(|node| matches!(node, Node::Go(_))).count();
        self.nodes.len() > MAX_NODES || self.nodes.len() > MAX_STARTED && (self.closures.len() > MAX_STARTED || starts() > MAX_STARTED)
    }

    /// The first `count` locals, which are those of the signature, and no code.
    pub fn signature_alone(mut self, count: usize) -> Body {
        self.locals.truncate(count);
        Body { locals: self.locals, ..Body::default() }
    }
}
