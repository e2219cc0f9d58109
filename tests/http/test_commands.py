"""The command line around the service."""
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
