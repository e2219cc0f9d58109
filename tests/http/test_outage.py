"""Why the database cannot be reached, and a database that says nothing at all: every wait ends on alam's side."""
import concurrent.futures
import contextlib
import os
import pathlib
import re
import signal
import socket
import threading
import time
import urllib.parse

import harness
from harness import Service, run, until
from test_faults import body, superuser
from test_replicas import PgBouncer
from texts import SUMMIT

SECRET = "geheim-7Zq"
SHORT = {"statement_timeout": "1s", "request_timeout": "3s", "ready_timeout": "1s", "connect_timeout": "2s", "drain_grace": "1s"}


def socket_of(database):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(database.base).query)["host"][0]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_the_reason_is_told(world, name, url, reason):
    url = url.format(host=socket_of(world.database), port=free_port(), secret=SECRET)
    with Service(url) as service:
        answer = service.get("/readyz")
        assert answer.status == 503 and reason in answer.json["detail"], answer
        told = until(lambda: service.event("database-unreachable"))
        assert reason in told["reason"], told
        assert service.get("/v1/articles").json["detail"] == "The database cannot be reached.", "clients are not told where it is"
        until(lambda: service.metric("alam_store_errors_total") > 12)
        told = [line for line in service.log() if line["event"] == "database-unreachable"]
        assert len(told) <= 3, told  # once; a busy machine may reach the time-out between two attempts, which is another reason
    done = run("keys", "list", url=url)
    assert done.returncode == 1 and reason in done.stderr, done.stderr
    assert SECRET not in done.stderr + "\n".join(service.lines) + repr(answer)


test_the_reason_is_told.rows = [
    ("no such database", "postgresql://alam:{secret}@/nowhere?host={host}", 'database "nowhere" does not exist'),
    ("no such role", "postgresql://nobody:{secret}@/postgres?host={host}", 'role "nobody" does not exist'),
    ("nothing listens there", "postgresql://alam:{secret}@127.0.0.1:{port}/alam", "Connection refused"),
    ("no socket", "host=/nonexistent user=alam password={secret}", "No such file or directory"),
    ("two servers", "postgresql://alam:{secret}@127.0.0.1:{port},127.0.0.2:{port}/alam", '"127.0.0.2"')]


def test_a_connection_string_that_may_be_read_in_two_ways_is_refused_and_not_repeated(world, url):
    done = run("keys", "list", url=url)
    assert done.returncode == 1 and "PGPASSWORD" in done.stderr and "%40" in done.stderr, done.stderr
    assert "sesam" not in done.stderr and "oeffne" not in done.stderr


test_a_connection_string_that_may_be_read_in_two_ways_is_refused_and_not_repeated.rows = [
    (url,) for url in ("postgresql://alam:sesam@oeffne@db/alam", "postgresql://alam:sesam/oeffne@db/alam", "postgresql://alam:sesam:oeffne/@db/alam",
                       "postgresql://alam:sesam?oeffne@db/alam", "postgresql://alam:sesam%oeffne@db/alam", "host=db password=sesam oeffne",
                       "postgresql://alam:sesam%zz@db/alam", "postgresql://db:sesam/alam", "host=db port=sesam")]


def test_a_connection_string_with_an_escaped_password_is_taken(world):
    host = urllib.parse.quote(socket_of(world.database), safe="")
    for url in (f"postgresql://alam:p%40s%3As%2Fw%3Fo%23r%25d@{host}/postgres", f"postgresql://alam@{host}/postgres?application_name=a@b",
                f"host={socket_of(world.database)} user=alam dbname=postgres password='p@s:s/w o'"):
        assert "not migrated" in run("keys", "list", url=url).stderr, url
    environment = {"PGHOST": socket_of(world.database), "PGUSER": "alam", "PGPASSWORD": "p@s:s/w?o#r%d", "PGDATABASE": "postgres"}
    assert "not migrated" in run("keys", "list", url="", **environment).stderr


def test_an_unmigrated_database_is_told_once(world):
    with Service(world.database.create(empty=True)) as service:
        until(lambda: service.metric("alam_store_errors_total") > 20)
        service.get("/v1/articles")
        told = [line for line in service.log() if line["level"] != "info"]
        unmigrated = [line for line in told if line["event"] == "database-not-migrated"]
        assert 1 <= len(unmigrated) <= 2 and not any(line["event"] == "statement-failed" for line in told), told
        assert "alam migrate" in unmigrated[0]["reason"]
        assert run("migrate", url=service.url).returncode == 0
        until(lambda: service.get("/readyz").status == 200)
        assert service.event("database-migrated")


def test_a_start_without_keys_says_what_is_wrong_with_the_database(world, name, url, reason):
    done = run("serve", url=url.format(host=socket_of(world.database), port=free_port()), ALAM_LISTEN="0.0.0.0:0")
    assert done.returncode == 1 and reason in done.stderr and "API keys" in done.stderr, done.stderr


