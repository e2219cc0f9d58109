"""Corrected articles: the same identity with other content replaces what is stored, whole and at once, whichever way it comes.

A corrected archive is held against a second one, in which the last word alone was posted: they must answer the same."""
import concurrent.futures
import hashlib
import json
import shutil
import tempfile
import uuid

import harness
import pages
import test_intake as intake
import test_webhooks as webhooks
from harness import Service, run, until
from test_batch import batch
from texts import CAIRO, ENGLISH, NOBODY, SUMMIT, ids

PATCH = {"Content-Type": "application/merge-patch+json"}
ASYNC = {"Prefer": "respond-async"}
FIRST = {"text": SUMMIT, "title": "لقاء في واشنطن", "source": "wire", "published_at": "2026-03-01T10:20:00Z"}
SECOND = {"text": CAIRO, "title": "وفد في القاهرة", "source": "wire", "published_at": "2026-03-02T22:40:00Z", "authors": ["سارة أحمد", "عمر حسن"],
          "section": "سياسة", "tags": ["غزة", "وساطة"]}
VOLATILE = {"received_at", "updated_at", "revision"}


def key(name):
    return {"external_id": name}


def without(value, names=VOLATILE):
    if isinstance(value, dict):
        return {k: without(v, names) for k, v in value.items() if k not in names}
    return [without(item, names) for item in value] if isinstance(value, list) else value


def line_of(service, path, body, headers=None):
    """Posts one article as a batch of one line."""
    answer = service.ask("POST", path, (json.dumps(body, ensure_ascii=False) + "\n").encode(), {"Content-Type": "application/x-ndjson"})
    result, done = map(json.loads, answer.body.splitlines())
    assert done["done"] and done["lines"] == 1
    return result["status"], result.get("article") or result["problem"]


def single(service, path, body):
    answer = service.post(path, body)
    return answer.status, answer.json


def job(service, path, body):
    made = service.post(path, body, ASYNC)
    assert made.status == 202, made
    done = until(lambda: (lambda found: found if found["status"] in ("done", "failed") else None)(service.get(made.headers["Location"]).json))
    if done["problem"]:
        return done["problem"]["status"], done["problem"]
    return 200, service.get(done["article"]).json


def page(service, path, body):
    """Posts the article as the page that it stands on."""
    text = "".join(f"<p>{body['text']}</p>" for _ in range(3))
    html = f"<html><head><title>{body['title']}</title></head><body><article>{text}</article></body></html>"
    return single(service, path, {k: v for k, v in body.items() if k != "text"} | {"html": html})


WAYS = [("a single post", single), ("a line of a batch", line_of), ("an asynchronous job", job), ("a page", page)]


def test_other_content_of_the_same_identity_replaces_the_article(world, way, post):
    name = key("replaced by " + way)
    status, one = post(world.service, "/v1/articles", FIRST | name)
    assert status in (200, 201) and one["revision"] == 1 and one["updated_at"] is None
    status, two = post(world.service, "/v1/articles", SECOND | name)
    assert status == 200 and two["id"] == one["id"] and two["revision"] == 2 and two["updated_at"] >= one["received_at"] == two["received_at"]
    assert two["title"] == SECOND["title"] and CAIRO in two["text"] and two["authors"] == SECOND["authors"] and two["author"] == "سارة أحمد"
    assert two["section"] == SECOND["section"] and two["tags"] == SECOND["tags"] and two["published_at"] == SECOND["published_at"]
    assert "org:hamas" in ids(two["annotation"]) and "person:donald-trump" not in ids(two["annotation"])
    status, three = post(world.service, "/v1/articles", SECOND | name)
    assert (status, three) == (200, two), "the same again changes nothing"
    former = world.service.get(f"/v1/articles/{one['id']}/revisions").json["data"]
    assert [(x["revision"], x["title"], x["replaced_at"]) for x in former] == [(1, FIRST["title"], two["updated_at"])]
    assert SUMMIT in world.service.get(f"/v1/articles/{one['id']}/revisions/1").json["text"]


test_other_content_of_the_same_identity_replaces_the_article.rows = WAYS


def test_each_member_alone_makes_another_revision(world, member, value):
    full = FIRST | key(f"member {member} {value}") | {"url": "https://news.example/a/1", "author": "سارة أحمد", "section": "أخبار", "tags": ["غزة"],
                                              "language": "ar", "modified_at": "2026-03-01T11:00:00Z"}
    assert world.service.post("/v1/articles", full).status == 201
    changed = full | {member: value}
    failing = world.service.ask("POST", "/v1/articles?if_exists=fail", changed)
    pointer = "/authors" if member == "author" else "/" + member
    assert failing.status == 409 and failing.json["type"] == "/problems/conflict", failing
    assert [error["pointer"] for error in failing.json["errors"]] == [pointer], failing.json
    answer = world.service.post("/v1/articles", changed)
    assert answer.status == 200 and answer.json["revision"] == 2, answer
    assert answer.json[member] == value


