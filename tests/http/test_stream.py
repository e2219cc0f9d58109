"""GET /v1/changes/stream: changes as server-sent events, bounded, resumable, ended by a drain."""
import concurrent.futures
import contextlib
import json

from harness import CONTRACT, PATIENCE, Service, run, until
from test_changes import cursor, wait_for
from texts import CAIRO, SUMMIT

ARTICLE = {"text": SUMMIT, "source": "feed"}


class Stream:
    """A client of the stream that reads event after event."""

    def __init__(self, service, query="", headers=None):
        self.connection = service.connect()
        self.connection.request("GET", "/v1/changes/stream" + query, headers=headers or {})
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        described = CONTRACT.document["paths"]["/v1/changes/stream"]["get"]["responses"][str(self.status)]
        assert self.status != 200 or self.answer.headers["Content-Type"] in described["content"]

    def block(self):
        """The lines up to the next empty one; None: the stream has ended."""
        lines = []
        while line := self.answer.readline().decode():
            if line == "\n":
                return lines
            lines.append(line.rstrip("\n"))
        assert not lines, "it ends between two events"
        return None

    def event(self):
        """The next event, comments passed over: (id, change); None: the stream has ended."""
        while (lines := self.block()) is not None:
            fields = dict(line.split(": ", 1) for line in lines if not line.startswith(":"))
            if "data" in fields:
                assert fields["event"] == "change"
                change = json.loads(fields["data"])
                CONTRACT.validate(CONTRACT.document["components"]["schemas"]["Change"], change, "an event")
                return fields["id"], change
        return None

    def changes(self, count):
        return [self.event()[1] for _ in range(count)]

    def close(self):
        self.connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def post(service, number, text=SUMMIT):
    return service.post("/v1/articles", ARTICLE | {"external_id": str(number), "text": text}).json["id"]


def test_a_client_is_told_what_happens(world):
    with Service(world.database.create()) as service, Stream(service) as stream:
        assert stream.status == 200 and stream.block() == [":", "retry: 2000"], "it is told at once that the stream stands"
        article = post(service, 1)
        post(service, 1, CAIRO)
        service.ask("DELETE", f"/v1/articles/{article}")
        seen = stream.changes(3)
        assert [(change["article"], change["change"], change["revision"]) for change in seen] == [(article, "created", 1), (article, "updated", 2), (article, "deleted", None)]
        assert seen == wait_for(service, 3), "the same as those who poll are told"


def test_a_client_that_was_cut_off_goes_on_where_it_was(world):
    with Service(world.database.create()) as service:
        with Stream(service) as stream:
            articles = [post(service, number) for number in range(3)]
            events = [stream.event() for _ in range(3)]
        articles += [post(service, number) for number in range(3, 6)]
        for headers, query in (({"Last-Event-ID": events[1][0]}, ""), ({}, "?after=" + events[1][0]), ({"Last-Event-ID": events[1][0]}, "?after=" + events[0][0])):
            with Stream(service, query, headers) as again:
                assert [change["article"] for change in again.changes(4)] == articles[2:]


def test_a_position_that_is_none_is_refused(world, name, headers, query, status):
    answer = world.service.ask("GET", "/v1/changes/stream" + query, headers=headers)
    assert answer.status == status and answer.headers["Content-Type"] == "application/problem+json", answer


AHEAD = cursor("c1 9999999999 0 00000000-0000-0000-0000-000000000000")
test_a_position_that_is_none_is_refused.rows = [
    ("no base64", {}, "?after=%%", 400), ("another list's", {}, "?after=" + cursor("a1 5 x"), 400), ("an id that is none", {"Last-Event-ID": "5"}, "", 400),
    ("half a position", {"Last-Event-ID": cursor("c1 5 5")}, "", 400), ("of a database that is further on", {"Last-Event-ID": AHEAD}, "", 410),
    ("the same as a parameter", {}, "?after=" + AHEAD, 410), ("a parameter that does not exist", {}, "?limit=5", 400)]


def test_a_stream_on_which_nothing_happens_has_heart_beats(world):
    with Service(world.database.create(), stream_heartbeat="1s") as service, Stream(service) as stream:
        assert [stream.block() for _ in range(3)] == [[":", "retry: 2000"], [":"], [":"]]


def test_there_are_only_so_many_streams(world):
    with Service(world.database.create(), streams=2, stream_heartbeat="1s") as service:
        with Stream(service) as one, Stream(service) as two:
            assert service.metric("alam_streams") == 2 and one.status == two.status == 200
            third = service.get("/v1/changes/stream")
            assert third.status == 503 and int(third.headers["Retry-After"]) >= 1 and "ALAM_STREAMS" in third.json["detail"]
        until(lambda: service.metric("alam_streams") == 0)
        with Stream(service) as stream:
            assert stream.status == 200


