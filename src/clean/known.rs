//! What has this text been read as before? One answer for all threads: a place that thousands of rows have is read once.

use std::hash::{BuildHasher, Hash};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashMap};

/// Parts of a list, each with its own lock: so many that two threads seldom want the same one.
const PARTS: usize = 256;

/// Values by what they were made of; the same key always gives an equal value.
pub(super) struct Known<K, V> {
    parts: Vec<Mutex<FxHashMap<K, V>>>,
}

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self { parts: (0..PARTS).map(|_| Mutex::default()).collect() }
    }
}

impl<K: Hash + Eq + Copy, V: Copy> Known<K, V> {
    /// The value of `key`; `make` makes it where it is not known yet.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> V {
        let Some(part) = self.parts.get(part_of(&key)) else { return make() };
        if let Some(value) = lock(part).get(&key) {
            return *value;
        }
        // Without the lock: two threads may make the same value at once, and either will do.
        let value = make();
        *lock(part).entry(key).or_insert(value)
    }

    /// The values of many keys, in their order. One part of the list after the other, for a part fits into the nearest cache, and
    /// the whole does not: several times faster than as many calls of [`Self::get`].
    pub fn get_all(&self, keys: impl Iterator<Item = Option<K>>, make: impl Fn(K) -> V) -> Vec<Option<V>> {
        let mut found: Vec<Option<V>> = Vec::with_capacity(keys.size_hint().0);
        let mut wanted: Vec<Vec<(usize, K)>> = (0..PARTS).map(|_| Vec::new()).collect();
        for (at, key) in keys.enumerate() {
            found.push(None);
            if let Some(key) = key
                && let Some(wanted) = wanted.get_mut(part_of(&key))
            {
                wanted.push((at, key));
            }
        }
        for (part, mut wanted) in self.parts.iter().zip(wanted) {
            let known = lock(part);
            wanted.retain(|(at, key)| {
                let value = known.get(key);
                if let (Some(value), Some(slot)) = (value, found.get_mut(*at)) {
                    *slot = Some(*value);
                }
                value.is_none()
            });
            drop(known);
            for (at, key) in wanted {
                if let Some(slot) = found.get_mut(at) {
                    *slot = Some(self.get(key, || make(key)));
                }
            }
        }
        found
    }
}

/// In which part a key is. The map inside goes by the uppermost and the lowest bits of the same hash.
fn part_of(key: &impl Hash) -> usize {
    usize::try_from(FxBuildHasher.hash_one(key) >> 24).unwrap_or(usize::MAX) % PARTS
}

/// What is behind `mutex`.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // It is whole after every step, so a thread that panicked elsewhere spoils nothing.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;

    #[test]
    fn every_thread_gets_the_value_of_its_key() {
        let known: Known<usize, usize> = Known::default();
        let wrong = (0..100_000_usize).into_par_iter().filter(|i| known.get(i % 1_000, || i % 1_000 * 2) != i % 1_000 * 2);
        assert_eq!(wrong.count(), 0);
        let keys = || (0..3_000).map(|i| (i % 3 > 0).then_some(i % 2_000));
        assert!(known.get_all(keys(), |key| key * 2).into_iter().eq(keys().map(|key| key.map(|key| key * 2))));
        assert_eq!(known.parts.iter().map(|part| part.lock().unwrap().len()).sum::<usize>(), 1_667);
    }
}
