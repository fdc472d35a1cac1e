//! The small shared grammars: number, money, date, symbol (số, ký hiệu), provision.

pub(crate) mod date;
pub(crate) mod money;
pub(crate) mod number;
pub(crate) mod period;
pub(crate) mod provision;
pub(crate) mod symbol;
