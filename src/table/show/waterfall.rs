//! How do weights add up? One bar a comparison, from running total to running total, on one scale.

/// The bounds of a waterfall, so that all its bars share one scale (log2).
#[derive(Clone, Copy)]
pub struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// A scale that holds 0 and every running total of `weights`.
    pub fn of(weights: &[f64]) -> Self {
        let (mut low, mut high, mut total) = (-1.0_f64, 1.0_f64, 0.0);
        for weight in weights {
            total += weight;
            low = low.min(total);
            high = high.max(total);
        }
        let margin = (high - low) * 0.02;
        Self { low: low - margin, high: high + margin }
    }

    /// The place of a running total, in per cent of the width.
    fn x(self, at: f64) -> f64 {
        (at - self.low) / (self.high - self.low) * 100.0
    }

    /// One bar, from a running total to the next. It fills its cell, so that the lines of all rows join: dotted where the odds are
    /// even, thin from bar to bar.
    pub fn bar(self, from: f64, to: f64, kind: Bar) -> String {
        let (left, right) = (self.x(from.min(to)), self.x(from.max(to)));
        let class = match kind {
            Bar::Total => "k0",
            _ if to >= from => "up",
            _ => "down",
        };
        let line = |class: &str, at: f64, y: [&str; 2]| {
            let x = self.x(at);
            format!(r#"<line class="{class}" x1="{x:.1}%" y1="{}" x2="{x:.1}%" y2="{}"/>"#, y[0], y[1])
        };
        let enter = if kind == Bar::Middle { line("step", from, ["0", "50%"]) } else { String::new() };
        let leave = if kind == Bar::Total { String::new() } else { line("step", to, ["50%", "100%"]) };
        format!(
            r#"<svg class="fall" aria-hidden="true">{}{enter}{leave}<rect class="{class}" x="{left:.1}%" y="50%" width="{:.1}%" height="14" transform="translate(0 -7)"/></svg>"#,
            line("zero", 0.0, ["0", "100%"]),
            (right - left).max(0.3),
        )
    }
}

/// Where a bar of a waterfall stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// The prior, with which it begins.
    First,
    /// A comparison.
    Middle,
    /// The sum, from 0.
    Total,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waterfall_scale_holds_every_running_total() {
        let scale = Scale::of(&[-14.0, 9.0, 12.0, -3.0]);
        for at in [-14.0, -5.0, 7.0, 4.0, 0.0] {
            assert!((0.0..=100.0).contains(&scale.x(at)), "{at}");
        }
    }
}
