//! A small program made by hand, for tests.