def test_a_stream_ends_in_time_and_nothing_is_lost(world):
    with Service(world.database.create(), stream_time="1s") as service:
        articles, seen, last = [], [], None
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            posts = pool.submit(lambda: articles.extend(post(service, number) for number in range(40)))
            with Stream(service) as first:
                while (event := first.event()) is not None:
                    last = event
                    seen.append(event[1]["article"])
            posts.result()
        if last is None:
            last = (service.get("/v1/changes", limit=1).json["next_cursor"], None)
            seen.append(articles[0])
        while len(seen) < 40:
            with Stream(service, headers={"Last-Event-ID": last[0]}) as stream:
                while (event := stream.event()) is not None:
                    last = event
                    seen.append(event[1]["article"])
        assert sorted(seen) == sorted(articles)


def test_a_drain_ends_streams_and_does_not_wait_for_them(world):
    with Service(world.database.create(), drain_delay="60s", drain_grace="90s") as service:
        with contextlib.ExitStack() as stack:
            streams = [stack.enter_context(Stream(service)) for _ in range(5)]
            late = stack.enter_context(contextlib.closing(service.connect()))
            late.connect()
            service.terminate()
            assert all(stream.event() is None for stream in streams), "each ends as an answer that is complete"
            late.request("GET", "/v1/changes/stream")
            assert late.getresponse().status == 503, "no other is opened"
        service.kill()


def test_a_service_that_is_stopped_at_once_closes_its_streams(world):
    with Service(world.database.create()) as service:
        streams = [Stream(service) for _ in range(20)]
        service.terminate()
        assert service.wait() == 0
        for stream in streams:
            stream.close()


def test_many_clients_are_told_everything(world):
    with Service(world.database.create(), stream_time="60s") as service:
        with contextlib.ExitStack() as stack, concurrent.futures.ThreadPoolExecutor(30) as pool:
            streams = [stack.enter_context(Stream(service)) for _ in range(24)]
            reading = [pool.submit(stream.changes, 60) for stream in streams]
            articles = list(pool.map(lambda number: post(service, number), range(60)))
            for seen in reading:
                assert sorted(change["article"] for change in seen.result(timeout=PATIENCE)) == sorted(articles)


def test_a_client_that_reads_nothing_holds_nobody_up(world):
    with Service(world.database.create()) as service:
        with contextlib.closing(service.socket()) as silent, Stream(service) as stream:
            silent.sendall(b"GET /v1/changes/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            until(lambda: service.metric("alam_streams") == 2)
            articles = [post(service, number) for number in range(5)]
            assert [change["article"] for change in stream.changes(5)] == articles


def test_a_key_that_may_read_is_needed_and_is_looked_at_again(world):
    url = world.database.create()
    made = run("keys", "create", "--role", "read", "--name", "a stream", url=url)
    key = {"Authorization": "Bearer " + made.stdout.strip()}
    with Service(url, auth="keys", stream_time="1s", key_cache="1s") as service:
        assert service.get("/v1/changes/stream").status == 401
        with Stream(service, headers=key) as stream:
            assert stream.status == 200 and stream.event() is None
        run("keys", "revoke", made.stdout.strip().split("_")[1], url=url)
        until(lambda: service.ask("GET", "/v1/changes/stream", headers=key).status == 401)


def test_the_database_may_go_away_and_come_back(world):
    database = world.database
    with Service(database.create()) as service, Stream(service) as stream:
        post(service, 1)
        assert stream.event()
        database.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{service.url.split('/')[3].split('?')[0]}' AND pid <> pg_backend_pid()", database.base)
        article = until(lambda: (answer := service.post("/v1/articles", ARTICLE | {"external_id": "2"})).status in (200, 201) and answer.json["id"])
        assert stream.event()[1]["article"] == article


def test_old_clients_and_head(world):
    with Service(world.database.create(), stream_time="1s") as service:
        with contextlib.closing(service.socket()) as old:
            old.sendall(b"GET /v1/changes/stream HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            received = b"".join(iter(lambda: old.recv(4096), b""))
            assert received.startswith(b"HTTP/1.") and b"Transfer-Encoding" not in received and received.endswith(b"\r\n\r\n:\nretry: 2000\n\n")
        head = service.ask("HEAD", "/v1/changes/stream")
        assert head.status == 200 and head.headers["Content-Type"] == "text/event-stream"
        until(lambda: service.metric("alam_streams") == 0)
