//! Where do chance and its repeatability come from?
//!
//! Every person, row and file draws from a stream of its own, named by seed, purpose and number, so that what comes out does not
//! depend on the order in which threads get to it. The generator is SplitMix64 (Steele, Lea and Flood 2014): small, equidistributed
//! over 64 bits, and nothing here needs more.

/// A repeatable source of chance.
#[derive(Debug, Clone)]
pub struct Rng(u64);

/// What a stream of chance is for: two streams of one seed never meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stream {
    /// How many records each candidate has, and in which order records stand.
    Plan,
    /// Who a candidate is.
    Candidate,
    /// Who a stranger in the register is.
    Stranger,
    /// What the roster says of a candidate.
    RosterRow,
    /// What the register says in one record.
    Record,
    /// One complaint.
    Complaint,
    /// One inspection.
    Inspection,
    /// One decision on an organisation.
    Organisation,
    /// The office files of a made-up province.
    Office,
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Rng {
    /// The stream number `index` of `stream` under `seed`.
    pub fn new(seed: u64, stream: Stream, index: usize) -> Self {
        let purpose = mix(seed ^ mix((stream as u64 + 1).wrapping_mul(GOLDEN)));
        Self(mix(purpose ^ (index as u64).wrapping_mul(GOLDEN)))
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        // The product's upper half: a bias below 2^-40 for any n here.
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = high.abs_diff(low) as usize + 1;
        low.saturating_add(i32::try_from(self.below(span)).unwrap_or(0))
    }

    /// A real number, 0..1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something of chance `p` (0..=1) happens.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// One of `items`, all alike. `items` is never empty here: the lists are written in this program.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// A whole number of a triangle over `low..=high` whose tip is at `most`.
    pub fn triangle(&mut self, low: i32, most: i32, high: i32) -> i32 {
        let (low_f, most_f, high_f) = (f64::from(low), f64::from(most), f64::from(high) + 1.0);
        let split = (most_f - low_f) / (high_f - low_f);
        let u = self.unit();
        let x = if u < split {
            low_f + (u * (high_f - low_f) * (most_f - low_f)).sqrt()
        } else {
            high_f - ((1.0 - u) * (high_f - low_f) * (high_f - most_f)).sqrt()
        };
        (x.floor() as i32).clamp(low, high)
    }
}

/// Items drawn by weight in constant time (Walker's alias method, as set up by Vose).
#[derive(Debug, Clone)]
pub struct Weighted<T> {
    items: Vec<T>,
    /// The chance to keep the column that was hit, and where to go otherwise.
    columns: Vec<(f64, u32)>,
}

impl<T> Weighted<T> {
    /// A drawing over `items` with weights ≥ 0. None: no item, or no weight above 0.
    pub fn new(items: impl IntoIterator<Item = (T, f64)>) -> Option<Self> {
        let (items, weights): (Vec<T>, Vec<f64>) = items.into_iter().unzip();
        let total: f64 = weights.iter().sum();
        if items.is_empty() || total <= 0.0 {
            return None;
        }
        let mut scaled: Vec<f64> = weights.iter().map(|w| w * items.len() as f64 / total).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..items.len()).partition(|&i| scaled[i] < 1.0);
        let mut columns: Vec<(f64, u32)> = (0..items.len()).map(|i| (1.0, i as u32)).collect();
        while let (Some(&s), Some(&l)) = (small.last(), large.last()) {
            small.pop();
            columns[s] = (scaled[s], l as u32);
            scaled[l] -= 1.0 - scaled[s];
            if scaled[l] < 1.0 {
                large.pop();
                small.push(l);
            }
        }
        Some(Self { items, columns })
    }

    /// One item, by weight.
    pub fn draw(&self, rng: &mut Rng) -> &T {
        let column = rng.below(self.items.len());
        let (keep, other) = self.columns[column];
        &self.items[if rng.chance(keep) { column } else { other as usize }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_follow_the_weights() {
        let weighted = Weighted::new([("a", 1.0), ("b", 3.0), ("c", 0.0), ("d", 6.0)]).expect("weights");
        let mut rng = Rng::new(1, Stream::Plan, 0);
        let mut counts = [0_u32; 4];
        for _ in 0..100_000 {
            counts[match *weighted.draw(&mut rng) {
                "a" => 0,
                "b" => 1,
                "c" => 2,
                _ => 3,
            }] += 1;
        }
        assert!(counts[2] == 0 && counts[0].abs_diff(10_000) < 500 && counts[3].abs_diff(60_000) < 800, "{counts:?}");
        assert!(Weighted::<u8>::new([]).is_none());
    }

    #[test]
    fn streams_do_not_meet() {
        let first = |stream, index| Rng::new(7, stream, index).bits();
        assert_ne!(first(Stream::Candidate, 0), first(Stream::Stranger, 0));
        assert_ne!(first(Stream::Candidate, 0), first(Stream::Candidate, 1));
        assert_eq!(first(Stream::Record, 5), first(Stream::Record, 5));
    }

    #[test]
    fn a_triangle_stays_inside_and_peaks_where_told() {
        let mut rng = Rng::new(1, Stream::Plan, 0);
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..20_000 {
            *counts.entry(rng.triangle(1955, 1975, 1990)).or_insert(0) += 1;
        }
        assert!(*counts.keys().next().expect("one") >= 1955 && *counts.keys().last().expect("one") <= 1990);
        let most = counts.iter().max_by_key(|entry| entry.1).expect("one").0;
        assert!((1972..=1978).contains(most), "{most}");
    }
}
