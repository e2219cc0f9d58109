"""Health, metrics, logs, draining, sudden death, limits."""
import concurrent.futures
import contextlib
import json
import re
import signal
import socket
import threading
import time

import harness
from harness import JSON, Service, run, until
from texts import CAIRO, SUMMIT


def test_livez_answers(world):
    answer = world.service.get("/livez")
    assert answer.status == 200 and answer.json == {"status": "alive"}


def test_readyz_names_its_checks_when_asked(world):
    assert world.service.get("/readyz").json == {"status": "ready"}
    verbose = world.service.get("/readyz?verbose").json
    assert verbose["checks"] == {"gazetteer": "ok", "tagger": "ok", "database": "ok", "migrations": "ok", "writes": "ok"}


def test_every_answer_carries_safe_headers(world):
    for path, cache in (("/livez", "no-store"), ("/v1/articles", "private, no-cache"), ("/nowhere", "no-store")):
        headers = world.service.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["Cache-Control"] == cache


def test_a_request_id_is_taken_when_well_formed(world):
    assert world.service.ask("GET", "/livez", headers={"X-Request-Id": "abc-1.2_3"}).headers["X-Request-Id"] == "abc-1.2_3"


def test_a_request_id_is_made_otherwise(world, name, headers):
    made = world.service.ask("GET", "/livez", headers=headers).headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{32}", made)


test_a_request_id_is_made_otherwise.rows = [
    ("none given", {}), ("with a space", {"X-Request-Id": "a b"}), ("with a quote", {"X-Request-Id": 'a"b'}),
    ("too long", {"X-Request-Id": "a" * 129}), ("empty", {"X-Request-Id": ""})]


def test_a_log_line_is_one_json_object_with_the_request_id_and_no_text(world):
    answer = world.service.post("/v1/articles", {"text": SUMMIT, "title": "عنوان سري", "source": "logged", "external_id": "1"},
                                {"X-Request-Id": "logged-1"})
    line = world.service.request_line("logged-1")
    assert line["route"] == "POST /v1/articles" and line["status"] == answer.status == 201 and line["ms"] > 0
    assert line["bytes_out"] == len(answer.body)
    other = [text for text in world.service.lines if not text.startswith("{") or not json.loads(text)]
    assert other == [], other
    everything = "\n".join(world.service.lines)
    assert "ترامب" not in everything and "سري" not in everything


def test_metrics_count(world):
    before = {name: world.service.metric(name) for name in ("alam_articles_total", "alam_tag_seconds_count", "alam_mentions_total")}
    world.service.post("/v1/articles", {"text": CAIRO, "source": "metrics", "external_id": "1"})
    assert world.service.metric("alam_articles_total") == before["alam_articles_total"] + 1
    assert world.service.metric("alam_tag_seconds_count") == before["alam_tag_seconds_count"] + 1
    assert world.service.metric("alam_mentions_total") > before["alam_mentions_total"]
    assert world.service.metric("process_resident_memory_bytes") > 0 and world.service.metric("alam_gazetteer_entities") > 0


def test_metrics_are_prometheus_text_with_bounded_labels(world):
    for i in range(5):
        world.service.get(f"/v1/articles/unknown-{i}")
        world.service.get(f"/path-{i}")
    answer = world.service.get("/metrics")
    text = answer.body.decode()
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    for line in text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"]*",?)*\})? [-+0-9.e]+', line), line
    assert "unknown-" not in text and "path-" not in text


def begin_post(service, external_id):
    """A request whose body is not complete yet, and what completes it."""
    body = json.dumps({"text": SUMMIT, "source": "slow", "external_id": external_id}).encode()
    connection = service.socket()
    connection.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                       b"Content-Length: %d\r\n\r\n" % len(body) + body[:10])
    return connection, body[10:]


def test_sigterm_drains(world):
    service = Service(world.database.create(), drain_delay="5s")
    connection, rest = begin_post(service, "1")
    until(lambda: service.metric("alam_http_requests_running") == 1)
    service.terminate()
    until(lambda: service.event("draining"))
    ready = service.get("/readyz")
    assert ready.status == 503 and ready.headers["Retry-After"] and ready.headers["Connection"] == "close"
    assert service.get("/livez").status == 200, "it is alive while it drains"
    assert service.process.poll() is None, "a running request holds it up"
    connection.sendall(rest)
    assert connection.recv(65536).startswith(b"HTTP/1.1 201 "), "the running request ends"
    assert service.wait() == 0
    assert service.event("stopped")["unfinished"] == 0


def test_sigterm_ends_an_idle_service_at_once(world):
    service = Service(world.url, drain_grace="10min")
    with service.socket():  # an idle connection holds nobody up
        service.terminate()
        assert service.wait() == 0 and service.event("stopped")["unfinished"] == 0


def test_draining_ends_after_its_grace(world):
    service = Service(world.url, drain_grace="300ms")
    connection, _ = begin_post(service, "never")
    until(lambda: service.metric("alam_http_requests_running") == 1)
    service.terminate()
    assert service.wait() == 0 and service.event("stopped")["unfinished"] == 1
    connection.close()


def test_sigint_ends_without_the_delay(world):
    service = Service(world.url, drain_delay="10min")
    service.process.send_signal(signal.SIGINT)
    assert service.wait() == 0


