"""Finding and deleting articles by what their publishers call them: filters that lists and DELETE /v1/articles share."""
import functools
import urllib.parse

from harness import Service, until
from texts import CAIRO, ENGLISH, NOBODY, SUMMIT

ARTICLES = [
    {"text": SUMMIT, "source": "wire", "external_id": "1", "url": "https://news.example/s/1/?utm_source=x", "author": "سارة أحمد"},
    {"text": CAIRO, "source": "wire", "external_id": "2", "url": "http://News.Example/s/2", "authors": ["عمر حسن", "سارة أحمد"]},
    {"text": ENGLISH, "source": "desk", "external_id": "1", "author": "John Writer"},
    {"text": NOBODY, "source": "desk", "external_id": "4"},
    {"text": SUMMIT, "url": "https://news.example/s/5?id=1&utm_medium=y"},
]


def stored(service):
    for i, article in enumerate(ARTICLES):
        answer = service.post("/v1/articles", article | {"published_at": f"2026-03-0{i + 1}T00:00:00Z", "section": str(i)})
        assert answer.status == 201, answer
    return service


@functools.lru_cache
def archive(world):
    world.services.append(stored(Service(world.database.create())))
    return world.services[-1]


def found(service, query):
    answer = service.ask("GET", "/v1/articles?" + urllib.parse.urlencode(query))
    assert answer.status == 200, answer
    return [int(article["section"]) for article in answer.json["data"]]


def test_articles_are_found(world, reason, query, expected):
    assert found(archive(world), query) == expected


test_articles_are_found.rows = [
    ("by external_id and source", {"external_id": "1", "source": "wire"}, [0]),
    ("by external_id of another source", {"external_id": "1", "source": "desk"}, [2]),
    ("by external_id that none has", {"external_id": "9", "source": "desk"}, []),
    ("by url as it was given", {"url": "https://news.example/s/1/?utm_source=x"}, [0]),
    ("by url in another form", {"url": "http://news.example:80/s/1#top"}, [0]),
    ("by url that was given in another form", {"url": "https://news.example/s/2/"}, [1]),
    ("by url with a query", {"url": "https://news.example/s/5?id=1"}, [4]),
    ("by url without its query", {"url": "https://news.example/s/5"}, []),
    ("by the only author", {"author": "John Writer"}, [2]),
    ("by one of several authors", {"author": "سارة أحمد"}, [1, 0]),
    ("by an author that is part of a name", {"author": "سارة"}, []),
    ("by author and entity", {"author": "سارة أحمد", "entity": "org:hamas"}, [1]),
    ("by author and word", {"author": "سارة أحمد", "q": "ترامب"}, [0]),
    ("by author and time", {"author": "سارة أحمد", "from": "2026-03-02T00:00:00Z"}, [1]),
    ("with entities of the gazetteer", {"known": "true"}, [4, 2, 1, 0]),
    ("with no entity that is not in it", {"known": "false"}, []),
    ("the newest first", {"sort": "newest"}, [4, 3, 2, 1, 0]),
    ("the oldest first", {"sort": "oldest"}, [0, 1, 2, 3, 4]),
    ("the oldest first of an entity", {"sort": "oldest", "entity": "person:donald-trump"}, [0, 2, 4]),
    ("the oldest first of a source", {"sort": "oldest", "source": "wire"}, [0, 1]),
    ("the oldest first with a word", {"sort": "oldest", "q": "ترامب"}, [0, 4]),
    ("the oldest first of an author", {"sort": "oldest", "author": "سارة أحمد"}, [0, 1]),
    ("the oldest first of an entity with a word", {"sort": "oldest", "q": "ترامب", "entity": "person:donald-trump"}, [0, 4]),
]


def test_the_oldest_first_is_paged(world, query):
    service, seen, cursor = archive(world), [], None
    while True:
        page = service.get("/v1/articles", sort="oldest", limit=2, **query, **({"cursor": cursor} if cursor else {})).json
        seen += [int(article["section"]) for article in page["data"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert seen == found(service, {"sort": "oldest", **query})
    if not query:
        newest = service.get("/v1/articles", limit=2).json["next_cursor"]
        assert service.get("/v1/articles", sort="oldest", cursor=newest).status == 400, "a cursor belongs to its order"


test_the_oldest_first_is_paged.rows = [({},), ({"entity": "person:donald-trump"},), ({"q": "ترامب"},)]


def test_the_articles_of_an_entity_take_the_same_filters(world):
    answer = archive(world).get("/v1/entities/person:donald-trump/articles", author="John Writer", sort="oldest")
    assert [article["section"] for article in answer.json["data"]] == ["2"]


def test_a_bad_filter_is_refused(world, reason, method, query, pointer):
    answer = archive(world).ask(method, "/v1/articles?" + query)
    assert answer.status == 400 and answer.json["type"] == "/problems/invalid-parameter", answer
    assert not pointer or answer.json["errors"][0]["pointer"] == pointer


test_a_bad_filter_is_refused.rows = [
    ("external_id without source", "GET", "external_id=1", "external_id"),
    ("no address", "GET", "url=news", "url"),
    ("neither true nor false", "GET", "known=yes", "known"),
    ("another order", "GET", "sort=random", "sort"),
    ("deleting everything", "DELETE", "", None),
    ("deleting everything by an empty filter", "DELETE", "source=", None),
    ("counting everything", "DELETE", "dry_run=true", None),
    ("neither true nor false again", "DELETE", "source=wire&dry_run=1", "dry_run"),
    ("a page of a deletion", "DELETE", "source=wire&limit=5", "limit"),
]


def test_articles_are_deleted_by_filter(world):
    with Service(world.database.create()) as service:
        stored(service)
        path = "/v1/articles?" + urllib.parse.urlencode({"author": "سارة أحمد", "to": "2026-03-02T00:00:00Z"})
        assert service.ask("DELETE", path + "&dry_run=true").json == {"matched": 1, "deleted": 0, "dry_run": True, "more": False}
        assert len(found(service, {})) == 5
        assert service.ask("DELETE", path).json == {"matched": 1, "deleted": 1, "dry_run": False, "more": False}
        assert found(service, {}) == [4, 3, 2, 1]
        assert service.ask("DELETE", path).json["matched"] == 0
        assert service.ask("DELETE", "/v1/articles?entity=person:donald-trump").json["deleted"] == 2
        assert found(service, {}) == [3, 1]
        until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", service.url) == "0")
        assert service.get("/v1/entities/person:donald-trump").json["articles"] == 0
        assert world.database.sql("SELECT articles FROM entity_counts WHERE entity_id = '*'", service.url) == "2"
        assert world.database.sql("SELECT count(DISTINCT article_id) FROM article_entities", service.url) == "1"


def test_more_articles_than_one_transaction_takes_are_deleted(world):
    with Service(world.database.create()) as service:
        world.database.sql("INSERT INTO articles (id, source, text, language, received_at, dated_at, gazetteer_version, warnings, words)"
                           " SELECT gen_random_uuid(), 'many', '', 'ar', now(), now(), '', '', '{}' FROM generate_series(1, 10700)", service.url)
        service.post("/v1/articles", ARTICLES[2] | {"section": "2"})
        first = service.ask("DELETE", "/v1/articles?source=many").json
        assert first == {"matched": 10000, "deleted": 10000, "dry_run": False, "more": True}
        assert service.ask("DELETE", "/v1/articles?source=many").json == {"matched": 700, "deleted": 700, "dry_run": False, "more": False}
        assert found(service, {}) == [2]
