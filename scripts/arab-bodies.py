#!/usr/bin/env python3
"""arab-bodies.py - writes nlp/data/organizations-bodies-arab.tsv: bodies whose name is a head and a place of an Arab state.

    scripts/arab-bodies.py > nlp/data/organizations-bodies-arab.tsv

A municipality, a court, a police force and the like are named alike from place to place: the table BODIES says which of them each
town or each first-level region of a country has, and how news writes them ({} is the place, "ب{}" with its preposition). The id is made
of the head and the id of the place, so that it stays when names change, and every way of writing is one entity. Places are those of
nlp/data/places-*-arab.tsv, places-capitals.tsv and places-regions-iso.tsv. What the sources have under one of the names is left out.
"""
import csv
import glob
import os
import re
import sys

from source_rows import rows_of

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COLUMNS = ["id", "type", "subtype", "en", "ar", "aliases_en", "aliases_ar", "country", "prior", "note"]
OWN = "organizations-bodies-arab.tsv"
PRIOR = 60

# level, countries, part of the id, subtype, English name, Arabic names: the usual one first.
BODIES = [
    ("town", "DZ JO LB LY PS SA TN", "municipality", "government-agency", "Municipality of {}",
     ["بلدية {}", "بلدية مدينة {}", "المجلس البلدي ب{}", "المجلس البلدي لمدينة {}", "المجلس البلدي {}"]),
    ("town", "IQ", "municipality", "government-agency", "Municipality of {}", ["بلدية {}", "مديرية بلدية {}", "بلدية مدينة {}"]),
    ("town", "SY", "city-council", "council", "City Council of {}", ["مجلس مدينة {}", "المجلس المحلي لمدينة {}", "المجلس المحلي في {}"]),
    ("town", "MA", "court-of-first-instance", "court", "Court of First Instance of {}",
     ["المحكمة الابتدائية ب{}", "المحكمة الابتدائية لمدينة {}", "ابتدائية {}"]),
    ("town", "MA", "court-of-appeal", "court", "Court of Appeal of {}", ["محكمة الاستئناف ب{}", "استئنافية {}", "محكمة الاستئناف بمدينة {}"]),
    ("region", "TN", "court-of-first-instance", "court", "Court of First Instance of {}", ["المحكمة الابتدائية ب{}", "محكمة {} الابتدائية"]),
    ("region", "EG", "criminal-court", "court", "{} Criminal Court", ["محكمة جنايات {}", "جنايات {}", "محكمة الجنايات ب{}"]),
    ("region", "EG", "security-directorate", "police", "{} Security Directorate",
     ["مديرية أمن {}", "أمن {}", "مديرية أمن محافظة {}", "مديرية الأمن ب{}"]),
    ("region", "EG SA", "chamber-of-commerce", "association", "{} Chamber of Commerce",
     ["غرفة {}", "الغرفة التجارية ب{}", "غرفة {} التجارية", "غرفة تجارة {}", "الغرفة التجارية الصناعية ب{}"]),
    ("region", "JO", "chamber-of-commerce", "association", "{} Chamber of Commerce", ["غرفة تجارة {}", "الغرفة التجارية في {}"]),
    ("region", "DZ", "judicial-council", "court", "Judicial Council of {}", ["مجلس قضاء {}"]),
    ("region", "DZ", "provincial-security", "police", "Security of {} Province", ["أمن ولاية {}", "الأمن الولائي ب{}", "الأمن الولائي ل{}"]),
    ("region", "IQ", "provincial-council", "council", "{} Provincial Council", ["مجلس محافظة {}", "مجلس {}"]),
    ("region", "IQ", "police", "police", "{} Police",
     ["شرطة {}", "شرطة محافظة {}", "قيادة شرطة {}", "قيادة شرطة محافظة {}", "مديرية شرطة {}"]),
    ("region", "IQ", "health-directorate", "government-agency", "{} Health Directorate", ["دائرة صحة {}", "صحة {}", "مديرية صحة {}"]),
    ("region", "SA", "police", "police", "{} Police", ["شرطة منطقة {}", "شرطة {}"]),
    ("region", "SA", "amana", "government-agency", "{} Municipality", ["أمانة منطقة {}", "أمانة {}"]),
    ("region", "SA", "emirate", "government-agency", "Emirate of {}", ["إمارة منطقة {}", "إمارة {}"]),
    ("region", "SA", "education-directorate", "government-agency", "{} Education Department",
     ["تعليم {}", "إدارة تعليم {}", "الإدارة العامة للتعليم بمنطقة {}", "تعليم منطقة {}", "الإدارة العامة للتعليم ب{}"]),
    ("region", "JO", "police", "police", "{} Police", ["شرطة {}", "مديرية شرطة {}", "مديرية شرطة محافظة {}"]),
    ("region", "SY", "police", "police", "{} Police", ["قيادة شرطة محافظة {}", "قيادة شرطة {}", "شرطة {}"]),
    ("region", "YE", "police", "police", "{} Police", ["شرطة محافظة {}", "شرطة {}", "إدارة أمن {}", "أمن محافظة {}"]),
    ("region", "AE", "police", "police", "{} Police", ["شرطة {}", "القيادة العامة لشرطة {}"]),
    ("region", "OM", "municipality", "government-agency", "{} Municipality", ["بلدية {}", "بلدية محافظة {}"]),
]
TOWNS = {"city", "town", "capital"}
REGIONS = {"governorate", "region", "province", "state", "municipality"}
# Parts of the world and of a country that no administration is named after.
NO_REGIONS = set("place:sinai place:upper-egypt place:lower-egypt place:bahariya-oasis place:north-coast place:halaib-triangle place:jabal-al-druze "
                 "place:hauran place:syrian-coast place:jazira-syria place:aleppo-countryside place:al-ghab-plain place:qalamoun place:badia-syria "
                 "place:wadi-barada place:eastern-ghouta place:western-ghouta place:kurdistan place:kurdistan-region place:nineveh-plains place:wadi-hadramawt "
                 "place:tihama place:kabylie place:hoggar place:najd place:hejaz place:idlib-governorate place:rub-al-khali".split())


