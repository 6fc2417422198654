//! A small seeded random generator, so that a case can be had again from its seed on any system.

/// SplitMix64: every seed, also 0 and neighbouring ones, gives an unrelated stream.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// The stream of case `index` of a run with `seed`.
    pub fn of_case(seed: u64, index: u64) -> Rng {
        let mut outer = Rng(seed);
        let start = outer.draw() ^ index.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        Rng(start)
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`, which must not be 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.draw() % n as u64) as usize
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// An index, drawn in proportion to its weight.
    pub fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        unreachable!("the weights add up to more than what was drawn")
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_case_has_the_same_stream_and_its_neighbour_another() {
        let stream = |seed, index| (0..8).map(|_| Rng::of_case(seed, index).draw()).collect::<Vec<_>>();
        assert_eq!(stream(1, 7), stream(1, 7));
        assert_ne!(stream(1, 7), stream(1, 8));
        assert_ne!(stream(1, 7), stream(2, 7));
    }

    #[test]
    fn weights_of_zero_are_never_drawn() {
        let mut rng = Rng::of_case(3, 3);
        assert!((0..200).all(|_| rng.weighted(&[0, 5, 0, 1]) % 2 == 1));
    }
}
