//! Complaints and inspections that are not closed, and the days left to close them.

use crate::lang::Text;
use crate::report::desk::Desk;
use crate::report::show;
use crate::report::statistics::OpenMatter;
use crate::vn::calendar::WorkingDays;

/// One of them.
pub(in crate::report) struct OpenRow {
    pub(in crate::report) anchor: usize,
    pub(in crate::report) name: String,
    pub(in crate::report) matter: String,
    pub(in crate::report) since: String,
    pub(in crate::report) days_open: String,
    /// Working days from receipt to the opening: what the time limit for handling it is counted in.
    pub(in crate::report) working_days: String,
    pub(in crate::report) days_left: String,
    pub(in crate::report) state: String,
}

pub(super) fn open_sentence(desk: &Desk<'_>) -> String {
    let options = &desk.joined.input.manifest.options;
    let open = desk.statistics.open.len();
    let Some(opens) = options.opens_on else { return desk.say(&Text::new("report-open-sentence-no-day").count("open", open)) };
    let days = (opens - options.as_of).num_days();
    if days < 0 {
        return desk.say(&Text::new("report-open-sentence-opened").count("open", open).with("opens", opens));
    }
    let text = Text::new("report-open-sentence").count("open", open).with("opens", opens).with("days", desk.lang.count(days));
    desk.say(&text.with("working", working(desk, desk.statistics.working_days_left)))
}

/// A count of working days: `12`, or `11–12` where a holiday is still to be confirmed.
fn working(desk: &Desk<'_>, days: Option<WorkingDays>) -> String {
    let count = |days: i32| desk.lang.count(i64::from(days));
    match days {
        None => "–".to_owned(),
        Some(WorkingDays { min, max }) if min == max => count(min),
        Some(WorkingDays { min, max }) => format!("{}–{}", count(min), count(max)),
    }
}

pub(super) fn open_row(desk: &Desk<'_>, matter: &OpenMatter) -> OpenRow {
    let days = |days: Option<i64>| days.map_or_else(|| "–".to_owned(), |days| desk.lang.count(days));
    OpenRow {
        anchor: matter.candidate,
        name: desk.name(matter.candidate),
        matter: format!("{} {}", desk.t.of("matter", &matter.kind), show::visible(&matter.record_id)),
        since: matter.since.map_or_else(|| desk.t.unknown.clone(), |(from, to)| show::span(from, to, desk.lang)),
        days_open: days(matter.days_open),
        working_days: working(desk, matter.working_days_to_opening),
        days_left: match matter.days_left {
            Some(left) if left >= 0 => {
                format!("{} ({})", desk.lang.count(left), working(desk, desk.statistics.working_days_left))
            }
            left => days(left),
        },
        state: desk.t.of("state", &matter.state).to_owned(),
    }
}
