"""NDJSON batches on POST /v1/articles: in order, streamed both ways, bounded, one bad line never the others' trouble."""
import collections
import contextlib
import gzip
import http.client
import json
import os
import select
import socket
import ssl
import tempfile
import threading
import time

import harness
import test_keys as keys
from harness import Service, until
from texts import CAIRO, ENGLISH, SUMMIT

HEAD = b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n%sTransfer-Encoding: chunked\r\n\r\n"


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


class Stream:
    """A batch whose answer is read while it is sent."""

    def __init__(self, service, headers=b"", timeout=harness.PATIENCE):
        self.socket = service.socket()
        self.socket.settimeout(timeout)
        self.socket.sendall(HEAD % headers)
        self.file = self.socket.makefile("rb")
        self.headers = None

    def send(self, data):
        self.socket.sendall(chunk(data))

    def end(self):
        self.socket.sendall(b"0\r\n\r\n")

    def results(self):
        if self.headers is None:
            self.status = int(self.file.readline().split()[1])
            self.headers = {}
            while (line := self.file.readline().strip()):
                name, _, value = line.decode().partition(": ")
                self.headers[name] = value
        rest = b""
        while (size := int(self.file.readline() or b"0", 16)):
            rest += self.file.read(size)
            self.file.readline()
            *lines, rest = rest.split(b"\n")
            for line in lines:
                result = json.loads(line)
                self.validate(result)
                if "done" not in result:
                    yield result
        assert rest == b""
        self.totals = result

    @staticmethod
    def validate(result):
        schemas = harness.CONTRACT.document["components"]["schemas"]
        harness.CONTRACT.validate(schemas["BatchTotals" if "done" in result else "BatchResult"], result, "batch result")


def line(number, text=SUMMIT, source="batch"):
    return json.dumps({"text": text, "source": source, "external_id": str(number)}, ensure_ascii=False).encode() + b"\n"


def batch(service, body, headers=b""):
    stream = Stream(service, headers)
    sender = threading.Thread(target=lambda: (stream.send(body), stream.end()))
    sender.start()
    found = list(stream.results())
    sender.join()
    stream.socket.close()
    assert stream.headers["Content-Type"] == "application/x-ndjson" and stream.headers["X-Request-Id"]
    assert stream.headers["X-Accel-Buffering"] == "no"
    counted = collections.Counter({201: "stored", 200: "existing"}.get(r["status"], "failed") for r in found)
    assert stream.totals == {"done": True, "lines": len(found), **{x: counted[x] for x in ("stored", "existing", "failed")}}
    return found


def test_each_line_gets_its_result_in_order(world):
    body = line(1, source="b1") + line(2, CAIRO, "b1") + line(1, source="b1") + line(3, ENGLISH, "b1")[:-1]
    found = batch(world.service, body)
    assert [r["line"] for r in found] == [1, 2, 3, 4] and sorted(r["status"] for r in found) == [200, 201, 201, 201]
    assert found[0]["article"]["id"] == found[2]["article"]["id"]
    for result in found:
        stored = world.service.get("/v1/articles/" + result["article"]["id"]).json
        assert stored == result["article"] or result["line"] in (1, 3)


def test_a_broken_line_does_not_stop_the_rest(world):
    body = b'{"text":\n' + line(1, source="b2") + b'\n  \n{"text":""}\n\xff\n{"text":"a","color":"red"}\n[]\n' + line(2, source="b2")
    found = batch(world.service, body)
    assert [(r["line"], r["status"]) for r in found] == [(1, 400), (2, 201), (5, 422), (6, 400), (7, 422), (8, 422), (9, 201)], found
    assert found[2]["problem"]["errors"][0]["pointer"] == "/text" and found[0]["problem"]["type"] == "/problems/malformed-json"


def test_a_line_too_long_is_one_bad_result(world):
    with Service(world.url, body_maximum="10KiB") as service:
        found = batch(service, line(1, source="b3") + b'{"text":"' + b"x" * 200_000 + b'"}\n' + line(2, source="b3"))
        assert [r["status"] for r in found] == [201, 413, 201]


def test_an_empty_batch_has_no_results(world):
    assert batch(world.service, b"\n") == []


def test_a_batch_may_be_encoded(world):
    body = b"".join(line(i, source="b4") for i in range(50))
    assert [r["status"] for r in batch(world.service, gzip.compress(body), b"Content-Encoding: gzip\r\n")] == [201] * 50


def test_a_batch_with_a_broken_encoding_says_so_at_its_end(world):
    found = batch(world.service, gzip.compress(line(1, source="b5") * 3)[:-12], b"Content-Encoding: gzip\r\n")
    assert found[-1]["status"] == 400 and found[-1]["problem"]["type"] == "/problems/bad-request"


