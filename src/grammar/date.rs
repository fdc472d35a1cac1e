//! Dates as they are written.
