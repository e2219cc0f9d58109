"""The command line around the service."""
import json
import re

from harness import Service, run
from texts import SUMMIT


def test_each_command_explains_itself(world, command):
    done = run(command, "--help")
    assert done.returncode == 0 and done.stdout.startswith(f"usage: alam {command}"), done


test_each_command_explains_itself.rows = [("serve",), ("migrate",), ("tag",), ("gazetteer",), ("config",), ("healthcheck",),
                                                  ("keys",), ("extract",), ("routes",)]


def test_an_unknown_command_or_option_is_refused(world, *words):
    assert run(*words).returncode == 2


test_an_unknown_command_or_option_is_refused.rows = [("fly",), ("serve", "--fast"), ("config", "x"), ("migrate", "--undo")]


def test_config_masks_secrets_and_says_where_values_come_from(world):
    out = run("config", url="postgresql://user:hidden@db/alam", ALAM_BODY_MAXIMUM="1MiB").stdout
    assert "hidden" not in out and "DATABASE_URL=***" in out
    assert re.search(r"ALAM_BODY_MAXIMUM=1MiB\t# environment;", out) and re.search(r"ALAM_CONNECTIONS=1000\t# default;", out)


def test_a_setting_that_does_not_parse_refuses_the_start(world, name, value):
    done = run("serve", **{name: value})
    assert done.returncode == 1 and name in done.stderr, done


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
    ("a line of blanks", "  ", "malformed-json", False),
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
    ("a title that is null", '{"id":"b","text":"secret","title":null}', "invalid-input", True),
    ("an id that is a number", '{"id":1,"text":"secret"}', "invalid-input", False),
]


def test_empty_lines_are_passed_over_but_counted(world):
    done = run("tag", stdin='\n\n{"text":1}\n')
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
