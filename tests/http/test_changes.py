"""GET /v1/changes: what became of articles, in an order in which nothing that commits late is skipped."""
import base64
import concurrent.futures
import threading

from harness import PATIENCE, Service, Session, run, until
from test_statements import script
from texts import CAIRO, SUMMIT

ARTICLE = {"text": SUMMIT, "source": "feed"}


def read(service, after=None, limit=100):
    answer = service.get("/v1/changes", limit=limit, **({"after": after} if after else {}))
    assert answer.status == 200, answer
    return answer.json


def drain(service, after=None, limit=100):
    """All changes behind the cursor, and the cursor behind them."""
    seen = []
    while True:
        page = read(service, after, limit)
        seen += page["data"]
        after = page["next_cursor"]
        if not page["more"]:
            return seen, after


def wait_for(service, count, after=None, limit=100):
    """At least so many changes behind the cursor: those that are committed are told when no older transaction runs on the
    server any more, the folding of counts among them."""
    seen = []

    def enough():
        nonlocal after
        changes, after = drain(service, after, limit)
        seen.extend(changes)
        return len(seen) >= count
    until(enough)
    return seen


def short(changes):
    return [(change["article"], change["change"], change["revision"]) for change in changes]


def test_every_change_is_told_in_order(world):
    with Service(world.database.create()) as service:
        start = read(service, "now")
        assert start["data"] == [] and start["more"] is False
        one, two = [service.post("/v1/articles", ARTICLE | {"external_id": str(i)}).json["id"] for i in range(2)]
        service.post("/v1/articles", ARTICLE | {"external_id": "0"})  # the same again is no change
        service.post("/v1/articles", ARTICLE | {"external_id": "0", "text": CAIRO})
        service.ask("PATCH", f"/v1/articles/{two}", {"title": "عنوان"})
        service.ask("DELETE", f"/v1/articles/{one}")
        service.ask("DELETE", "/v1/articles?source=feed")
        service.post("/v1/articles", ARTICLE | {"external_id": "0"})
        expected = [(one, "created", 1), (two, "created", 1), (one, "updated", 2), (two, "updated", 2), (one, "deleted", None),
                    (two, "deleted", None), (one, "created", 1)]
        for cursor in (start["next_cursor"], None):
            for limit in (1, 2, 7, 100):
                changes = wait_for(service, len(expected), cursor, limit)
                assert short(changes) == expected, changes
        times = [change["changed_at"] for change in changes]
        assert times == sorted(times)


def test_a_batch_and_alam_prune_tell_their_changes(world):
    with Service(world.database.create()) as service:
        lines = "".join(f'{{"text": "{SUMMIT}", "source": "feed", "external_id": "{i}", "published_at": "2020-01-01T00:00:00Z"}}\n' for i in range(150))
        service.ask("POST", "/v1/articles", lines.encode(), {"Content-Type": "application/x-ndjson"})
        assert run("prune", "--before", "2021-01-01T00:00:00Z", url=service.url).returncode == 0
        changes = wait_for(service, 300)
        assert [change["change"] for change in changes] == ["created"] * 150 + ["deleted"] * 150
        assert len({change["article"] for change in changes}) == 150


def test_a_change_that_commits_late_is_not_skipped(world):
    with Service(world.database.create()) as service:
        after = read(service, "now")["next_cursor"]
        late = Session(service.url)
        late.ask("BEGIN")
        late.ask("INSERT INTO entities VALUES ('person:late', 'person', true, '', '', '', '', '')")  # has its transaction id now
        early = service.post("/v1/articles", ARTICLE | {"external_id": "early"}).json["id"]
        held = read(service, after)
        assert held["data"] == [] and held["more"] is False, "what is committed waits for whoever may still write before it"
        insert = script("sql.sh", "show", "changes_stored").stdout
        article = "00000000-0000-8000-8000-000000000001"
        late.ask(insert.replace("$1", f"'{{{article}}}'").replace("$2", "'{created}'").replace("$3", "'{1}'").strip().rstrip(";"))
        assert read(service, held["next_cursor"])["data"] == []
        late.ask("COMMIT")
        late.close()
        for cursor in (after, held["next_cursor"]):
            changes = wait_for(service, 2, cursor)
            assert sorted(short(changes)) == sorted([(early, "created", 1), (article, "created", 1)])


