//! A folder of one's own, the program run in it, and everything on the table when a test fails.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A shipped fixture.
pub fn fixture(name: &str) -> PathBuf {
    root().join("fixtures").join(name)
}

/// A temporary folder in which the program is run; it goes when the test ends.
pub struct Workspace {
    dir: TempDir,
}

impl Workspace {
    /// An empty folder.
    pub fn new() -> Self {
        Self { dir: tempfile::Builder::new().prefix("thamdinh-test-").tempdir().unwrap() }
    }

    /// A folder with `files`, each a name and a text.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let workspace = Self::new();
        for (name, text) in files {
            workspace.write(name, text);
        }
        workspace
    }

    /// Where it is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// A file's text.
    pub fn read(&self, name: &str) -> String {
        let path = self.path(name);
        fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}\n{}", path.display(), self.listing()))
    }

    /// Copies a fixture, a file or a whole folder, to `name`.
    pub fn copy(&self, from: &Path, name: &str) {
        let to = self.path(name);
        if from.is_dir() {
            fs::create_dir_all(&to).unwrap();
            for entry in fs::read_dir(from).unwrap() {
                let entry = entry.unwrap();
                self.copy(&entry.path(), &format!("{name}/{}", entry.file_name().to_string_lossy()));
            }
        } else {
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(from, to).unwrap();
        }
    }

    /// Runs the program with `arguments`, in English unless they say otherwise, nothing of the caller's environment leaking in.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, &[("LC_ALL", "en_US.UTF-8")])
    }

    /// Runs the program with `arguments` and only these environment variables.
    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thamdinh"));
        command.args(arguments).current_dir(self.dir.path()).env_clear().envs(environment.iter().copied()).stdin(Stdio::null());
        let output = command.output().unwrap();
        Ran {
            command: format!("thamdinh {}", arguments.join(" ")),
            code: output.status.code(),
            stdout: self.filtered(&String::from_utf8_lossy(&output.stdout)),
            stderr: self.filtered(&String::from_utf8_lossy(&output.stderr)),
            listing: self.listing(),
        }
    }

    /// `text` without what differs from run to run: the folder's name and seconds.
    pub fn filtered(&self, text: &str) -> String {
        let real = self.dir.path().canonicalize().unwrap();
        let text = text.replace(&real.display().to_string(), "[DIR]").replace(&self.dir.path().display().to_string(), "[DIR]");
        let mut out = String::with_capacity(text.len());
        for line in text.lines() {
            out.push_str(&without_seconds(line));
            out.push('\n');
        }
        out
    }

    fn listing(&self) -> String {
        let mut out = String::new();
        list(self.dir.path(), self.dir.path(), &mut out);
        out
    }
}

/// `(1,2 giây)` and `(1.2 s)` become `([TIME])`.
fn without_seconds(line: &str) -> String {
    for unit in [" giây)", " s)"] {
        if let Some(end) = line.find(unit)
            && let Some(start) = line[..end].rfind('(')
            && line[start + 1..end].chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
        {
            return format!("{}([TIME]){}", &line[..start], &line[end + unit.len()..]);
        }
    }
    line.to_owned()
}

fn list(base: &Path, dir: &Path, out: &mut String) {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let _ = writeln!(out, "  {}", path.strip_prefix(base).unwrap().display());
        if path.is_dir() {
            list(base, &path, out);
        }
    }
}

/// What a command came to.
pub struct Ran {
    command: String,
    /// The exit code. None: ended by a signal.
    pub code: Option<i32>,
    /// What it said, paths and times filtered.
    pub stdout: String,
    /// Likewise.
    pub stderr: String,
    listing: String,
}

impl Ran {
    /// Fails, with everything on the table, unless the exit code is `code`.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert!(self.code == Some(code), "expected exit code {code}\n{self}");
        self
    }

    /// Fails likewise unless stdout holds each of `parts`.
    #[track_caller]
    pub fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.stdout.contains(part), "stdout lacks `{part}`\n{self}");
        }
        self
    }

    /// Fails likewise unless stderr holds each of `parts`.
    #[track_caller]
    pub fn complains(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.stderr.contains(part), "stderr lacks `{part}`\n{self}");
        }
        self
    }

    /// Stdout as a JSON document.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|cause| panic!("stdout is no JSON: {cause}\n{self}"))
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "command: {}\nexit code: {:?}\nstdout:\n{}\nstderr:\n{}\nfiles:\n{}",
            self.command, self.code, self.stdout, self.stderr, self.listing
        )
    }
}

/// The files below `dir` that end in `end`, sorted.
pub fn files(dir: &Path, end: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).unwrap_or_else(|cause| panic!("{}: {cause}", dir.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(end) {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}
