//! Which of many values are the same?
//!
//! Each distinct value gets a small number, on all cores: values are dealt out by their hash, and each share of them is numbered by one
//! thread in the order of the rows. The numbers are the same with any number of threads.

use std::hash::{BuildHasher, Hash};

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

const SHARES: usize = 64;
/// Rows that one thread deals out at a time.
pub const CHUNK: usize = 1 << 15;

/// Numbers in the place of values.
#[derive(Debug, Default)]
pub struct Interned {
    /// The number of each row's value.
    pub ids: Vec<u32>,
    /// For each number the first row that has its value.
    pub firsts: Vec<u32>,
}

/// Numbers for the values in `keys`.
pub fn intern<K: Hash + Eq + Sync>(keys: &[K]) -> Interned {
    let dealt: Vec<Vec<Vec<u32>>> = keys
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, part)| {
            let mut shares: Vec<Vec<u32>> = (0..SHARES).map(|_| Vec::with_capacity(part.len() / SHARES + 8)).collect();
            for (i, key) in part.iter().enumerate() {
                shares[share(key)].push(super::row(chunk * CHUNK + i));
            }
            shares
        })
        .collect();
    let numbered: Vec<(Vec<u32>, Vec<u32>)> = (0..SHARES)
        .into_par_iter()
        .map(|share| {
            let mut known: FxHashMap<&K, u32> = FxHashMap::default();
            let (mut ids, mut firsts) = (Vec::new(), Vec::new());
            for &row in dealt.iter().flat_map(|chunk| &chunk[share]) {
                ids.push(*known.entry(&keys[row as usize]).or_insert_with(|| {
                    firsts.push(row);
                    super::row(firsts.len() - 1)
                }));
            }
            (ids, firsts)
        })
        .collect();
    let mut out = Interned { ids: vec![0; keys.len()], firsts: Vec::with_capacity(numbered.iter().map(|n| n.1.len()).sum()) };
    for (share, (ids, firsts)) in numbered.iter().enumerate() {
        let offset = super::row(out.firsts.len());
        for (&row, id) in dealt.iter().flat_map(|chunk| &chunk[share]).zip(ids) {
            out.ids[row as usize] = offset + id;
        }
        out.firsts.extend(firsts);
    }
    out
}

fn share<K: Hash>(key: &K) -> usize {
    (FxBuildHasher.hash_one(key).wrapping_mul(0xa24b_aed4_963e_e407) >> 58) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_and_no_others_have_one_number() {
        let values: Vec<String> = (0..100_000_u64).map(|n| (n * n % 7_919).to_string()).collect();
        let interned = intern(&values);
        for (row, &id) in interned.ids.iter().enumerate() {
            assert_eq!(values[row], values[interned.firsts[id as usize] as usize]);
        }
        let distinct: std::collections::BTreeSet<_> = values.iter().collect();
        assert_eq!(interned.firsts.len(), distinct.len());
        assert!(interned.firsts.iter().enumerate().all(|(id, &row)| interned.ids[row as usize] as usize == id));
        assert!(intern::<&str>(&[]).ids.is_empty());
    }
}
