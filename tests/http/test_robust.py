"""Content codings, conditional requests, OPTIONS, traces, and clients that are slow on purpose."""
import gzip
import json
import re
import socket
import statistics
import subprocess
import time

import harness
from harness import JSON, Service, until
from texts import ENGLISH, SUMMIT

LONG = {"text": " ".join([SUMMIT, ENGLISH] * 10)}
BODY = json.dumps(LONG, ensure_ascii=False).encode()


def zstd(data):
    return subprocess.run(["zstd", "-qc"], input=data, capture_output=True, check=True).stdout


ENCODERS = {"gzip": gzip.compress, "zstd": zstd}


def test_an_encoded_body_is_read(world, coding):
    plain = world.service.post("/v1/annotate", LONG).json
    answer = world.service.post("/v1/annotate", ENCODERS[coding](BODY), JSON | {"Content-Encoding": coding})
    assert answer.status == 200 and answer.json == plain


test_an_encoded_body_is_read.rows = [("gzip",), ("zstd",)]


def test_an_encoded_body_in_pieces_is_read(world):
    data = gzip.compress(BODY[:100]) + gzip.compress(BODY[100:])  # two members are one body (RFC 1952 section 2.2)
    answer = world.service.ask("POST", "/v1/annotate", (data[i:i + 7] for i in range(0, len(data), 7)),
                               JSON | {"Content-Encoding": "gzip"})
    assert answer.status == 200 and answer.json["entities"]


def test_a_broken_encoding_is_refused(world, name, body, coding):
    answer = world.service.post("/v1/annotate", body, JSON | {"Content-Encoding": coding})
    assert answer.status == 400 and answer.json["type"] == "/problems/bad-request", answer


test_a_broken_encoding_is_refused.rows = [
    ("not gzip", BODY, "gzip"), ("gzip cut", gzip.compress(BODY)[:-9], "gzip"), ("a flipped bit", gzip.compress(BODY)[:-6] + b"\0" * 6, "gzip"),
    ("not zstd", BODY, "zstd"), ("zstd cut", zstd(BODY)[:-5], "zstd"), ("gzip said to be zstd", gzip.compress(BODY), "zstd")]


def test_a_bomb_is_refused(world, name, body, coding):
    before = world.service.metric("process_resident_memory_bytes")
    answer = world.service.post("/v1/annotate", body, JSON | {"Content-Encoding": coding})
    assert answer.status == 413 and answer.json["type"] == "/problems/too-large", answer
    assert world.service.metric("process_resident_memory_bytes") - before < 64e6


BOMB = b'{"text":"' + b" " * 50_000_000
test_a_bomb_is_refused.rows = [("gzip", gzip.compress(BOMB), "gzip"), ("zstd", zstd(BOMB), "zstd"),
                               ("gzip within a gzip limit", gzip.compress(b" " * 1_900_000), "gzip")]


def test_an_answer_is_encoded_as_accepted(world, accept, coding):
    answer = world.service.post("/v1/annotate", BODY, JSON | {"Accept-Encoding": accept})
    assert answer.headers.get("Content-Encoding") == coding, answer.headers
    assert answer.json == world.service.post("/v1/annotate", LONG).json and "Accept-Encoding" in answer.headers["Vary"]


test_an_answer_is_encoded_as_accepted.rows = [
    ("gzip", "gzip"), ("zstd", "zstd"), ("gzip, deflate, br, zstd", "zstd"), ("gzip;q=1.0, zstd;q=0.5", "gzip"), ("br", None),
    ("gzip;q=0", None), ("identity", None), ("", None), ("GZIP", "gzip")]


def test_a_short_answer_is_not_encoded(world):
    assert "Content-Encoding" not in world.service.ask("GET", "/livez", headers={"Accept-Encoding": "gzip"}).headers


def test_a_read_is_answered_304_while_it_is_the_same(world):
    made = world.service.post("/v1/articles", {**LONG, "source": "etag", "external_id": "1"}).json
    path = "/v1/articles/" + made["id"]
    first = world.service.get(path)
    etag = first.headers["ETag"]
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', etag)
    for header in (etag, etag[2:], '"other", ' + etag, "*"):
        for accept in ("gzip", "identity"):
            again = world.service.ask("GET", path, headers={"If-None-Match": header, "Accept-Encoding": accept})
            assert again.status == 304 and again.body == b"" and again.headers["ETag"] == etag, again
            assert "Content-Type" not in again.headers
    assert world.service.ask("GET", path, headers={"If-None-Match": '"other"'}).status == 200
    listed = world.service.get("/v1/articles?source=etag").headers["ETag"]
    world.service.post("/v1/articles", {**LONG, "source": "etag", "external_id": "2"})
    assert world.service.ask("GET", "/v1/articles?source=etag", headers={"If-None-Match": listed}).status == 200


