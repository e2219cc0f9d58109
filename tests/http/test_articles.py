"""POST, GET and DELETE of articles."""
import concurrent.futures
import re

from texts import CAIRO, ENGLISH, NOBODY, SUMMIT, ids

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def test_a_new_article_is_stored_and_answered_with_its_annotation(world):
    body = {"text": CAIRO, "title": "وفد في القاهرة", "source": "new", "external_id": "1", "url": "https://news.example/1",
            "published_at": "2026-03-01T12:00:00+02:00"}
    answer = world.service.post("/v1/articles", body)
    article = answer.json
    assert answer.status == 201
    assert answer.headers["Location"] == "/v1/articles/" + article["id"] and re.fullmatch(UUID, article["id"])
    assert {k: article[k] for k in body if k != "published_at"} == {k: v for k, v in body.items() if k != "published_at"}
    assert article["published_at"] == "2026-03-01T10:00:00Z" and article["language"] == "ar"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", article["received_at"])
    assert "org:hamas" in ids(article["annotation"]), ids(article["annotation"])


def test_get_answers_exactly_what_post_answered(world, name, body):
    posted = world.service.post("/v1/articles", {"source": "exact", "external_id": name, **body})
    assert posted.status == 201
    assert world.service.get(posted.headers["Location"]).body == posted.body


test_get_answers_exactly_what_post_answered.rows = [
    ("arabic", {"text": SUMMIT}),
    ("with a title", {"text": CAIRO, "title": "ترامب ونتنياهو في واشنطن"}),
    ("english", {"text": ENGLISH, "url": "http://news.example/a?b=%D8%A7"}),
    ("without entities", {"text": NOBODY}),
    ("characters to escape", {"text": "قال \"ترامب\" \\ في\tالقاهرة\r\n\u0001\u2028 😀", "title": ""}),
    ("an old time with a fraction", {"text": SUMMIT, "published_at": "1969-12-31T23:59:59.123456Z"}),
    ("a given language", {"text": SUMMIT, "language": "ar"}),
]


def test_the_same_article_again_is_200_with_the_same_content(world, key, first, second):
    one = world.service.post("/v1/articles", first)
    two = world.service.post("/v1/articles", second)
    assert (one.status, two.status) == (201, 200), (one, two)
    assert one.body == two.body and one.headers["Location"] == two.headers["Location"]


test_the_same_article_again_is_200_with_the_same_content.rows = [
    ("by source and external_id", {"text": SUMMIT, "source": "again", "external_id": "7"}, {"text": SUMMIT, "source": "again", "external_id": "7"}),
    ("by url", {"text": SUMMIT, "url": "https://news.example/same"}, {"text": SUMMIT, "url": "https://news.example/same"}),
    ("by text", {"text": "زار ترامب القاهرة في الربيع."}, {"text": "زار ترامب القاهرة في الربيع."}),
    ("by title and text", {"title": "زيارة", "text": "زار ترامب القاهرة."}, {"title": "زيارة", "text": "زار ترامب القاهرة."}),
]


def test_articles_with_different_keys_are_different(world, key, first, second):
    one, two = world.service.post("/v1/articles", first), world.service.post("/v1/articles", second)
    assert (one.status, two.status) == (201, 201) and one.json["id"] != two.json["id"]


test_articles_with_different_keys_are_different.rows = [
    ("another source", {"text": SUMMIT, "source": "x1", "external_id": "1"}, {"text": SUMMIT, "source": "x2", "external_id": "1"}),
    ("parts that only join to the same", {"text": SUMMIT, "source": "ab", "external_id": "c"},
     {"text": SUMMIT, "source": "a", "external_id": "bc"}),
    ("another title", {"text": CAIRO, "title": "أ"}, {"text": CAIRO, "title": "ب"}),
]


def test_of_many_posts_at_once_with_one_key_one_creates(world):
    body = {"text": SUMMIT, "source": "race", "external_id": "1"}
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: world.service.post("/v1/articles", body), range(32)))
    assert sorted(a.status for a in answers) == [200] * 31 + [201]
    assert len({a.body for a in answers}) == 1


def test_many_different_posts_at_once_all_succeed(world):
    texts = [SUMMIT, CAIRO, ENGLISH]
    def post(i):
        return world.service.post("/v1/articles", {"text": texts[i % 3], "source": "many", "external_id": str(i)}).status
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        assert set(pool.map(post, range(60))) == {201}


def test_a_deleted_article_is_gone_with_its_mentions(world):
    location = world.service.post("/v1/articles", {"text": "التقى ترامب وفدا في عمان.", "source": "delete", "external_id": "1"}).headers["Location"]
    before = world.service.get("/v1/entities/person:donald-trump").json["articles"]
    gone = world.service.ask("DELETE", location)
    assert gone.status == 204 and gone.body == b""
    assert world.service.get(location).status == 404
    assert world.service.ask("DELETE", location).status == 404
    assert world.service.get("/v1/entities/person:donald-trump").json["articles"] == before - 1
    article = location.rsplit("/", 1)[1]
    assert world.database.sql(f"SELECT count(*) FROM article_entities WHERE article_id = '{article}'", world.url) == "0"


def test_a_deleted_article_can_be_posted_anew(world):
    body = {"text": SUMMIT, "source": "delete", "external_id": "2"}
    location = world.service.post("/v1/articles", body).headers["Location"]
    world.service.ask("DELETE", location)
    again = world.service.post("/v1/articles", body)
    assert again.status == 201 and again.headers["Location"] == location


def test_an_id_in_capitals_is_the_same_id(world):
    location = world.service.post("/v1/articles", {"text": SUMMIT, "source": "capitals", "external_id": "1"}).headers["Location"]
    head, article = location.rsplit("/", 1)
    assert world.service.get(f"{head}/{article.upper()}").json["id"] == article


def test_head_answers_as_get_does_without_the_body(world):
    location = world.service.post("/v1/articles", {"text": SUMMIT, "source": "head", "external_id": "1"}).headers["Location"]
    head, get = world.service.ask("HEAD", location), world.service.get(location)
    assert head.status == 200 and head.body == b"" and head.headers["Content-Length"] == str(len(get.body))
