"""`alam post`: archives are loaded whole, refused lines are named, and a run that was ended goes on where it stopped."""
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import tempfile

import harness
import proxies
import test_keys as keys
from harness import Service, until
from texts import CAIRO, SUMMIT


def lines(count, source, text=CAIRO):
    return [json.dumps({"text": text, "source": source, "external_id": str(i)}, ensure_ascii=False) + "\n" for i in range(count)]


@contextlib.contextmanager
def files(**contents):
    """A directory with these files; a list is its lines."""
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        for file, content in contents.items():
            content = "".join(content) if isinstance(content, list) else content
            (directory / f"{file}.ndjson").write_bytes(content if isinstance(content, bytes) else content.encode())
        yield directory


def post(service, directory, *words, **environment):
    port = service if isinstance(service, int) else service.port
    return harness.run("post", "--url", f"http://127.0.0.1:{port}", *words, cwd=directory, **environment)


def count(service):
    return int(sql(service, "SELECT count(*) FROM articles"))


def sql(service, statement):
    return subprocess.run(["psql", "-X", "-A", "-t", "-q", "-d", service.url, "-c", statement], capture_output=True, text=True, check=True, cwd="/").stdout.strip()


def test_files_are_loaded_and_again_without_harm(world):
    with Service(world.database.create()) as service, files(a=lines(700, "p1"), b="\ufeff\n" + "".join(lines(300, "p2")).rstrip("\n"), c="") as directory:
        done = post(service, directory, "--lines", "64", "a.ndjson", "b.ndjson", "c.ndjson")
        assert done.returncode == 0 and "1000 lines" in done.stderr and "1000 stored, 0 there already, 0 refused" in done.stderr, done.stderr
        assert count(service) == 1000
        again = post(service, directory, "a.ndjson", "b.ndjson")
        assert again.returncode == 0 and "0 stored, 1000 there already" in again.stderr and count(service) == 1000


def test_standard_input_is_loaded(world, words):
    with Service(world.database.create()) as service:
        done = harness.run("post", "--url", f"http://127.0.0.1:{service.port}/", *words, stdin="".join(lines(50, "p3")))
        assert done.returncode == 0 and count(service) == 50, done.stderr


test_standard_input_is_loaded.rows = [((),), (("-",),)]
BAD = ['{"text":\n', "\n", '{"text":"", "source":"ض"}\n', '{"text":"a","color":"red"}\n']


def test_refused_lines_are_kept_with_their_reasons(world):
    content = "".join(lines(10, "p4") + BAD + lines(5, "p5")).encode() + b'{"text":"\xff"}\n'
    with Service(world.database.create()) as service, files(a=content) as directory:
        done = post(service, directory, "--refused", "refused", "--lines", "3", "a.ndjson")
        assert done.returncode == 1 and "15 stored, 0 there already, 4 refused (refused)" in done.stderr, done.stderr
        found = [json.loads(line) for line in (directory / "refused").read_text(encoding="utf-8").splitlines()]
        assert [(r["file"], r["line"], r["status"]) for r in found] == [("a.ndjson", n, s) for n, s in ((11, 400), (13, 422), (14, 422), (20, 400))]
        assert all(r["problem"]["type"].startswith("/problems/") and r["problem"]["detail"] for r in found)
        assert [r.get("sent") for r in found] == [BAD[0].strip(), BAD[2].strip(), BAD[3].strip(), None]
        assert found[1]["problem"]["errors"][0]["pointer"] == "/text"
        named = post(service, directory, "a.ndjson")
        assert named.returncode == 1 and [x for x in named.stderr.splitlines() if x.startswith("a.ndjson:11: 400 ")], named.stderr
        assert len([x for x in named.stderr.splitlines() if x.startswith("a.ndjson:")]) == 4


def rows(directory):
    """The state of each file: offset and line."""
    with contextlib.suppress(FileNotFoundError):
        return {row[-1]: (int(row[0]), int(row[1])) for row in (line.split("\t") for line in (directory / "state").read_text().splitlines()[1:])}
    return {}


def begin(service, directory, *words):
    return subprocess.Popen([harness.ALAM, "post", "--url", f"http://127.0.0.1:{service.port}", *words], cwd=directory,
                            stderr=subprocess.PIPE, text=True, env=os.environ | {"ALAM_KEY": ""})


def test_a_run_that_was_killed_goes_on(world):
    total, words = 3000, ("--lines", "20", "--state", "state", "--refused", "refused", "a.ndjson", "b.ndjson")
    content = lines(total, "p6", f"{SUMMIT} " * 5)
    content[10] = BAD[0]
    with Service(world.database.create()) as service, files(a=content[:2000], b=content[2000:]) as directory:
        first = begin(service, directory, *words)
        until(lambda: rows(directory).get("a.ndjson", (0, 0))[1] >= 100)
        first.send_signal(signal.SIGKILL)
        first.communicate()
        noted = sum(line for _, line in rows(directory).values())
        assert 100 <= noted < total
        second = post(service, directory, *words)
        assert second.returncode == 0 and f"{total - noted} lines" in second.stderr, second.stderr
        assert count(service) == total - 1 and rows(directory) == {"a.ndjson": ((directory / "a.ndjson").stat().st_size, 2000),
                                                                   "b.ndjson": ((directory / "b.ndjson").stat().st_size, 1000)}
        assert len((directory / "refused").read_text().splitlines()) == 1
        third = post(service, directory, *words)
        assert third.returncode == 0 and " 0 lines" in third.stderr, third.stderr


