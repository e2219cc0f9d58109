#!/usr/bin/env bash
# The README's configuration table is the one that the code has; `scripts/readme.sh` writes it anew.
set -euo pipefail

cd "$(dirname "$0")/.."
scripts/readme.sh --check
