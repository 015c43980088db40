//! Charts as SVG: no script, no colour needed to read them, and words for those who cannot see them.
//!
//! Series are told apart by pattern as well as by colour (`k0` solid, `k1` hatched, `k2` dotted, `k3` lined, `k4` empty); the patterns
//! are defined once in the page, the colours in its style sheet.

use std::fmt::Write as _;

use super::show::escape;

/// A labelled number in a chart.
pub(super) struct Slice {
    /// What it counts.
    pub(super) label: String,
    /// How many, for the length.
    pub(super) value: f64,
    /// How many, in words.
    pub(super) shown: String,
}

/// Width of an average character relative to the type size, to keep labels inside.
const CHARACTER: f64 = 0.56;

fn open(width: f64, height: f64, title: &str, class: &str) -> String {
    let title = escape(title);
    format!(r#"<svg class="{class}" viewBox="0 0 {width:.0} {height:.0}" role="img" aria-label="{title}"><title>{title}</title>"#)
}

/// Horizontal bars, one a row, the number behind each. `title` also says what the reader should see.
pub(super) fn bars(title: &str, rows: &[Slice], series: usize) -> String {
    let (row_height, label_width, width) = (26.0, 170.0, 520.0);
    let most = rows.iter().map(|row| row.value).fold(f64::MIN_POSITIVE, f64::max);
    let mut out = open(width, row_height * rows.len() as f64 + 4.0, title, "chart");
    for (i, row) in rows.iter().enumerate() {
        let y = row_height * i as f64 + 2.0;
        let length = (row.value / most * (width - label_width - 90.0)).max(if row.value > 0.0 { 1.0 } else { 0.0 });
        let _ = write!(
            out,
            r#"<text class="end" x="{:.0}" y="{:.1}">{}</text><rect class="k{series}" x="{label_width:.0}" y="{:.1}" width="{length:.1}" height="{:.1}"/><text class="strong" x="{:.1}" y="{:.1}">{}</text>"#,
            label_width - 8.0,
            y + 16.5,
            escape(&fit(&row.label, label_width - 10.0, 13.0)),
            y + 3.0,
            row_height - 8.0,
            label_width + length + 6.0,
            y + 16.5,
            escape(&row.shown),
        );
    }
    out.push_str("</svg>");
    out
}

/// Two bars a row, `names` in the key above.
pub(super) fn paired(title: &str, names: [&str; 2], rows: &[(String, [Slice; 2])]) -> String {
    let (row_height, label_width, width, top) = (42.0, 90.0, 520.0, 26.0);
    let most = rows.iter().flat_map(|(_, pair)| pair.iter().map(|slice| slice.value)).fold(f64::MIN_POSITIVE, f64::max);
    let mut out = open(width, row_height * rows.len() as f64 + top + 4.0, title, "chart");
    for (i, name) in names.iter().enumerate() {
        let x = label_width + 200.0 * i as f64;
        let _ = write!(
            out,
            r#"<rect class="k{}" x="{x:.0}" y="4" width="14" height="12"/><text x="{:.0}" y="15">{}</text>"#,
            1 - i,
            x + 20.0,
            escape(&fit(name, 175.0, 13.0)),
        );
    }
    for (i, (label, pair)) in rows.iter().enumerate() {
        let y = top + row_height * i as f64;
        let _ = write!(out, r#"<text class="end" x="{:.0}" y="{:.1}">{}</text>"#, label_width - 8.0, y + 24.0, escape(label));
        for (j, slice) in pair.iter().enumerate() {
            let y = y + 3.0 + 17.0 * j as f64;
            let length = (slice.value / most * (width - label_width - 80.0)).max(if slice.value > 0.0 { 1.0 } else { 0.0 });
            let _ = write!(
                out,
                r#"<rect class="k{}" x="{label_width:.0}" y="{y:.1}" width="{length:.1}" height="15"/><text class="strong" x="{:.1}" y="{:.1}">{}</text>"#,
                1 - j,
                label_width + length + 6.0,
                y + 12.5,
                escape(&slice.shown),
            );
        }
    }
    out.push_str("</svg>");
    out
}

/// A share expected and the share found, with its interval; all 0..=1.
pub(super) struct Point {
    /// Expected.
    pub(super) x: f64,
    /// Found.
    pub(super) y: f64,
    /// Lower bound of what was found.
    pub(super) low: f64,
    /// Upper bound.
    pub(super) high: f64,
}

/// Shares found against shares expected: on the dotted line both are equal. `names` are the axes', `tick` writes a number on them.
pub(super) fn against(title: &str, names: [&str; 2], points: &[Point], tick: &dyn Fn(f64) -> String) -> String {
    let (width, height, left, top, side) = (420.0, 330.0, 56.0, 26.0, 250.0);
    let (x, y) = (|at: f64| left + at * side, |at: f64| top + (1.0 - at) * side);
    let mut out = open(width, height, title, "chart against");
    for i in 0..=4 {
        let at = f64::from(i) / 4.0;
        let _ = write!(
            out,
            r#"<line class="grid" x1="{0:.1}" y1="{1:.1}" x2="{2:.1}" y2="{1:.1}"/><line class="grid" x1="{3:.1}" y1="{4:.1}" x2="{3:.1}" y2="{5:.1}"/><text class="end" x="{6:.1}" y="{7:.1}">{8}</text><text class="middle" x="{3:.1}" y="{9:.1}">{8}</text>"#,
            x(0.0),
            y(at),
            x(1.0),
            x(at),
            y(0.0),
            y(1.0),
            left - 8.0,
            y(at) + 4.5,
            escape(&tick(at)),
            y(0.0) + 18.0,
        );
    }
    let _ = write!(
        out,
        r#"<line class="even" x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}"/><text class="strong" x="{:.1}" y="15">{}</text><text class="strong middle" x="{:.1}" y="{:.1}">{}</text>"#,
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0),
        left - 40.0,
        escape(names[1]),
        x(0.5),
        y(0.0) + 40.0,
        escape(names[0]),
    );
    for point in points {
        let _ = write!(
            out,
            r#"<line class="whisker" x1="{0:.1}" y1="{1:.1}" x2="{0:.1}" y2="{2:.1}"/><circle class="dot" cx="{0:.1}" cy="{3:.1}" r="5"/>"#,
            x(point.x),
            y(point.low),
            y(point.high),
            y(point.y),
        );
    }
    out.push_str("</svg>");
    out
}

/// A box of a flow, `column` from the left.
pub(super) struct Node {
    /// Its place from the left, from 0.
    pub(super) column: usize,
    /// Words and number.
    pub(super) slice: Slice,
    /// Its series.
    pub(super) series: usize,
}

/// Rows going from one box to another.
pub(super) struct Ribbon {
    /// Index of the box it leaves.
    pub(super) from: usize,
    /// Index of the box it enters.
    pub(super) to: usize,
    /// How many.
    pub(super) value: f64,
}

/// Where rows went: boxes in columns, joined by ribbons as wide as the number of rows.
///
/// A box with any row at all is at least 3 units high, so that a single rejected row among a million is seen.
pub(super) fn flow(title: &str, nodes: &[Node], ribbons: &[Ribbon]) -> String {
    let (width, height, gap, thick, label) = (760.0_f64, 270.0, 30.0, 14.0, 160.0);
    let columns = nodes.iter().map(|node| node.column).max().unwrap_or(0) + 1;
    let step = (width - label - thick) / (columns.max(2) - 1) as f64;
    let in_column = |column| nodes.iter().filter(move |node| node.column == column);
    let most = (0..columns).map(|column| in_column(column).map(|node| node.slice.value).sum::<f64>()).fold(1.0, f64::max);
    let fullest = (0..columns).map(|column| in_column(column).count()).max().unwrap_or(1);
    let unit = (height - gap * (fullest + 1) as f64) / most;
    let tall = |value: f64| if value > 0.0 { (value * unit).max(3.0) } else { 0.0 };

    let mut places = Vec::with_capacity(nodes.len());
    let mut y = vec![20.0; columns];
    for node in nodes {
        let top = y[node.column];
        y[node.column] += tall(node.slice.value) + gap;
        places.push((step * node.column as f64, top));
    }
    let lowest = y.iter().copied().fold(0.0, f64::max) - gap + 8.0;
    let mut out = open(width, lowest.max(80.0), title, "chart flow");

    let (mut leaving, mut entering) = (vec![0.0; nodes.len()], vec![0.0; nodes.len()]);
    for ribbon in ribbons.iter().filter(|ribbon| ribbon.value > 0.0) {
        let wide = (ribbon.value * unit).max(1.0);
        let (x0, y0) = (places[ribbon.from].0 + thick, places[ribbon.from].1 + leaving[ribbon.from]);
        let (x1, y1) = (places[ribbon.to].0, places[ribbon.to].1 + entering[ribbon.to]);
        leaving[ribbon.from] += wide;
        entering[ribbon.to] += wide;
        let middle = f64::midpoint(x0, x1);
        let _ = write!(
            out,
            r#"<path class="ribbon r{}" d="M{x0:.1},{y0:.1}C{middle:.1},{y0:.1} {middle:.1},{y1:.1} {x1:.1},{y1:.1}L{x1:.1},{:.1}C{middle:.1},{:.1} {middle:.1},{:.1} {x0:.1},{:.1}Z"/>"#,
            nodes[ribbon.to].series,
            y1 + wide,
            y1 + wide,
            y0 + wide,
            y0 + wide,
        );
    }
    for (node, (x, y)) in nodes.iter().zip(&places) {
        let high = tall(node.slice.value);
        let _ = write!(
            out,
            r#"<rect class="k{}" x="{x:.1}" y="{y:.1}" width="{thick}" height="{high:.1}"/><text x="{:.1}" y="{:.1}"><tspan class="strong">{}</tspan> {}</text>"#,
            node.series,
            x + if node.column == 0 { 0.0 } else { thick + 5.0 },
            if node.column == 0 { y - 6.0 } else { y + (high / 2.0).max(2.0) + 4.5 },
            escape(&node.slice.shown),
            escape(&fit(&node.slice.label, label - 20.0, 13.0)),
        );
    }
    out.push_str("</svg>");
    out
}

/// The label cut to about `width` at a type size, with an ellipsis.
fn fit(label: &str, width: f64, size: f64) -> String {
    let room = (width / (size * CHARACTER)).floor().max(1.0);
    if (label.chars().count() as f64) <= room {
        return label.to_owned();
    }
    // Floats only because widths are: a label has tens of characters.
    let mut n = 0.0;
    let fits = |_: &char| {
        n += 1.0;
        n < room
    };
    let mut kept: String = label.chars().take_while(fits).collect();
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(label: &str, value: f64) -> Slice {
        Slice { label: label.to_owned(), value, shown: value.to_string() }
    }

    #[test]
    fn a_single_row_among_many_is_still_seen() {
        let nodes = [
            Node { column: 0, slice: slice("đọc", 1_000_000.0), series: 0 },
            Node { column: 1, slice: slice("dùng", 999_999.0), series: 0 },
            Node { column: 1, slice: slice("loại", 1.0), series: 3 },
        ];
        let ribbons = [Ribbon { from: 0, to: 1, value: 999_999.0 }, Ribbon { from: 0, to: 2, value: 1.0 }];
        let chart = flow("dòng", &nodes, &ribbons);
        assert!(chart.contains(r#"height="3.0""#), "{chart}");
    }

    #[test]
    fn labels_cannot_break_out_of_a_chart() {
        let chart = bars("<x>", &[slice("</text><script>", 1.0)], 0);
        assert!(!chart.contains("<script>") && chart.contains("&lt;x&gt;"), "{chart}");
    }

    #[test]
    fn long_labels_are_cut_with_an_ellipsis() {
        assert_eq!(fit("Đảng bộ", 100.0, 13.0), "Đảng bộ");
        assert_eq!(fit("Đảng bộ tỉnh Hà Giang", 73.0, 13.0), "Đảng bộ t…");
    }
}
