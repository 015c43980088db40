//! How are the arguments read, and explained, in the user's language?
//!
//! clap knows English only, so every sentence of the help and every complaint about an argument is put in its place from the
//! Fluent messages: `cmd-PATH` and `after-PATH` for a command, `arg-PATH-NAME` or, shared by several, `arg-NAME` for an argument.

use std::ffi::OsString;
use std::process::ExitCode;

use chrono::{Datelike, NaiveDate};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Error};

use super::Args;
use super::paint::Paint;
use super::terminal::to_stderr;
use crate::lang::{Lang, Text};

/// The language that `--lang` names, or else the locale: Vietnamese unless it says English.
///
/// Read before all other arguments, because help and complaints are written in it too.
pub fn language(arguments: &[OsString]) -> Lang {
    let mut words = arguments.iter().skip(1).filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let named = if word == "--lang" { words.next() } else { word.strip_prefix("--lang=") };
        match named {
            Some("en") => return Lang::En,
            Some("vi") => return Lang::Vi,
            _ => {}
        }
    }
    // POSIX: the first of these that is set and not empty decides.
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match locale {
        Some(locale) if locale.to_lowercase().starts_with("en") => Lang::En,
        _ => Lang::Vi,
    }
}

/// The commands and their arguments, explained in `lang`.
pub fn command(lang: Lang) -> clap::Command {
    explained(Args::command(), lang, "")
}

fn explained(command: clap::Command, lang: Lang, path: &str) -> clap::Command {
    let say = |id: &str| lang.has(id).then(|| lang.say_code(id));
    // clap keeps headings and value names as static texts; they are made once a process.
    let forever = |id: &str| -> &'static str { lang.say_code(id).leak() };
    let inner: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();

    let mut positionals = 0;
    let mut command = command
        .about(say(&format!("cmd{path}")).unwrap_or_default())
        .after_help(say(&format!("after{path}")).unwrap_or_default())
        .subcommand_help_heading(forever("help-commands"))
        .subcommand_value_name(forever("help-command"))
        .mut_args(|argument| {
            let id = argument.get_id().as_str().to_lowercase();
            let text = say(&format!("arg{path}-{id}")).or_else(|| say(&format!("arg-{id}"))).unwrap_or_default();
            let heading = if argument.is_positional() { "help-arguments" } else { "help-options" };
            let argument = argument.help(text).help_heading(forever(heading)).hide_possible_values(true);
            if argument.is_positional() {
                // Under a heading of one's own clap sorts them by name.
                positionals += 1;
                argument.display_order(positionals)
            } else {
                argument
            }
        });
    for name in inner {
        let path = format!("{path}-{name}");
        command = command.mut_subcommand(name, |inner| explained(inner, lang, &path));
    }
    // clap gives a command's own part of the usage only, until it has parsed something.
    let usage = command.clone().render_usage().to_string().replace("[OPTIONS]", &lang.say("help-any-option"));
    let above = path.rsplit_once('-').map(|(above, _)| format!("thamdinh{} ", above.replace('-', " "))).unwrap_or_default();
    let usage = format!("{above}{}", usage.trim_start_matches("Usage:").trim());
    let template =
        format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}{{after-help}}", Paint::stdout().bold(&lang.say("help-usage")));

    command.override_usage(usage).help_template(template)
}

/// Answers `--help` and `--version`, or says what is wrong with the arguments; gives the exit code.
pub fn explain(error: &Error, lang: Lang) -> ExitCode {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let text = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that went away has seen enough.
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            return ExitCode::from(2);
        }
        ErrorKind::UnknownArgument => match context(ContextKind::SuggestedArg) {
            near if near.is_empty() => Text::new("E410-unknown-argument").with("argument", argument),
            near => Text::new("E411-unknown-argument-near").with("argument", argument).with("near", near),
        },
        ErrorKind::InvalidSubcommand => match context(ContextKind::SuggestedSubcommand) {
            near if near.is_empty() => Text::new("E412-unknown-command").with("command", context(ContextKind::InvalidSubcommand)),
            near => {
                Text::new("E413-unknown-command-near").with("command", context(ContextKind::InvalidSubcommand)).with("near", near)
            }
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match context(ContextKind::ValidValue) {
            known if known.is_empty() && argument.contains("DATE") => {
                Text::new("E420-no-date").with("argument", argument).with("value", context(ContextKind::InvalidValue))
            }
            known if known.is_empty() => {
                Text::new("E414-bad-value").with("argument", argument).with("value", context(ContextKind::InvalidValue))
            }
            known => Text::new("E415-value-not-known")
                .with("argument", argument)
                .with("value", context(ContextKind::InvalidValue))
                .with("known", known),
        },
        ErrorKind::MissingRequiredArgument => Text::new("E416-missing-argument").with("argument", argument),
        ErrorKind::MissingSubcommand => Text::new("E417-missing-command").with("known", context(ContextKind::ValidSubcommand)),
        ErrorKind::ArgumentConflict => {
            Text::new("E418-arguments-conflict").with("argument", argument).with("other", context(ContextKind::PriorArg))
        }
        _ => Text::new("E419-arguments-not-understood").with("argument", argument),
    };
    let head = Paint::stderr().red(&lang.say("cli-error"));
    to_stderr(&format!("{head} {}", crate::error::Error::new(text).render(lang)));
    ExitCode::from(2)
}

/// The day that a user wrote on the command line: `2025-09-15` or `15/09/2025`.
///
/// # Errors
/// It is no day; the sentence is never shown, see [`explain`].
pub fn date(written: &str) -> Result<NaiveDate, String> {
    let forms = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"];
    let found = forms.iter().find_map(|form| NaiveDate::parse_from_str(written.trim(), form).ok());
    // "25-9-15" would be the year 25.
    found.filter(|day| (1900..=2200).contains(&day.year())).ok_or_else(|| written.to_owned())
}

/// Starts the program again with its thread pools limited, and gives its exit code. None: they already are.
///
/// rayon and polars read the size of their pools from the environment once, before anything else; a process cannot change its
/// own environment safely once it has threads.
pub fn restart_with_threads(threads: u16, arguments: &[OsString]) -> Option<ExitCode> {
    const POOLS: [&str; 2] = ["POLARS_MAX_THREADS", "RAYON_NUM_THREADS"];
    let wanted = threads.to_string();
    if POOLS.iter().all(|name| std::env::var(name).is_ok_and(|value| value == wanted)) {
        return None;
    }
    let program = std::env::current_exe().ok()?;
    let mut command = std::process::Command::new(program);
    command.args(arguments.iter().skip(1)).envs(POOLS.map(|name| (name, &wanted)));
    // On Unix the new program takes this one's place and this line is never left, unless it cannot be started at all.
    #[cfg(unix)]
    let _cause = std::os::unix::process::CommandExt::exec(&mut command);
    let status = command.status().ok()?;
    Some(ExitCode::from(u8::try_from(status.code().unwrap_or(2)).unwrap_or(2)))
}
