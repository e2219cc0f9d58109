#!/usr/bin/env python3
"""arab-places.py - writes nlp/data/places-local-arab.tsv: districts, towns, villages and quarters of the Arab states.

    scripts/arab-places.py PLACES.tsv > nlp/data/places-local-arab.tsv
    scripts/arab-places.py --regions PLACES.tsv > nlp/data/places-regions-iso.tsv

With --regions it writes the first-level regions instead: a link for each one that the sources have, and an entity of its own,
iso:EG-C, for each one that bears the name of its chief city. Its bare name means the city, by the prior; behind its head it means
the region (محافظة القاهرة). Sources of regions' codes: build/geodata/iso_3166-2.json.

PLACES.tsv has the places of Who's On First with an Arabic name, with the columns wof, placetype, en, ar, aliases_en, aliases_ar,
country, parent, population, geonames, wikidata. build/imported/places.tsv must be there (`make`), and nlp/data/places-*.tsv are
read: a place that they have keeps its id, and gets a row that adds to it.

What is left out, because nobody could tell which place is meant, or whether one is: names that several places of a country bear,
unless one has ten times the people of all others; names of fewer than three letters; numbers; names of villages and quarters that
are ordinary words or persons' names; and of places that have neither a Wikidata id nor a population, names of more than two words,
in Iraq and Yemen, with their 30,000 hamlets, of more than one. What is said of a place is what the
file says; nothing is guessed. The id is gn:N, the GeoNames number, or wof:N where there is none.
"""
import collections
import csv
import glob
import json
import math
import os
import re
import sys
import unicodedata

from source_rows import rows_of

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COLUMNS = ["id", "type", "subtype", "en", "ar", "aliases_en", "aliases_ar", "country", "wikidata", "prior", "note"]
OWN = ("places-local-arab.tsv", "places-regions-iso.tsv")

# placetype: subtype, and the prior of one without a population. A prior under 32 is that of no other listed place that news names:
# the model learns how far such a name is to be believed.
KINDS = {"county": ("district", 28), "localadmin": ("municipality", 20), "locality": ("village", 12),
         "neighbourhood": ("neighbourhood", 12)}
TOWN, PRIOR_TOP = 20000, 60
HEADS = set("محافظة ولاية منطقة إقليم اقليم مديرية جماعة بلدية قضاء ناحية قرية بلدة حي دائرة إمارة عمالة معتمدية مدينة لواء جهة".split())
NUMBERS = set("رقم الأول الثاني الثالث الرابع الخامس أول ثاني قسم مركز".split())
LETTERS = str.maketrans("گکڭڤپچژیٱۀ", "ككغفبجزياه")  # of Persian, Kurdish and North Africa: the matcher takes them as these anyway
NEIGHBOURS = {"IL": "PS", "PS": "IL", "EH": "MA", "MA": "EH"}
FOLDS = str.maketrans("أإآٱىةؤئپڤگچژکی", "اااايهويبفكجزكي")


def clean(name):
    name = re.sub(r"\(.*?\)|[\u200b-\u200f\u064b-\u0652\u0670\u0640]", "", name)
    return re.sub(r"\s+", " ", name.translate(LETTERS).replace("‘", "'").replace("`", "'")).strip()


def fold(name):
    name = clean(name).translate(FOLDS).lower()
    name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^\w ]", "", name)


def names_of(row):
    names = [row.get("ar", ""), row.get("en", "")]
    return [n for n in names + row.get("aliases_ar", "").split("|") + row.get("aliases_en", "").split("|") if n]


def bare(name, all_heads):
    """Without the head that stands outside of the name: محافظة المثنى."""
    words = name.split()
    heads = HEADS if all_heads else {"قرية", "بلدة", "حي"}
    return " ".join(words[1:]) if len(words) > 1 and words[0] in heads else name


def is_arabic(name):
    return bool(re.fullmatch(r"[\u0621-\u064a \-]+", name))


def usable(name):
    words = name.split()
    return (is_arabic(name) and sum(c.isalpha() for c in name) >= 3 and len(words) <= 4
            and not any(w in NUMBERS or w in HEADS for w in words[:1]) and not any(w in NUMBERS for w in words))


def read_words():
    """Persons' names and ordinary words of the lists and of the dictionaries, folded."""
    persons, ordinary = set(), set()
    paths = glob.glob(os.path.join(ROOT, "nlp/data/lexicon-*.tsv")) + [os.path.join(ROOT, "build/imported/words.tsv")]
    kinds = {"given": persons, "family": persons} | dict.fromkeys(
        ("common", "function", "verb", "say", "noun", "verb-form", "title", "role", "adjective"), ordinary)
    for path in paths:
        for row in rows_of(path):
            kinds.get(row["class"], set()).update(fold(form) for form in row["form"].split("|"))
    return persons, ordinary


