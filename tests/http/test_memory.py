"""The memory of all requests together: reading pauses at ALAM_MEMORY_IN_FLIGHT, goes on when there is room, and nothing holds it for ever."""
import contextlib
import json
import random
import socket
import subprocess
import threading

from harness import JSON, Service, Session, until
from test_batch import Stream
from texts import CAIRO, SUMMIT

LIMIT = 8 * 1024 * 1024
LARGE = 40_000  # bytes of a line, of which working takes 96 times as much


@contextlib.contextmanager
def crowded(world, **settings):
    """A service with LIMIT of memory in flight whose database stores nothing until `release` is called."""
    url = world.database.create()
    with contextlib.closing(Session(url)) as session, Service(url, **{"memory_in_flight": LIMIT} | settings) as service:
        session.ask("BEGIN")
        session.ask("LOCK TABLE articles IN ACCESS EXCLUSIVE MODE")
        yield service, lambda: session.ask("ROLLBACK")


def article(number, size=LARGE, source="memory"):
    text = " ".join([SUMMIT] * (size // len(SUMMIT.encode())))
    return json.dumps({"text": f"{text} {number}", "source": source, "external_id": str(number)}, ensure_ascii=False).encode()


def in_flight(service):
    return service.metric("alam_memory_in_flight_bytes")


def test_reading_pauses_at_the_budget_and_goes_on(world):
    with crowded(world) as (service, release):
        statuses, lock = [], threading.Lock()

        def note(status):
            with lock:
                statuses.append(status)

        def post(number):
            note(service.post("/v1/articles", article(number), JSON).status)

        def batch(first):
            stream = Stream(service)
            for number in range(first, first + 20):
                stream.send(article(number) + b"\n")
            stream.end()
            for result in stream.results():
                note(result["status"])
        threads = [threading.Thread(target=batch, args=(1000 * i,)) for i in range(1, 5)] + [threading.Thread(target=post, args=(i,)) for i in range(20)]
        for thread in threads:
            thread.start()
        until(lambda: in_flight(service) > LIMIT / 2 and service.metric("alam_memory_waiting") > 10)
        for _ in range(20):
            assert service.post("/v1/annotate", {"text": CAIRO}).status == 200 and service.get("/livez").status == 200
            assert in_flight(service) < LIMIT + 2 * 100 * LARGE, "one request may go beyond the budget"
        release()
        for thread in threads:
            thread.join()
        assert statuses == [201] * 100, statuses
        until(lambda: in_flight(service) == 0 and service.metric("alam_memory_waiting") == 0)


def test_a_request_that_waits_too_long_for_memory_is_told(world):
    with crowded(world, request_timeout="3s", statement_timeout="60s", memory_in_flight="1MiB") as (service, release):
        answers = []
        threads = [threading.Thread(target=lambda number=number: answers.append(service.post("/v1/articles", article(number), JSON))) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [answer.status for answer in answers] == [503] * 6 and all("Retry-After" in answer.headers for answer in answers), answers
        assert any("ALAM_MEMORY_IN_FLIGHT" in answer.json["detail"] for answer in answers), answers
        release()
        assert until(lambda: service.post("/v1/articles", article(7), JSON)).status == 201, "larger than the budget, but alone"


def test_a_body_that_stops_arriving_gives_its_memory_back(world, name, head, rest):
    with crowded(world, idle_timeout="1s") as (service, release):
        held = [service.socket() for _ in range(20)]
        for connection in held:
            connection.sendall(head + b'{"text":"' + b"x " * 150_000)
        until(lambda: in_flight(service) > LIMIT / 2)
        if rest == "shut":
            for connection in held:
                connection.shutdown(socket.SHUT_WR)
        until(lambda: in_flight(service) == 0)
        release()
        assert service.post("/v1/articles", article(1), JSON).status == 201
        for connection in held:
            connection.close()


BATCH = b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: 900000\r\n\r\n"
POST = BATCH.replace(b"x-ndjson", b"json")
test_a_body_that_stops_arriving_gives_its_memory_back.rows = [
    ("a body", POST, ""), ("a line of a batch", BATCH, ""), ("half closed", POST, "shut"), ("a batch that is half closed", BATCH, "shut")]


def test_a_few_bytes_that_become_very_many_lines_take_little_memory(world, name, coding, pack):
    random.seed(4)
    noise = b"".join(b'{"text":"%s"}\n' % random.randbytes(3000).hex().encode() for _ in range(300))  # of it a hundred times as much may follow
    data = pack(noise + b"{}\n" * 10_000_000)
    with Service(world.url, memory_in_flight=LIMIT, drain_delay="0s", drain_grace="1s") as service, service.socket() as connection:
        before = service.metric("process_resident_memory_bytes")
        connection.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s"
                           % (coding, len(data), data))
        until(lambda: service.metric("alam_batch_lines_total") > 3000)
        held = in_flight(service)
        assert held < LIMIT, held
        assert service.metric("process_resident_memory_bytes") - before < 256e6


def zstd(data):
    return subprocess.run(["zstd", "-qc"], input=data, capture_output=True, check=True).stdout


def gzipped(data):
    return subprocess.run(["gzip", "-c"], input=data, capture_output=True, check=True).stdout


test_a_few_bytes_that_become_very_many_lines_take_little_memory.rows = [("gzip", b"gzip", gzipped), ("zstd", b"zstd", zstd)]


def test_sigterm_ends_a_service_whose_requests_wait_for_memory(world):
    """Without a word from the database or a client: the times after which each of them is given up are far longer."""
    patient = dict.fromkeys(("request_timeout", "statement_timeout", "idle_timeout"), "600s")
    with crowded(world, drain_delay="0s", drain_grace="1s", **patient) as (service, _):
        held = [service.socket() for _ in range(40)]
        for number, connection in enumerate(held):
            body = article(number)
            connection.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        stream = Stream(service)
        for number in range(1000, 1010):
            stream.send(article(number) + b"\n")
        until(lambda: service.metric("alam_memory_waiting") > 5)
        service.terminate()
        service.wait()
        for connection in held:
            connection.close()
