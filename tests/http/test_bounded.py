"""What somebody else sends or answers cannot stop the service: pages, receivers, name servers, clients."""
import contextlib
import functools
import http.server
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time

import harness
import pages
import test_intake as intake
from harness import Service, run, until
from test_webhooks import Receiver

ARTICLE = f"<p>{pages.ENGLISH[0]}</p>"
SIZE = 1_900_000  # bytes of a page, below ALAM_BODY_MAXIMUM


def attributes(count):
    return "<p " + " ".join(f"a{i}={i}" for i in range(count)) + ">" + ARTICLE


# Pages that cost much where a parser or alam does more than read once. Behind each: why it is refused; None:
# it is read, whether or not an article is found in it.
HOSTILE = {
    "20,000 attributes": (attributes(20_000), "attributes"),
    "attributes that fill the page": ("<p " + " ".join(f"a{i}=1" for i in range(SIZE // 10)) + ">" + ARTICLE, "attributes"),
    "attributes without blanks between": ("<p " + "".join(f'b{i}="x"' for i in range(30_000)) + ">" + ARTICLE, "attributes"),
    "attributes whose names are long": ("<p " + "".join(f"x{i}" + "x" * 990 + " " for i in range(SIZE // 1000)) + ">" + ARTICLE, "attributes"),
    "elements inside one another": ("<div>" * (SIZE // 5) + ARTICLE, "inside one another"),
    "tags that are not closed": ("<b>x" * (SIZE // 4) + ARTICLE, "inside one another"),
    "very many elements": ("<p>x" * (SIZE // 4) + ARTICLE, "tags and attributes"),
    "very many links in many levels": ("<div>" * 200 + (ARTICLE + "<a href=x>more</a>") * 5000, None),
    "links with long texts in many levels": ("<div>" * 200 + "<a href=x>" + "word " * 200_000 + "</a>" + ARTICLE, None),
    "headings inside one another": ("<h1>" * 200 + "word " * 200_000, None),
    "dates inside one another": ("<div class=date>" * 100 + "word " * 100_000 + "</div>" * 100 + ARTICLE, None),
    "a class of a million words": (f'<div class="{"a " * (SIZE // 2)}">{ARTICLE}</div>', None),
    "a million references": ("<p>" + "&zzz" * (SIZE // 4) + "</p>" + ARTICLE, None),
    "end tags of nothing": ("<div>" * 200 + "</zz>" * (SIZE // 5) + ARTICLE, None),
    "comments": ("<!---->" * (SIZE // 7) + ARTICLE, None),
    "tags that never end": ("<a " * (SIZE // 3) + ARTICLE, None),
}


def duration(what):
    began = time.monotonic()
    what()
    return time.monotonic() - began


@functools.lru_cache
def usual():
    """Seconds for a page of many paragraphs."""
    return duration(lambda: run("extract", stdin="<html><body>" + ARTICLE * (SIZE // len(ARTICLE))))


def test_reading_a_page_costs_in_proportion_to_its_length(_world, name):
    page, words = HOSTILE[name]
    done = []
    took = duration(lambda: done.append(run("extract", stdin="<html><body>" + page)))
    assert words in done[0].stderr if words else done[0].returncode == 0 or "no article" in done[0].stderr, (name, done[0].stderr)
    assert took < 20 * usual(), f"{name}: {took:.2f} s, where a plain page of the same length takes {usual():.2f} s"


test_reading_a_page_costs_in_proportion_to_its_length.rows = [(name,) for name in HOSTILE]


def test_the_limits_of_a_page_are_exact(world, kind, count, status):
    page = {"attributes": attributes, "levels": lambda levels: "<div>" * (levels - 3) + ARTICLE}[kind](count)  # html, body and p count
    answer = world.service.post("/v1/articles", {"html": f"<html><body>{page}", "source": "limits", "external_id": f"{kind} {count}"})
    assert answer.status == status, answer


test_the_limits_of_a_page_are_exact.rows = [("attributes", 512, 201), ("attributes", 513, 422), ("levels", 250, 201), ("levels", 251, 422)]


def test_a_page_that_takes_too_long_is_told(world):
    with Service(world.url, extract_timeout="0s") as service:
        answer = service.post("/v1/articles", {"html": ARTICLE * 2000})
        assert answer.status == 422 and "ALAM_EXTRACT_TIMEOUT" in answer.json["detail"], answer


def test_hostile_pages_hold_up_neither_others_nor_the_end(world):
    with Service(world.database.create(), drain_grace="1s") as service:
        page = HOSTILE["attributes that fill the page"][0]
        posts = [threading.Thread(target=lambda: service.post("/v1/articles", {"html": page})) for _ in range(8)]
        for thread in posts:
            thread.start()
        while any(thread.is_alive() for thread in posts):
            assert service.get("/livez").status == 200
        took = duration(lambda: (service.terminate(), service.wait()))
        assert took < 3 + 2, f"ended after {took:.1f} s"


class Silent:
    """A server that takes connections and says nothing until it is closed."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.base = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.held = []
        threading.Thread(target=self._hold, daemon=True).start()

    def _hold(self):
        with contextlib.suppress(OSError):
            while True:
                self.held.append(self.socket.accept()[0])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for connection in self.held:
            connection.close()


def test_a_job_that_ends_the_service_each_time_is_given_up(world):
    with Service(world.database.create(), job_workers="0") as first:
        job = first.post("/v1/articles", {"text": "Cairo"}, {"Prefer": "respond-async"}).json["id"]
        world.database.sql("UPDATE jobs SET state = 'running', attempts = 6, due_at = now()", first.url)  # as six that died left it
        with Service(first.url) as second:
            found = until(lambda: (job_now := second.get(f"/v1/jobs/{job}").json)["status"] == "failed" and job_now)
            assert found["attempts"] == 6 and "begun 6 times" in found["problem"]["detail"] and found["problem"]["status"] == 500, found


def test_a_lease_is_renewed_while_its_job_is_worked_and_a_lost_job_is_not_ended(world):
    with Silent() as silent, Service(world.database.create(), fetch_loopback="on", fetch_timeout="10s", job_lease="20s", drain_grace="1s") as service:
        def ask(what):
            return world.database.sql(f"SELECT {what} FROM jobs", service.url)
        service.post("/v1/articles", {"url": silent.base + "/"}, {"Prefer": "respond-async"})
        until(lambda: ask("state") == "running")
        first = ask("due_at")
        until(lambda: ask("due_at") != first)
        assert ask("(state, attempts)") == "(running,1)"
        world.database.sql("UPDATE jobs SET attempts = 2", service.url)  # as if another process had taken it
        until(lambda: service.metric('alam_jobs_total{result="retried"}') == 1)
        assert ask("(state, attempts)") == "(running,2)", "its result is the other's to note"


def subscribe(world, service, count, url):
    made = service.post("/v1/subscriptions", {"url": url, "types": ["place"]}).json["id"]
    world.database.sql("INSERT INTO subscriptions (id, url, entities, types, sources, languages, min_salience, secret)"
                       " SELECT gen_random_uuid(), url, entities, types, sources, languages, min_salience, secret"
                       f" FROM subscriptions, generate_series(2, {count}) WHERE id = '{made}'", service.url)


def test_a_message_that_ends_the_service_each_time_is_given_up(world):
    receiver = Receiver()
    with Service(world.database.create(), fetch_loopback="on") as service:
        subscription = service.post("/v1/subscriptions", {"url": receiver.base + "/poison", "types": ["place"]}).json["id"]
        world.database.sql(f"INSERT INTO outbox (subscription_id, begun) VALUES ('{subscription}', 5)", service.url)  # as five that died left it
        service.post("/v1/articles", {"text": "A truce in Gaza was discussed in Cairo."})
        until(lambda: receiver.on("/poison"))
        dead = until(lambda: service.get(f"/v1/subscriptions/{subscription}/dead-letters").json["data"])
        assert "begun 5 times" in dead[0]["last_error"], dead
        assert len(receiver.on("/poison")) == 1, "only the other one came"


def test_hundreds_of_receivers_that_hang_do_not_hold_up_one_that_answers(world):
    receiver = Receiver()
    with Silent() as silent, Service(world.database.create(), fetch_loopback="on", webhook_parallel="100", fetch_timeout="40s", drain_grace="1s") as service:
        subscribe(world, service, 300, silent.base)
        subscribe(world, service, 1, receiver.base + "/healthy")
        service.post("/v1/articles", {"text": "A truce in Gaza was discussed in Cairo."})
        until(lambda: receiver.on("/healthy"), 30)
        service.post("/v1/articles", {"text": "Ministers meet in Beirut."})
        until(lambda: len(receiver.on("/healthy")) == 2, 5)


def test_a_name_server_that_is_silent_holds_up_nothing(world):
    """The service sees a resolv.conf of its own that names a socket which never answers. That needs root."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        print("no mount namespace can be made here: nothing was tried")
        return
    receiver, site = Receiver(), pages.Site()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server, tempfile.NamedTemporaryFile("w") as settings:
        server.bind(("127.0.0.54", 53))
        settings.write("nameserver 127.0.0.54\noptions timeout:20 attempts:5\n")
        settings.flush()
        under = ["unshare", "-m", "sh", "-c", f'mount --bind {settings.name} /etc/resolv.conf && exec "$@"', "sh"]
        with Service(world.database.create(), under=under, fetch_loopback="on", fetch_connect_timeout="1s", drain_grace="2s") as service:
            subscribe(world, service, 20, "http://hook.nowhere.example/")
            subscribe(world, service, 1, receiver.base + "/healthy")
            answer = service.post("/v1/articles", {"url": "http://page.nowhere.example/"})
            assert answer.status == 504, answer
            waiting = [threading.Thread(target=lambda: service.post("/v1/articles", {"url": "http://page.nowhere.example/"})) for _ in range(20)]
            for thread in waiting:
                thread.start()
            took = duration(lambda: service.post("/v1/articles", {"url": site.base + "/english?resolver"}))
            until(lambda: receiver.on("/healthy"), 15)
            assert took < 15, f"a page whose host needs no name server took {took:.1f} s"
            took = duration(lambda: (service.terminate(), service.wait()))
            assert took < 2 + 2 + 1, f"ended after {took:.1f} s"
            for thread in waiting:
                thread.join()


def test_an_image_that_is_cut_or_overwritten_changes_nothing_that_runs(world):
    with tempfile.TemporaryDirectory() as directory:
        image = shutil.copy(harness.GAZETTEER, directory)
        text = {"text": "وصل الرئيس المصري عبد الفتاح السيسي إلى القاهرة."}
        with Service(world.url, gazetteer=image) as service:
            before = service.post("/v1/annotate", text).json
            os.truncate(image, 4096)
            other = {"text": f"{pages.ENGLISH[0]} {' '.join(pages.ARABIC)}"}  # words that nobody has looked up yet
            assert service.post("/v1/annotate", other).json == world.service.post("/v1/annotate", other).json
            with open(image, "r+b") as file:
                file.write(b"\xff" * 30_000_000)
            assert service.post("/v1/annotate", text).json == before
        done = run("tag", stdin='{"text":"Cairo"}', ALAM_GAZETTEER=image)
        assert done.returncode and "not a gazetteer image" in done.stderr, done


def extracted(page, charset):
    done = run("extract", "--content-type", f"text/html; charset={charset}", stdin=page.decode("utf-8", "surrogateescape"))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["text"]


def test_what_is_no_character_becomes_one_replacement(_world, charset, wrong):
    """iconv converts code points past U+10FFFF; a lone surrogate of UTF-16 takes two bytes."""
    head, tail = f"<p>{pages.ENGLISH[0]} ".encode(charset), f" {pages.ARABIC[0]}</p>".encode(charset)
    assert extracted(head + wrong + tail, charset).strip("\ufffd") and extracted(head + wrong + tail, charset).replace("\ufffd", "") == f"{pages.ENGLISH[0]}  {pages.ARABIC[0]}"


test_what_is_no_character_becomes_one_replacement.rows = [
    ("utf-16le", b"\x00\xd8"), ("utf-16be", b"\xdc\x00"), ("utf-16le", b"\x00\xdc\x00\xd8"),
    ("utf-8", b"\xf4\x90\x80\x80"), ("utf-8", b"\xed\xa0\x80"), ("utf-8", b"\xff")]


class Redirecting(http.server.BaseHTTPRequestHandler):
    """Sends everybody on to a long address, where the page is."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        body = b"" if self.path == "/" else ARTICLE.encode()
        self.send_response(200 if body else 302)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        if not body:
            self.send_header("Location", "/" + "x" * 5000)
        self.end_headers()
        self.wfile.write(body)


def test_the_address_that_a_page_redirects_to_is_checked(world):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Redirecting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        answer = intake.service(world).post("/v1/articles", {"url": f"http://127.0.0.1:{server.server_port}/"})
        server.shutdown()
    assert answer.status == 502 and "address" in answer.json["detail"], answer


def test_a_long_extension_of_a_chunk_is_refused(world):
    with world.service.socket() as connection:
        connection.sendall(b"POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2;"
                           + b"x" * 40_000 + b"\r\n{}\r\n0\r\n\r\n")
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 400 ") and b"/problems/bad-request" in answer, answer


def answered_for(service, host, version="1.1"):
    with service.socket() as connection:
        connection.sendall(f"GET /livez HTTP/{version}\r\n{f'Host: {host}' if host else 'X: y'}\r\nConnection: close\r\n\r\n".encode())
        return int(connection.makefile("rb").readline().split()[1])


def test_a_service_without_keys_answers_for_hosts_that_it_knows(world, host, status, more):
    """Else a page in a browser could resolve its own name to this address, and ask here."""
    with Service(world.url, hosts=more) if more else contextlib.nullcontext(world.service) as service:
        assert answered_for(service, host) == status


test_a_service_without_keys_answers_for_hosts_that_it_knows.rows = [
    ("localhost", 200, ""), ("LOCALHOST:8080", 200, ""), ("127.0.0.1", 200, ""), ("127.9.9.9:80", 200, ""), ("[::1]:8080", 200, ""), ("[::1]", 200, ""),
    ("evil.example", 421, ""), ("evil.example:8080", 421, ""), ("127.0.0.1.evil.example", 421, ""), ("localhost.evil.example", 421, ""),
    ("alam", 200, ""), ("alam_backend:8080", 200, ""), ("alam", 421, "alam.example"), ("alam.", 421, ""),
    ("192.0.2.1", 421, ""), ("x" * 300, 421, ""), ("alam.example", 200, "alam.example, news.example"), ("news.example:81", 200, "alam.example,news.example"),
    ("evil.example", 421, "alam.example"), ("evil.example", 200, "*")]


def test_where_keys_are_needed_any_host_will_do_unless_some_are_named(world):
    with Service(world.url, auth="keys") as service:
        assert answered_for(service, "any.example") == 200
        assert answered_for(service, "", "1.0") == 200
    with Service(world.url, auth="keys", hosts="alam.example") as service:
        assert (answered_for(service, "any.example"), answered_for(service, "alam.example"), answered_for(service, "127.0.0.1")) == (421, 200, 200)


def test_connections_fit_the_open_files_that_the_system_allows(world):
    under = ["sh", "-c", 'ulimit -n 400; exec "$@"', "sh"]
    with Service(world.database.create(), under=under, webhook_parallel="10", connections="1000") as service:
        allowed = service.event("few-open-files")["connections"]
        assert 100 <= allowed < 400
        with contextlib.ExitStack() as stack:
            for _ in range(500):  # more than there are files: those past the limit wait to be accepted
                stack.enter_context(service.socket())
        assert until(lambda: service.get("/readyz").status == 200) and service.post("/v1/articles", {"text": "Cairo"}).status == 201
