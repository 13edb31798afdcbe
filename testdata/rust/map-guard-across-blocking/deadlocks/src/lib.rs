//! Each program in `examples/` whose name ends in `_hangs` waits for ever, after it has printed `holding`,
//! for one that waits for it; its twin `_ends` does the same work and comes to its end.