test_each_member_alone_makes_another_revision.rows = [
    ("title", "لقاء في نيويورك"), ("text", CAIRO), ("author", "عمر حسن"), ("url", "https://news.example/a/2"), ("section", "سياسة"),
    ("tags", ["غزة", "هدنة"]), ("language", "fa"), ("published_at", "2026-03-01T10:21:00Z"), ("modified_at", "2026-03-01T11:01:00Z"),
    ("title", None), ("url", None), ("section", None), ("published_at", None)]


ODD = ["غزة, رفح", 'قال "نعم"', "back\\slash", "{curly}", "NULL", " blanks ", "سطر\nآخر", "😀", "'", "a" * 300]


def test_lists_come_back_as_they_were_given(world):
    body = FIRST | key("odd") | {"authors": ODD, "tags": ODD[::-1]}
    made = world.service.post("/v1/articles", body)
    assert made.status == 201 and made.json["authors"] == ODD and made.json["tags"] == ODD[::-1] and made.json["author"] == ODD[0]
    assert world.service.get(made.headers["Location"]).body == made.body
    assert world.service.post("/v1/articles", body).body == made.body, "they are found to be the same"
    assert world.service.post("/v1/articles", body | {"tags": ODD[::-1][1:]}).json["revision"] == 2
    for author in ODD[:6]:
        assert [a["id"] for a in world.service.get("/v1/articles", author=author).json["data"]] == [made.json["id"]], author


def test_author_and_authors_may_not_contradict_each_other(world):
    answer = world.service.post("/v1/articles", FIRST | key("contradiction") | {"author": "سارة", "authors": ["عمر", "سارة"]})
    assert answer.status == 422 and answer.json["errors"][0]["pointer"] == "/author"
    assert world.service.post("/v1/articles", FIRST | key("contradiction") | {"author": "عمر", "authors": ["عمر", "سارة"]}).status == 201


LOOKS = ["/v1/entities", "/v1/entities/person:donald-trump", "/v1/entities/org:hamas", "/v1/entities/place:cairo", "/v1/articles",
         "/v1/articles?q=ترامب", "/v1/articles?q=حماس", "/v1/articles?entity=person:donald-trump", "/v1/articles?entity=org:hamas",
         "/v1/entities/org:hamas/timeline?from=2026-03-01T00:00:00Z&to=2026-03-04T00:00:00Z",
         "/v1/entities/person:donald-trump/timeline?from=2026-03-01T00:00:00Z&to=2026-03-04T00:00:00Z", "/v1/entities/org:hamas/related"]


def looks(service):
    found = []
    for path in LOOKS:
        answer = service.ask("GET", path.replace("ترامب", "%D8%AA%D8%B1%D8%A7%D9%85%D8%A8").replace("حماس", "%D8%AD%D9%85%D8%A7%D8%B3"))
        found.append((path, answer.status, without(answer.json, VOLATILE | {"instance"})))
    return found


def test_a_corrected_archive_answers_as_if_it_had_never_been_wrong(world):
    last = [SECOND | key("1"), FIRST | key("2"), {"text": ENGLISH, "source": "wire"} | key("3"), FIRST | key("4") | {"text": NOBODY}]
    wrong = [FIRST | key("1"), SECOND | key("2"), FIRST | key("3"), SECOND | key("4")]
    for article in last + wrong:
        article.setdefault("published_at", "2026-03-03T05:00:00Z")
    with Service(world.database.create()) as corrected, Service(world.database.create()) as plain:
        for article in wrong:
            assert corrected.post("/v1/articles", article).status == 201
        body = b"".join(json.dumps(article, ensure_ascii=False).encode() + b"\n" for article in last)
        assert [result["status"] for result in batch(corrected, body)] == [200] * 4
        for article in last:
            assert plain.post("/v1/articles", article).status == 201
        for folded in (False, True):  # counts are right before they are folded, and after
            if folded:
                for service in (corrected, plain):
                    until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", service.url) == "0")
            for one, two in zip(looks(corrected), looks(plain)):
                assert one == two, f"\n{one}\n{two}"
        rows = "SELECT string_agg(x::text, ',' ORDER BY x::text) FROM (SELECT a.external_id, m.entity_id, m.dated_at, m.position, m.mention_count," \
               " m.salience, m.type, m.mentions, a.words, a.minhash, a.bands FROM articles a LEFT JOIN article_entities m ON m.article_id = a.id) x"
        assert world.database.sql(rows, corrected.url) == world.database.sql(rows, plain.url)


