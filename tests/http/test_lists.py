"""GET /v1/articles and its filters, cursors; GET /v1/entities."""
from harness import Service
from texts import CAIRO, ENGLISH, NOBODY, SUMMIT


def archive(world):
    """A service over five articles, a day apart, made once."""
    if not hasattr(world, "archive"):
        world.archive = world.serve(world.database.create())
        rows = [(SUMMIT, "ar-one"), (CAIRO, "ar-two"), (ENGLISH, "en-one"), (NOBODY, "ar-one"), ("زار ترامب القاهرة.", "ar-two")]
        for day, (text, source) in enumerate(rows, 1):
            answer = world.archive.post("/v1/articles", {"text": text, "source": source, "external_id": str(day),
                                                         "published_at": f"2026-05-0{day}T08:00:00Z"})
            assert answer.status == 201
    return world.archive


def days(answer):
    assert answer.status == 200, answer
    return [int(article["external_id"]) for article in answer.json["data"]]


def test_a_list_is_newest_first_and_filtered(world, name, query, expected):
    assert days(archive(world).get("/v1/articles", **query)) == expected


test_a_list_is_newest_first_and_filtered.rows = [
    ("all", {}, [5, 4, 3, 2, 1]),
    ("by entity", {"entity": "person:donald-trump"}, [5, 3, 1]),
    ("by source", {"source": "ar-one"}, [4, 1]),
    ("by language", {"language": "en"}, [3]),
    ("by type", {"type": "organization"}, [2]),
    ("by entity and source", {"entity": "person:donald-trump", "source": "ar-two"}, [5]),
    ("from is inclusive", {"from": "2026-05-04T08:00:00Z"}, [5, 4]),
    ("to is exclusive", {"to": "2026-05-02T08:00:00Z"}, [1]),
    ("from and to, with an offset", {"from": "2026-05-02T10:00:00+02:00", "to": "2026-05-04T00:00:00Z"}, [3, 2]),
    ("nothing", {"source": "nobody"}, []),
]


def test_a_listed_article_has_its_top_entities_and_no_text(world):
    article = archive(world).get("/v1/articles", source="ar-one", to="2026-05-02T00:00:00Z").json["data"][0]
    assert "text" not in article and "annotation" not in article
    trump = next(e for e in article["entities"] if e["id"] == "person:donald-trump")
    assert trump["mention_count"] == 2 and trump["name"] == "دونالد ترامب"
    assert len(article["entities"]) <= 5


def test_pages_follow_each_other(world, name, path, query):
    whole = days(archive(world).get(path, **query))
    pages, cursor = [], None
    for _ in range(10):
        answer = archive(world).get(path, limit=2, **query, **({"cursor": cursor} if cursor else {}))
        pages.append(days(answer))
        cursor = answer.json["next_cursor"]
        if not cursor:
            break
    assert sum(pages, []) == whole and all(len(page) == 2 for page in pages[:-1]), pages


test_pages_follow_each_other.rows = [
    ("all articles", "/v1/articles", {}),
    ("of an entity", "/v1/articles", {"entity": "person:donald-trump"}),
    ("of an entity, its own address", "/v1/entities/person:donald-trump/articles", {}),
]


def test_a_cursor_stays_right_while_articles_arrive(world):
    with Service(world.database.create()) as service:
        def post(day):
            service.post("/v1/articles", {"text": SUMMIT, "source": "s", "external_id": str(day),
                                          "published_at": f"2026-05-{day:02}T00:00:00Z"})
        for day in (10, 11, 12, 13):
            post(day)
        first = service.get("/v1/articles", limit=2)
        post(20)
        second = service.get("/v1/articles", limit=2, cursor=first.json["next_cursor"])
        assert days(first) + days(second) == [13, 12, 11, 10]


def found(answer):
    assert answer.status == 200, answer
    return [entity["id"] for entity in answer.json["data"]]


def test_an_entity_is_found_by_any_spelling(world, query, expected):
    assert expected in found(archive(world).get("/v1/entities", q=query))


test_an_entity_is_found_by_any_spelling.rows = [
    ("ترامب", "person:donald-trump"),
    ("Trump", "person:donald-trump"),
    ("trump", "person:donald-trump"),
    ("دونالد ترامب", "person:donald-trump"),
    ("دونالد تر", "person:donald-trump"),
    ("ترمب", "person:donald-trump"),
    ("تـرامبَ", "person:donald-trump"),
    ("Netanyahu", "person:benjamin-netanyahu"),
    ("حماس", "org:hamas"),
]


def test_searching_ranks_the_whole_spelling_first(world):
    assert found(archive(world).get("/v1/entities", q="نتنياهو"))[0] == "person:benjamin-netanyahu"


def test_search_is_restricted_by_type(world):
    everything = archive(world).get("/v1/entities", limit=100).json["data"]
    people = archive(world).get("/v1/entities", limit=100, type="person").json["data"]
    assert people and [e for e in everything if e["type"] == "person"] == people


def test_entities_come_in_pages(world):
    whole = found(archive(world).get("/v1/entities", limit=100))
    pages, cursor = [], None
    while True:
        answer = archive(world).get("/v1/entities", limit=2, **({"cursor": cursor} if cursor else {}))
        pages += found(answer)
        cursor = answer.json["next_cursor"]
        if not cursor:
            break
    assert pages == whole and whole[0] == "person:donald-trump", "the most mentioned comes first"


def test_a_name_that_no_article_has_is_not_found(world, query):
    assert found(archive(world).get("/v1/entities", q=query)) == []


test_a_name_that_no_article_has_is_not_found.rows = [("Angela Merkel",), ("xyzzy",), ("100%",), ("a_b",)]


def test_an_entity_card_counts(world):
    card = archive(world).get("/v1/entities/person:donald-trump").json
    assert card["articles"] == 3 and card["mentions"] == 5
    assert (card["first_seen"], card["last_seen"]) == ("2026-05-01T08:00:00Z", "2026-05-05T08:00:00Z")
    assert "ترامب" in card["spellings"] and card["names"]["en"] == "Donald Trump"


def test_an_entity_of_the_gazetteer_has_a_card_before_it_is_in_the_news(world):
    card = archive(world).get("/v1/entities/person:angela-merkel").json
    assert card["articles"] == 0 and card["first_seen"] is None and card["known"] is True


def test_an_entity_lists_its_articles(world):
    assert days(archive(world).get("/v1/entities/person:donald-trump/articles", source="ar-two")) == [5]
    assert days(archive(world).get("/v1/entities/person%3Adonald-trump/articles")) == [5, 3, 1]


def test_an_id_with_arabic_letters_travels_percent_encoded(world):
    answer = archive(world).get("/v1/entities/name%3A%D8%B3%D9%84%D9%85%D9%89")
    assert answer.status == 404 and answer.json["type"] == "/problems/not-found"
