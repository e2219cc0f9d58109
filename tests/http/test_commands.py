"""The command line around the service."""
import json
import pathlib
import re
import resource
import tempfile
import urllib.parse

import harness
from harness import Service, run
from texts import SUMMIT


COMMANDS = re.findall(r"^  (\w+) ", run("help").stdout, re.M)
VERBS = [("gazetteer", verb) for verb in re.findall(r"^  (\w+) ", run("gazetteer", "--help").stdout, re.M)] + \
        [("gazetteer", "import", kind) for kind in re.findall(r"^  (\S+) ", run("gazetteer", "import", "--help").stdout, re.M) if kind[0] != "-"] + \
        [("grammar", verb) for verb in re.findall(r"^  (\w+) ", run("grammar", "--help").stdout, re.M)] + \
        [("keys", verb) for verb in re.findall(r"alam keys (\w+)", run("keys", "--help").stdout)]


def test_each_command_and_verb_explains_itself(world, *words):
    for word in ("--help", "-h"):
        done = run(*words, word)
        assert done.returncode == 0 and "usage: alam " in done.stdout and words[0] in done.stdout and not done.stderr, done


test_each_command_and_verb_explains_itself.rows = [(name,) for name in COMMANDS] + VERBS


def test_an_unknown_command_or_option_is_refused(world, *words):
    assert run(*words).returncode == 2


test_an_unknown_command_or_option_is_refused.rows = [("fly",), ("serve", "--fast"), ("config", "x"), ("migrate", "--undo")]


def test_a_wrong_value_or_word_is_named(world, wrong, *words):
    done = run(*words)
    assert done.returncode == 2 and wrong in done.stderr.splitlines()[0] and not done.stdout, done


test_a_wrong_value_or_word_is_named.rows = [
    ("words", "tag", "--unit", "words"), ("1.5", "tag", "--min-confidence", "1.5"), ("--fast", "tag", "--fast"), ("csv", "export", "--format", "csv"),
    ("17", "export", "--after", "17"), ("yesterday", "prune", "--before", "yesterday"), ("boss", "keys", "create", "--role", "boss", "--name", "x"),
    ("burn", "keys", "burn"), ("list", "keys", "list", "x"), ("many", "evaluate", "--min-confidence", "many", "x"), ("fly", "gazetteer", "fly"),
    ("csv", "gazetteer", "import", "csv", "x"), ("planet", "gazetteer", "import", "tsv", "--type", "planet", "x"), ("few", "gazetteer", "import", "tsv", "--minimum", "few", "x"),
    ("--loud", "gazetteer", "check", "--loud", "x"), ("--loud", "gazetteer", "stats", "--loud"), ("greek", "grammar", "fit", "--script", "greek", "x"),
    ("--fast", "serve", "--fast"), ("fly", "fly")]


def test_a_full_disk_is_no_success(world, *words):
    if words[0] == "export":
        world.service.post("/v1/articles", {"text": SUMMIT})
    page = f"<html><body><article><p>{SUMMIT * 3}</p></article></body></html>"
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = run(*words, url=world.url, stdin=page if words[0] == "extract" else '{"text":"Cairo"}\n', stdout=full, cwd=harness.ROOT)
    assert done.returncode == 1 and "failed" in done.stderr, (words, done)


test_a_full_disk_is_no_success.rows = [
    ("help",), ("version",), ("config",), ("config", "--markdown"), ("routes",), ("export",), ("migrate", "--status"), ("keys", "list"), ("tag",), ("extract",),
    ("prune", "--before", "1970-01-01"), ("gazetteer", "lookup", "Cairo"), ("gazetteer", "stats"), ("gazetteer", "check", "tests/data/check/sound.tsv"),
    ("gazetteer", "build", "-o", "/dev/null.img", "tests/data/check/sound.tsv"), ("gazetteer", "import", "tsv", "tests/data/import/rows.tsv"),
    ("gazetteer", "dictionary", "tests/data/check/words.tsv"), ("tag", "--help")]


