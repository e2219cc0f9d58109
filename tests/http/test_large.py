"""Large bodies are worked beside the HTTP threads, and connections are dealt out evenly over those."""
import contextlib
import gzip
import json
import pathlib
import re
import socket
import threading

import harness
from harness import Service, until
from texts import CAIRO, ENGLISH, SUMMIT, ids, mentions

LARGE = (f"{SUMMIT} {CAIRO} {ENGLISH} " * 6000).encode()[:1_900_000].decode(errors="ignore")


def post(connection, path, body, headers=b""):
    connection.sendall(b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n" % (path, len(body), headers) + body)


def read(file):
    """Status, headers and body of the next answer."""
    status, headers = int(file.readline().split()[1]), {}
    while (line := file.readline().strip()):
        name, _, value = line.decode().partition(": ")
        headers[name] = value
    return status, headers, file.read(int(headers["Content-Length"]))


def encode(**members):
    return json.dumps(members, ensure_ascii=False).encode()


def test_small_requests_do_not_wait_for_large_ones(world):
    with Service(world.database.create(), http_threads=1) as service:
        large, small = [service.socket() for _ in range(3)], service.socket()
        for connection in large:
            post(connection, b"/v1/annotate", encode(text=LARGE))  # all of it is on its way now
        answered, waiting, file = [], len(large), small.makefile("rb")

        def take(connection):
            answered.append(read(connection.makefile("rb"))[0])
        readers = [threading.Thread(target=take, args=(connection,)) for connection in large]
        for reader in readers:
            reader.start()
        count = 0
        while not answered:
            post(small, b"/v1/annotate", encode(text=CAIRO))
            assert read(file)[0] == 200
            count += not answered
            assert service.get("/metrics").status == 200, "a long answer, over a connection that is new"
        for reader in readers:
            reader.join()
        assert answered == [200] * waiting and count >= 10, f"{count} small requests beside the first large one"
        for connection in (*large, small):
            connection.close()


def sockets_of(pid):
    """For each epoll set of a process, how many connections it watches."""
    base, links, counts = pathlib.Path(f"/proc/{pid}"), {}, []
    for path in (base / "fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            links[int(path.name)] = str(path.readlink())
    for number, link in links.items():
        if "eventpoll" in link:
            watched = re.findall(r"tfd:\s*(\d+)", (base / "fdinfo" / str(number)).read_text())
            counts.append(sum(links.get(int(fd), "").startswith("socket:") for fd in watched))
    return sorted(counts)


def test_connections_are_dealt_out_evenly(world, threads, count):
    with Service(world.database.create(), http_threads=threads) as service:
        for _ in range(3):
            connections = [service.socket() for _ in range(count)]
            until(lambda: service.metric("alam_http_connections") == count + 1)  # the one that asks is the last
            until(lambda: sum(sockets_of(service.process.pid)) == count)
            counts = sockets_of(service.process.pid)
            assert len(counts) == threads and counts[-1] - counts[0] <= 2, counts  # the one that asked may have counted
            for connection in connections:
                connection.close()
            until(lambda: service.metric("alam_http_connections") == 1)


test_connections_are_dealt_out_evenly.rows = [(2, 16), (4, 32), (1, 5)]


def test_connections_past_the_limit_wait_for_their_turn(world):
    with Service(world.database.create(), connections=4) as service:
        held = [service.socket() for _ in range(3)]
        more = [service.socket() for _ in range(6)]
        for connection in more:
            connection.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        for connection in more:  # those that wait longest for a request are ended to make room
            assert connection.makefile("rb").readline().startswith(b"HTTP/1.1 200 ")
            connection.close()
        for connection in held:
            connection.close()


def test_a_large_article_is_stored_and_answered(world):
    text = LARGE[:100_000]  # holding an answer against its description takes Python long
    headers = {"Accept-Encoding": "gzip", "Content-Type": "application/json", "Content-Encoding": "gzip"}
    body = gzip.compress(encode(text=text, source="large"), 1)
    first, again = (world.service.post("/v1/articles", body, headers) for _ in range(2))
    assert (first.status, again.status) == (201, 200) and first.headers["Content-Encoding"] == "gzip"
    assert first.json == again.json and first.json["text"] == text
    assert {"person:donald-trump", "org:hamas"} <= ids(first.json["annotation"])
    last = max(mentions(first.json["annotation"]), key=lambda mention: mention["end"])
    assert text[last["start"]:last["end"]] == last["text"]
    whole = world.service.get("/v1/articles/" + first.json["id"])
    kept = world.service.ask("GET", "/v1/articles/" + first.json["id"], headers={"If-None-Match": whole.headers["ETag"]})
    assert whole.json == first.json and kept.status == 304 and not kept.body


def test_large_faults_are_problems(world, name, body, status):
    answer = world.service.post("/v1/articles", body, harness.JSON)
    assert answer.status == status and answer.json["type"].startswith("/problems/"), name


test_large_faults_are_problems.rows = [("no JSON", encode(text=LARGE)[:-1], 400), ("an unknown field", encode(text=LARGE, colour="red"), 422),
                                       ("too deep", b"[" * 1_000_000, 400), ("too large", encode(text=LARGE) + b" " * 300_000, 413)]


def test_drain_waits_for_a_large_request(world):
    service = Service(world.database.create(), http_threads=1)
    with socket.create_connection(("127.0.0.1", service.port), timeout=harness.PATIENCE) as connection:
        post(connection, b"/v1/articles", encode(text=LARGE))
        until(lambda: service.metric("alam_http_requests_running") == 1)
        service.terminate()
        status, headers, _ = read(connection.makefile("rb"))
        assert status == 201 and headers["Connection"] == "close"
    assert service.wait() == 0


def test_a_client_that_leaves_a_large_request_harms_nobody(world):
    with Service(world.database.create(), http_threads=1) as service:
        for path in (b"/v1/annotate", b"/v1/articles"):
            for _ in range(4):
                with socket.create_connection(("127.0.0.1", service.port), timeout=harness.PATIENCE) as connection:
                    post(connection, path, encode(text=LARGE))
        until(lambda: service.metric("alam_http_requests_running") == 0)
        assert service.post("/v1/annotate", {"text": CAIRO}).status == 200
