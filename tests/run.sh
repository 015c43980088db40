#!/usr/bin/env bash
# All tests, in the profile of the program itself, so that dependencies are compiled once for both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The linker, and the C compiler for the SQLite that rules are checked against.
if ! command -v cc >/dev/null; then
  apt-get update
  apt-get install -y --no-install-recommends build-essential
fi

cargo test --locked --release "$@"