def test_of_many_corrections_at_once_each_is_a_revision(world):
    article, count = FIRST | key("storm"), 24
    with Service(world.database.create(), writers=4) as one, Service(one.url, writers=4) as two:
        def post(i):
            return (one, two)[i % 2].post("/v1/articles", article | {"title": f"لقاء رقم {i}"})
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(post, range(count)))
        assert sorted(answer.status for answer in answers) == [200] * (count - 1) + [201], answers
        stored = one.get(answers[0].headers["Location"]).json
        assert stored["revision"] == count
        seen = [revision["revision"] for revision in one.get(answers[0].headers["Location"] + "/revisions", limit=100).json["data"]]
        assert seen == list(range(count - 1, count - 1 - len(seen), -1)) and len(seen) == 20
        until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", one.url) == "0")
        assert one.get("/v1/entities/person:donald-trump").json["articles"] == 1
        assert world.database.sql("SELECT articles FROM entity_counts WHERE entity_id = '*'", one.url) == "1"


# What is derived from articles, held against the articles themselves: each must find nothing.
WRONG = [
    "SELECT * FROM article_entities m WHERE NOT EXISTS (SELECT FROM articles a WHERE a.id = m.article_id AND a.dated_at = m.dated_at)",
    "SELECT * FROM (SELECT entity_id, count(*) AS n, sum(mention_count) AS k FROM article_entities GROUP BY 1) x"
    " FULL JOIN (SELECT entity_id, articles AS n, mentions AS k FROM entity_counts WHERE entity_id <> '*' AND articles <> 0) y USING (entity_id)"
    " WHERE x.n IS DISTINCT FROM y.n OR x.k IS DISTINCT FROM y.k",
    "SELECT * FROM (SELECT entity_id, date_trunc('hour', dated_at, 'UTC') AS hour, count(*) AS n FROM article_entities GROUP BY 1, 2) x"
    " FULL JOIN (SELECT entity_id, hour, articles AS n FROM entity_hours WHERE entity_id <> '*' AND articles <> 0) y USING (entity_id, hour) WHERE x.n IS DISTINCT FROM y.n",
    "SELECT 1 WHERE (SELECT count(*) FROM articles) <> coalesce((SELECT articles FROM entity_counts WHERE entity_id = '*'), 0)",
    "SELECT * FROM article_revisions r WHERE NOT EXISTS (SELECT FROM articles a WHERE a.id = r.article_id AND a.revision > r.revision)",
]