def is_clear(row, persons, ordinary):
    """Is the name one that news would hardly use of anything else?"""
    words = fold(row["name"]).split()
    if row["placetype"] in ("county", "localadmin") or population(row) >= TOWN:
        return True
    if all(word in persons for word in words):
        return False
    if len(words) == 1 and (words[0] in ordinary or words[0].removeprefix("ال") in ordinary):
        return False
    return bool(row["wikidata"]) or population(row) >= 1000 or len(words) <= (1 if row["country"] in ("IQ", "YE") else 2)


class Known:
    """The places that the sources have: by country and name, and by id."""

    def __init__(self):
        self.by_name, self.linked, self.ids = {}, {}, {}
        paths = [p for p in sorted(glob.glob(os.path.join(ROOT, "nlp/data/*-*.tsv"))) if not p.endswith(OWN)]
        for path in paths + [os.path.join(ROOT, "build/imported/places.tsv")]:
            for row in rows_of(path):
                if row.get("type") == "place" and "id" in row:
                    self.add(row)
                elif row.get("wikidata") and "id" in row:
                    self.linked[row["wikidata"]] = row["id"]

    def add(self, row):
        place = self.ids.setdefault(row["id"], {"id": row["id"], "country": "", "wikidata": "", "names": set(), "ar": "", "en": ""})
        place["country"] = place["country"] or row.get("country", "")
        place["wikidata"] = place["wikidata"] or row.get("wikidata", "")
        place["ar"] = place["ar"] or row.get("ar", "")
        place["en"] = place["en"] or row.get("en", "")
        place["subtype"] = place.get("subtype") or row.get("subtype", "")
        if row.get("wikidata"):
            self.linked[row["wikidata"]] = row["id"]
        for name in names_of(row):
            for form in {name, bare(name, True)}:
                place["names"].add(fold(form))
                self.by_name.setdefault((place["country"], fold(form)), place)

    def find(self, row, names):
        place = self.ids.get("gn:" + row["geonames"]) if row["geonames"] else None
        for country in (row["country"], NEIGHBOURS.get(row["country"])):
            for name in names:
                place = place or (self.by_name.get((country, fold(name))) if country else None)
        return place


def population(row):
    return int(row["population"]) if row["population"].isdigit() else 0


def prior(row):
    people = population(row)
    least = KINDS[row["placetype"]][1]
    return min(PRIOR_TOP, max(least, int(12 * math.log10(people) - 20))) if people >= 1000 else least


def read_english(path):
    with open(path, encoding="utf-8") as file:
        return {line.strip().lower() for line in file}


def english(row, words):
    """The English name, unless news could have it as an ordinary word or a person's name."""
    name = clean(row["en"])
    short = [w for w in re.split(r"[ -]", fold(name)) if len(w) > 3 and w not in words]
    return name if short and re.fullmatch(r"[^\u0600-\u06ff]+", name) and len(name) > 3 else ""


def candidates(path):
    for row in rows_of(path):
        # the Arabic names of Moroccan communes stand beside the wrong communes there
        if row["placetype"] not in KINDS or (row["placetype"], row["country"]) == ("localadmin", "MA"):
            continue
        administrative = row["placetype"] != "locality"
        row["name"] = bare(clean(row["ar"]), administrative)
        others = {bare(clean(a), administrative) for a in row["aliases_ar"].split("|") if a}
        row["others"] = sorted(a for a in others if usable(a) and fold(a) != fold(row["name"]))[:4]
        if usable(row["name"]):
            yield row


def best_of(group):
    """The place that a name means in its country; None: nobody can tell."""
    levels = list(KINDS)
    group = sorted(group, key=lambda r: (-population(r), levels.index(r["placetype"])))
    rest = sum(population(r) for r in group[1:])
    if len(group) == 1 or (population(group[0]) >= 5000 and population(group[0]) >= 10 * rest):
        return group[0]
    # a district or a municipality and its chief town are one name
    higher = [r for r in group if r["placetype"] in ("county", "localadmin")]
    return higher[0] if len(higher) == 1 and len(group) == 2 else None


