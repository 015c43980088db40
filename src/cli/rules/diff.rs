//! `rules diff OLD NEW --run RUN`: who would have another outcome, by which rule and which fact?

mod bare;
mod document;
mod facts;
mod page;
mod sides;
mod text;
mod view;

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use super::super::terminal::{Format, Terminal};
use super::super::{Ended, Failure, Outcome};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::rule::diff::{Side, Standing, diff};
use facts::Kept;
use sides::{Place, places};
use view::View;

/// Two sets of rules and a run.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "OLD")]
    old: String,
    #[arg(value_name = "NEW")]
    new: String,
    #[arg(long, value_name = "RUN")]
    run: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,
    #[arg(long, value_name = "N", default_value_t = 20, hide_default_value = true)]
    limit: usize,
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[arg(long)]
    watch: bool,
}

/// How often the rule files are looked at for changes.
const GLANCE: Duration = Duration::from_millis(200);

/// Compares once, or again and again as the rule files are saved; any other outcome is a finding.
pub fn run(args: &Args, terminal: &Terminal) -> Ended {
    let mut kept = None;
    if !args.watch {
        return compare(args, &mut kept, terminal);
    }
    loop {
        let seen = stamps(&places(&args.old, &args.new, args.overlay.as_deref())?);
        match compare(args, &mut kept, terminal) {
            // A rule that is half typed is no reason to stop: its mistakes are shown, and the next save is waited for.
            Err(Failure::Told(error)) if !error.diagnostics().is_empty() => terminal.print(&error.render(terminal.lang))?,
            Err(failure) => return Err(failure),
            Ok(_) => {}
        }
        terminal.remark(&terminal.lang.say("diff-waiting"));
        while places(&args.old, &args.new, args.overlay.as_deref()).is_ok_and(|places| stamps(&places) == seen) {
            sleep(GLANCE);
        }
    }
}

/// The files of both sides with size and time of their last change.
fn stamps(places: &[Place; 2]) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let stamp = |path: PathBuf| {
        let about = path.metadata().ok();
        let (size, time) = (about.as_ref().map_or(0, std::fs::Metadata::len), about.and_then(|about| about.modified().ok()));
        (path, size, time)
    };
    places.iter().flat_map(Place::files).map(stamp).collect()
}

fn compare(args: &Args, kept: &mut Option<Kept>, terminal: &Terminal) -> Ended {
    let lang = terminal.lang;
    let [old_place, new_place] = places(&args.old, &args.new, args.overlay.as_deref())?;
    let (old_set, new_set) = (old_place.load()?, new_place.load()?);
    let Some(run) = &args.run else {
        let day = |place: &Place| place.day.unwrap_or_else(|| super::day(None));
        let sides = [Side { set: &old_set, day: day(&old_place) }, Side { set: &new_set, day: day(&new_place) }];
        let shown = [old_place.shown(sides[0].day, lang), new_place.shown(sides[1].day, lang)];
        return bare::compare(sides, &shown, terminal);
    };
    let began = Instant::now();
    let kept = Kept::with(kept, run, &[&old_set, &new_set])?;
    let read = began.elapsed();

    let day = |place: &Place| place.day.unwrap_or(kept.population.as_of);
    let old = Side { set: &old_set, day: day(&old_place) };
    let new = Side { set: &new_set, day: day(&new_place) };
    let began = Instant::now();
    let standing = Standing::of(old, &kept.population)?;
    let stood = began.elapsed();
    let began = Instant::now();
    let found = diff(&standing, new, &kept.population)?;
    let view = View::new(&found, kept, [old_place.shown(old.day, lang), new_place.shown(new.day, lang)], lang)?;
    let seconds = |time: Duration| lang.decimal(time.as_secs_f64(), 2);
    let timing = Text::new("diff-timing").with("read", seconds(read)).with("old", seconds(stood));
    terminal.remark(&timing.with("compared", seconds(began.elapsed())).render(lang));

    if let Some(path) = &args.html {
        write(path, &page::render(&view)?)?;
        terminal.remark(&Text::new("diff-page-written").with("path", path.display().to_string()).render(lang));
    }
    match terminal.format {
        Format::Text => terminal.print(&text::render(&view, args.limit, terminal.paint))?,
        Format::Json => terminal.print_document(&document::Document(&view))?,
    }
    Ok(if found.flips.is_empty() { Outcome::Done } else { Outcome::Found })
}

/// Writes a page that names candidates: for its owner's eyes.
fn write(path: &Path, page: &str) -> Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(page.as_bytes()));
    written.map_err(|cause| Error::writing(path, cause))
}
