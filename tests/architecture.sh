#!/usr/bin/env bash
# architecture.sh - ARCHITECTURE.md draws every room of scripts/rooms.tsv, and each above the rooms that it may use.
set -euo pipefail

cd "$(dirname "$0")/.."
python3 - <<'PYTHON'
import re
import sys

rows = [line.split("\t") for line in open("scripts/rooms.tsv", encoding="utf-8").read().splitlines()[1:]]
uses = {row[0]: row[1].split() for row in rows}
drawing = open("ARCHITECTURE.md", encoding="utf-8").read().split("```")[1].splitlines()
line_of = {}
for number, line in enumerate(drawing):
    for word in re.split(r"\s{2,}", line.strip()):
        if re.fullmatch(r"(service|nlp|handlers)(/\w+)*", word):
            line_of[word] = number
faults = [f"{room} is not drawn" for room in uses if room not in line_of]
faults += [f"{room} is drawn, but is no row of scripts/rooms.tsv" for room in line_of if room not in uses]
faults += [f"{room} is not drawn above {used}, which it may use" for room, names in uses.items() for used in names
           if used in line_of and room in line_of and line_of[room] >= line_of[used]]
print("\n".join(f"FAIL {fault}" for fault in faults) or f"{len(uses)} rooms are drawn in their order")
sys.exit(1 if faults else 0)
PYTHON