def test_results_come_while_the_body_is_still_sent(world):
    stream = Stream(world.service)
    results = stream.results()
    for i in range(5):
        stream.send(line(i, source="b6"))
        assert next(results)["line"] == i + 1, "the answer to a line does not wait for the next"
    stream.end()
    assert list(results) == []


def test_a_batch_with_a_content_length_works_too(world):
    body = line(1, source="b7") + line(2, source="b7")
    answer = world.service.post("/v1/articles", body, {"Content-Type": "application/x-ndjson"})
    assert answer.status == 200 and [json.loads(x).get("status") for x in answer.body.splitlines()] == [201, 201, None]


def test_a_route_without_batches_takes_none(world):
    assert world.service.post("/v1/annotate", line(1), {"Content-Type": "application/x-ndjson"}).status == 415


def test_a_client_that_goes_away_stops_the_work(world):
    with Service(world.database.create()) as service:
        stream = Stream(service)
        stream.send(line(0))
        next(stream.results())
        stream.send(b"".join(line(i) for i in range(1, 2000)))
        stream.file.close()
        stream.socket.close()
        until(lambda: not any(service.metric(name) for name in
                              ("alam_http_requests_running", "alam_store_queue", "alam_memory_in_flight_bytes")))
        stored = service.metric("alam_articles_total")
        for _ in range(20):  # whatever was still under way has had its turn after these
            service.get("/v1/articles")
        assert service.metric("alam_articles_total") == stored < 2000


def test_a_client_that_does_not_read_is_not_read_either(world):
    with Service(world.database.create(), request_timeout="1s", batch_spool="1MiB") as service:
        stream = Stream(service, timeout=1)
        sent = 0
        try:
            while sent < 400 << 20:
                data = b"".join(line(i) for i in range(sent, sent + 200))
                stream.send(data)
                sent += len(data)
        except OSError:
            pass
        assert sent < 40 << 20, "the sender is pushed back"
        assert service.metric("process_resident_memory_bytes") < 1.2e9
        until(lambda: service.metric("alam_http_requests_running") == 0)
        stream.socket.close()


def test_many_articles_take_little_memory(world):
    count = int(os.environ.get("ALAM_TEST_BATCH", "3000"))
    with Service(world.database.create()) as service:
        batch(service, b"".join(line(i, source="warm") for i in range(300)))
        before = service.metric("process_resident_memory_bytes")
        stream = Stream(service)

        def send():
            for start in range(0, count, 100):
                stream.send(b"".join(line(i) for i in range(start, min(start + 100, count))))
            stream.end()
        sender = threading.Thread(target=send)
        began = time.monotonic()
        sender.start()
        statuses = [(r["line"], r["status"]) for r in stream.results()]
        took = time.monotonic() - began
        sender.join()
        assert statuses == [(i + 1, 201) for i in range(count)]
        grown = service.metric("process_resident_memory_bytes") - before
        print(f"     {count} articles in {took:.1f} s, {count / took:.0f}/s, resident memory +{grown / 1e6:.0f} MB")
        assert grown < 200e6


def test_lines_cost_what_requests_cost_and_wait_for_it(world):
    with keys.guarded(world, rate=50, rate_burst=50, request_timeout="3s") as service:
        key = keys.create(service.url, "write")
        count, headers = 250, b"Authorization: Bearer %s\r\n" % key.encode()
        small = b"".join(json.dumps({"text": f"Donald Trump {i}"}).encode() + b"\n" for i in range(count))
        done = []

        def others():  # the same key goes on with single requests meanwhile
            while not done:
                answers.append(service.post("/v1/annotate", {"text": SUMMIT}, keys.bearer(key)).status)
                time.sleep(0.2)
        answers = []
        thread = threading.Thread(target=others)
        thread.start()
        began = time.monotonic()
        found = batch(service, small, headers)
        took = time.monotonic() - began
        done.append(True)
        thread.join()
        assert [r["status"] for r in found] == [201] * count, "no line is refused"
        assert took > (count - 50) / 50 * 0.8, f"{took:.1f} s: the batch keeps to the rate, longer than the request time-out"
        assert set(answers) == {200}, "and leaves the key some requests"


