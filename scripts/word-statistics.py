#!/usr/bin/env python3
"""word-statistics.py - turns counts over unlabelled news into nlp/data/statistics-ar.tsv, the sequence model's word statistics.

    scripts/word-statistics.py COUNTS.tsv > nlp/data/statistics-ar.tsv

COUNTS.tsv has a row a word: how often it was seen, its clusters, and how often it was seen as or beside a name (the columns are
named in COLUMNS). Shares of the count become eight buckets, so that a row is some twenty bytes and small counts tell no lies.
"""
import csv
import math
import sys

BOUNDS = (0.02, 0.08, 0.2, 0.4, 0.65, 0.85)  # upper bounds of the buckets 1 to 6; bucket 0 is "never"
CLUSTERED = 5  # fewer occurrences say nothing of a word's company


def bucket(share):
    return 0 if share == 0 else next((i + 1 for i, bound in enumerate(BOUNDS) if share < bound), 7)


def buckets(row):
    count = lambda name: int(row[name] or 0)
    share = lambda *names: bucket(sum(count(n) for n in names) / (count("count") + 1))
    begins, inside = count("begins_person"), count("inside_person")
    first = 1 + int(begins / (begins + inside) * 3.99) if begins + inside else 0
    size = min(int(math.log2(count("count"))), 12) // 2
    return [share("person_listed", "person_found"), share("place_listed", "place_found"), share("organization_listed", "organization_found"), first,
            share("behind_title_or_role"), share("behind_given_name"), share("beside_say_verb"), share("behind_organization_head_or_cue"),
            share("behind_place_preposition"), size]


def main():
    print("word\tcluster\tcoarse\tbuckets")
    with open(sys.argv[1], encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            clustered = row["cluster512"] and int(row["count"]) >= CLUSTERED
            clusters = (row["cluster512"], row["cluster64"]) if clustered else ("", "")
            print(row["word"], *clusters, "".join(map(str, buckets(row))), sep="\t")


main()