test_a_start_without_keys_says_what_is_wrong_with_the_database.rows = [
    ("away", "postgresql://alam@127.0.0.1:{port}/alam", "Connection refused"), ("unmigrated", "host={host} user=alam dbname=postgres", "not migrated")]


def test_a_user_without_rights_is_told_so(world):
    url = world.database.create()
    world.database.sql("DROP ROLE IF EXISTS stranger; CREATE ROLE stranger LOGIN", superuser(world.database.base))
    strange = url.replace("alam@", "stranger@")
    done = run("keys", "list", url=strange)
    assert done.returncode == 1 and "42501" in done.stderr and "permission denied for table api_keys" in done.stderr, done.stderr
    with Service(strange) as service:
        answer = service.get("/readyz")
        assert answer.status == 503 and "grant" in answer.json["detail"], answer
        assert until(lambda: service.event("statement-failed"))["sqlstate"] == "42501"


def parent_of(process):
    """0 when it has ended."""
    with contextlib.suppress(OSError):
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    return 0


def family(parent):
    """The ids of a process and of its children."""
    return [parent] + [int(process.name) for process in pathlib.Path("/proc").iterdir() if process.name.isdigit() and parent_of(process) == parent]


@contextlib.contextmanager
def stopped(database):
    """All processes of the server are stopped: its sockets accept and nothing answers."""
    pid = int((pathlib.Path(database.directory) / "postgres/data/postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGSTOP)  # first, so that it starts no others
    ids = family(pid)
    for one in ids[1:]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGSTOP)
    try:
        yield
    finally:
        for one in reversed(ids):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGCONT)


class Network:
    """Carries connections on 127.0.0.1 to the server's socket, until it is told to be silent: then bytes go nowhere, and
    connections are neither refused nor closed."""

    def __init__(self, database):
        self.path = f"{socket_of(database)}/.s.PGSQL.5432"
        self.loud = threading.Event()
        self.loud.set()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.sockets = [self.server]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                near = self.server.accept()[0]
                far = socket.socket(socket.AF_UNIX)
                far.connect(self.path)
                self.sockets += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self.carry, args=(one, other), daemon=True).start()

    def carry(self, one, other):
        with contextlib.suppress(OSError):
            while piece := one.recv(65536):
                self.loud.wait()
                other.sendall(piece)
            self.loud.wait()
            other.shutdown(socket.SHUT_WR)

    def url(self, url):
        return f"postgresql://alam@127.0.0.1:{self.port}{urllib.parse.urlsplit(url).path}"

    @contextlib.contextmanager
    def silent(self):
        self.loud.clear()
        try:
            yield
        finally:
            self.loud.set()

    def close(self):
        self.loud.set()
        for one in self.sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextlib.contextmanager
def database_behind(kind):
    """A server of its own, the address of a database in it, and what makes it say nothing."""
    database = harness.Database()
    network = Network(database)
    try:
        url = database.create()
        yield (url, lambda: stopped(database)) if kind == "stopped" else (network.url(url), network.silent)
    finally:
        network.close()
        database.close()


def test_a_silent_database_leaves_nobody_without_an_answer(world, kind):
    with database_behind(kind) as (url, silence), Service(url, **SHORT) as service:
        location = service.post("/v1/articles", body(1)).headers["Location"]
        assert service.get("/readyz").status == 200
        with silence(), concurrent.futures.ThreadPoolExecutor(40) as pool:
            asked = [pool.submit(service.get, path) for path in (location, "/v1/articles?q=trump", "/readyz", "/v1/entities") for _ in range(6)]
            asked += [pool.submit(service.post, "/v1/articles", body(number)) for number in range(2, 10)]
            answers = [one.result() for one in asked]
            assert {answer.status for answer in answers} == {503}, answers
            assert all(int(answer.headers["Retry-After"]) >= 1 for answer in answers)
            assert "not answer" in service.get("/readyz").json["detail"] or "timeout" in service.get("/readyz").json["detail"]
            assert service.post("/v1/annotate", {"text": SUMMIT}).status == 200 and service.get("/livez").status == 200
        until(lambda: service.get("/readyz").status == 200)
        assert service.get(location).status == 200 and service.post("/v1/articles", body(2)).status in (200, 201)


test_a_silent_database_leaves_nobody_without_an_answer.rows = [("stopped",), ("silent network",)]


def test_sigterm_ends_in_time_while_the_database_is_silent(world, kind):
    """ALAM_DRAIN_GRACE and two seconds, whatever hangs; the machine may be busy, so twice that is allowed here."""
    with database_behind(kind) as (url, silence):
        service = Service(url, **SHORT | {"statement_timeout": "60s", "request_timeout": "60s"})
        assert service.post("/v1/articles", body(1)).status == 201
        with silence(), concurrent.futures.ThreadPoolExecutor(2) as pool:
            asked = [pool.submit(service.get, "/v1/articles"), pool.submit(service.post, "/v1/articles", body(2))]
            until(lambda: service.metric("alam_http_requests_running") == 2)
            began = time.monotonic()
            service.terminate()
            assert service.wait() == 0
            assert time.monotonic() - began < 2 * (1 + 2)
            assert [one.result().status for one in asked] == [503, 503], "they are told"
        assert service.event("stopped")["unfinished"] == 0, service.lines[-6:]


