//! The trustcoach program.

fn main() {}
