//! Which found mention is which annotated one.

/// Where something stands, in code points.
pub trait Stretch {
    fn start(&self) -> i64;
    fn end(&self) -> i64;
}

/// Share of the shorter span that both must cover.
const MIN_CLOSENESS: f64 = 0.7;
/// A found span longer than this, and than twice the annotated one, points at nothing.
const MAX_SPAN: i64 = 200;

/// One-to-one pairs (gold, found) of mentions that are the `same`: the closest
/// spans first, of equal ones the nearest starts, then the order of the text.
pub fn pair<T: Stretch>(golds: &[&T], found: &[&T], same: impl Fn(&T, &T) -> bool) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, gold) in golds.iter().enumerate() {
        for (j, one) in found.iter().enumerate() {
            let close = closeness(*gold, *one);
            if close >= MIN_CLOSENESS && same(gold, one) {
                candidates.push((close, (gold.start() - one.start()).abs(), i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
    let (mut is_gold_taken, mut is_found_taken) = (vec![false; golds.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, _, i, j) in candidates {
        if !is_gold_taken[i] && !is_found_taken[j] {
            (is_gold_taken[i], is_found_taken[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

fn closeness<T: Stretch>(gold: &T, found: &T) -> f64 {
    let (long_gold, long_found) = (gold.end() - gold.start(), found.end() - found.start());
    if long_gold <= 0 || long_found <= 0 || long_found > MAX_SPAN.max(2 * long_gold) {
        return 0.0;
    }
    let overlap = gold.end().min(found.end()) - gold.start().max(found.start());
    overlap.max(0) as f64 / long_gold.min(long_found) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Stretch for (i64, i64) {
        fn start(&self) -> i64 {
            self.0
        }
        fn end(&self) -> i64 {
            self.1
        }
    }

    fn pairs(golds: &[(i64, i64)], found: &[(i64, i64)]) -> Vec<(usize, usize)> {
        pair(&golds.iter().collect::<Vec<_>>(), &found.iter().collect::<Vec<_>>(), |_, _| true)
    }

    #[test]
    fn each_mention_is_taken_once_and_by_the_closest() {
        assert_eq!(pairs(&[(0, 10), (8, 20)], &[(9, 20), (0, 10)]), [(0, 1), (1, 0)]);
        assert_eq!(pairs(&[(0, 10)], &[(2, 8), (0, 10), (1, 9)]), [(0, 1)]);
    }

    #[test]
    fn a_span_that_shares_less_than_seven_tenths_is_another() {
        assert_eq!(pairs(&[(0, 10)], &[(3, 13)]), [(0, 0)]);
        assert_eq!(pairs(&[(0, 10)], &[(4, 14)]), []);
    }

    #[test]
    fn a_span_too_long_points_at_nothing() {
        assert_eq!(pairs(&[(0, 10)], &[(0, 200)]), [(0, 0)]);
        assert_eq!(pairs(&[(0, 10)], &[(0, 201)]), []);
        assert_eq!(pairs(&[(0, 150)], &[(0, 300)]), [(0, 0)]);
        assert_eq!(pairs(&[(0, 10)], &[(5, 5)]), []);
    }
}
