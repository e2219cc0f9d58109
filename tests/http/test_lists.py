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


def test_an_entity_is_found_by_its_wikidata_id(world):
    found = archive(world).get("/v1/entities", wikidata="Q79").json
    assert [entity["id"] for entity in found["data"]] == ["iso:EG"] and found["next_cursor"] is None
    assert found["data"][0]["links"] == {"wikidata": "Q79"} and found["data"][0]["known"] is True
    assert [entity["id"] for entity in archive(world).get("/v1/entities", wikidata="Q79", type="place").json["data"]] == ["iso:EG"]
    assert archive(world).get("/v1/entities", wikidata="Q79", type="person").json["data"] == []
    assert archive(world).get("/v1/entities", wikidata="Q4294967294").json["data"] == []


def test_what_is_no_wikidata_id_is_refused(world, value):
    answer = archive(world).get("/v1/entities", wikidata=value)
    assert answer.status == 400 and answer.json["errors"][0]["pointer"] == "wikidata"


test_what_is_no_wikidata_id_is_refused.rows = [("79",), ("Q",), ("Q0",), ("q79",), ("Q79x",), ("Q 79",), ("Q-1",), ("Q4294967296",), ("Q99999999999999999999",)]


def test_a_wikidata_id_and_a_name_exclude_each_other(world):
    assert archive(world).get("/v1/entities", wikidata="Q79", q="Egypt").status == 400


def test_an_entity_lists_its_articles(world):
    assert days(archive(world).get("/v1/entities/person:donald-trump/articles", source="ar-two")) == [5]
    assert days(archive(world).get("/v1/entities/person%3Adonald-trump/articles")) == [5, 3, 1]


def test_an_id_with_arabic_letters_travels_percent_encoded(world):
    answer = archive(world).get("/v1/entities/name%3A%D8%B3%D9%84%D9%85%D9%89")
    assert answer.status == 404 and answer.json["type"] == "/problems/not-found"


# Which article (a number, 1 the newest) has what. `old` is in the oldest only, so that a walk from the newest misses it.
HAS = {"person:donald-trump": lambda i: i % 3 < 2, "person:benjamin-netanyahu": lambda i: i % 5 == 0, "place:washington": lambda i: i % 70 == 0,
       "some": lambda i: i % 3 == 0 and i % 100, "rare": lambda i: i % 100 == 0,
       "kangaroo": lambda i: i % 2 == 0, "wombat": lambda i: i % 30 == 0, "platypus": lambda i: i % 1000 == 0, "dodo": lambda i: i > 8000}
WORDS = ("kangaroo", "wombat", "platypus", "dodo")
MANY = 9000


def multiplied(world):
    """A service over MANY articles that are copies of a few, with HAS for what is in them; counted and analyzed."""
    if not hasattr(world, "multiplied"):
        world.multiplied = world.serve(world.database.create())
        sql = lambda statement: world.database.sql(statement, world.multiplied.url)
        named = world.multiplied.post("/v1/articles", {"text": ENGLISH}).json["annotation"]["entities"]
        world.entities = [next(e["id"] for e in named if e["type"] == kind and skip not in e["id"])
                          for kind, skip in (("person", "netanyahu"), ("person", "trump"), ("place", "none"))]
        for word in WORDS:
            assert world.multiplied.post("/v1/articles", {"text": word, "external_id": word, "source": "word"}).status == 201
        words = " || ".join(f"CASE WHEN {condition} THEN (SELECT words FROM articles WHERE external_id = '{word}') ELSE '{{}}' END"
                            for word, condition in zip(WORDS, ("i % 2 = 0", "i % 30 = 0", "i % 1000 = 0", "i > 8000")))
        sql("INSERT INTO articles (id, source, external_id, text, language, received_at, dated_at, gazetteer_version, warnings, words)"
            " SELECT gen_random_uuid(), CASE WHEN i % 100 = 0 THEN 'rare' WHEN i % 3 = 0 THEN 'some' ELSE 'other' END, i, '', 'en',"
            f" at, at, '', '', {words} FROM (SELECT i, timestamptz '2026-01-01' - i * interval '1 minute' AS at FROM"
            f" generate_series(1, {MANY}) AS i) AS t")
        for entity, condition in zip(world.entities, ("i % 3 < 2", "i % 5 = 0", "i % 70 = 0")):
            sql("INSERT INTO article_entities SELECT a.id, m.entity_id, a.dated_at, m.position, 1, m.salience, m.type, m.mentions FROM"
                " (SELECT id, dated_at, external_id::int AS i FROM articles WHERE source IN ('rare', 'some', 'other')) a, article_entities m"
                f" WHERE m.entity_id = '{entity}' AND m.article_id = (SELECT id FROM articles WHERE external_id IS NULL) AND {condition}")
        sql("DELETE FROM rollup_queue; DELETE FROM entity_counts; DELETE FROM articles WHERE source = 'word' OR source IS NULL;"
            " DELETE FROM article_entities m WHERE NOT EXISTS (SELECT FROM articles a WHERE a.id = m.article_id);"
            " INSERT INTO entity_counts SELECT entity_id, min(type), count(*), count(*), min(dated_at), max(dated_at), now()"
            " FROM article_entities GROUP BY 1 UNION ALL SELECT '*', '', count(*), 0, min(dated_at), max(dated_at), now() FROM articles")
        sql("ANALYZE")
    return world.multiplied


def test_whatever_a_list_is_read_by_it_finds_the_same(world, source):
    """Entities, sources and words from everywhere to nowhere lead to other ways of reading; three pages of each."""
    service = multiplied(world)
    entities = dict(zip(HAS, world.entities))
    for names in ((), ("person:donald-trump",), ("person:benjamin-netanyahu",), ("place:washington",),
                  ("person:donald-trump", "person:benjamin-netanyahu")):
        for query in ("", "kangaroo", "wombat", "platypus", "dodo", "kangaroo dodo", "wombat platypus"):
            asked = [*names, *query.split(), *([source] if source else [])]
            expected = [i for i in range(1, MANY + 1) if all(HAS[name](i) for name in asked)]
            more = {"entity": ",".join(entities[n] for n in names)} if names else {}
            more |= ({"q": query} if query else {}) | ({"source": source} if source else {})
            found, cursor = [], None
            for _ in range(3):
                page = service.get("/v1/articles", limit=7, **more, **({"cursor": cursor} if cursor else {}))
                found, cursor = found + days(page), page.json["next_cursor"]
                if not cursor:
                    break
            assert found == expected[:21], (asked, found, expected[:21])


test_whatever_a_list_is_read_by_it_finds_the_same.rows = [("",), ("some",), ("rare",)]


def test_every_filter_at_its_most_at_once(world):
    query = {"entity": ",".join([world.entities[0]] * 16), "q": " ".join(f"kangaroo{i}" for i in range(15)) + " kangaroo", "source": "some",
             "language": "en", "type": "person", "from": "2025-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"}
    assert multiplied(world).get("/v1/articles", **query).json["data"] == []
    query |= {"entity": ",".join(world.entities[0] if i % 2 else world.entities[1] for i in range(16)), "q": " ".join(["kangaroo"] * 16)}
    page = multiplied(world).get("/v1/articles", limit=3, **query).json
    assert days(multiplied(world).get("/v1/articles", limit=3, cursor=page["next_cursor"], **query))
