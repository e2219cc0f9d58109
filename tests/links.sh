#!/usr/bin/env bash
# links.sh - every relative link in a Markdown file leads to a file that exists, and to a heading where it names one;
# every source file that a Markdown file names between backticks exists, seen from the root or from the file's folder.
# One test for each Markdown file; ends with `N passed, N failed`.
set -euo pipefail

cd "$(dirname "$0")/.."
python3 - <<'PYTHON'
import pathlib
import re
import sys

OUTSIDE = {"build", "var", "coverage", ".git"}
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED = re.compile(r"`([\w.-]+(?:/[\w.-]+)+\.(?:c|h|py|sh|tsv|sql|md|json|yaml|service))`")
FENCE = re.compile(r"^ *```.*?^ *```$", re.M | re.S)
PLACEHOLDER = re.compile(r"NAME|NNNN")


def heading_ids(path):
    """The names that GitHub and others give to headings: lower case, blanks as hyphens, other signs dropped."""
    lines = re.findall(r"^#+ +(.*)$", FENCE.sub("", path.read_text()), re.M)
    return {re.sub(r"[^\w\- ]", "", line.lower()).strip().replace(" ", "-") for line in lines}


def link_fault(path, link):
    if re.match(r"[a-z]+:", link):
        return None
    target, _, heading = link.partition("#")
    file = path.parent / target if target else path
    if not file.exists():
        return f"{path}: the link {link} leads nowhere"
    if heading and heading not in heading_ids(file):
        return f"{path}: {file} has no heading #{heading}"
    return None


def name_fault(path, name):
    made_up = name.split("/")[0] in OUTSIDE or PLACEHOLDER.search(name)
    if made_up or pathlib.Path(name).exists() or (path.parent / name).exists():
        return None
    return f"{path}: there is no file {name}"


passed = failed = 0
for path in sorted(pathlib.Path(".").rglob("*.md")):
    if path.parts[0] in OUTSIDE:
        continue
    text = FENCE.sub("", path.read_text())
    faults = [fault for link in LINK.findall(text) if (fault := link_fault(path, link))]
    faults += [fault for name in NAMED.findall(text) if (fault := name_fault(path, name))]
    print("\n".join(f"FAIL {fault}" for fault in faults) or f"ok   {path}")
    passed += not faults
    failed += bool(faults)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
PYTHON
