#!/usr/bin/env bash
# compare-tagging.sh - tags the same texts with an older alam and with this one, and says whether the answers are the
# same to the byte. For changes that must not change what the tagger answers.
#
#     cp alam /tmp/old-alam && cp build/gazetteer.img /tmp/old.img       before the change
#     make && scripts/compare-tagging.sh /tmp/old-alam /tmp/old.img      after it
#
#     scripts/compare-tagging.sh OLD_ALAM OLD_IMAGE [FILE.jsonl]...
#
# The texts are those of tests/golden and the article of tests/bench/http, and the lines of the files given, in the form
# that `alam tag` reads. Each is tagged with and without explanations. Exit status 1 when an answer differs.
set -euo pipefail

[ $# -ge 2 ] || { sed -n '8s/^# *//p' "$0" >&2; exit 2; }
old=$(realpath "$1") old_image=$(realpath "$2")
shift 2
files=()
for file; do files+=("$(realpath "$file")"); done
cd "$(dirname "$0")/.."
new=$PWD/${ALAM:-alam} new_image=${ALAM_GAZETTEER:-build/gazetteer.img}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

python3 - >"$dir/texts" <<'PYTHON'
import glob
import json

texts = [line.split("\t")[1] for path in sorted(glob.glob("tests/golden/*.tsv")) for line in list(open(path, encoding="utf-8"))[1:]]
texts.append(open("tests/bench/http/article.txt", encoding="utf-8").read())
for number, text in enumerate(texts):
    print(json.dumps({"id": str(number), "text": text}, ensure_ascii=False))
PYTHON
for file in "${files[@]}"; do cat "$file" >>"$dir/texts"; done

status=0
for explain in '' --explain; do
    kind="answers${explain:+ with explanations}"
    # a bad line is answered by an error and makes the exit status 1: that is compared as well
    "$old" tag --gazetteer "$old_image" $explain <"$dir/texts" >"$dir/old" || true
    "$new" tag --gazetteer "$new_image" $explain <"$dir/texts" >"$dir/new" || true
    if cmp -s "$dir/old" "$dir/new"; then
        echo "the same: $(wc -l <"$dir/new") $kind"
    else
        echo "different: $(diff "$dir/old" "$dir/new" | grep -c '^>' || true) of $(wc -l <"$dir/new") $kind; the first:"
        diff "$dir/old" "$dir/new" | head -4 | cut -c1-2000 || true
        status=1
    fi
done
exit "$status"
