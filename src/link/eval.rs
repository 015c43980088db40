//! How good are the links, measured against known answers?
//!
//! The definitions are those of the field: a true pair that was never emitted counts as missed everywhere; ties in probability are one step.

use rustc_hash::FxHashMap;
use serde::Serialize;

/// Quality at one threshold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct At {
    /// Pairs with this probability or more are declared.
    pub threshold: f64,
    /// How many are.
    pub declared: usize,
    /// Share of them that is true; None: none is declared.
    pub precision: Option<f64>,
    /// Share of all true pairs that is declared.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// Recall of true pairs of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfKind {
    /// The kind, as the answers name it.
    pub kind: String,
    /// True pairs of the kind.
    pub pairs: usize,
    /// Share that was emitted at all.
    pub emitted: f64,
    /// Share at 0.5 or more.
    pub recall_05: f64,
    /// Share at the best threshold.
    pub recall_best: f64,
    /// Share at the threshold of recall at precision 0.99.
    pub recall_p99: f64,
}

/// One bin of the reliability picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Pairs in the bin.
    pub pairs: usize,
    /// Their mean probability.
    pub predicted: f64,
    /// The share of them that is true.
    pub observed: f64,
}

/// All measures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measures {
    /// True pairs in the answers.
    pub true_pairs: usize,
    /// Pairs emitted.
    pub emitted: usize,
    /// True pairs among them.
    pub emitted_true: usize,
    /// At 0.5, 0.9, 0.99.
    pub at: Vec<At>,
    /// At the threshold with the best F1.
    pub best: At,
    /// Area under precision over recall.
    pub average_precision: f64,
    /// The highest recall of a threshold whose precision is 0.99 or more.
    pub recall_at_p99: f64,
    /// Brier score of the emitted pairs.
    pub brier: f64,
    /// Expected calibration error of the emitted pairs: ten bins of equal size.
    pub calibration_error: f64,
    /// Brier score of the pairs at 0.01 or more.
    pub brier_from_001: f64,
    /// Expected calibration error of the pairs at 0.01 or more.
    pub calibration_error_from_001: f64,
    /// The bins of [`Self::calibration_error_from_001`].
    pub reliability: Vec<Bin>,
    /// By kind of pair, where the answers name kinds; the most frequent first.
    pub by_kind: Vec<OfKind>,
}

/// A pair as the answers have it: candidate, record, kinds separated by `|` (empty: none named).
pub type Answer = (String, String, String);

/// Measures `emitted` (candidate, record, probability) against the true pairs.
///
/// None: there are no true pairs, so nothing can be measured.
pub fn measure(emitted: &[(String, String, f64)], truth: &[Answer]) -> Option<Measures> {
    let mut probability: FxHashMap<(&str, &str), f64> = FxHashMap::default();
    for (candidate, record, p) in emitted {
        let entry = probability.entry((candidate, record)).or_insert(*p);
        *entry = entry.max(*p);
    }
    let mut truth: Vec<&Answer> = truth.iter().collect();
    truth.sort();
    truth.dedup_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1));
    let total = truth.len();
    if total == 0 {
        return None;
    }
    let is_true: rustc_hash::FxHashSet<(&str, &str)> = truth.iter().map(|pair| (pair.0.as_str(), pair.1.as_str())).collect();
    let mut scored: Vec<(f64, bool)> = probability.iter().map(|(pair, &p)| (p, is_true.contains(pair))).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    let at = |threshold: f64| at(&scored, total, threshold);
    // One step per distinct probability, from the highest down.
    let (mut hits, mut declared, mut before) = (0usize, 0usize, 0.0);
    let (mut average_precision, mut recall_at_p99, mut p99) = (0.0, 0.0, None);
    let (mut best_f1, mut best) = (-1.0, 1.0);
    for step in scored.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        hits += step.iter().filter(|pair| pair.1).count();
        declared += step.len();
        let (precision, recall) = (hits as f64 / declared as f64, hits as f64 / total as f64);
        average_precision += (recall - before) * precision;
        before = recall;
        if precision >= 0.99 && recall > recall_at_p99 {
            (recall_at_p99, p99) = (recall, Some(step[0].0));
        }
        let f1 = 2.0 * hits as f64 / (declared + total) as f64;
        if f1 > best_f1 {
            (best_f1, best) = (f1, step[0].0);
        }
    }
    let ascending: Vec<(f64, bool)> = scored.iter().rev().copied().collect();
    let from_001: Vec<(f64, bool)> = ascending.iter().copied().filter(|pair| pair.0 >= 0.01).collect();
    let (brier, calibration_error, _) = calibration(&ascending);
    let (brier_from_001, calibration_error_from_001, reliability) = calibration(&from_001);
    Some(Measures {
        true_pairs: total,
        emitted: scored.len(),
        emitted_true: scored.iter().filter(|pair| pair.1).count(),
        at: [0.5, 0.9, 0.99].map(at).to_vec(),
        best: at(best),
        average_precision,
        recall_at_p99,
        brier,
        calibration_error,
        brier_from_001,
        calibration_error_from_001,
        reliability,
        by_kind: by_kind(&truth, &probability, best, p99),
    })
}

