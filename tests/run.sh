#!/usr/bin/env bash
# All tests, in the profile of the program itself, so that dependencies are compiled once for both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

missing=()
# The linker, and the C compiler for SQLite.
command -v cc >/dev/null || missing+=(build-essential)
# A browser and what drives it, for the review page.
command -v chromium >/dev/null || missing+=(chromium fonts-noto-core)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
# The program that offices open report.docx and flagged.xlsx with. THAMDINH_WITHOUT_OFFICE=1 leaves its tests out.
if [ -z "${THAMDINH_WITHOUT_OFFICE:-}" ]; then
  command -v soffice >/dev/null || missing+=(libreoffice-writer libreoffice-calc)
fi
if ((${#missing[@]})); then
  echo "tests/run.sh: installing ${missing[*]}" >&2
  apt-get update
  apt-get install -y --no-install-recommends "${missing[@]}"
fi
if ! [ tests/browser/node_modules/.package-lock.json -nt tests/browser/package-lock.json ]; then
  (cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund)
fi

cargo test --locked --release "$@"
# By itself, because it wants the machine: it drives a real browser through every page.
cargo test --locked --release --test it the_page_is_reviewed_in_a_real_browser -- --ignored