class Exchange:
    """A batch in one piece, over HTTP/1.0 or TLS."""

    def __init__(self, service, body, version=b"1.1", headers=b"", secure=False):
        connection = service.socket()
        if secure:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            connection = context.wrap_socket(connection, suppress_ragged_eofs=False)
        head = b"POST /v1/articles HTTP/%s\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n%s\r\n"
        data = self.talk(connection, head % (version, len(body), headers) + body)
        connection.close()
        self.head, _, self.body = data.partition(b"\r\n\r\n")

    @staticmethod
    def talk(connection, request):
        """Sends and receives at once in one thread: OpenSSL's connections are no business of two."""
        again = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
        connection.setblocking(False)
        rest, data, ended = memoryview(request), b"", time.monotonic() + 120
        while time.monotonic() < ended:
            if rest:
                with contextlib.suppress(*again):
                    rest = rest[connection.send(rest[:65536]):]
            with contextlib.suppress(*again):
                piece = connection.recv(65536)
                if not piece:
                    return data
                data += piece
                continue
            select.select([connection], [connection] if rest else [], [], 1)
        raise TimeoutError("the answer does not end")

    def results(self):
        rest, body = self.body, self.body
        if b"Transfer-Encoding: chunked" in self.head:
            body = b""
            while True:
                size, _, rest = rest.partition(b"\r\n")
                if int(size, 16) == 0:
                    assert rest == b"\r\n"
                    break
                body, rest = body + rest[:int(size, 16)], rest[int(size, 16) + 2:]
        assert body.endswith(b"\n")
        *results, last = [json.loads(x) for x in body.decode().split("\n")[:-1]]
        assert last["done"] and last["lines"] == len(results)
        return results


def test_a_batch_over_http_1_0_ends_with_its_connection(world):
    exchange = Exchange(world.service, b"".join(line(i, source="b10") for i in range(300)), b"1.0")
    assert exchange.head.startswith(b"HTTP/1.0 200 ") and b"chunked" not in exchange.head and b"Connection: close" in exchange.head
    assert b"Content-Length: %d\r\n" % len(exchange.body) in exchange.head, "so that a client sees when something is missing"
    assert [r["line"] for r in exchange.results()] == list(range(1, 301))


def test_a_batch_over_tls_is_whole(world, version):
    with tempfile.TemporaryDirectory() as directory:
        certificate = keys.certificate(directory, "batch")
        service = Service(world.database.create(), tls_cert=certificate[0], tls_key=certificate[1])
        for size in (1, 400, 3000):
            exchange = Exchange(service, b"".join(line(i, source=f"tls{version}{size}") for i in range(size)), version.encode(), secure=True)
            assert [(r["line"], r["status"]) for r in exchange.results()] == [(i + 1, 201) for i in range(size)]
        service.stop()


test_a_batch_over_tls_is_whole.rows = [("1.1",), ("1.0",)]


def numbered(count, source, width=0):
    """Lines of short texts, made long by blanks."""
    return b"".join(line(i, CAIRO, source)[:-2].ljust(width) + b"}\n" for i in range(count))


def test_reading_the_body_does_not_wait_for_the_answer_to_be_read(world, headers):
    with Service(world.database.create()) as service:
        count, connection = 6000, service.socket()
        body = numbered(count, "b20", 4000)
        connection.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n" + headers)
        if b"chunked" in headers:
            connection.sendall(b"\r\n")
            for start in range(0, len(body), 1 << 20):
                connection.sendall(chunk(body[start:start + (1 << 20)]))
            connection.sendall(b"0\r\n\r\n")
        else:
            connection.sendall(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        until(lambda: service.metric("alam_batch_lines_total") == count)  # all of it is worked, nothing is read yet
        answer = http.client.HTTPResponse(connection, method="POST")
        answer.begin()
        *results, last = [json.loads(x) for x in answer.read().splitlines()]
        connection.close()
        assert [(r["line"], r["status"]) for r in results] == [(i + 1, 201) for i in range(count)] and last["stored"] == count


test_reading_the_body_does_not_wait_for_the_answer_to_be_read.rows = [(b"",), (b"Transfer-Encoding: chunked\r\n",)]


def test_a_full_spool_holds_the_client_back_and_loses_nothing(world, directory):
    with Service(world.database.create(), batch_spool="1MiB", spool_directory=directory) as service:
        count = 6000
        body = numbered(count, "b21")
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=harness.PATIENCE)
        connection.request("POST", "/v1/articles", body, {"Content-Type": "application/x-ndjson", "X-Request-Id": "filled"})
        full = until(lambda: service.event("batch-spool-full"))  # whoever operates alam is told
        assert full["request_id"] == "filled" and "ALAM_BATCH_SPOOL" in full["advice"] and full["detail"]
        *results, last = [json.loads(x) for x in connection.getresponse().read().splitlines()]
        connection.close()
        assert [(r["line"], r["status"]) for r in results] == [(i + 1, 201) for i in range(count)] and last["stored"] == count


test_a_full_spool_holds_the_client_back_and_loses_nothing.rows = [("/var/tmp",), ("/nonexistent",)]