def test_a_file_that_may_not_grow_is_no_success(world):
    """As on a disk with little room left: RLIMIT_FSIZE lets the first 64 KiB be written."""
    with tempfile.TemporaryDirectory() as place:
        image = pathlib.Path(place) / "gazetteer.img"
        image.write_bytes(b"the old image")
        done = run("gazetteer", "build", "-o", str(image), *map(str, sorted((harness.ROOT / "nlp/data").glob("people-*.tsv"))),
                   preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16)))
        assert done.returncode == 1 and "File too large" in done.stderr, done
        assert image.read_bytes() == b"the old image" and list(pathlib.Path(place).iterdir()) == [image], "nothing is left half-written"
        lines = pathlib.Path(place) / "lines.jsonl"
        with lines.open("w") as out:
            done = run("tag", stdin='{"text":"Cairo"}\n' * 1000, stdout=out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16)))
        assert done.returncode == 1 and "failed" in done.stderr, done


def test_an_export_that_fails_goes_on_from_what_was_written(world):
    """Not from what was in a buffer: the articles of the first page do not fit, so nothing counts as written."""
    with Service(world.database.create()) as service:
        for i in range(30):
            service.post("/v1/articles", {"text": f"{SUMMIT} {i}"})
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = run("export", url=service.url, stdout=full)
        assert done.returncode == 1 and "go on with" not in done.stderr, done.stderr
        first = json.loads(run("export", "--format", "tag", url=service.url).stdout.splitlines()[0])["id"]
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = run("export", "--after", first, url=service.url, stdout=full)
        assert done.returncode == 1 and f"go on with --after {first}" in done.stderr, done.stderr


def test_the_state_of_a_post_is_a_file(world):
    done = run("post", "--state", "/dev/null", "--url", f"http://127.0.0.1:{world.service.port}", "-", stdin='{"text":"Cairo"}\n')
    assert done.returncode == 1 and "/dev/null: this is not a regular file" in done.stderr, done


def test_config_masks_secrets_and_says_where_values_come_from(world):
    out = run("config", url="postgresql://user:hidden@db/alam", ALAM_BODY_MAXIMUM="1MiB").stdout
    assert "hidden" not in out and "DATABASE_URL=***" in out
    assert re.search(r"ALAM_BODY_MAXIMUM=1MiB\t# environment;", out) and re.search(r"ALAM_CONNECTIONS=1000\t# default;", out)


def test_a_setting_that_does_not_parse_refuses_the_start(world, name, value):
    done = run("serve", **{name: value})
    assert done.returncode == 1 and name in done.stderr and value in done.stderr, done


test_a_setting_that_does_not_parse_refuses_the_start.rows = [
    ("ALAM_BODY_MAXIMUM", "2 apples"), ("ALAM_BODY_MAXIMUM", "-1"), ("ALAM_CONNECTIONS", "0"), ("ALAM_IDLE_TIMEOUT", "soon"),
    ("ALAM_DATABASE_PREPARE", "perhaps"), ("ALAM_LISTEN", "localhost"), ("ALAM_LISTEN", "127.0.0.1:99999"), ("ALAM_LOG_LEVEL", "loud")]


def test_settings_that_contradict_one_another_refuse_the_start(world, name, value, other):
    done = run("serve", **{name: value})
    assert done.returncode == 1 and name in done.stderr and other in done.stderr, done


test_settings_that_contradict_one_another_refuse_the_start.rows = [
    ("ALAM_PAGE_DEFAULT", "200", "ALAM_PAGE_MAXIMUM"), ("ALAM_FETCH_TIMEOUT", "55s", "ALAM_WEBHOOK_LEASE"),
    ("ALAM_JOB_LEASE", "20s", "ALAM_FETCH_TIMEOUT"), ("ALAM_WEBHOOK_KEEP", "23min", "ALAM_WEBHOOK_GIVE_UP")]


def test_an_address_that_is_not_loopback_needs_to_be_told_so(world):
    done = run("serve", ALAM_LISTEN="0.0.0.0:0")
    assert done.returncode == 1 and "ALAM_AUTH" in done.stderr


def test_a_missing_gazetteer_refuses_the_start(world):
    done = run("serve", ALAM_GAZETTEER="/nonexistent.img")
    assert done.returncode == 1 and "start-failed" in done.stderr