fn at(scored: &[(f64, bool)], total: usize, threshold: f64) -> At {
    let declared = scored.iter().take_while(|pair| pair.0 >= threshold).count();
    let hits = scored[..declared].iter().filter(|pair| pair.1).count() as f64;
    At {
        threshold,
        declared,
        precision: (declared > 0).then(|| hits / declared as f64),
        recall: hits / total as f64,
        f1: 2.0 * hits / (declared + total) as f64,
    }
}

/// Brier score, expected calibration error, and the ten bins of equal size; equal probabilities share a bin.
fn calibration(ascending: &[(f64, bool)]) -> (f64, f64, Vec<Bin>) {
    let n = ascending.len();
    if n == 0 {
        return (0.0, 0.0, Vec::new());
    }
    let outcome = |is_true: bool| f64::from(u8::from(is_true));
    let brier = ascending.iter().map(|&(p, y)| (p - outcome(y)).powi(2)).sum::<f64>() / n as f64;
    let mut bins = [(0usize, 0.0, 0.0); 10];
    let mut first = 0;
    for ties in ascending.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let middle = first as f64 + (ties.len() - 1) as f64 / 2.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 9 by construction")]
        let bin = (((middle + 0.5) * 10.0 / n as f64) as usize).min(9);
        for &(p, y) in ties {
            bins[bin].0 += 1;
            bins[bin].1 += p;
            bins[bin].2 += outcome(y);
        }
        first += ties.len();
    }
    let bins: Vec<Bin> = bins
        .iter()
        .filter(|bin| bin.0 > 0)
        .map(|&(pairs, p, y)| Bin { pairs, predicted: p / pairs as f64, observed: y / pairs as f64 })
        .collect();
    let error = bins.iter().map(|bin| bin.pairs as f64 / n as f64 * (bin.predicted - bin.observed).abs()).sum();
    (brier, error, bins)
}

fn by_kind(truth: &[&Answer], probability: &FxHashMap<(&str, &str), f64>, best: f64, p99: Option<f64>) -> Vec<OfKind> {
    let mut kinds: std::collections::BTreeMap<&str, Vec<Option<f64>>> = std::collections::BTreeMap::new();
    for (candidate, record, names) in truth {
        let p = probability.get(&(candidate.as_str(), record.as_str())).copied();
        for kind in names.split('|').filter(|kind| !kind.is_empty()) {
            kinds.entry(kind).or_default().push(p);
        }
    }
    let mut out: Vec<OfKind> = kinds
        .into_iter()
        .map(|(kind, found)| {
            let pairs = found.len();
            let share = |least: f64| found.iter().flatten().filter(|&&p| p >= least).count() as f64 / pairs as f64;
            OfKind {
                kind: kind.to_owned(),
                pairs,
                emitted: found.iter().flatten().count() as f64 / pairs as f64,
                recall_05: share(0.5),
                recall_best: share(best),
                recall_p99: p99.map_or(0.0, share),
            }
        })
        .collect();
    out.sort_by(|a, b| b.pairs.cmp(&a.pairs).then_with(|| a.kind.cmp(&b.kind)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(candidate: &str, record: &str, p: f64) -> (String, String, f64) {
        (candidate.to_owned(), record.to_owned(), p)
    }

    #[test]
    fn measures_of_a_case_worked_by_hand() {
        let emitted = [pair("a", "1", 0.99), pair("b", "2", 0.8), pair("c", "9", 0.8), pair("d", "4", 0.2)];
        let truth = [("a", "1", "x"), ("b", "2", ""), ("d", "4", "x"), ("e", "5", "y")]
            .map(|(c, r, k)| (c.to_owned(), r.to_owned(), k.to_owned()));
        let found = measure(&emitted, &truth).expect("there are true pairs");
        assert_eq!((found.true_pairs, found.emitted, found.emitted_true), (4, 4, 3));
        // Steps: recall 1/4 at precision 1, to 2/4 at 2/3, to 3/4 at 3/4.
        assert!((found.average_precision - (0.25 + 0.25 * 2.0 / 3.0 + 0.25 * 0.75)).abs() < 1e-12);
        assert!((found.best.f1 - 0.75).abs() < 1e-12 && (found.recall_at_p99 - 0.25).abs() < 1e-12);
        assert_eq!(found.by_kind[0].kind, "x");
        assert!((found.by_kind[0].recall_05 - 0.5).abs() < 1e-12);
    }
}