def fold(name):
    return re.sub("[\u064b-\u0652\u0640]", "", name).translate(str.maketrans("أإآىةؤئ", "ااايهوي"))


def places():
    """Towns and regions: (level, country, id, English name, Arabic name). A link of a region to a governorate is its level."""
    files = sorted(glob.glob(os.path.join(ROOT, "nlp/data/places-*-arab.tsv"))) + [
        os.path.join(ROOT, "nlp/data", name) for name in ("places-capitals.tsv", "places-regions-iso.tsv")]
    regions = {row["id"] for row in rows_of(os.path.join(ROOT, "nlp/data/places-regions-iso.tsv"))}
    for path in files:
        if path.endswith("places-local-arab.tsv"):
            continue
        for row in rows_of(path):
            name = re.sub("^(محافظة|منطقة|ولاية|المحافظة) ", "", row["ar"])
            if not row["ar"] or row["id"] in NO_REGIONS or name.startswith("ال") and len(name) < 5:
                continue
            if row["subtype"] in TOWNS:
                yield "town", row["country"], row["id"], row["en"], name
            elif row["subtype"] in REGIONS and row["id"] in regions:
                english = re.sub(" (Governorate|Province|Region|State|Emirate|Municipality)$", "", row["en"])
                yield "region", row["country"], row["id"], english, name


def main():
    taken = set()
    for path in glob.glob(os.path.join(ROOT, "nlp/data/*-*.tsv")):
        if not path.endswith(OWN):
            for row in rows_of(path):
                if row.get("type") == "organization":
                    taken.update(fold(n) for n in [row.get("ar", "")] + row.get("aliases_ar", "").split("|") if n)
    out = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    out.writerow(COLUMNS)
    ids = set()
    for level, country, place, english, arabic in places():
        for at, countries, part, subtype, title, forms in BODIES:
            identity = f"org:{part}-of-{re.sub('[^a-z0-9]+', '-', place.split(':', 1)[1].lower())}"
            if at != level or country not in countries.split() or identity in ids:
                continue
            names = [form.format(arabic) for form in forms]
            if fold(names[0]) in taken:
                continue
            ids.add(identity)
            names = [n for i, n in enumerate(names) if fold(n) not in taken]
            taken.update(fold(n) for n in names)
            out.writerow([identity, "organization", subtype, title.format(english), names[0], "", "|".join(names[1:]), country, PRIOR,
                          f"body of {english}"])


if __name__ == "__main__":
    main()
