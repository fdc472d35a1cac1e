//! The nightly run: incremental, atomic, unbreakable.
#![allow(missing_docs, reason = "tests")]

#[cfg(unix)]
mod faults;
mod incremental;
mod night;
#[cfg(unix)]
mod oddities;
mod watch;