def test_a_service_that_is_restarted_is_waited_for(world):
    total, url = 3000, world.database.create()
    with files(a=lines(total, "p7", f"{SUMMIT} " * 5)) as directory:
        first = Service(url)
        run = begin(first, directory, "--lines", "20", "--state", "state", "a.ndjson")
        until(lambda: rows(directory).get("a.ndjson", (0, 0))[1] >= 100)
        first.kill()
        with Service(url, listen=f"127.0.0.1:{first.port}") as second:
            _, said = run.communicate(timeout=harness.PATIENCE)
            assert run.returncode == 0 and f"{total} lines" in said and count(second) == total, said


def test_a_service_that_stays_away_stops_the_run(world):
    with files(a=lines(3, "p8")) as directory:
        done = post(proxies.free_port(), directory, "--tries", "2", "--state", "state", "a.ndjson")
        assert done.returncode == 1 and "stopped: " in done.stderr and "goes on from there" in done.stderr, done.stderr


def test_a_busy_database_is_waited_for(world):
    with Service(world.database.create(), write_queue=1, database_queue=1, request_timeout="5s") as service, files(a=lines(400, "p9")) as directory:
        done = post(service, directory, "--connections", "16", "--lines", "10", "--tries", "30", "a.ndjson")
        assert done.returncode == 0 and count(service) == 400, done.stderr


def test_a_file_that_was_changed_is_not_taken_up_in_the_middle(world):
    with Service(world.database.create()) as service, files(a=lines(5, "p10")) as directory:
        assert post(service, directory, "--state", "state", "a.ndjson").returncode == 0
        (directory / "a.ndjson").write_text("".join(lines(6, "p11")), encoding="utf-8")
        done = post(service, directory, "--state", "state", "a.ndjson")
        assert done.returncode == 1 and "was changed since" in done.stderr and count(service) == 5, done.stderr
        (directory / "a.ndjson").write_text("".join(lines(7, "p10")), encoding="utf-8")  # only longer: the rest is sent
        done = post(service, directory, "--state", "state", "a.ndjson")
        assert done.returncode == 0 and " 2 lines" in done.stderr and count(service) == 7, done.stderr


def test_what_cannot_begin_says_why(world, words, code, said):
    with files(a=lines(5, "p12"), wide="".join(lines(5, "p13")).encode("utf-16")) as directory:
        (directory / "foreign").write_text("something else\n")
        (directory / "other").write_text("alam-post 1\thttp://elsewhere\n")
        before = count(world.service)
        done = post(world.service, directory, *words)
        assert done.returncode == code and said in done.stderr and count(world.service) == before, done.stderr


test_what_cannot_begin_says_why.rows = [
    (("a.ndjson", "missing.ndjson"), 1, "missing.ndjson: No such file"),
    (("wide.ndjson",), 1, "wide.ndjson: this is not UTF-8"),
    ((".",), 1, "Is a directory"),
    (("--state", "foreign", "a.ndjson"), 1, "foreign: this is no state"),
    (("--state", "other", "a.ndjson"), 1, "another --url"),
    (("--refused", "no/such", "a.ndjson"), 1, "no/such"),
    (("--connections", "0", "a.ndjson"), 2, "--connections"),
    (("--lines", "many", "a.ndjson"), 2, "--lines"),
    (("--key-file", "missing", "a.ndjson"), 2, "--key-file"),
    (("--nonsense",), 2, "usage: alam post"),
]


def test_a_key_is_sent(world):
    with keys.guarded(world, rate=200, rate_burst=200) as service, files(a=lines(500, "p14")) as directory:
        key = keys.create(service.url, "write")
        without = post(service, directory, "a.ndjson")
        assert without.returncode == 1 and "401" in without.stderr and count(service) == 0, without.stderr
        (directory / "key").write_text(key + "\n")
        first = post(service, directory, "--key-file", "key", "a.ndjson")
        assert first.returncode == 0 and count(service) == 500, first.stderr
        assert post(service, directory, "a.ndjson", ALAM_KEY=key).returncode == 0


def test_a_proxy_that_takes_no_long_body_is_named(world):
    with Service(world.database.create()) as service, files(a=lines(900, "p15", f"{SUMMIT} " * 10)) as directory:
        with proxies.nginx(service, (proxies.PLAIN % "").replace("client_max_body_size 0;", "")) as front:
            done = post(front.port, directory, "--connections", "1", "a.ndjson")
            assert done.returncode == 1 and "413" in done.stderr and "--lines" in done.stderr, done.stderr
            done = post(front.port, directory, "--lines", "100", "a.ndjson")
            assert done.returncode == 0 and count(service) == 900, done.stderr
