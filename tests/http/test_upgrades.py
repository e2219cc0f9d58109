"""A database of every commit that ever landed is brought to the present schema, with what is in it."""
import pathlib
import re
import shutil
import subprocess
import tempfile

from harness import ROOT, Service, run, until
from texts import CAIRO

FORMER = ROOT / "tests/data/migrations"
SETS = [line.split() for line in (FORMER / "sets.txt").read_text().splitlines() if line and line[0] != "#"]
PRESENT = sorted(path.stem for path in (ROOT / "migrations").glob("*.sql"))
SETS += [[f"up to {PRESENT[count - 1][:4]}", *PRESENT[:count]] for count in range(len(SETS[-1]), len(PRESENT) + 1)]
ARTICLE = "0a000000-0000-8000-8000-000000000001"
SUBSCRIPTION = "0a000000-0000-4000-8000-000000000002"

# What is stored by what was there: table, statement.
ROWS = [
    ("articles", f"INSERT INTO articles (id, source, external_id, url, title, text, language, published_at, received_at, dated_at, gazetteer_version, warnings)"
                 f" VALUES ('{ARTICLE}', 'قديم', '1', 'https://news.example/Old?utm_source=x', 'عنوان', '{CAIRO}', 'ar', '2026-01-02', now(), '2026-01-02', '1', '')"),
    ("jobs", f"INSERT INTO jobs (id, body) VALUES (gen_random_uuid(), '{{\"text\":\"{CAIRO}\"}}')"),
    ("subscriptions", f"INSERT INTO subscriptions (id, url, entities, types, min_salience, secret, paused) VALUES ('{SUBSCRIPTION}', 'https://hooks.example/x', '{{}}', '{{person}}', 0, 'whsec_x', true)"),
    ("outbox", "BEGIN; " + "; ".join(f"INSERT INTO outbox (subscription_id, article_id, last_error) VALUES ('{SUBSCRIPTION}', '{ARTICLE}', '{n}')" for n in range(5)) + "; COMMIT")]


def directory_of(files):
    """A directory with the files of a set."""
    directory = pathlib.Path(tempfile.mkdtemp(prefix="alam-migrations-"))
    for file in files:
        name = file.rstrip("~") + ".sql"
        shutil.copy((FORMER if file.endswith("~") else ROOT / "migrations") / name, directory / name)
    return directory


def schema(url):
    """What pg_dump says of the schema, in an order that does not depend on history."""
    dump = subprocess.run(["pg_dump", "--schema-only", "--no-owner", url], check=True, capture_output=True, text=True).stdout
    return sorted(line for line in dump.splitlines() if line and not line.startswith(("--", "\\")))


def test_a_database_of_every_landed_schema_migrates(world, name, files):
    url, directory = world.database.create(empty=True), directory_of(files)
    assert run("migrate", "--directory", str(directory), url=url).returncode == 0
    shutil.rmtree(directory)
    for table, statement in ROWS:
        if world.database.sql(f"SELECT to_regclass('{table}') IS NOT NULL", url) == "t":
            world.database.sql(statement, url)
    done = run("migrate", url=url)
    assert done.returncode == 0, done
    assert run("migrate", "--status", url=url).returncode == 0
    assert schema(url) == schema(world.url)
    with Service(url, webhooks="off") as service:
        assert service.get("/readyz").status == 200
        assert service.get("/v1/articles/" + ARTICLE).json["title"] == "عنوان" and service.get("/v1/articles", q="القاهرة").json["data"]
        assert service.post("/v1/articles", {"text": CAIRO, "source": "قديم", "external_id": "1"}).status in (200, 201)
        if "0012_webhooks" in {file.rstrip("~") for file in files}:
            waiting = world.database.sql("SELECT last_error FROM outbox WHERE last_error IS NOT NULL ORDER BY created_at, position", url)
            assert sorted(waiting.split()) == list("01234") and ("0012_webhooks~" not in files or waiting.split() == list("01234")), waiting
        if "0011_jobs" in {file.rstrip("~") for file in files}:
            until(lambda: world.database.sql("SELECT state FROM jobs", url) == "done")


test_a_database_of_every_landed_schema_migrates.rows = [(f"{date}, {len(files)} files", files) for date, *files in SETS]


def test_migrations_are_numbered_without_gaps(world):
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "migrations").glob("*.sql"))]
    assert numbers[:numbers.index(17)] == [1, 2, 3, 4, 10, 11, 12, 13], "those of before stay as they are"
    assert numbers[numbers.index(17):] == list(range(17, numbers[-1] + 1))


def test_a_refusal_says_what_to_do(world, name, change, words):
    url, directory = world.database.create(empty=True), directory_of(SETS[-1][1:])
    (directory / "9001_more.sql").write_text("CREATE TABLE more (id int)")
    assert run("migrate", "--directory", str(directory), url=url).returncode == 0
    change(directory)
    done = run("migrate", "--directory", str(directory), url=url)
    shutil.rmtree(directory)
    assert done.returncode == 1 and all(re.search(word, done.stderr) for word in words), done.stderr


test_a_refusal_says_what_to_do.rows = [
    ("edited", lambda directory: (directory / "9001_more.sql").write_text("SELECT 1"), ["9001_more.sql", "another content", "new one"]),
    ("late", lambda directory: (directory / "8999_late.sql").write_text("SELECT 1"), ["8999_late.sql", "next free number"]),
    ("missing", lambda directory: (directory / "9001_more.sql").unlink(), ["9001_more.sql", "later version of alam", "backup"])]