def test_changes_of_one_article_keep_their_order_whatever_the_ids_of_their_transactions(world):
    with Service(world.database.create()) as service:
        article = service.post("/v1/articles", ARTICLE | {"external_id": "1"}).json["id"]
        after = read(service, "now")["next_cursor"]
        older = Session(service.url)
        older.ask("BEGIN")
        older.ask("SELECT pg_current_xact_id()")
        service.ask("DELETE", f"/v1/articles/{article}")
        insert = script("sql.sh", "show", "changes_stored").stdout
        older.ask(insert.replace("$1", f"'{{{article}}}'").replace("$2", "'{created}'").replace("$3", "'{1}'").strip().rstrip(";"))
        older.ask("COMMIT")
        older.close()
        changes = wait_for(service, 2, after)
        assert short(changes) == [(article, "deleted", None), (article, "created", 1)]


def test_a_reader_beside_many_writers_misses_nothing(world):
    with Service(world.database.create(), writers=4) as one, Service(one.url, writers=4) as two:
        seen, ended, count = [], threading.Event(), 30
        after = read(one, "now")["next_cursor"]

        def written():
            return ended.is_set() and int(world.database.sql("SELECT count(*) FROM article_changes", one.url))

        def reader():
            cursor = after
            while not (total := written()) or len(seen) < total:
                changes, cursor = drain(one, cursor, 7)
                seen.extend(changes)

        def writer(i):
            service = (one, two)[i % 2]
            for n in range(count // 10):
                service.post("/v1/articles", ARTICLE | {"external_id": str(i % 5), "title": f"عنوان {i} {n}"})
            if i % 3 == 0:
                service.ask("DELETE", f"/v1/articles?source=feed&external_id={i % 5}")

        thread = threading.Thread(target=reader)
        thread.start()
        try:
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                list(pool.map(writer, range(count)))
        finally:
            ended.set()
            thread.join(timeout=PATIENCE)
        assert len(seen) == written()
        assert len({tuple(change.items()) for change in seen}) == len(seen), "and nothing is told twice"
        state = {}
        for article, change, revision in short(seen):
            assert (change == "created") == (state.get(article) is None), (article, change, revision)
            assert change != "updated" or revision == state[article] + 1
            state[article] = revision
        stored = dict(row.split("|") for row in world.database.sql("SELECT id, revision FROM articles", one.url).splitlines())
        assert {k: str(v) for k, v in state.items() if v} == stored


def test_what_is_not_kept_any_more_is_said(world):
    with Service(world.database.create(), job_workers=0) as service:
        service.post("/v1/articles", ARTICLE | {"external_id": "1"})
        service.post("/v1/articles", ARTICLE | {"external_id": "2"})
        wait_for(service, 2)
        first = read(service, None, 1)
        assert first["more"] and len(first["data"]) == 1
        world.database.sql("UPDATE article_changes SET changed_at = now() - interval '31 days'", service.url)
        with Service(service.url):
            until(lambda: world.database.sql("SELECT count(*) FROM article_changes", service.url) == "0")
        gone = service.get("/v1/changes", after=first["next_cursor"])
        assert gone.status == 410 and gone.json["type"] == "/problems/cursor-expired", gone
        assert read(service, read(service, "now")["next_cursor"])["data"] == read(service)["data"] == []


def cursor(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_a_cursor_that_is_none_is_refused(world, reason, after, status):
    assert world.service.get("/v1/changes", after=after).status == status


test_a_cursor_that_is_none_is_refused.rows = [
    ("no base64", "%%", 400), ("another list's", cursor("a1 5 00000000-0000-8000-8000-000000000000"), 400), ("half of one", cursor("c1 5 5"), 400),
    ("an impossible time", cursor("c1 5 -5 00000000-0000-8000-8000-000000000000"), 400),
    ("of a database that is further on", cursor("c1 9999999999 0 00000000-0000-0000-0000-000000000000"), 410)]
