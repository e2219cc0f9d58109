#!/usr/bin/env bash
# compile-commands.sh - prints a compilation database (compile_commands.json) for clangd and clang-tidy.
#
#     scripts/compile-commands.sh COMMAND FILE...     COMMAND is the compiler with all of its flags but the file
set -euo pipefail

[ $# -ge 2 ] || { sed -n '4s/^# *//p' "$0" >&2; exit 2; }
command=$1
shift
quoted() {
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}
separator='['
for file in "$@"; do
    printf '%s\n  {"directory": %s, "file": %s, "command": %s}' "$separator" "$(quoted "$PWD")" "$(quoted "$file")" "$(quoted "$command -c $file")"
    separator=,
done
printf '\n]\n'
