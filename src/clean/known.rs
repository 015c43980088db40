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

impl<K: Hash + Eq, V: Copy> Known<K, V> {
    /// The value of `key`; `make` makes it where it is not known yet.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> V {
        // The map goes by the uppermost and the lowest bits of the same hash.
        let at = usize::try_from(FxBuildHasher.hash_one(&key) >> 24).unwrap_or(usize::MAX) % PARTS;
        let Some(part) = self.parts.get(at) else { return make() };
        if let Some(value) = lock(part).get(&key) {
            return *value;
        }
        // Without the lock: two threads may make the same value at once, and either will do.
        let value = make();
        *lock(part).entry(key).or_insert(value)
    }
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
        assert_eq!(known.parts.iter().map(|part| part.lock().unwrap().len()).sum::<usize>(), 1_000);
    }
}
