//! Each program in `examples/` whose name ends in `_hangs` blocks itself for ever on one thread
//! after it has printed `holding`; its twin `_ends` does the same work and comes to its end.
