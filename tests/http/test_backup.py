"""Backup and restore as docs/backup.md describes them: pg_dump, and export and import."""
import json
import pathlib
import subprocess
import tempfile

from harness import Service, run, until
from test_archive import card
from texts import CAIRO, ENGLISH, SUMMIT

EVERYTHING = ("SELECT id, source, external_id, url, url_key, title, author, authors, section, tags, text, language, published_at, modified_at,"
              " received_at, updated_at, dated_at, revision FROM articles ORDER BY id")
REVISIONS = "SELECT * FROM article_revisions ORDER BY article_id, revision"


FOUND = "SELECT * FROM article_entities ORDER BY article_id, entity_id"
VERDICTS = "SELECT * FROM verdicts ORDER BY article_id, id"


def fill(service):
    """Articles of every kind: corrected, with several authors, without anything but a text, from the past."""
    first = {"text": CAIRO, "title": "بلينكن في القاهرة", "source": "صحيفة المثال", "external_id": "1", "url": "https://news.example/a?utm_source=x",
             "authors": ["سارة أحمد", "عمر حسن"], "section": "سياسة", "tags": ["مصر", "غزة"], "published_at": "2020-02-03T04:05:06.789Z"}
    for body in (first, {"text": SUMMIT}, {"text": ENGLISH, "url": "https://news.example/b", "author": "Sara Ahmed", "modified_at": "2021-01-01T00:00:00Z"}):
        assert service.post("/v1/articles", body).status == 201
    for number in range(3):
        assert service.post("/v1/articles", first | {"text": f"{CAIRO} {number}"}).json["revision"] == number + 2
    for number in range(70):
        assert service.post("/v1/articles", {"text": f"{SUMMIT} {number}", "source": "many", "external_id": str(number)}).status == 201
    until(lambda: service.get("/v1/entities/iso:EG").status == 200)
    judged = service.post("/v1/articles", {"text": f"{SUMMIT} 0", "source": "many", "external_id": "0"}).json["id"]
    at = SUMMIT.index("واشنطن")
    verdict = {"verdict": "correct", "start": at, "end": at + 6, "entity": "iso:US"}
    assert service.ask("PUT", f"/v1/articles/{judged}/verdicts", {"verdicts": [verdict]}).status == 200


def test_an_archive_is_exported_and_imported_with_ids_times_and_revisions(world):
    url, empty = world.database.create(), world.database.create()
    with Service(url) as service:
        fill(service)
        known = card(service, "iso:EG")[:2]
    export = run("export", "--format", "archive", url=url).stdout
    with tempfile.TemporaryDirectory() as directory:
        file = pathlib.Path(directory) / "archive.jsonl"
        file.write_text(export)
        done = run("import", str(file), url=empty)
    assert done.returncode == 0 and "73 stored, 0 were there, 0 lines refused" in done.stderr, done.stderr
    for query in (EVERYTHING, REVISIONS, VERDICTS, FOUND):
        assert world.database.sql(query, empty) == world.database.sql(query, url)
    assert run("export", "--format", "archive", url=empty).stdout == export
    with Service(empty) as service:
        until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", empty) == "0")
        assert card(service, "iso:EG")[:2] == known, "counts too"
        assert service.get("/v1/articles", q="بلينكن").json["data"]
    again = run("import", url=empty, stdin=export)
    assert again.returncode == 0 and "0 stored, 73 were there" in again.stderr, again.stderr
    assert run("export", "--format", "archive", url=empty).stdout == export


def test_an_import_tells_no_subscription_and_takes_the_format_of_posts(world):
    url, other = world.database.create(), world.database.create()
    with Service(url, fetch_loopback="on") as service:
        fill(service)
    with Service(other, fetch_loopback="on", webhooks="off") as service:
        made = service.post("/v1/subscriptions", {"url": "http://127.0.0.1:9/x", "types": ["person", "place"]}).json
        done = run("import", url=other, stdin=run("export", url=url).stdout)
        assert done.returncode == 0 and "73 stored" in done.stderr, done.stderr
        assert service.get("/v1/subscriptions/" + made["id"]).json["waiting"] == 0
        assert run("export", url=other).stdout == run("export", url=url).stdout


def test_an_import_names_the_lines_that_it_refuses(world):
    url = world.database.create()
    lines = ["{", json.dumps({"text": SUMMIT}), json.dumps({"title": "x"}), "", json.dumps({"text": CAIRO, "id": "17"}), '{"former_revision":{"text":1}}',
             json.dumps({"text": CAIRO, "revision": 0}), json.dumps({"text": "x" * 10, "colour": "red"}), json.dumps({"text": ENGLISH, "received_at": "soon"})]
    done = run("import", url=url, stdin="\n".join(lines))
    assert done.returncode == 1 and "1 stored, 0 were there, 7 lines refused" in done.stderr, done.stderr
    for number, word in ((1, "JSON"), (3, "/text"), (5, "/id"), (6, "former_revision"), (7, "/revision"), (8, "/colour"), (9, "/received_at")):
        assert any(line.startswith(f"standard input:{number}: ") and word in line for line in done.stderr.splitlines()), (number, done.stderr)
    missing = run("import", "/nonexistent", url=url)
    assert missing.returncode == 1 and "/nonexistent" in missing.stderr
    assert run("import", url="postgresql:///none?host=/nonexistent", stdin="").returncode == 1


def test_a_dump_is_restored(world):
    url, empty = world.database.create(), world.database.create(empty=True)
    with Service(url) as service:
        fill(service)
        service.post("/v1/subscriptions", {"url": "https://hooks.example/x", "types": ["person"]})
        location = service.post("/v1/articles", {"text": CAIRO, "source": "dump", "external_id": "1"}).headers["Location"]
        article = service.get(location).json
    with tempfile.TemporaryDirectory() as directory:
        file = directory + "/alam.dump"
        subprocess.run(["pg_dump", "--format=custom", f"--file={file}", url], check=True, capture_output=True)
        subprocess.run(["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={empty}", file], check=True, capture_output=True)
    assert run("migrate", "--status", url=empty).returncode == 0
    with Service(empty) as service:
        assert service.get(location).json == article and len(service.get("/v1/subscriptions").json["data"]) == 1