def test_whatever_is_posted_edited_and_deleted_at_once_all_that_is_derived_is_right(world):
    texts = [SUMMIT, CAIRO, ENGLISH, NOBODY]
    with Service(world.database.create(), writers=3) as one, Service(one.url, writers=3) as two:
        made = [one.post("/v1/articles", FIRST | key(str(i))).json["id"] for i in range(6)]

        def act(i):
            service, article = (one, two)[i % 2], i * 7 % 6
            path = "/v1/articles/" + made[article]
            if i % 11 == 0:
                return service.ask("DELETE", path)
            if i % 3 == 0:
                return service.ask("PATCH", path, {"text": texts[i % 4], "published_at": f"2026-03-0{i % 9 + 1}T00:00:00Z"})
            return service.post("/v1/articles", FIRST | key(str(article)) | {"text": texts[i // 2 % 4], "title": f"عنوان {i}"})
        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(act, range(160)))
        met = [answer for answer in answers if answer.status not in (200, 201, 204, 404)]  # a post whose article was deleted before its answer was read
        assert all(answer.status == 503 and "deleted in the same moment" in answer.json["detail"] for answer in met), met
        until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", one.url) == "0")
        for query in WRONG:
            assert world.database.sql(query, one.url) == "", query


def test_the_last_line_of_a_batch_has_the_last_word(world):
    lines = [FIRST | key("last word") | {"title": f"لقاء رقم {i}"} for i in range(200)]
    results = batch(world.service, b"".join(json.dumps(x, ensure_ascii=False).encode() + b"\n" for x in lines))
    assert [result["status"] for result in results] == [201] + [200] * 199
    stored = world.service.get("/v1/articles/" + results[0]["article"]["id"]).json
    assert stored["title"] == "لقاء رقم 199" and stored["revision"] == 200


def test_what_is_there_may_be_kept(world, way, post):
    name = key("kept by " + way)
    post(world.service, "/v1/articles", FIRST | name)
    status, answer = post(world.service, "/v1/articles?if_exists=keep", SECOND | name)
    assert status == 200 and answer["title"] == FIRST["title"] and answer["revision"] == 1


test_what_is_there_may_be_kept.rows = WAYS


def test_other_content_may_be_refused(world, way, post):
    name = key("refused by " + way)
    first = post(world.service, "/v1/articles?if_exists=fail", FIRST | name)
    assert first[0] in (200, 201)
    assert post(world.service, "/v1/articles?if_exists=fail", FIRST | name)[0] == 200, "the same again is no conflict"
    status, problem = post(world.service, "/v1/articles?if_exists=fail", SECOND | name)
    assert status == 409 and problem["type"] == "/problems/conflict"
    assert {error["pointer"] for error in problem["errors"]} == {"/title", "/text", "/authors", "/section", "/tags", "/published_at"}
    assert world.service.get("/v1/articles/" + first[1]["id"]).json["revision"] == 1


test_other_content_may_be_refused.rows = WAYS


def test_an_older_revision_is_stale(world, way, post):
    name = key("stale by " + way)
    times = [f"2026-03-01T1{i}:00:00Z" for i in range(3)]
    one = post(world.service, "/v1/articles", FIRST | name | {"modified_at": times[1]})[1]
    status, problem = post(world.service, "/v1/articles", SECOND | name | {"modified_at": times[0]})
    assert status == 409 and problem["type"] == "/problems/stale-revision"
    status, newer = post(world.service, "/v1/articles", SECOND | name | {"modified_at": times[2]})
    assert status == 200 and newer["revision"] == 2 and newer["modified_at"] == times[2]
    status, later = post(world.service, "/v1/articles", FIRST | name)
    assert status == 200 and later["revision"] == 3 and later["modified_at"] == times[2], "what does not say stays as it was said"
    assert later["id"] == one["id"]


test_an_older_revision_is_stale.rows = WAYS


def test_an_unknown_if_exists_is_refused(world):
    answer = world.service.ask("POST", "/v1/articles?if_exists=merge", FIRST)
    assert answer.status == 400 and answer.json["errors"][0]["pointer"] == "if_exists"
    lines = world.service.ask("POST", "/v1/articles?if_exists=merge", b"{}\n", {"Content-Type": "application/x-ndjson"})
    assert lines.status == 400 and lines.json["errors"][0]["pointer"] == "if_exists", "before any line is worked"


def test_a_correction_is_delivered_to_who_asked_for_what_it_names_now(world):
    receiver = webhooks.Receiver()
    service = webhooks.service(world)
    trump = webhooks.subscribe_at(service, receiver.base + "/corrected-trump")
    hamas = webhooks.subscribe_at(service, receiver.base + "/corrected-hamas", entities=["org:hamas"])
    made = service.post("/v1/articles", FIRST | key("hook")).json
    service.post("/v1/articles", SECOND | key("hook"))
    service.post("/v1/articles", SECOND | key("hook"))
    webhooks.settled(service, trump, hamas)
    until(lambda: receiver.on("/corrected-hamas"))
    got = [event["data"]["article"] for event in receiver.on("/corrected-hamas")]
    assert [(a["id"], a["revision"], a["title"]) for a in got] == [(made["id"], 2, SECOND["title"])], "once, and not for the same again"
    for made in (trump, hamas):
        service.ask("DELETE", "/v1/subscriptions/" + made["id"])


def test_revisions_are_paged_and_pruned(world):
    with Service(world.database.create(), article_revisions=3) as service:
        for i in range(6):
            answer = service.post("/v1/articles", FIRST | key("pruned") | {"title": f"رقم {i}"})
        location = answer.headers["Location"]
        page = service.get(location + "/revisions", limit=2).json
        rest = service.get(location + "/revisions", limit=2, cursor=page["next_cursor"]).json
        assert [x["revision"] for x in page["data"] + rest["data"]] == [5, 4, 3] and rest["next_cursor"] is None
        assert service.get(location + "/revisions/2").status == 404 and service.get(location + "/revisions/3").json["title"] == "رقم 2"
        now = service.get(location + "/revisions/6").json
        assert now["title"] == "رقم 5" and now["replaced_at"] is None, "the revision in force"
        for path, status in ((location + "/revisions/0", 404), (location + "/revisions/x", 400), (location + "/revisions?cursor=abc", 400)):
            assert service.get(path).status == status, path
    with Service(service.url, article_revisions=0) as service:
        assert service.post("/v1/articles", FIRST | key("pruned")).json["revision"] == 7
        assert service.get(location + "/revisions").json["data"] == []


def test_revisions_go_with_their_article(world):
    location = world.service.post("/v1/articles", FIRST | key("gone")).headers["Location"]
    world.service.post("/v1/articles", SECOND | key("gone"))
    assert world.service.ask("DELETE", location).status == 204
    assert world.service.get(location + "/revisions").status == 404 and world.service.get(location + "/revisions/1").status == 404
    assert world.database.sql(f"SELECT count(*) FROM article_revisions WHERE article_id = '{location.rsplit('/')[-1]}'", world.url) == "0"
    assert world.service.post("/v1/articles", FIRST | key("gone")).json["revision"] == 1


# ---- PUT, PATCH, ETags ----

def new(world, name, **more):
    answer = world.service.post("/v1/articles", FIRST | key(name) | more)
    assert answer.status == 201, answer
    return answer.headers["Location"], answer.headers["ETag"]


def test_put_replaces_the_whole_article(world):
    location, _ = new(world, "put", author="سارة أحمد", tags=["غزة"])
    answer = world.service.ask("PUT", location, {"text": CAIRO, "source": "wire", "external_id": "put"})
    assert answer.status == 200 and answer.json["revision"] == 2, answer
    assert (answer.json["title"], answer.json["authors"], answer.json["tags"], answer.json["published_at"]) == (None, [], [], None)
    assert "org:hamas" in ids(answer.json["annotation"]) and world.service.get(location).json == answer.json
    again = world.service.ask("PUT", location, {"text": CAIRO})
    assert again.status == 200 and again.json == answer.json, "what it is known by stays where it is left out"


def test_patch_changes_what_it_names(world, reason, patch, expected):
    location, _ = new(world, "patch " + reason, authors=["سارة أحمد", "عمر حسن"], tags=["غزة"], section="أخبار")
    before = world.service.get(location).json
    answer = world.service.ask("PATCH", location, json.dumps(patch, ensure_ascii=False).encode(), PATCH)
    assert answer.status == 200, answer
    changed = {k for k in before if before[k] != answer.json[k]} - VOLATILE - {"annotation"}
    assert {k: answer.json[k] for k in changed} == expected and answer.json["revision"] == (2 if expected else 1)


test_patch_changes_what_it_names.rows = [
    ("a title", {"title": "عنوان جديد"}, {"title": "عنوان جديد"}),
    ("a text", {"text": ENGLISH}, {"text": ENGLISH, "language": "en"}),
    ("null removes", {"section": None, "published_at": None}, {"section": None, "published_at": None}),
    ("an array is replaced whole", {"tags": ["هدنة", "غزة"]}, {"tags": ["هدنة", "غزة"]}),
    ("one author in place of two", {"author": "ليلى"}, {"author": "ليلى", "authors": ["ليلى"]}),
    ("no author", {"author": None}, {"author": None, "authors": []}),
    ("other authors", {"authors": ["ليلى", "سارة أحمد"]}, {"author": "ليلى", "authors": ["ليلى", "سارة أحمد"]}),
    ("nothing", {}, {}),
    ("what is there already", {"section": "أخبار"}, {}),
    ("an address", {"url": "https://news.example/patched"}, {"url": "https://news.example/patched"}),
    ("a language", {"language": "fa"}, {"language": "fa"}),
]


def test_a_bad_edit_is_refused(world, reason, method, body, status, pointer):
    location, _ = new(world, "bad edit " + reason)
    answer = world.service.ask(method, location, body)
    assert answer.status == status and (not pointer or answer.json["errors"][0]["pointer"] == pointer), answer
    assert world.service.get(location).json["revision"] == 1


test_a_bad_edit_is_refused.rows = [
    ("no text", "PUT", {"title": "x"}, 422, "/text"),
    ("text removed", "PATCH", {"text": None}, 422, "/text"),
    ("blank text", "PATCH", {"text": " "}, 422, "/text"),
    ("unknown member", "PATCH", {"annotation": None}, 422, "/annotation"),
    ("no object", "PATCH", [], 422, ""),
    ("wrong type", "PATCH", {"tags": "x"}, 422, "/tags"),
    ("another external_id", "PATCH", {"external_id": "other"}, 422, "/external_id"),
    ("no external_id any more", "PATCH", {"external_id": None}, 422, "/external_id"),
    ("another source", "PUT", {"text": CAIRO, "source": "other"}, 422, "/source"),
    ("html in a patch", "PATCH", {"html": "<p>x</p>"}, 422, "/html"),
    ("text and html", "PUT", {"text": CAIRO, "html": "<p>x</p>"}, 422, "/html"),
    ("older", "PATCH", {"modified_at": "yesterday"}, 422, "/modified_at"),
]


def test_what_an_article_without_external_id_is_known_by_stays(world):
    by_url = world.service.post("/v1/articles", {"text": SUMMIT, "url": "https://news.example/known-by"}).headers["Location"]
    by_text = world.service.post("/v1/articles", {"text": "زار وفد مصري مدينة رام الله."}).headers["Location"]
    for location in (by_url, by_text):
        for patch in ({"url": "https://news.example/another"}, {"external_id": "9", "source": "s"}):
            assert world.service.ask("PATCH", location, patch).status == 422, (location, patch)
    assert world.service.ask("PATCH", by_url, {"url": "http://NEWS.example/known-by/#top", "source": "s"}).json["revision"] == 2
    assert world.service.ask("PATCH", by_text, {"text": "زار وفد أردني مدينة رام الله."}).json["revision"] == 2


def test_editing_no_article_is_404(world):
    nowhere = "/v1/articles/00000000-0000-8000-8000-000000000000"
    assert world.service.ask("PUT", nowhere, {"text": CAIRO}).status == 404
    assert world.service.ask("PATCH", nowhere, {"title": "x"}).status == 404
    assert world.service.ask("PUT", "/v1/articles/x", {"text": CAIRO}).status == 400


def test_if_match_lets_only_the_expected_revision_be_changed(world, method):
    location, etag = new(world, "if-match " + method)
    body = {"PUT": {"text": CAIRO}, "PATCH": {"title": "جديد"}, "DELETE": None}[method]
    read = world.service.get(location).headers["ETag"]
    assert read == etag and read.startswith('"'), "POST and GET give the same, strong tag"
    for wrong in ('"0"', 'W/"1"', '"x", "y"'):
        answer = world.service.ask(method, location, body, {"If-Match": wrong})
        assert answer.status == 412 and answer.json["type"] == "/problems/precondition-failed"
    assert world.service.get(location).headers["ETag"] == etag
    right = world.service.ask(method, location, body, {"If-Match": f'"x", {etag}'})
    assert right.status in (200, 204)
    assert world.service.ask(method, location, body, {"If-Match": etag}).status in (412, 404)
    if method != "DELETE":
        assert right.headers["ETag"] == world.service.get(location).headers["ETag"] != etag
        assert world.service.ask(method, location, {"text": ENGLISH}, {"If-Match": "*"}).status == 200
        assert world.service.ask(method, location, {"text": SUMMIT}, {"If-Match": "W/" + world.service.get(location).headers["ETag"]}).status == 200


test_if_match_lets_only_the_expected_revision_be_changed.rows = [("PUT",), ("PATCH",), ("DELETE",)]


def test_an_article_that_was_read_before_is_304(world):
    location, etag = new(world, "304", text=SUMMIT * 30)
    plain = world.service.get(location)
    packed = world.service.ask("GET", location, headers={"Accept-Encoding": "gzip"})
    assert plain.headers["ETag"] == etag and packed.headers["ETag"] == "W/" + etag and packed.headers["Content-Encoding"] == "gzip"
    for tag in (etag, "W/" + etag, f'"x", {etag}', "*"):
        answer = world.service.ask("GET", location, headers={"If-None-Match": tag})
        assert answer.status == 304 and answer.body == b"" and answer.headers["ETag"] == etag, answer
    world.service.ask("PATCH", location, {"title": "جديد"})
    assert world.service.ask("GET", location, headers={"If-None-Match": etag}).status == 200


def test_of_edits_at_once_each_counts_and_of_those_with_if_match_one(world):
    location, etag = new(world, "edits at once")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        guarded = list(pool.map(lambda i: world.service.ask("PATCH", location, {"title": f"عنوان {i}"}, {"If-Match": etag}).status, range(8)))
        assert sorted(guarded) == [200] + [412] * 7
        plain = list(pool.map(lambda i: world.service.ask("PATCH", location, {"tags": [str(i)]}).status, range(8)))
    assert plain == [200] * 8 and world.service.get(location).json["revision"] == 10


# ---- identity ----

def test_an_external_id_needs_its_source(world, way, post):
    body = {k: v for k, v in FIRST.items() if k != "source"} | {"external_id": "alone"}
    if post is job:
        answer = world.service.post("/v1/articles", body, ASYNC)
        status, problem = answer.status, answer.json
    else:
        status, problem = post(world.service, "/v1/articles", body)
    assert status == 422 and problem["errors"] == [{"pointer": "/source", "detail": problem["errors"][0]["detail"]}], problem


test_an_external_id_needs_its_source.rows = WAYS


def test_addresses_are_compared_in_their_normal_form(world, reason, first, second):
    one = world.service.post("/v1/articles", {"text": SUMMIT, "url": first})
    two = world.service.post("/v1/articles", {"text": SUMMIT, "url": second})
    assert (one.status, two.status) == (201, 200), (one, two)
    assert one.json == two.json and one.json["url"] == first, "the address is kept as it was given"
    three = world.service.post("/v1/articles", {"text": CAIRO, "url": second})
    assert three.status == 200 and three.json["id"] == one.json["id"] and three.json["revision"] == 2


test_addresses_are_compared_in_their_normal_form.rows = [
    ("host", "https://NEWS.example/n/1", "https://news.example/n/1"),
    ("scheme", "http://news.example/n/2", "HTTPS://news.example/n/2"),
    ("port", "https://news.example:443/n/3", "https://news.example/n/3"),
    ("fragment", "https://news.example/n/4", "https://news.example/n/4#comments"),
    ("tracking", "https://news.example/n/5?utm_source=x&fbclid=y", "https://news.example/n/5"),
    ("slash", "https://news.example/n/6/", "https://news.example/n/6"),
    ("all", "HTTP://News.Example:80/n/7/?id=1&utm_medium=x#top", "https://news.example/n/7?id=1"),
    ("escapes", "https://news.example/%d8%ae%d8%a8%d8%b1", "https://news.example/خبر"),
]


def test_addresses_that_differ_in_more_are_different(world):
    urls = ["https://news.example/d/1", "https://news.example/d/1?id=2", "https://news.example/d/1?id=3", "https://news.example/D/1",
            "https://www.news.example/d/1", "https://news.example:8443/d/1", "https://news.example/#!/d/1"]
    assert {world.service.post("/v1/articles", {"text": SUMMIT, "url": url}).status for url in urls} == {201}


def test_what_a_page_says_of_its_address_is_believed_of_an_article_alone(world, reason, canonical, believed):
    path = "/canonical-" + reason.replace(" ", "-") + "/story-1"
    head = f'<link rel="canonical" href="{canonical}">'
    pages.PAGES[path] = pages.BARE.replace("%s", head)
    service, base = intake.service(world), intake.site().base
    one = service.post("/v1/articles", {"url": base + path})
    assert one.status == 201, one
    assert one.json["url"] == (canonical.replace("{base}", base) if believed else base + path)


test_what_a_page_says_of_its_address_is_believed_of_an_article_alone.rows = [
    ("an article", "{base}/2026/03/visit-to-cairo", True),
    ("the front page", "{base}/", False),
    ("the front page without slash", "{base}", False),
    ("a section", "{base}/politics", False),
    ("the section above", "{base}/canonical-the-section-above", False),
    ("another host", "https://other.example/2026/03/visit-to-cairo", False),
]


def test_an_address_that_many_pages_claim_is_none_of_theirs(world):
    service, base = intake.service(world), intake.site().base
    shared = base + "/2026/live-news"
    texts = [pages.ARABIC, pages.ENGLISH, [CAIRO + " " + str(i) for i in range(3)]]
    paths = [f"/shared/story-{i}" for i in range(3)]
    for path, text in zip(paths, texts):
        pages.PAGES[path] = f'<html><head><link rel="canonical" href="{shared}"></head><body><article>{pages.paragraphs(text)}</article></body></html>'
    made = [service.post("/v1/articles", {"url": base + path}) for path in paths]
    assert [answer.status for answer in made] == [201] * 3 and len({answer.json["id"] for answer in made}) == 3, made
    assert [answer.json["url"] for answer in made] == [shared, base + paths[1], base + paths[2]]
    assert all(service.get(answer.headers["Location"]).json == answer.json for answer in made)
    again = [service.post("/v1/articles", {"url": base + path}) for path in paths]
    assert [(answer.status, answer.json) for answer in again] == [(200, answer.json) for answer in made]
    lines = "".join(f'{{"url": "{base + path}"}}\n' for path in paths)
    results = batch(service, lines.encode())
    assert [result["article"]["id"] for result in results] == [answer.json["id"] for answer in made]


def test_a_page_that_was_corrected_is_fetched_as_its_next_revision(world):
    service, base = intake.service(world), intake.site().base
    address = "/corrected/story-1"

    def publish(text, query=""):
        head = f'<link rel="canonical" href="{base}/2026/corrected-story">'
        pages.PAGES[address] = f"<html><head>{head}</head><body><article>{pages.paragraphs(text)}</article></body></html>"
        return service.post("/v1/articles", {"url": base + address + query})
    one, same, two = publish(pages.ARABIC), publish(pages.ARABIC, "?utm_source=x"), publish(pages.ENGLISH)
    assert (one.status, same.status, two.status) == (201, 200, 200) and same.json == one.json
    assert two.json["id"] == one.json["id"] and two.json["revision"] == 2 and two.json["language"] == "en"
    other_view = publish([*pages.ENGLISH, "The talks go on."], "?view=2")
    assert other_view.json["id"] == one.json["id"] and other_view.json["revision"] == 3, "a page with much of the same text is the same"


def test_a_posted_page_is_not_known_by_the_front_page(world):
    def post(text):
        html = pages.BARE.replace("%s", '<link rel="canonical" href="https://news.example/">').replace(pages.ARABIC[0], text)
        return world.service.post("/v1/articles", {"html": html}).json
    one, two = post("زار الرئيس المصري عبد الفتاح السيسي العاصمة الأردنية عمّان صباح اليوم."), post("التقى وزير الخارجية التركي نظيره القطري في الدوحة مساء أمس.")
    assert one["url"] is None and one["id"] != two["id"]


# ---- archives of before ----

def former_archive(world):
    """A database as the migrations before 0020 made it."""
    url = world.database.create(empty=True)
    directory = tempfile.mkdtemp(prefix="alam-migrations-")
    for file in (harness.ROOT / "migrations").glob("00[01]*.sql"):
        shutil.copy(file, directory)
    done = run("migrate", "--directory", directory, url=url)
    shutil.rmtree(directory)
    assert done.returncode == 0, done.stderr
    return url


def id_by_url(url):
    digest = hashlib.sha256(b"".join(len(part).to_bytes(8, "little") + part for part in (b"alam article 1", b"url", url.encode()))).digest()
    raw = bytearray(digest[:16])
    raw[6], raw[8] = raw[6] & 0x0F | 0x80, raw[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(raw)))


OLD_INSERT = ("INSERT INTO articles (id, source, external_id, url, title, text, language, received_at, dated_at, gazetteer_version, warnings, author, words)"
              " VALUES ('{id}', 's', {external}, '{url}', NULL, '{text}', 'ar', now(), now(), '1', '', {author}, '{{}}')")


def test_an_archive_of_before_is_migrated_and_corrected(world):
    url = former_archive(world)
    raw = ["https://news.example/o/1", "http://News.Example/o/2/?utm_source=x", "https://news.example/o/3?id=5"]
    for i, address in enumerate(raw):
        world.database.sql(OLD_INSERT.format(id=id_by_url(address), external="NULL", url=address, text=SUMMIT, author="'سارة'" if i else "NULL"), url)
    done = run("migrate", url=url)
    assert done.returncode == 0 and "read 2 addresses anew" in done.stdout, done.stdout + done.stderr
    assert "anew" not in run("migrate", url=url).stdout, "the second time there is nothing to do"
    keys = world.database.sql("SELECT coalesce(url_key, url) FROM articles ORDER BY 1", url).splitlines()
    assert keys == ["https://news.example/o/1", "https://news.example/o/2", "https://news.example/o/3?id=5"]
    with Service(url) as service:
        for i, address in enumerate(raw):
            again = service.post("/v1/articles", {"text": CAIRO, "url": address, "source": "s"})
            assert again.status == 200 and again.json["id"] == id_by_url(address) and again.json["revision"] == 2 and again.json["url"] == address, again
            former = service.get(f"/v1/articles/{again.json['id']}/revisions/1").json
            assert former["text"] == SUMMIT and former["authors"] == (["سارة"] if i else [])
        assert len(service.get("/v1/articles").json["data"]) == 3


def test_an_article_of_before_whose_external_id_has_no_source_can_be_edited(world):
    article = "0a000000-0000-8000-8000-000000000009"
    world.database.sql(OLD_INSERT.format(id=article, external="'alone'", url="https://news.example/alone", text=SUMMIT, author="NULL")
                       .replace("'s'", "NULL"), world.url)
    assert world.service.ask("PATCH", "/v1/articles/" + article, {"title": "عنوان"}).json["revision"] == 2
    assert world.service.ask("PUT", "/v1/articles/" + article, {"text": CAIRO}).json["external_id"] == "alone"
    assert world.service.ask("PATCH", "/v1/articles/" + article, {"source": "s"}).status == 422, "its id is made without one"


def test_an_old_binary_may_store_and_delete_beside_a_new_one(world):
    url = world.database.create()
    with Service(url) as service:
        address = "https://news.example/beside/1"
        old = OLD_INSERT.format(id=id_by_url(address), external="NULL", url=address, text=SUMMIT, author="NULL")
        world.database.sql(old, url)
        location = "/v1/articles/" + id_by_url(address)
        assert service.post("/v1/articles", {"text": CAIRO, "url": address}).json["revision"] == 2
        world.database.sql(f"DELETE FROM articles WHERE id = '{id_by_url(address)}'", url)  # it knows of no revisions
        world.database.sql(f"DELETE FROM article_entities WHERE article_id = '{id_by_url(address)}'", url)
        assert service.get(location + "/revisions").status == 404
        world.database.sql(old, url)
        assert service.post("/v1/articles", {"text": ENGLISH, "url": address}).json["revision"] == 2
        assert service.get(location + "/revisions/1").json["text"] == SUMMIT