def test_what_was_accepted_before_the_closing_is_answered(world):
    """Connections that are open and silent when SIGTERM comes: what is sent on them at once afterwards is answered."""
    service = Service(world.database.create())
    connections = [begin_post(service, str(number)) for number in range(8)]
    silent = [service.socket() for _ in range(8)]
    until(lambda: service.metric("alam_http_connections") >= 16)
    service.terminate()
    until(lambda: service.event("draining"))
    for connection in silent:
        connection.sendall(b"GET /v1/articles?limit=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    for connection, rest in connections:
        connection.sendall(rest)
    assert {connection.recv(65536)[:13] for connection in silent} == {b"HTTP/1.1 200 "}
    assert {connection.recv(65536)[:13] for connection, _ in connections} == {b"HTTP/1.1 201 "}
    assert service.wait() == 0 and service.event("stopped")["unfinished"] == 0


def test_a_drain_delay_keeps_serving_while_readyz_says_no(world):
    service = Service(world.url, drain_delay="10min")
    service.terminate()
    until(lambda: service.event("draining"))
    assert service.get("/readyz").status == 503
    assert service.post("/v1/annotate", {"text": SUMMIT}).status == 200
    service.kill()
    service = Service(world.url, drain_delay="100ms")
    service.terminate()
    assert service.wait() == 0, "the delay ends"


def test_an_acknowledged_article_survives_kill_9_of_the_service(world):
    url = world.database.create()
    service, acknowledged, stop = Service(url), [], threading.Event()

    def post(worker):
        for i in range(10000):
            if stop.is_set():
                return
            try:
                answer = service.post("/v1/articles", {"text": SUMMIT, "source": f"w{worker}", "external_id": str(i)})
            except OSError:
                return
            except Exception:
                return
            if answer.status == 201:
                acknowledged.append(answer.headers["Location"])

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for worker in range(8):
            pool.submit(post, worker)
        until(lambda: len(acknowledged) >= 100)
        service.process.send_signal(signal.SIGKILL)
        stop.set()
    service.wait()
    with Service(url) as again:
        for location in acknowledged:
            assert again.get(location).status == 200, location
    whole = world.database.sql("SELECT count(*) FROM articles a WHERE (SELECT count(*) FROM article_entities m WHERE m.article_id = a.id) <> "
                               "(SELECT max(n) FROM (SELECT count(*) AS n FROM article_entities GROUP BY article_id) x)", url)
    assert whole == "0", "no article is stored by half"


def assert_told_408(connection):
    data = b""
    while piece := connection.recv(65536):
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ") and b"application/problem+json" in head and b"Connection: close" in head, data
    harness.CONTRACT.validate(harness.CONTRACT.document["components"]["schemas"]["Problem"], json.loads(body), "408")


def test_a_body_that_does_not_arrive_is_given_up(world):
    with Service(world.url, idle_timeout="1s") as service:
        connection, _ = begin_post(service, "idle")
        assert_told_408(connection)


def test_a_body_that_trickles_is_given_up(world):
    with Service(world.url, request_timeout="1s") as service:
        connection, rest = begin_post(service, "trickle")
        connection.settimeout(0.1)
        assert len(rest) > 200, "it would take more than twenty seconds to send"
        answer = b""
        for byte in rest:
            with contextlib.suppress(TimeoutError):
                answer = connection.recv(65536)
                break
            connection.sendall(bytes([byte]))
        assert answer.startswith(b"HTTP/1.1 408 "), answer


def test_a_late_client_is_told_408(world, name, sent, settings):
    with Service(world.url, **settings) as service, service.socket() as connection:
        connection.sendall(sent)
        assert_told_408(connection)


test_a_late_client_is_told_408.rows = [
    ("nothing sent", b"", {"header_timeout": "1s"}), ("half a head", b"GET /livez HTTP/1.1\r\nHost: localhost\r\nX: ", {"header_timeout": "1s"}),
    ("half a body", b"POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{", {"request_timeout": "1s"}),
    ("a chunked body without end", b"POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                   b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", {"idle_timeout": "1s"})]


def test_a_connection_between_requests_is_closed_without_a_word(world):
    with Service(world.url, idle_timeout="1s") as service, service.socket() as connection:
        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
        data = b""
        while piece := connection.recv(65536):
            data += piece
        assert data.count(b"HTTP/1.1 ") == 1 and b" 408 " not in data


def test_a_client_that_goes_away_harms_nobody(world):
    for i in range(20):
        body = json.dumps({"text": SUMMIT, "source": "gone", "external_id": str(i)}).encode()
        with world.service.socket() as connection:
            connection.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                               b"Content-Length: %d\r\n\r\n" % len(body) + body)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert world.service.get("/readyz").status == 200


def test_keep_alive_and_pipelining_work(world):
    with world.service.socket() as connection:
        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3 + b"GET /v1/articles?limit=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        data = b""
        while piece := connection.recv(65536):
            data += piece
    assert data.count(b"HTTP/1.1 200 OK") == 4


def test_the_smallest_body_limit_is_the_configured_one(world):
    with Service(world.url, body_maximum=100) as service:
        assert service.post("/v1/annotate", b'{"text":"' + b"a" * 89 + b'"}', JSON).status == 200
        assert service.post("/v1/annotate", b'{"text":"' + b"a" * 90 + b'"}', JSON).status == 413


def test_healthcheck_tells_by_its_exit_status(world):
    address = f"127.0.0.1:{world.service.port}"
    assert run("healthcheck", ALAM_LISTEN=address).returncode == 0
    assert run("healthcheck", "--live", ALAM_LISTEN=f"0.0.0.0:{world.service.port}").returncode == 0
    assert run("healthcheck", ALAM_LISTEN="127.0.0.1:1").returncode == 1
