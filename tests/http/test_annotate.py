"""POST /v1/annotate."""
from texts import CAIRO, EMOJI, ENGLISH, NOBODY, PARTICLES, SUMMIT, ids, mentions


def annotate(world, text, **more):
    answer = world.service.post("/v1/annotate", {"text": text, **more})
    assert answer.status == 200, answer
    return answer.json


def test_an_arabic_text_is_answered_with_its_people_and_places(world):
    annotation = annotate(world, SUMMIT)
    assert annotation["language"] == "ar" and annotation["offset_unit"] == "codepoint"
    assert {"person:donald-trump", "person:benjamin-netanyahu"} <= ids(annotation), ids(annotation)
    trump = next(e for e in annotation["entities"] if e["id"] == "person:donald-trump")
    assert trump["type"] == "person" and trump["known"] is True
    assert trump["names"] == {"ar": "دونالد ترامب", "en": "Donald Trump"}
    assert 0 < trump["salience"] <= 1 and len(trump["mentions"]) == 2
    assert annotation["gazetteer_version"] and annotation["warnings"] == []


def test_an_english_text_finds_the_same_entities(world):
    annotation = annotate(world, ENGLISH)
    assert annotation["language"] == "en"
    assert {"person:donald-trump", "person:benjamin-netanyahu"} <= ids(annotation)


def test_a_mention_is_what_stands_at_its_offsets(world, text, unit):
    annotation = annotate(world, text, offset_unit=unit)
    assert annotation["offset_unit"] == unit and mentions(annotation)
    for mention in mentions(annotation):
        start, end = mention["start"], mention["end"]
        found = {"codepoint": lambda: text[start:end],
                 "utf16": lambda: text.encode("utf-16-le")[2 * start:2 * end].decode("utf-16-le"),
                 "byte": lambda: text.encode()[start:end].decode()}[unit]()
        assert found == mention["text"], mention


test_a_mention_is_what_stands_at_its_offsets.rows = [
    (text, unit) for text in (SUMMIT, CAIRO, PARTICLES, ENGLISH, EMOJI) for unit in ("codepoint", "utf16", "byte")]


def test_attached_particles_are_given_apart(world):
    found = {m["text"]: m.get("prefix") for m in mentions(annotate(world, PARTICLES))}
    assert found.get("لولايات المتحدة") == "ل" and found.get("نتنياهو") == "ول", found
    assert all(prefix != "" for prefix in found.values()), "an empty prefix is left out"


def test_the_title_is_a_field_of_its_own(world):
    annotation = annotate(world, NOBODY, title="ترامب في القاهرة")
    assert {m["field"] for m in mentions(annotation)} == {"title"}


def test_a_text_without_names_has_no_entities(world):
    assert annotate(world, NOBODY)["entities"] == []


def test_types_restrict_what_is_answered(world):
    assert {e["type"] for e in annotate(world, SUMMIT, types=["place"])["entities"]} == {"place"}


def test_mentions_below_min_confidence_are_left_out(world):
    assert all(m["confidence"] >= 0.9 for m in mentions(annotate(world, SUMMIT, min_confidence=0.9)))
    assert annotate(world, SUMMIT, min_confidence=1)["entities"] == [] or mentions(annotate(world, SUMMIT, min_confidence=1))


def test_explain_says_why(world):
    explained = mentions(annotate(world, SUMMIT, explain=True))
    assert explained and all({"spelling", "score", "parts", "rivals"} <= m["explain"].keys() for m in explained)
    assert not any("explain" in m for m in mentions(annotate(world, SUMMIT)))


def test_explain_names_the_features_that_decided(world):
    models = [m["explain"]["model"] for m in mentions(annotate(world, SUMMIT, explain=True)) if "model" in m["explain"]]
    assert models
    for model in models:
        assert 0 < model["posterior"] <= 1
        assert 1 < len(model["features"]) <= 12 and all(value != 0 for value in model["features"].values())
        sizes = [abs(value) for name, value in model["features"].items() if name != "others"]
        assert sizes == sorted(sizes, reverse=True)


def test_null_counts_as_absent(world):
    assert annotate(world, SUMMIT, title=None, language=None, types=None) == annotate(world, SUMMIT)


def test_nothing_is_stored(world):
    before = world.service.get("/v1/articles").json["data"]
    annotate(world, SUMMIT)
    assert world.service.get("/v1/articles").json["data"] == before


def test_a_charset_that_is_utf_8_is_accepted(world):
    headers = {"Content-Type": "Application/JSON; charset=UTF-8"}
    assert world.service.post("/v1/annotate", '{"text":"القاهرة"}'.encode(), headers).status == 200


def test_a_body_of_almost_two_mebibytes_is_tagged(world):
    text = (SUMMIT + "\n") * ((2 * 1024 * 1024 - 1000) // len((SUMMIT + "\\n").encode()))
    assert len(mentions(annotate(world, text))) > 1000
