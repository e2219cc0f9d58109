#!/usr/bin/env bash
# golden.sh - the tagger on sentences that each show one rule: tests/golden/*.tsv.
#
#     ALAM=build/test/alam ALAM_GAZETTEER=build/gazetteer.img tests/golden.sh [FILE.tsv]...
#
# Columns: rule, text, expected, why. `expected` is every mention, in the text's order, joined by `|`; empty: none.
# A mention is `id@span`, without attached particles. Instead of an id: `unknown:TYPE`, an id that is in no list;
# `any:TYPE`, where only span and type matter. `unknown:person=1`: the ids of one number are equal, of two numbers differ.
# known-misses.tsv holds rows whose right answer the tagger does not give yet; a row there that passes is a failure,
# so that it is moved to its place.
set -euo pipefail

cd "$(dirname "$0")/.."
ALAM=${ALAM:-build/test/alam} ALAM_GAZETTEER=${ALAM_GAZETTEER:-build/gazetteer.img} exec python3 - "$@" <<'PYTHON'
import glob
import json
import os
import subprocess
import sys

HEADER = ["rule", "text", "expected", "why"]
MISSES = "known-misses.tsv"


def read_rows(paths):
    for path in paths:
        with open(path, encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                fields = line.rstrip("\n").split("\t")
                if number == 1 and fields != HEADER:
                    sys.exit(f"{path}: the header is not {HEADER}")
                if len(fields) != len(HEADER):
                    sys.exit(f"{path}:{number}: {len(fields)} columns, not {len(HEADER)}")
                if number > 1:
                    yield {"where": f"{os.path.basename(path)}:{number}", "missed": os.path.basename(path) == MISSES,
                           **dict(zip(HEADER, fields))}


def tag(texts):
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    command = [os.environ["ALAM"], "tag", "--gazetteer", os.environ["ALAM_GAZETTEER"]]
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE)
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    if done.returncode or len(answers) != len(texts):
        sys.exit(f"golden: {' '.join(command)}: exit status {done.returncode}, {len(answers)} answers")
    return answers


def mentions_of(text, answer):
    found = []
    for entity in answer["entities"]:
        for mention in entity["mentions"]:
            span = text[mention["start"]:mention["end"]]
            assert span == mention["text"], (text, mention)
            found.append((mention["start"], entity, span))
    return [(entity, span) for _, entity, span in sorted(found, key=lambda item: item[0])]


def mention_fits(expected, entity, span, numbered):
    name, _, wanted = expected.partition("@")
    name, _, number = name.partition("=")
    if span != wanted:
        return False
    kind, _, type_ = name.partition(":")
    if kind == "unknown" and (entity["known"] or entity["type"] != type_):
        return False
    if kind == "any" and entity["type"] != type_:
        return False
    if kind not in ("unknown", "any") and entity["id"] != name:
        return False
    return not number or numbered.setdefault(number, entity["id"]) == entity["id"]


def row_passes(row, found):
    expected = row["expected"].split("|") if row["expected"] else []
    numbered = {}
    return (len(expected) == len(found)
            and all(mention_fits(e, entity, span, numbered) for e, (entity, span) in zip(expected, found))
            and len(set(numbered.values())) == len(numbered))


def main():
    rows = list(read_rows(sys.argv[1:] or sorted(glob.glob("tests/golden/*.tsv"))))
    passed = failed = misses = 0
    for row, answer in zip(rows, tag([row["text"] for row in rows])):
        found = mentions_of(row["text"], answer)
        good = row_passes(row, found)
        if good != row["missed"]:
            passed += good
            misses += row["missed"]
            continue
        failed += 1
        print(f"FAIL {row['where']} {row['rule']}: {row['why']}")
        print(f"  text      {row['text']}")
        if row["missed"]:
            print("  passes now: move it out of " + MISSES)
            continue
        print(f"  expected  {row['expected']}")
        print("  found     " + "|".join(f"{entity['id']}@{span}" for entity, span in found))
    if misses:
        print(f"known misses: {misses}")
    print(f"golden: {passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
PYTHON
