"""What somebody else sends or answers cannot stop the service: pages, receivers, name servers, clients."""
import functools
import threading
import time

import pages
from harness import Service, run

ARTICLE = f"<p>{pages.ENGLISH[0]}</p>"
SIZE = 1_900_000  # bytes of a page, below ALAM_BODY_MAXIMUM


def attributes(count):
    return "<p " + " ".join(f"a{i}={i}" for i in range(count)) + ">" + ARTICLE


# Pages that cost much where a parser or alam does more than read once. Behind each: what the answer must say; None: an article.
HOSTILE = {
    "20,000 attributes": (attributes(20_000), "attributes"),
    "attributes that fill the page": ("<p " + " ".join(f"a{i}=1" for i in range(SIZE // 10)) + ">" + ARTICLE, "attributes"),
    "attributes without blanks between": ("<p " + "".join(f'b{i}="x"' for i in range(30_000)) + ">" + ARTICLE, "attributes"),
    "attributes whose names are long": ("<p " + "".join(f"x{i}" + "x" * 990 + " " for i in range(SIZE // 1000)) + ">" + ARTICLE, "attributes"),
    "elements inside one another": ("<div>" * (SIZE // 5) + ARTICLE, "inside one another"),
    "tags that are not closed": ("<b>x" * (SIZE // 4) + ARTICLE, "inside one another"),
    "very many elements": ("<p>x" * (SIZE // 4) + ARTICLE, "tags and attributes"),
    "very many links in many levels": ("<div>" * 200 + (ARTICLE + "<a href=x>more</a>") * 5000, None),
    "links with long texts in many levels": ("<div>" * 200 + "<a href=x>" + "word " * 200_000 + "</a>" + ARTICLE, None),
    "headings inside one another": ("<h1>" * 200 + "word " * 200_000, "no article"),
    "dates inside one another": ("<div class=date>" * 100 + "word " * 100_000 + "</div>" * 100 + ARTICLE, None),
    "a class of a million words": (f'<div class="{"a " * (SIZE // 2)}">{ARTICLE}</div>', None),
    "a million references": ("<p>" + "&zzz" * (SIZE // 4) + "</p>" + ARTICLE, None),
    "end tags of nothing": ("<div>" * 200 + "</zz>" * (SIZE // 5) + ARTICLE, None),
    "comments": ("<!---->" * (SIZE // 7) + ARTICLE, None),
    "tags that never end": ("<a " * (SIZE // 3) + ARTICLE, "no article"),
}


def duration(what):
    began = time.monotonic()
    what()
    return time.monotonic() - began


@functools.lru_cache
def usual():
    """Seconds for a page of many paragraphs."""
    return duration(lambda: run("extract", stdin="<html><body>" + ARTICLE * (SIZE // len(ARTICLE))))


def test_reading_a_page_costs_in_proportion_to_its_length(_world, name):
    page, words = HOSTILE[name]
    done = []
    took = duration(lambda: done.append(run("extract", stdin="<html><body>" + page)))
    assert words in done[0].stderr if words else pages.ENGLISH[0] in done[0].stdout, (name, done[0].stderr, done[0].stdout[:300])
    assert took < 20 * usual(), f"{name}: {took:.2f} s, where a plain page of the same length takes {usual():.2f} s"


test_reading_a_page_costs_in_proportion_to_its_length.rows = [(name,) for name in HOSTILE]


def test_the_limits_of_a_page_are_exact(world, kind, count, status):
    page = {"attributes": attributes, "levels": lambda levels: "<div>" * (levels - 3) + ARTICLE}[kind](count)  # html, body and p count
    answer = world.service.post("/v1/articles", {"html": f"<html><body>{page}", "source": "limits", "external_id": f"{kind} {count}"})
    assert answer.status == status, answer


test_the_limits_of_a_page_are_exact.rows = [("attributes", 512, 201), ("attributes", 513, 422), ("levels", 250, 201), ("levels", 251, 422)]


def test_a_page_that_takes_too_long_is_told(world):
    with Service(world.url, extract_timeout="0s") as service:
        answer = service.post("/v1/articles", {"html": ARTICLE * 2000})
        assert answer.status == 422 and "ALAM_EXTRACT_TIMEOUT" in answer.json["detail"], answer


def test_hostile_pages_hold_up_neither_others_nor_the_end(world):
    with Service(world.database.create(), drain_grace="1s") as service:
        page = HOSTILE["attributes that fill the page"][0]
        posts = [threading.Thread(target=lambda: service.post("/v1/articles", {"html": page})) for _ in range(8)]
        for thread in posts:
            thread.start()
        while any(thread.is_alive() for thread in posts):
            assert service.get("/livez").status == 200
        took = duration(lambda: (service.terminate(), service.wait()))
        assert took < 3 + 2, f"ended after {took:.1f} s"
