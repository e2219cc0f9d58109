"""The SQL statements of service/store/sql/, each against a migrated database."""
import os
import subprocess

from harness import ROOT

UTILITIES = {"begin", "commit", "archive_begin", "migrations_create_table"}  # nothing to plan


def script(name, *words, **environment):
    return subprocess.run([ROOT / "scripts" / name, *words], capture_output=True, text=True, env=os.environ | environment)


def statements():
    """name: (number of parameters, the extension that it needs), of those that can be prepared."""
    rows = [line.split("\t") for line in script("sql.sh", "list").stdout.splitlines()]
    assert UTILITIES <= {name for name, _, _ in rows}
    return {name: (int(count), needs) for name, count, needs in rows if name not in UTILITIES}


def test_every_statement_can_be_prepared(world):
    wanted = {name: count for name, (count, needs) in statements().items() if not needs}
    assert len(wanted) > 70
    ask = "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements"
    rows = world.database.sql(script("sql.sh", "prepare").stdout + ask, world.url)
    assert {name: int(count) for name, count in (row.split("|") for row in rows.splitlines())} == wanted


def test_every_statement_is_used(world):
    sources = [path for path in (ROOT / "service").rglob("*.c")]
    text = "".join(path.read_text() for path in sources)
    assert [name for name in statements() if f"STATEMENT_{name.upper()}" not in text] == []


def test_only_what_citus_brings_cannot_be_prepared_without_it(world):
    assert {name for name, (_, needs) in statements().items() if needs} == {
        "citus_undistributed", "citus_distribute", "citus_reference", "citus_truncate_local"}


def test_a_statement_is_explained(world, reason, words, found):
    done = script("explain.sh", *words, DATABASE_URL=world.url)
    assert done.returncode == 0 and found in done.stdout, done.stdout + done.stderr


test_a_statement_is_explained.rows = [
    ("for any values", ["entity_select"], "Index"),
    ("for these values", ["article_select", "00000000-0000-8000-8000-000000000000"], "articles"),
    ("one of the values is null", ["entity_search", "a", "a%", "NULL", "{}", "NULL", "-1", "0", "", "20", "NULL"], "entity_names"),
    ("with what it really took", ["--analyze", "job_insert", "00000000-0000-8000-8000-000000000000", "{}", "NULL", "NULL"], "Execution Time"),
]


def test_explaining_changes_nothing(world):
    before = world.database.sql("SELECT count(*) FROM jobs", world.url)
    test_a_statement_is_explained(world, "", ["--analyze", "job_insert", "00000000-0000-8000-8000-000000000000", "{}", "NULL", "NULL"], "Insert")
    assert world.database.sql("SELECT count(*) FROM jobs", world.url) == before


def test_what_cannot_be_explained_is_refused(world, reason, words, message):
    done = script("explain.sh", *words, DATABASE_URL=world.url)
    assert done.returncode != 0 and message in done.stderr, done.stderr


test_what_cannot_be_explained_is_refused.rows = [
    ("a name that is none", ["nothing"], "no statement is called nothing"),
    ("a part of lists", ["list_word"], "no statement"),
    ("fewer values than it takes", ["similar_texts", "1"], "takes 3 values"),
    ("more values than it takes", ["ping", "1"], "takes 0 values"),
]
