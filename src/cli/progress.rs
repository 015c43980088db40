//! How far is each stage, and how long will it take?

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use crate::lang::Lang;
use crate::pipeline::{Stage, Watch};

/// One bar a stage on stderr, with rate and time left; nothing at all where nobody would see it.
#[derive(Debug)]
pub struct Bars {
    lang: Lang,
    is_shown: bool,
    bar: Mutex<ProgressBar>,
}

impl Bars {
    /// Bars in `lang`.
    pub fn new(lang: Lang, is_shown: bool) -> Self {
        Self { lang, is_shown, bar: Mutex::new(ProgressBar::hidden()) }
    }

    fn bar(&self) -> ProgressBar {
        // A poisoned lock only means that another thread failed while drawing; the bar itself is whole.
        self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

impl Watch for Bars {
    fn begin(&self, stage: Stage, total: Option<u64>) {
        if !self.is_shown {
            return;
        }
        let left = self.lang.say("progress-left");
        let template = match total {
            Some(_) => format!("{{msg:<22}} [{{bar:28}}] {{percent:>3}}%  {{per_sec:>12}}  {left} {{eta}}"),
            None => "{msg:<22} {spinner} {elapsed}".to_owned(),
        };
        let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        bar.set_style(style.progress_chars("█▓░"));
        bar.set_message(self.lang.say(name(stage)));
        bar.enable_steady_tick(std::time::Duration::from_millis(120));
        *self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = bar;
    }

    fn advance(&self, done: u64) {
        self.bar().inc(done);
    }

    fn end(&self) {
        self.bar().finish_and_clear();
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "stage-read",
        Stage::Clean => "stage-clean",
        Stage::Link => "stage-link",
        Stage::Judge => "stage-judge",
        Stage::Report => "stage-report",
        Stage::Review => "stage-review",
    }
}