def test_an_export_carries_the_author_into_the_next_archive(world):
    with Service(world.database.create()) as first, Service(world.database.create()) as second:
        made = first.post("/v1/articles", {"text": SUMMIT, "author": "سارة أحمد"}).json
        lines = run("export", url=first.url).stdout.encode()
        second.post("/v1/articles", lines, {"Content-Type": "application/x-ndjson"})
        assert second.get("/v1/articles/" + made["id"]).json["author"] == "سارة أحمد"
        assert second.get("/v1/articles").json["data"][0]["author"] == "سارة أحمد"


def test_a_bad_line_is_answered_in_its_place_and_the_run_goes_on(world, reason, line, kind, names):
    done = run("tag", stdin='{"id":"a","text":"غزة"}\n' + line + '\n{"id":"z","text":"Cairo"}\n')
    first, bad, last = [json.loads(text) for text in done.stdout.splitlines()]
    assert done.returncode == 1
    assert (first["id"], last["id"]) == ("a", "z") and first["entities"] and last["entities"], reason
    assert bad["error"]["type"] == kind and bad["error"]["line"] == 2 and bad["error"]["detail"], (reason, bad)
    assert ("id" in bad) == names, (reason, bad)
    assert "secret" not in bad["error"]["detail"], "an error must not repeat the article"


test_a_bad_line_is_answered_in_its_place_and_the_run_goes_on.rows = [
    ("no JSON at all", "secret", "malformed-json", False),
    ("a string that does not end", '{"id":"b","text":"secret', "malformed-json", False),
    ("something behind the object", '{"id":"b","text":"x"} secret', "malformed-json", False),
    ("bytes that are no UTF-8", '{"id":"b","text":"secret \udcff"}', "malformed-json", False),
    ("a NUL character", '{"id":"b","text":"secret\\u0000"}', "malformed-json", False),
    ("a control character", '{"id":"b","text":"secret\t"}', "malformed-json", False),
    ("half a surrogate pair", '{"id":"b","text":"secret\\ud800"}', "malformed-json", False),
    ("a text instead of an object", '"secret"', "malformed-json", False),
    ("null instead of an object", "null", "malformed-json", False),
    ("a key twice", '{"id":"b","text":"secret","id":"c"}', "duplicate-key", False),
    ("an array", "[]", "invalid-input", False),
    ("no text", '{"id":"b","title":"secret"}', "invalid-input", True),
    ("an unknown key", '{"id":"b","text":"secret","url":"x"}', "invalid-input", True),
    ("a text that is a number", '{"id":"b","text":1}', "invalid-input", True),
    ("a title that is a number", '{"id":"b","text":"secret","title":1}', "invalid-input", True),
    ("an id that is a list", '{"id":[1],"text":"secret"}', "invalid-input", False),
]


def test_empty_lines_are_passed_over_but_counted(world):
    done = run("tag", stdin='\n \t\r\n{"text":1}\n')
    assert json.loads(done.stdout)["error"]["line"] == 3


def test_lines_may_end_with_crlf_and_the_last_one_needs_no_end(world):
    done = run("tag", stdin='{"id":"a","text":"Cairo"}\r\n{"id":"b","text":"Cairo"}')
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "b"] and done.returncode == 0


def test_commands_outside_the_source_tree_find_the_image_beside_the_binary(world, *words):
    """As after an installation: nothing in the environment, another working directory."""
    done = run(*words, stdin='{"text":"Cairo"}', ALAM_GAZETTEER="", cwd="/")
    assert done.returncode == 0 and done.stdout, done


test_commands_outside_the_source_tree_find_the_image_beside_the_binary.rows = [
    ("tag",), ("gazetteer", "lookup", "Cairo"), ("gazetteer", "stats")]


def test_tag_gives_any_id_back(world, written):
    for text, key in (("Cairo", "entities"), (17, "error")):
        done = run("tag", stdin='{"id":%s,"text":%s}\n' % (written, json.dumps(text)))
        assert done.stdout.startswith('{"id":%s,"' % written) and key in json.loads(done.stdout), done


test_tag_gives_any_id_back.rows = [("17",), ("-0.50",), ("12345678901234567890123",), ('"a\\"b"',), ("true",), ("false",), ("null",)]