test_sigterm_ends_in_time_while_the_database_is_silent.rows = [("stopped",), ("silent network",)]


def test_a_request_is_answered_in_time_while_all_connections_are_busy(world):
    with Service(world.database.create(), database_connections=1, request_timeout="1s") as service:
        blocker = harness.Session(service.url)
        blocker.ask("BEGIN")
        blocker.ask("LOCK TABLE articles IN ACCESS EXCLUSIVE MODE")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            answers = [one.result() for one in [pool.submit(service.get, "/v1/articles") for _ in range(4)]]
        assert {answer.status for answer in answers} == {503}, answers
        assert service.get("/readyz").status == 200, "a probe waits behind nobody"
        blocker.close()
        until(lambda: service.get("/v1/articles").status == 200)


def test_a_pooler_that_loses_prepared_statements_is_noticed(world, name, settings):
    url = world.database.create()
    bouncer = PgBouncer(world.database, settings)
    try:
        with Service(bouncer.url(url), database_connections=8, writers=4) as service:
            with concurrent.futures.ThreadPoolExecutor(16) as pool:
                posted = list(pool.map(lambda i: service.post("/v1/articles", body(i)), range(64)))
                asked = list(pool.map(service.get, ["/v1/articles", "/v1/entities", "/v1/trends", "/readyz"] * 16))
            assert {answer.status for answer in posted} == {201} and {answer.status for answer in asked} == {200}
            assert service.event("pooler-noticed")
        for _ in range(3):
            assert run("keys", "list", url=bouncer.url(url)).returncode == 0
    finally:
        bouncer.close()


test_a_pooler_that_loses_prepared_statements_is_noticed.rows = [
    ("its defaults", ""), ("start-up options let through", "ignore_startup_parameters = options\n")]


def test_migrations_run_through_a_pooler_and_leave_no_lock(world):
    url = world.database.create(empty=True)
    world.database.sql("ALTER ROLE alam IN DATABASE " + urllib.parse.urlsplit(url).path[1:] + " SET statement_timeout = '1s'", superuser(world.database.base))
    bouncer = PgBouncer(world.database)
    try:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            done = list(pool.map(lambda _: run("migrate", url=bouncer.url(url)), range(4)))
        assert [one.returncode for one in done] == [0] * 4, done
        assert sum("applied 0001_initial.sql now" in one.stdout for one in done) == 1
        assert world.database.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'", world.url) == "0"
    finally:
        bouncer.close()


def test_a_primary_that_takes_no_writes_any_more_is_left_for_another_host(world):
    other = harness.Database()
    try:
        here, there = world.database.create(), other.create()
        name = urllib.parse.urlsplit(here).path[1:]
        other.sql(f"ALTER DATABASE {urllib.parse.urlsplit(there).path[1:]} RENAME TO {name}", superuser(other.base))
        url = f"postgresql://alam@/{name}?host={socket_of(world.database)},{socket_of(other)}"
        with Service(url) as service:
            assert service.post("/v1/articles", body(1)).status == 201
            world.database.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on", superuser(world.database.base))
            world.database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'alam'"
                               " AND datname = current_database()", superuser(here))
            assert service.post("/v1/articles", body(2)).status == 201
            assert other.sql("SELECT count(*) FROM articles", other.url(name)) == "1", "the other host has it"
            until(lambda: service.get("/readyz").status == 200)
    finally:
        other.close()


def test_a_server_that_takes_no_writes_answers_reads_and_is_not_ready(world):
    url = world.database.create()
    name = urllib.parse.urlsplit(url).path[1:]
    with Service(url) as service:
        location = service.post("/v1/articles", body(1)).headers["Location"]
        world.database.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on", superuser(world.database.base))
        world.database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'alam'"
                           " AND datname = current_database()", superuser(url))
        answer = service.post("/v1/articles", body(2))
        assert answer.status == 503 and "takes no writes" in answer.json["detail"], answer
        assert service.get(location).status == 200
        ready = service.get("/readyz")
        assert ready.status == 503 and "takes no writes" in ready.json["detail"], ready
        until(lambda: service.metric("alam_store_errors_total") > 20)
        assert 1 <= len([line for line in service.log() if line["event"] == "database-read-only"]) <= 2
        world.database.sql(f"ALTER DATABASE {name} RESET default_transaction_read_only", superuser(world.database.base))
        until(lambda: service.get("/readyz").status == 200)
        until(lambda: service.post("/v1/articles", body(2)).status == 201)