# How the regions of a country are called, in English and Arabic, and their subtype.
REGIONS = {country: ("Governorate", "محافظة", "governorate") for country in "BH EG IQ JO KW LB OM SY YE".split()} | {
    "DZ": ("Province", "ولاية", "province"), "TN": ("Governorate", "ولاية", "governorate"), "SA": ("Region", "منطقة", "region"),
    "SD": ("State", "ولاية", "state"), "MR": ("Region", "ولاية", "region"), "DJ": ("Region", "إقليم", "region"),
    "AE": ("Emirate", "إمارة", "region"), "QA": ("Municipality", "بلدية", "municipality"), "MA": ("", "جهة", "region")}
# Codes of regions whose names ISO transliterates in another way.
CODES = {("JO", "عمان"): "JO-AM", ("KW", "الجهراء"): "KW-JA", ("DJ", "أوبوك"): "DJ-OB", ("QA", "الدوحة"): "QA-DA",
         ("QA", "الريان"): "QA-RA", ("QA", "الخور"): "QA-KH", ("SA", "مكة المكرمة"): "SA-02", ("SA", "المدينة المنورة"): "SA-03",
         ("OM", "جنوب الشرقية"): "OM-SJ", ("OM", "شمال الشرقية"): "OM-SS", ("TN", "أريانة"): "TN-12",
         ("TN", "منوبة"): "TN-14", ("TN", "باجة"): "TN-31", ("YE", "صعدة"): "YE-SD", ("YE", "إب"): "YE-IB", ("YE", "تعز"): "YE-TA",
         ("YE", "صنعاء"): "YE-SN", ("AE", "عجمان"): "AE-AJ", ("AE", "الشارقة"): "AE-SH", ("AE", "رأس الخيمة"): "AE-RK",
         ("AE", "أم القيوين"): "AE-UQ", ("MA", "طنجة تطوان الحسيمة"): "MA-01", ("MA", "الشرق"): "MA-02",
         ("MA", "بني ملال خنيفرة"): "MA-05", ("MA", "كلميم واد نون"): "MA-10", ("MA", "العيون الساقية الحمراء"): "MA-11",
         ("MA", "الداخلة وادي الذهب"): "MA-12"}
# Ids that Who's On First gives to a region and Wikidata to its chief city, or rows with the name of another place.
REFUSED = {"Q1530", "Q3604", "Q613", "Q3861", "Q1428532"}
# Names that are cut short there, by its number.
NAMES = {"85675691": ("South Sharqiyah", "جنوب الشرقية"), "85675721": ("North Sharqiyah", "شمال الشرقية"),
         "85676819": ("Eastern Province", "المنطقة الشرقية"), "85676825": ("Medina", "المدينة المنورة"),
         "85676857": ("Mecca", "مكة المكرمة"), "85669039": ("Southern", "المحافظة الجنوبية"),
         "85669043": ("Northern", "المحافظة الشمالية")}
SAME = ("governorate", "region", "province", "state", "municipality")
PRIOR_REGION = 40


def codes_of(path):
    """ISO 3166-2 codes by country and name, without the words that say what it is."""
    codes = {}
    for entry in json.load(open(path, encoding="utf-8"))["3166-2"]:
        name = re.sub(r"^(Muhafazat|Emirate of|Wilayat|Gouvernorat) ", "", entry["name"])
        codes.setdefault((entry["code"][:2], skeleton(name)), []).append(entry["code"])
    return codes


def skeleton(name):
    """Transliterations of one Arabic name have the same consonants."""
    return re.sub(r"[aeiouyw\W_]|^(al|ad|ar|as|ash|at|az|an|el)[ -]", "", fold(name.replace("-", " ").lower()))