def test_tag_reads_files(world):
    with tempfile.TemporaryDirectory() as place:
        first, second = (pathlib.Path(place) / name for name in ("first.jsonl", "second.jsonl"))
        first.write_text('\ufeff{"id":1,"text":"Cairo"}\n\n{"id":2}\n', encoding="utf-8")
        second.write_text('{"id":3,"text":"Cairo","title":null}', encoding="utf-8")
        done = run("tag", str(first), "-", str(second), stdin='{"id":4,"text":"Cairo"}\n')
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert done.returncode == 1 and [line["id"] for line in lines] == [1, 2, 4, 3], done
        assert (lines[1]["error"]["file"], lines[1]["error"]["line"]) == (str(first), 3), lines[1]
        done = run("tag", str(first) + ".not", str(second))
        assert done.returncode == 1 and len(done.stdout.splitlines()) == 1 and "first.jsonl.not: No such file" in done.stderr, done
        first.write_bytes('{"text":"Cairo"}\n'.encode("utf-16"))
        done = run("tag", str(first), str(second))
        assert done.returncode == 1 and len(done.stdout.splitlines()) == 1 and "UTF-16" in done.stderr, done


def test_secrets_are_read_from_files(world):
    with tempfile.TemporaryDirectory() as directory:
        file = pathlib.Path(directory) / "secret"
        file.write_text(world.url + "\n")
        assert run("keys", "list", url="", DATABASE_URL_FILE=str(file)).returncode == 0
        for name in ("DATABASE_URL", "ALAM_READ_DATABASE_URL"):
            assert f"{name}=***" in run("config", **{f"{name}_FILE": str(file)}).stdout
        parts = urllib.parse.urlsplit(world.url)
        file.write_text("p@s:s/w")
        place = {"PGHOST": urllib.parse.parse_qs(parts.query)["host"][0], "PGUSER": "alam", "PGDATABASE": parts.path[1:]}
        assert run("keys", "list", url="", PGPASSWORD_FILE=str(file), **place).returncode == 0
        both = run("keys", "list", url=world.url, DATABASE_URL_FILE=str(file))
        assert both.returncode == 1 and "both set" in both.stderr, both
        missing = run("serve", PGPASSWORD_FILE=directory + "/none")
        assert missing.returncode == 1 and "PGPASSWORD_FILE" in missing.stderr and directory + "/none" in missing.stderr, missing


def test_a_misspelt_setting_is_told_with_the_nearest_name(world, name, meant):
    for words in (("config",), ("keys", "list")):
        assert f"{name} is no setting of alam, perhaps {meant};" in run(*words, url=world.url, **{name: "1"}).stderr, words
    with Service(world.url, **{name[5:].lower(): "1"}) as service:
        assert meant in service.event("unknown-setting")["detail"]


test_a_misspelt_setting_is_told_with_the_nearest_name.rows = [
    ("ALAM_DRAIN_DELLAY", "ALAM_DRAIN_DELAY"), ("ALAM_DATABASE_CONECTIONS", "ALAM_DATABASE_CONNECTIONS"), ("ALAM_TLS_CERTIFICATE", "ALAM_TLS_CERT")]


def test_what_others_set_is_no_misspelling(world):
    others = {"ALAM_SERVICE_HOST": "10.0.0.1", "ALAM_PORT_8080_TCP_PORT": "8080", "ALAM_PORT": "8080", "ALAM_IMAGE": "alam:1", "ALAM_DB_PASSWORD": "x"}
    assert run("config", **others).stderr == ""


def test_nothing_done_is_no_success(world):
    """An archive that is empty was meant to be another one."""
    for words in (("import",), ("import", "/dev/null"), ("post", "--url", f"http://127.0.0.1:{world.service.port}", "/dev/null")):
        done = run(*words, url=world.url, stdin="\n")
        assert done.returncode == 1 and "there " in done.stderr and "no " in done.stderr, (words, done)
    with tempfile.TemporaryDirectory() as place:
        done = run("migrate", "--directory", place, url=world.url)
        assert done.returncode == 1 and place in done.stderr, done
    page = "<p>This is a page.</p>\n" * 30
    done = run("import", url=world.url, stdin=page)
    assert done.returncode == 1 and done.stderr.count("standard input:") == 10 and "30 lines refused" in done.stderr, done
