"""The database going away, and migrations."""
import pathlib
import shutil
import subprocess
import tempfile

import harness
from harness import ROOT, Service, run, until
from texts import SUMMIT


def test_without_the_database_annotate_works_and_the_rest_says_503_until_it_is_back(world):
    database = harness.Database()
    try:
        url = database.create()
        with Service(url) as service:
            location = service.post("/v1/articles", {"text": SUMMIT, "source": "s", "external_id": "1"}).headers["Location"]
            database.stop()
            assert service.post("/v1/annotate", {"text": SUMMIT}).status == 200
            for method, path, body in (("GET", location, None), ("GET", "/v1/articles", None), ("DELETE", location, None),
                                       ("POST", "/v1/articles", {"text": SUMMIT}), ("GET", "/v1/entities?q=x", None),
                                       ("GET", "/v1/entities/person:donald-trump", None), ("GET", "/readyz", None)):
                answer = service.ask(method, path, body)
                assert answer.status == 503 and answer.json["type"] == "/problems/database-unavailable", (path, answer)
                assert int(answer.headers["Retry-After"]) >= 1 and answer.headers["Content-Type"] == "application/problem+json"
            assert service.post("/v1/articles", {"text": ""}).status == 422, "input errors need no database"
            assert service.get("/livez").status == 200
            database.start()
            until(lambda: service.get("/readyz").status == 200)
            assert service.get(location).status == 200
            assert service.post("/v1/articles", {"text": SUMMIT}).status == 201
    finally:
        database.close()


def test_the_service_starts_without_the_database_and_is_not_ready(world):
    nowhere = "postgresql:///none?host=/nonexistent"
    with Service(nowhere) as service:
        assert service.get("/readyz").status == 503 and service.get("/livez").status == 200
        assert service.post("/v1/annotate", {"text": SUMMIT}).status == 200
        assert service.post("/v1/articles", {"text": SUMMIT}).status == 503


def test_a_cut_idle_connection_is_no_clients_trouble(world):
    url = world.database.create()
    with Service(url, database_connections=2) as service:
        for i in range(6):
            assert service.post("/v1/articles", {"text": SUMMIT, "source": "cut", "external_id": str(i)}).status == 201
            world.database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'alam'", url)
        assert service.get("/v1/articles").status == 200


def test_without_prepared_statements_everything_works_too(world):
    with Service(world.database.create(), database_prepare="off") as service:
        location = service.post("/v1/articles", {"text": SUMMIT}).headers["Location"]
        assert service.get(location).status == 200 and service.get("/v1/entities?q=Trump").json["data"]


def test_an_unmigrated_database_is_not_ready_until_it_is_migrated(world):
    url = world.database.create(empty=True)
    with Service(url) as service:
        answer = service.get("/readyz")
        assert answer.status == 503 and "migrate" in answer.json["detail"], answer
        assert service.get("/v1/articles").status == 503
        assert run("migrate", url=url).returncode == 0
        until(lambda: service.get("/readyz").status == 200)  # the edits of the gazetteer are read first
        assert service.get("/v1/articles").status == 200


def migrations(*extra):
    """A directory with the real migrations and more."""
    directory = pathlib.Path(tempfile.mkdtemp(prefix="alam-migrations-"))
    for path in (ROOT / "migrations").glob("*.sql"):
        shutil.copy(path, directory)
    for name, sql in extra:
        (directory / name).write_text(sql)
    return directory


def test_migrations_are_applied_once(world):
    url = world.database.create(empty=True)
    assert run("migrate", "--status", url=url).returncode == 1, "pending"
    first = run("migrate", url=url)
    assert first.returncode == 0 and "applied 0001_initial.sql now" in first.stdout
    second = run("migrate", url=url)
    assert second.returncode == 0 and "now" not in second.stdout
    assert run("migrate", "--status", url=url).returncode == 0


def test_two_runners_at_once_take_turns(world):
    url = world.database.create(empty=True)
    env = {"PATH": "/usr/bin:/bin", "DATABASE_URL": url}
    runners = [subprocess.Popen([harness.ALAM, "migrate"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
               for _ in range(6)]
    outputs = [runner.communicate(timeout=30) for runner in runners]
    assert [runner.returncode for runner in runners] == [0] * 6, outputs
    assert sum("applied 0001_initial.sql now" in out for out, _ in outputs) == 1


def test_an_edited_migration_is_refused(world):
    url, directory = world.database.create(empty=True), migrations(("9001_more.sql", "CREATE TABLE more (id int)"))
    assert run("migrate", "--directory", str(directory), url=url).returncode == 0
    (directory / "9001_more.sql").write_text("CREATE TABLE more (id bigint)")
    (directory / "9002_new.sql").write_text("CREATE TABLE new (id int)")
    done = run("migrate", "--directory", str(directory), url=url)
    assert done.returncode == 1 and "edited 9001_more.sql" in done.stdout
    assert world.database.sql("SELECT to_regclass('new') IS NULL", url) == "t", "nothing is applied"
    shutil.rmtree(directory)


def test_a_missing_migration_is_refused(world):
    url, directory = world.database.create(empty=True), migrations(("9001_more.sql", "CREATE TABLE more (id int)"))
    assert run("migrate", "--directory", str(directory), url=url).returncode == 0
    done = run("migrate", url=url)
    assert done.returncode == 1 and "missing 9001_more.sql" in done.stdout
    shutil.rmtree(directory)


def test_a_migration_numbered_before_an_applied_one_is_refused(world):
    url, directory = world.database.create(empty=True), migrations(("9002_more.sql", "CREATE TABLE more (id int)"))
    assert run("migrate", "--directory", str(directory), url=url).returncode == 0
    (directory / "9001_late.sql").write_text("CREATE TABLE late (id int)")
    done = run("migrate", "--directory", str(directory), url=url)
    assert done.returncode == 1 and "late 9001_late.sql" in done.stdout
    shutil.rmtree(directory)


def test_a_migration_that_fails_leaves_nothing_and_those_before_it_stay(world):
    url = world.database.create(empty=True)
    directory = migrations(("9001_good.sql", "CREATE TABLE good (id int)"),
                           ("9002_bad.sql", "CREATE TABLE half (id int); SELECT 1/0"))
    done = run("migrate", "--directory", str(directory), url=url)
    assert done.returncode == 1 and "9002_bad.sql" in done.stderr
    assert world.database.sql("SELECT to_regclass('good') IS NOT NULL, to_regclass('half') IS NULL", url) == "t|t"
    (directory / "9002_bad.sql").write_text("CREATE TABLE half (id int)")
    assert run("migrate", "--directory", str(directory), url=url).returncode == 0
    shutil.rmtree(directory)


def test_every_unique_key_of_a_hot_table_holds_the_article_id(world):
    keys = world.database.sql(
        "SELECT c.relname, array_agg(a.attname ORDER BY a.attnum) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)"
        " WHERE i.indisunique AND c.relname IN ('articles', 'article_entities') GROUP BY c.relname, i.indexrelid ORDER BY 1", world.url)
    assert keys.splitlines() == ["article_entities|{article_id,entity_id}", "articles|{id}"]
    assert world.database.sql("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal", world.url) == "0"
    assert world.database.sql("SELECT count(*) FROM pg_sequences", world.url) == "0"
