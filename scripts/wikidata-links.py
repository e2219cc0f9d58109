#!/usr/bin/env python3
"""wikidata-links.py - writes nlp/data/links-brands.tsv: Wikidata ids of companies, banks and airlines.

    scripts/wikidata-links.py BRANDS.tsv > nlp/data/links-brands.tsv

BRANDS.tsv has the brands of name-suggestion-index, with the columns wikidata, en, aliases_en, ar, kind, countries, description (the
npm package has them as JSON). A link is made where a main name or a long alias is the same, the kind fits (banks with banks, companies with
nothing that is a school, a bus route, a park), and the country agrees: the brand is in it, or its description says so. Of several
that remain the one whose description names the country is taken when it is alone; otherwise none is. What is already linked keeps
its link. The ids in REFUSED were read by a person and are another thing of that name.
"""
import collections
import csv
import glob
import os
import re
import sys
import unicodedata

from source_rows import rows_of

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOURCE = "name-suggestion-index"
KINDS = {"company", "bank", "central-bank", "airline", "platform", "exchange", "fund"}
SUFFIXES = r"\b(inc|ltd|llc|plc|sa|ag|group|groupe|co|company|corporation|corp|limited|holding|holdings|the|spa|se|nv|oyj|ab)\b"
OTHER_KINDS = ("route/", "leisure/", "boundary/", "amenity/school", "amenity/police", "amenity/fire", "amenity/library",
               "amenity/kindergarten", "landuse/", "amenity/hospital", "club/")
OTHER_THINGS = r"\b(municipality|city|county|district|town|village|school|transit|public transport|police|fire|subsidiary of|branch of|" \
    r"retail store chain|former|division of|mobile network|wireless|magazine|software|restaurant|fast food|hotel chain in)\b"
PEOPLES = {  # how descriptions name the country
    "US": "American|US|U.S.|United States", "GB": "British|UK|United Kingdom|English|Scottish", "FR": "French|France",
    "DE": "German|Germany", "IT": "Italian|Italy", "ES": "Spanish|Spain", "CH": "Swiss|Switzerland", "NL": "Dutch|Netherlands",
    "BE": "Belgian|Belgium", "SE": "Swedish|Sweden|Nordic", "DK": "Danish|Denmark", "NO": "Norwegian|Norway", "FI": "Finnish|Finland|Nordic",
    "AT": "Austrian|Austria", "IE": "Irish|Ireland", "PT": "Portuguese|Portugal", "PL": "Polish|Poland", "RU": "Russian|Russia",
    "UA": "Ukrainian|Ukraine", "TR": "Turkish|Turkey", "GR": "Greek|Greece", "CN": "Chinese|China", "JP": "Japanese|Japan",
    "KR": "South Korean|Korean|Korea", "IN": "Indian|India", "AU": "Australian|Australia", "CA": "Canadian|Canada",
    "BR": "Brazilian|Brazil", "MX": "Mexican|Mexico", "IL": "Israeli|Israel", "IR": "Iranian|Iran", "SA": "Saudi|Saudi Arabia",
    "AE": "Emirati|United Arab Emirates|UAE|Dubai|Abu Dhabi|Middle Eastern", "QA": "Qatari|Qatar", "KW": "Kuwaiti|Kuwait",
    "BH": "Bahraini|Bahrain", "OM": "Omani|Oman", "EG": "Egyptian|Egypt|Cairo", "JO": "Jordanian|Jordan", "LB": "Lebanese|Lebanon",
    "IQ": "Iraqi|Iraq", "SY": "Syrian|Syria", "MA": "Moroccan|Morocco", "DZ": "Algerian|Algeria", "TN": "Tunisian|Tunisia",
    "LY": "Libyan|Libya", "ZA": "South African|South Africa", "NG": "Nigerian|Nigeria", "KE": "Kenyan|Kenya", "SG": "Singaporean|Singapore",
    "MY": "Malaysian|Malaysia", "ID": "Indonesian|Indonesia", "TH": "Thai|Thailand", "TW": "Taiwanese|Taiwan", "HK": "Hong Kong",
    "BD": "Bangladeshi|Bangladesh", "TG": "pan-African",
}
REFUSED = set("Q711850 Q2819545 Q2609162 Q188514 Q1881443 Q234803 Q2214105 Q1152847 Q857063 Q22093483 Q2882956 Q2660418 Q20718 Q162345 "
              "Q158888 Q36033".split())