def test_what_is_no_read_has_no_etag(world):
    assert "ETag" not in world.service.post("/v1/annotate", LONG).headers
    assert "ETag" not in world.service.get("/livez").headers and "ETag" not in world.service.get("/v1/articles/17").headers


def test_head_is_get_without_the_body(world):
    for path in ("/livez", "/v1/articles", "/openapi.json"):
        get, head = world.service.get(path), world.service.ask("HEAD", path)
        assert head.status == 200 and head.body == b"" and head.headers["Content-Length"] == str(len(get.body))
        assert head.headers.get("ETag") == get.headers.get("ETag")


def test_options_tells_what_an_address_answers_to(world):
    answer = world.service.ask("OPTIONS", "/v1/articles")
    assert answer.status == 204 and answer.body == b""
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert world.service.ask("OPTIONS", "/nowhere").status == 404


TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def test_a_traceparent_is_continued_when_well_formed(world, name, value, taken):
    request_id = "trace-" + name.replace(" ", "-")
    world.service.ask("GET", "/livez", headers={"traceparent": value, "X-Request-Id": request_id})
    found = world.service.request_line(request_id)["trace_id"]
    assert (found == TRACE) == taken and re.fullmatch("[0-9a-f]{32}", found)


test_a_traceparent_is_continued_when_well_formed.rows = [
    ("sampled", f"00-{TRACE}-00f067aa0ba902b7-01", True), ("not sampled", f"00-{TRACE}-00f067aa0ba902b7-00", True),
    ("a later version", f"01-{TRACE}-00f067aa0ba902b7-01-more", True), ("version ff", f"ff-{TRACE}-00f067aa0ba902b7-01", False),
    ("upper case", f"00-{TRACE.upper()}-00f067aa0ba902b7-01", False), ("zero span", f"00-{TRACE}-0000000000000000-01", False),
    ("too long", f"00-{TRACE}-00f067aa0ba902b7-01-x", False), ("short", "00-1-2-3", False)]


def latency(service, count=40):
    connection = service.connect()
    took = []
    for _ in range(count):
        began = time.perf_counter()
        connection.request("POST", "/v1/annotate", BODY, JSON)
        assert connection.getresponse().read()
        took.append(time.perf_counter() - began)
    connection.close()
    return statistics.median(took)


def test_a_thousand_slow_clients_hold_nobody_up(world):
    with Service(world.url, header_timeout="3s", idle_timeout="3s", request_timeout="6s", connections=1200) as service:
        alone = latency(service)
        slow = []
        for i in range(1000):
            connection = socket.create_connection(("127.0.0.1", service.port), timeout=20)
            connection.sendall((b"GET /livez HTTP/1.1\r\nX: " if i % 2 else
                                b"POST /v1/annotate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"))
            slow.append(connection)
        together = latency(service)
        assert together < alone * 5 + 0.02, f"{alone * 1e3:.1f} ms alone, {together * 1e3:.1f} ms beside 1000 slow clients"
        end = time.monotonic() + 20
        while service.metric("alam_http_connections") > 20 and time.monotonic() < end:
            for connection in slow[::7]:  # a byte now and then is no life sign
                try:
                    connection.send(b"x")
                except OSError:
                    pass
            time.sleep(0.5)
        assert service.metric("alam_http_connections") <= 20 and service.metric("alam_http_connections_ended_total") >= 100
        for connection in slow:
            connection.close()


def test_more_slow_clients_than_connections_leave_room_for_others(world):
    with Service(world.url, header_timeout="60s", idle_timeout="60s", connections=100) as service:
        slow = []
        for _ in range(300):
            slow.append(socket.create_connection(("127.0.0.1", service.port), timeout=20))
            slow[-1].sendall(b"GET /livez HTTP/1.1\r\nX: ")
            time.sleep(0.002)
        for _ in range(20):
            assert service.get("/livez").status == 200
        for connection in slow:
            connection.close()


def test_a_slow_reader_is_ended(world):
    with Service(world.url, request_timeout="1s", idle_timeout="100s") as service:
        made = service.post("/v1/articles", {"text": " ".join([SUMMIT] * 1000)}).json["id"]
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", service.port))
            connection.sendall(f"GET /v1/articles/{made} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 40)
            until(lambda: service.metric("alam_http_connections_ended_total") >= 1, 60)