def test_minimal_results_on_request(world):
    def post(body):
        stream = Stream(world.service, b"Prefer: respond-async, return=minimal\r\n")
        stream.send(body)
        stream.end()
        results = list(stream.results())
        assert stream.headers["Preference-Applied"] == "return=minimal"
        return results, stream.totals
    (first, second), totals = post(line(1, source="b22") + b'{"text":""}\n')
    assert (set(first), first["status"], first["line"]) == ({"line", "id", "status"}, 201, 1)
    assert (set(second), second["status"]) == ({"line", "status", "problem"}, 422)
    assert totals == {"done": True, "lines": 2, "stored": 1, "existing": 0, "failed": 1}
    assert world.service.get("/v1/articles/" + first["id"]).json["source"] == "b22"
    (again,), totals = post(b"\n" + line(1, source="b22"))
    assert again == {"line": 2, "id": first["id"], "status": 200} and totals["existing"] == 1


def test_a_minimal_answer_to_a_single_post(world):
    article, prefer = {"text": CAIRO, "source": "b23", "external_id": "1"}, {"Prefer": "return=minimal"}
    first = world.service.post("/v1/articles", article, prefer)
    assert first.status == 201 and first.json == {"id": first.json["id"], "status": 201}
    assert first.headers["Preference-Applied"] == "return=minimal" and first.headers["Location"].endswith(first.json["id"])
    again = world.service.post("/v1/articles", article, prefer)
    assert again.status == 200 and again.json == first.json | {"status": 200}
    wrong = world.service.post("/v1/articles", {"text": ""}, prefer)
    assert wrong.status == 422 and wrong.json["errors"] and "Preference-Applied" not in wrong.headers
    whole = world.service.post("/v1/articles", article, {"Prefer": "return=representation"})
    assert whole.json["text"] == CAIRO and "Preference-Applied" not in whole.headers


def test_a_minimal_answer_to_an_edit(world):
    prefer = {"Prefer": "return=minimal"}
    first = world.service.post("/v1/articles", {"text": CAIRO, "source": "b23", "external_id": "edited"}).json
    path, minimal = f"/v1/articles/{first['id']}", {"id": first["id"], "status": 200}
    for method, body in (("PATCH", {"title": "a"}), ("PUT", {"text": SUMMIT, "source": "b23", "external_id": "edited"})):
        before = world.service.get(path)
        answer = world.service.ask(method, path, body, prefer)
        assert answer.status == 200 and answer.json == minimal and answer.headers["Preference-Applied"] == "return=minimal", answer
        after = world.service.get(path)
        assert answer.headers["ETag"] == after.headers["ETag"] != before.headers["ETag"]
    assert after.json["text"] == SUMMIT
    refused = world.service.ask("PATCH", path, {"text": ""}, prefer)
    assert refused.status == 422 and "Preference-Applied" not in refused.headers


def broken_off(service, version, stop):
    """What a client has of an answer that alam breaks off, and the exception that tells it so."""
    connection = service.socket()
    body = b"".join(line(i, f"{SUMMIT} " * 10, "b24") for i in range(2000))  # its answer is too long for the sockets' buffers
    connection.sendall(b"POST /v1/articles HTTP/%s\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n"
                       % (version.encode(), len(body)) + body)
    answer = http.client.HTTPResponse(connection, method="POST")
    answer.begin()
    length = answer.headers.get("Content-Length")
    data = answer.read1(1000)
    stop(service)
    try:
        while (piece := answer.read(1 << 16)):
            data += piece
    except (http.client.IncompleteRead, ConnectionResetError) as error:
        return data, length, error
    finally:
        connection.close()
    return data, length, None


def test_an_answer_that_breaks_off_is_an_error_to_its_client(world, version, how):
    stop = {"killed": Service.kill, "stopped": lambda service: (service.terminate(), service.wait())}[how]
    service = Service(world.database.create(), drain_grace="500ms")
    data, length, error = broken_off(service, version, stop)
    assert b'"done"' not in data and error is not None, (len(data), length)


test_an_answer_that_breaks_off_is_an_error_to_its_client.rows = [("1.1", "killed"), ("1.1", "stopped"), ("1.0", "killed"), ("1.0", "stopped")]


def test_a_batch_that_stalls_is_reset(world):
    with Service(world.database.create(), request_timeout="3s") as service:  # enough for the first line on a busy machine
        stream = Stream(service)
        stream.send(line(1))
        results = stream.results()
        next(results)
        stream.send(b'{"text":')  # and no more
        try:
            list(results)
        except (ConnectionResetError, ValueError):
            return
        raise AssertionError("an orderly end")


def test_drain_waits_for_a_batch(world):
    service = Service(world.database.create())
    stream = Stream(service)
    results = stream.results()
    stream.send(line(1))
    next(results)
    service.terminate()
    until(lambda: service.event("draining"))
    stream.send(line(2))
    stream.end()
    assert [r["status"] for r in results] in ([201], [503]), "the batch ends in order"
    assert service.wait() == 0
