//! ISO days in four bytes, to compare and to keep by the thousand.

/// A day, a month or a year: `2023-03-14`, `2023-03`, `2023`. Nothing at all sorts before any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(u32);

impl Day {
    /// What a record's `date_partial` or `date` says; what is no such date says nothing.
    pub fn parse(iso: Option<&str>) -> Self {
        let mut parts = iso.unwrap_or_default().split('-').map(number);
        let (year, month, day) = (parts.next().flatten(), parts.next(), parts.next());
        match (year, month, day) {
            (Some(y), None, None) => Day(y * 10_000),
            (Some(y), Some(Some(m)), None) => Day(y * 10_000 + m * 100),
            (Some(y), Some(Some(m)), Some(Some(d))) => Day(y * 10_000 + m * 100 + d),
            _ => Day::default(),
        }
    }

    /// To keep it in a file.
    pub fn to_bytes(self) -> [u8; 4] {
        self.0.to_le_bytes()
    }

    pub fn from_bytes(bytes: [u8; 4]) -> Self {
        Day(u32::from_le_bytes(bytes))
    }

    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    pub fn is_full(self) -> bool {
        !self.0.is_multiple_of(100)
    }

    /// Neither contradicts the other: `2023-03` and `2023-03-14` do not, nor does nothing.
    pub fn agrees(self, other: Self) -> bool {
        let unit = |d: Self| {
            if d.is_none() {
                u32::MAX
            } else if d.is_full() {
                1
            } else if d.0.is_multiple_of(10_000) {
                10_000
            } else {
                100
            }
        };
        let coarser = unit(self).max(unit(other));
        self.0 / coarser == other.0 / coarser
    }

    /// ISO, null for nothing.
    pub fn iso(self) -> Option<String> {
        let (mut text, mut digits) = (*b"0000-00-00", self.0);
        for place in text.iter_mut().rev().filter(|place| **place != b'-') {
            *place += (digits % 10) as u8;
            digits /= 10;
        }
        let length = match self {
            _ if self.is_none() => return None,
            _ if self.is_full() => text.len(),
            _ if self.0.is_multiple_of(10_000) => "0000".len(),
            _ => "0000-00".len(),
        };
        String::from_utf8(text[..length].to_vec()).ok()
    }
}

fn number(digits: &str) -> Option<u32> {
    (matches!(digits.len(), 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(iso: &str) -> Day {
        Day::parse(Some(iso))
    }

    #[test]
    fn a_day_is_read_and_written_the_same() {
        for iso in ["2023", "2023-03", "2023-03-14"] {
            assert_eq!(day(iso).iso().as_deref(), Some(iso));
        }
        assert_eq!((day("14/03/2023").iso(), Day::parse(None).iso()), (None, None));
    }

    #[test]
    fn a_month_agrees_with_its_days_only() {
        assert!(day("2023-03").agrees(day("2023-03-14")) && day("2023-03-14").agrees(day("2023")));
        assert!(!day("2023-03").agrees(day("2023-04-14")) && !day("2023-03-14").agrees(day("2023-03-15")));
        assert!(Day::default().agrees(day("2023-03-14")));
    }
}
