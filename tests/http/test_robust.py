"""Content codings, conditional requests, OPTIONS, traces, and clients that are slow on purpose."""
import contextlib
import gzip
import json
import re
import socket
import ssl
import statistics
import subprocess
import tempfile
import time

import harness
import test_keys as keys
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
    ("not zstd", BODY, "zstd"), ("zstd cut", zstd(BODY)[:-5], "zstd"), ("gzip said to be zstd", gzip.compress(BODY), "zstd"),
    ("zstd with a window of 128 MiB", subprocess.run(["zstd", "-qc", "--ultra", "-22", "--long=27"], input=BODY, capture_output=True).stdout, "zstd")]


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
    assert re.fullmatch(r'"1-[0-9a-f]+-[0-9.-]+"', etag)
    for header in (etag, "W/" + etag, '"other", ' + etag, "*"):
        for accept in ("gzip", "identity"):
            again = world.service.ask("GET", path, headers={"If-None-Match": header, "Accept-Encoding": accept})
            assert again.status == 304 and again.body == b"" and again.headers["ETag"] == etag, again
            assert "Content-Type" not in again.headers
    assert world.service.ask("GET", path, headers={"If-None-Match": '"other"'}).status == 200
    listed = world.service.get("/v1/articles?source=etag").headers["ETag"]
    world.service.post("/v1/articles", {**LONG, "source": "etag", "external_id": "2"})
    assert world.service.ask("GET", "/v1/articles?source=etag", headers={"If-None-Match": listed}).status == 200


def test_an_escape_is_decoded_once(world):
    world.service.post("/v1/articles", LONG)
    assert world.service.get("/v1/entities/person%3Adonald-trump").json["id"] == "person:donald-trump"


def test_handshakes_that_stall_are_ended(world):
    with tempfile.TemporaryDirectory() as directory:
        certificate = keys.certificate(directory, "stall")
        with Service(world.url, tls_cert=certificate[0], tls_key=certificate[1], header_timeout="2s") as service:
            stalled = [service.socket() for _ in range(50)]
            assert keys.subject(service.port)
            for connection in stalled:
                assert connection.recv(1) == b""
                connection.close()


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
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "DELETE", "OPTIONS"}
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


def latencies(services, count=40):
    """The median time of a request to each service, asked in turns, so that a busy machine holds all of them up alike."""
    connections, took = [service.connect() for service in services], [[] for _ in services]
    for _ in range(count):
        for connection, times in zip(connections, took):
            began = time.perf_counter()
            connection.request("POST", "/v1/annotate", BODY, JSON)
            assert connection.getresponse().read()
            times.append(time.perf_counter() - began)
    for connection in connections:
        connection.close()
    return [statistics.median(times) for times in took]


def test_a_thousand_slow_clients_hold_nobody_up(world):
    with Service(world.url, header_timeout="3s", idle_timeout="3s", request_timeout="4s", connections=1200) as service:
        slow = []
        for i in range(1000):
            connection = socket.create_connection(("127.0.0.1", service.port), timeout=harness.PATIENCE)
            connection.sendall((b"GET /livez HTTP/1.1\r\nX: " if i % 2 else
                                b"POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"))
            slow.append(connection)
        alone, together = latencies([world.service, service])
        assert together < alone * 5 + 0.02, f"{alone * 1e3:.1f} ms alone, {together * 1e3:.1f} ms beside 1000 slow clients"

        def few_are_left():
            for connection in slow[::7]:  # a byte now and then is no life sign
                with contextlib.suppress(OSError):
                    connection.send(b"x")
            return service.metric("alam_http_connections") <= 20
        until(few_are_left)
        assert service.metric("alam_http_connections_ended_total") >= 100
        for connection in slow:
            connection.close()


def test_more_slow_clients_than_connections_leave_room_for_others(world):
    with Service(world.url, header_timeout="60s", idle_timeout="60s", connections=100) as service:
        slow = []
        for _ in range(300):
            slow.append(socket.create_connection(("127.0.0.1", service.port), timeout=harness.PATIENCE))
            slow[-1].sendall(b"GET /livez HTTP/1.1\r\nX: ")
            time.sleep(0.002)
        for _ in range(20):
            assert service.get("/livez").status == 200
        for connection in slow:
            connection.close()


def test_a_slow_reader_is_ended(world):
    with Service(world.url, request_timeout="1s", idle_timeout="100s") as service:
        made = world.service.post("/v1/articles", {"text": " ".join([SUMMIT] * 1000)}).json["id"]
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", service.port))
            connection.sendall(f"GET /v1/articles/{made} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 40)
            until(lambda: service.metric("alam_http_connections_ended_total") >= 1)


def raw(connection, data):
    """What is answered to these bytes until the connection ends."""
    answer = b""
    try:
        connection.sendall(data)
    except OSError:
        pass  # answered before all was sent
    try:
        while piece := connection.recv(65536):
            answer += piece
    except ConnectionResetError:
        pass
    return answer


def refused(data, status, slug):
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0].startswith(f"HTTP/1.1 {status} "), data[:200]
    headers = dict(line.split(": ", 1) for line in lines[1:])
    problem = json.loads(body)
    harness.CONTRACT.validate(harness.CONTRACT.document["components"]["schemas"]["Problem"], problem, slug)
    assert headers["Content-Type"] == "application/problem+json" and headers["Connection"].lower() == "close", headers
    assert problem["type"] == "/problems/" + slug and problem["instance"] == "urn:alam:request:" + headers["X-Request-Id"]
    return headers["X-Request-Id"]