def regions(path):
    known, codes, counts = Known(), codes_of(os.path.join(ROOT, "build/geodata/iso_3166-2.json")), collections.Counter()
    rows = [row for row in rows_of(path) if row["placetype"] == "region" and row["country"] != "IL"]
    uses = collections.Counter(row["wikidata"] for row in rows)
    ordinary = read_words()[1]
    out = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    out.writerow(COLUMNS)
    done = set()
    for row in sorted(rows, key=lambda r: (r["country"], r["wof"])):
        row["en"], row["ar"] = NAMES.get(row["wof"], (row["en"], row["ar"]))
        name, link = bare(clean(row["ar"]), True), row["wikidata"] if uses[row["wikidata"]] == 1 else ""
        place = known.find(dict(row, geonames=""), [name])
        found = {code for n in [row["en"]] + row["aliases_en"].split("|") for code in codes.get((row["country"], skeleton(n)), [])}
        code = CODES.get((row["country"], name)) or (found.pop() if len(found) == 1 else "")
        identity = "iso:" + code if code else ""
        if not link or link in REFUSED or known.linked.get(link):
            counts["without a link that is its own"] += 1
        elif place and place.get("subtype") in SAME and not place["wikidata"] and place["id"] not in done:
            done.add(place["id"])
            out.writerow([place["id"], "place", "", "", "", "", "", "", link, "", ""])
            counts["links"] += 1
        elif row["country"] in REGIONS and (identity or not place) and identity not in done and len(name) > 1:
            title, head, subtype = REGIONS[row["country"]]
            identity = identity or ("gn:" + row["geonames"] if row["geonames"] else "wof:" + row["wof"])
            done.add(identity)
            english = place["en"] if place and place["en"] else re.sub(f" {title}$", "", clean(row["en"]))
            # an ordinary word (الداخلية، الوسطى) is the region's name behind its head only
            word = fold(name).removeprefix("ال")
            headed = not place and " " not in name and not name.startswith("المحافظة") and (word in ordinary or fold(name) in ordinary)
            out.writerow([identity, "place", subtype, f"{english} {title}".strip(), f"{head} {name}" if headed else name, "",
                          "" if headed or name.split()[0] in ("المحافظة", "المنطقة") else f"{head} {name}", row["country"], link, PRIOR_REGION,
                          f"first-level region of {clean(row['parent']) or row['country']}"])
            counts["new regions"] += 1
        else:
            counts["no code, or no name"] += 1
            print("left out:", row["country"], name, row["en"], place and place["id"], file=sys.stderr)
    for what, count in counts.most_common():
        print(f"{count:8} {what}", file=sys.stderr)


def main():
    if sys.argv[1] == "--regions":
        regions(sys.argv[2])
        return
    known, counts = Known(), collections.Counter()
    persons, ordinary = read_words()
    words = read_english(os.path.join(ROOT, "build/geodata/words-en.txt"))
    for path in glob.glob(os.path.join(ROOT, "nlp/data/lexicon-*-en.tsv")):
        for row in rows_of(path):
            words.update(w.lower() for w in row["form"].split("|"))
    groups = collections.defaultdict(list)
    for row in candidates(sys.argv[1]):
        groups[row["country"], fold(row["name"])].append(row)
    uses = collections.Counter(row["wikidata"] for group in groups.values() for row in group if row["wikidata"])
    uses.update(row["wikidata"] for row in rows_of(sys.argv[1]) if row["placetype"] == "region" and row["wikidata"])
    out = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    out.writerow(COLUMNS)
    added, mains = set(), set(groups)
    for (country, key), group in sorted(groups.items()):
        row = best_of(group)
        if row is None:
            counts["names that several places of the country bear"] += len(group)
            continue
        place = known.find(row, [row["name"]] + row["others"] + [row["en"]])
        row["others"] = [a for a in row["others"] if (country, fold(a)) not in mains]
        link = row["wikidata"]
        link = link if link and uses[link] == 1 and known.linked.get(link, "") in ("", place["id"] if place else "") else ""
        if place:
            # the same number of GeoNames is the same place; the same name is, for a city and not for a region or a square
            same = place["id"] == "gn:" + row["geonames"]
            city = same or place.get("subtype") in ("city", "town", "capital", "village", "district", "neighbourhood", "camp")
            link = link if city and (same or len(group) == 1) and place["wikidata"] in ("", link) else ""
            arabic = row["name"] if same and fold(row["name"]) not in place["names"] else ""
            if (link and not place["wikidata"] or arabic) and place["id"] not in added:
                added.add(place["id"])
                place["wikidata"] = place["wikidata"] or link
                out.writerow([place["id"], "place", "", "", arabic if not place["ar"] else "", "",
                              arabic if place["ar"] else "", "", link, "", ""])
                counts["rows that add to a known place"] += 1
            else:
                counts["places that are known"] += 1
            continue
        if not is_clear(row, persons, ordinary):
            counts["names that are ordinary words, persons' names or long"] += 1
            continue
        identity = "gn:" + row["geonames"] if row["geonames"] else "wof:" + row["wof"]
        if identity in added:
            counts["ids twice"] += 1
            continue
        added.add(identity)
        subtype = "town" if row["placetype"] == "locality" and population(row) >= TOWN else KINDS[row["placetype"]][0]
        out.writerow([identity, "place", subtype, english(row, words), row["name"], "", "|".join(row["others"]), country, link,
                      prior(row), ("in " + clean(row["parent"])) if row["parent"] else ""])
        counts["new places"] += 1
    for what, count in counts.most_common():
        print(f"{count:8} {what}", file=sys.stderr)


if __name__ == "__main__":
    main()