def fold(name):
    name = unicodedata.normalize("NFKD", name.lower().replace("&", " and ").replace("'", "").replace("’", ""))
    name = re.sub(r"[^\w ]", " ", "".join(c for c in name if not unicodedata.combining(c)))
    return " ".join(re.sub(SUFFIXES, " ", name).split())


def long_names(cell):
    """Short aliases are acronyms, which many things share."""
    return {fold(name) for name in cell.split("|") if len(fold(name)) >= 6}


def names_the_country(brand, country):
    return bool(re.search(r"\b(" + PEOPLES.get(country, "-").replace(".", r"\.") + r")\b", brand["description"]))


def fits(brand, entity):
    bank = "bank" in brand["kind"] or "atm" in brand["kind"] or re.search(r"\bbank|financ", brand["description"].lower())
    if entity["subtype"] in ("bank", "central-bank") and not bank:
        return False
    if entity["subtype"] == "airline" and "airline" not in brand["description"].lower():
        return False
    if brand["kind"].startswith(OTHER_KINDS) or re.search(OTHER_THINGS, brand["description"].lower()):
        return False
    return names_the_country(brand, entity["country"]) or (
        entity["country"] in brand["countries"].split("|") and len(brand["countries"].split("|")) == 1
        and not re.search("|".join(p for c, p in PEOPLES.items() if c != entity["country"]), brand["description"]))


def best_of(entity, found, linked):
    """The one brand that is the entity; None: there is none, or several."""
    brands = {number: brand for group in found for number, brand in group.items()}
    fitting = [b for b in brands.values() if fits(b, entity) and b["wikidata"] not in linked | REFUSED]
    named = [b for b in fitting if names_the_country(b, entity["country"])]
    best = fitting if len(fitting) == 1 else named
    return best[0] if len(best) == 1 else None


def main():
    brands, linked, counts = collections.defaultdict(dict), set(), collections.Counter()
    for brand in rows_of(sys.argv[1]):
        mains = {fold(brand["en"]), fold(brand["ar"])} - {""}
        for name in mains | long_names(brand["aliases_en"]):
            brands[name][brand["wikidata"]] = brand
            if name in mains:
                brands["=" + name][brand["wikidata"]] = brand
    entities = {}
    for path in sorted(glob.glob(os.path.join(ROOT, "nlp/data/*-*.tsv"))):
        if not os.path.basename(path).startswith("links-"):
            for row in rows_of(path):
                if row.get("id"):
                    entities.setdefault(row["id"], row)
                    linked |= {row["wikidata"]} if row.get("wikidata") else set()
    links = {}
    for entity in entities.values():
        if entity["type"] != "organization" or entity["subtype"] not in KINDS or entity["wikidata"]:
            continue
        counts[entity["subtype"], "all"] += 1
        mains = ["=" + fold(entity["en"]), "=" + fold(entity["ar"])]
        best = best_of(entity, [brands.get(name, {}) for name in mains], linked)
        best = best or best_of(entity, [brands.get(name, {}) for name in set(mains) | long_names(entity["aliases_en"])
                                        | {name[1:] for name in mains}], linked)
        if best:
            links.setdefault(best["wikidata"], []).append((entity, best))
    out = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    out.writerow(["id", "type", "en", "wikidata", "source"])
    for entity, brand in sorted((pairs[0] for pairs in links.values() if len(pairs) == 1), key=lambda pair: pair[0]["id"]):
        counts[entity["subtype"], "linked"] += 1
        out.writerow([entity["id"], "organization", "", brand["wikidata"], SOURCE])
        if "--show" in sys.argv:
            print(entity["id"], entity["en"], entity["country"], entity["note"], "=>", brand["en"], brand["kind"], brand["countries"],
                  brand["description"], brand["wikidata"], sep="; ", file=sys.stderr)
    for kind in sorted(KINDS):
        print(f"{counts[kind, 'linked']:5} of {counts[kind, 'all']} of kind {kind}", file=sys.stderr)


if __name__ == "__main__":
    main()