POST = b"POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
GET = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n"


def test_what_is_no_request_is_a_problem_like_any_other(world, name, data, status, slug):
    with world.service.socket() as connection:
        request_id = refused(raw(connection, data), status, slug)
    line = world.service.request_line(request_id)
    assert line["status"] == status and line["route"] == "none"
    with world.service.socket() as connection:  # also when it is not a connection's first
        answer = raw(connection, GET + b"\r\n" + data)
    assert answer.startswith(b"HTTP/1.1 200 "), answer[:100]
    refused(answer[answer.index(b"HTTP/1.1", 9):], status, slug)


test_what_is_no_request_is_a_problem_like_any_other.rows = [
    ("no version", b"GET /livez\r\n\r\n", 400, "bad-request"), ("a broken version", b"GET /livez HTTP/x\r\nHost: localhost\r\n\r\n", 400, "bad-request"),
    ("HTTP 2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "http-version"),
    ("a header without colon", GET + b"nocolon\r\n\r\n", 400, "bad-request"),
    ("a blank before the colon", POST + b"Content-Length : 2\r\n\r\n", 400, "bad-request"),
    ("no Host", b"GET /livez HTTP/1.1\r\n\r\n", 400, "bad-request"), ("two Hosts", GET + b"Host: y\r\n\r\n", 400, "bad-request"),
    ("a length that is no number", POST + b"Content-Length: abc\r\n\r\n", 400, "bad-request"),
    ("a negative length", POST + b"Content-Length: -5\r\n\r\n", 400, "bad-request"),
    ("a length past all numbers", POST + b"Content-Length: 99999999999999999999999\r\n\r\n", 413, "too-large"),
    ("two lengths", POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", 400, "bad-request"),
    ("a length and chunks", POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n", 400, "bad-request"),
    ("an unknown transfer coding", POST + b"Transfer-Encoding: gzip\r\n\r\n", 501, "not-implemented"),
    ("a coding hidden behind another", POST + b"Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n", 501, "not-implemented"),
    ("a chunk without size", POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", 400, "bad-request"),
    ("a chunk longer than it says", POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n", 400, "bad-request"),
    ("a header too long", GET + b"X: " + b"a" * 40000 + b"\r\n\r\n", 431, "headers-too-large"),
    ("headers too many", GET + b"X: a\r\n" * 9000 + b"\r\n", 431, "headers-too-large"),
    ("a request line too long", b"GET /" + b"a" * 40000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "uri-too-long")]


def test_over_tls_too(world):
    rows = {row[0]: row[1:] for row in test_what_is_no_request_is_a_problem_like_any_other.rows}
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with tempfile.TemporaryDirectory() as directory:
        certificate = keys.certificate(directory, "robust")
        with Service(world.url, tls_cert=certificate[0], tls_key=certificate[1]) as service:
            secure = lambda: context.wrap_socket(service.socket())
            for name in ("no Host", "a length that is no number", "a chunk without size", "a header too long", "HTTP 2"):
                data, status, slug = rows[name]
                with secure() as connection:
                    refused(raw(connection, data), status, slug)
            with service.socket() as connection:
                connection.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert b"HTTP/1.1" not in connection.recv(1000), "plain HTTP is not answered on a TLS port"
            with secure() as connection:  # and goes on for who speaks rightly
                assert raw(connection, GET + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 200 ")


def test_a_broken_chunk_cuts_a_batch_without_another_answer_in_it(world):
    with world.service.socket() as connection:
        body = json.dumps({"text": SUMMIT}).encode() + b"\n"
        answer = raw(connection, b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
                     + b"%x\r\n%s\r\n" % (len(body), body) + b"zz\r\n")
    assert answer.count(b"HTTP/1.1 ") <= 1 and b"bad-request" not in answer and not answer.endswith(b"0\r\n\r\n"), answer


def test_an_address_may_be_given_whole(world):
    for target, status in ((b"http://x/livez", b"200"), (b"HTTPS://x:1/v1/articles?limit=1", b"200"), (b"http://x", b"200"), (b"*", b"400"), (b"x:443", b"400")):
        with world.service.socket() as connection:
            answer = raw(connection, b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 " + status), (target, answer[:200])
    with world.service.socket() as connection:
        answer = raw(connection, b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 204 ") and b"Allow: GET, HEAD, POST" in answer


def test_http_1_0_without_host_is_served(world):
    with world.service.socket() as connection:
        assert raw(connection, b"GET /livez HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200 ")
