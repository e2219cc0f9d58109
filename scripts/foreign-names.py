#!/usr/bin/env python3
"""foreign-names.py - writes nlp/data/lexicon-foreign-names.tsv out of the notes of the lexicons of names.

    scripts/foreign-names.py > nlp/data/lexicon-foreign-names.tsv

A form stands in it when every row that has it says that it comes out of a European language."""
import collections
import pathlib

EUROPEAN = set("armenian balkan baltic czech dutch english english-f french georgian german greek hungarian irish italian polish"
               " portuguese romanian russian scandinavian spanish ukrainian".split())
FORMS_A_ROW = 40
DATA = pathlib.Path(__file__).resolve().parent.parent / "nlp/data"


def notes_by_form():
    notes = collections.defaultdict(set)
    for name in ("lexicon-given-ar.tsv", "lexicon-family-ar.tsv"):
        for line in (DATA / name).read_text().splitlines():
            cells = line.split("\t")
            if line.startswith("#") or len(cells) < 3 or cells[0] == "class":
                continue
            for form in cells[1].split("|"):
                if " " not in form:
                    notes[form].add(cells[2])
    return notes


def main():
    by_origin = collections.defaultdict(list)
    for form, notes in notes_by_form().items():
        if notes <= EUROPEAN:
            by_origin[min(notes)].append(form)
    print("class\tform\tnote")
    print("# Given and family names that come out of a European language alone. Newspapers spell them in several ways (مارغريت،\n"
          "# مارجريت), so that their transliteration key does not keep every letter. Written by scripts/foreign-names.py from the\n"
          "# notes of lexicon-given-ar.tsv and lexicon-family-ar.tsv.")
    for origin in sorted(by_origin):
        forms = sorted(by_origin[origin])
        for first in range(0, len(forms), FORMS_A_ROW):
            print("foreign", "|".join(forms[first:first + FORMS_A_ROW]), origin, sep="\t")


if __name__ == "__main__":
    main()
