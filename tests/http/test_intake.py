"""Articles by url and as html: what is taken from a page, and where alam does not go."""
import functools
import json
import socket

import pages
from harness import Service, run
from pages import ARABIC, CAPTION, ENGLISH, PAGES
from texts import ids


@functools.lru_cache
def site():
    return pages.Site()


_services = []


def service(world):
    """One that may fetch from loopback, for all tests here."""
    if not _services:
        _services.append(Service(world.database.create(), fetch_loopback="on", fetch_maximum="2MiB"))
        world.services.append(_services[0])
    return _services[0]


def take(world, path, **more):
    answer = service(world).post("/v1/articles", {"url": site().base + path, **more})
    assert answer.status in (200, 201), answer
    return answer.json


def test_cookies_last_as_long_as_one_page(world):
    assert "Trump" in take(world, "/consent")["text"]
    refused = service(world).post("/v1/articles", {"url": site().base + "/consented"})
    assert refused.status == 502, "a page fetched later has no cookies"
    with Service(world.url, fetch_loopback="on", fetch_cookies="off", fetch_user_agent="Newsroom/1.0") as own:
        assert own.post("/v1/articles", {"url": site().base + "/consent"}).status == 502
        assert [headers["User-Agent"] for path, headers in pages.Handler.seen if path == "/consent"][-1] == "Newsroom/1.0"


def test_an_arabic_page_gives_its_article_alone(world):
    article = take(world, "/arabic")
    assert article["text"] == "\n\n".join([CAPTION, *ARABIC]), article["text"]
    assert article["title"] == "بلينكن يصل إلى القاهرة" and article["source"] == "صحيفة المثال" and article["language"] == "ar" and article["author"] == "سارة أحمد"
    assert article["published_at"] == "2026-01-31T07:30:00Z" and article["url"] == site().base + "/arabic"
    for entity in article["annotation"]["entities"]:
        for mention in entity["mentions"]:
            field = article[mention["field"]]
            assert field[mention["start"]:mention["end"]] == mention["text"], "offsets are those of the text in the answer"


def test_an_english_page_gives_its_article_alone(world):
    article = take(world, "/english")
    assert article["text"] == "\n\n".join(ENGLISH), article["text"]
    assert (article["title"], article["source"], article["language"]) == ("Trump and Netanyahu meet", "Example News", "en")
    assert article["published_at"] == "2026-02-01T18:05:00Z" and article["url"] == site().base + "/english?canonical=1"
    assert {"person:donald-trump", "person:benjamin-netanyahu"} <= ids(article["annotation"])


def test_the_same_page_again_is_the_same_article(world):
    first = take(world, "/breaks")
    again = service(world).post("/v1/articles", {"url": site().base + "/breaks"})
    assert again.status == 200 and again.json["id"] == first["id"]


def test_html_takes_the_same_way_without_fetching(world):
    before = len(pages.Handler.seen)
    answer = service(world).post("/v1/articles", {"html": PAGES["/arabic"], "source": "given", "external_id": "html-1"})
    assert answer.status == 201 and answer.json["text"] == "\n\n".join([CAPTION, *ARABIC]) and answer.json["source"] == "given"
    assert len(pages.Handler.seen) == before


def test_what_the_request_says_stands_before_what_the_page_says(world):
    assert take(world, "/english?1", external_id="e1", source="me")["author"] == "John Writer"
    article = take(world, "/english?2", title="Another", author="Me Myself", source="me", published_at="2020-01-01T00:00:00Z", language="en-GB", external_id="e2")
    assert (article["title"], article["author"], article["source"], article["published_at"]) == ("Another", "Me Myself", "me", "2020-01-01T00:00:00Z")


def test_other_pages_are_read_too(world, path, expected):
    assert take(world, path)["text"] == "\n\n".join(expected)


test_other_pages_are_read_too.rows = [("/breaks", ENGLISH), ("/written-date", ARABIC), ("/arabic?gzip", [CAPTION, *ARABIC]), ("/redirect/5", ENGLISH)]


def test_unclosed_tags_are_no_trouble(world):
    assert all(sentence in take(world, "/unclosed")["text"] for sentence in ENGLISH)


def test_a_charset_is_found(world, where, name):
    assert take(world, f"/charset/{where}/{name}")["text"] == "\n\n".join(ARABIC)


test_a_charset_is_found.rows = [(where, name) for where, names in {
    "header": ("utf-8", "windows-1256", "iso-8859-6", "utf-16"), "meta": ("utf-8", "windows-1256", "iso-8859-6"),
    "bom": ("utf-8", "utf-16", "utf-16-be"), "none": ("utf-8", "windows-1256")}.items() for name in names]


def test_a_date_is_read(world, path, expected):
    assert take(world, path)["published_at"] == expected


test_a_date_is_read.rows = [("/written-date", "2026-01-31T21:30:00Z"), ("/levant-date", "2026-01-31T00:00:00Z")]


def test_a_page_cannot_take_another_sites_name(world):
    assert take(world, "/spoof")["url"] == site().base + "/spoof"


def test_what_cannot_be_fetched_is_said(world, path, status, slug):
    answer = service(world).post("/v1/articles", {"url": site().base + path})
    assert answer.status == status and answer.json["type"] == "/problems/" + slug, answer


test_what_cannot_be_fetched_is_said.rows = [
    ("/missing", 502, "fetch-failed"), ("/pdf", 502, "fetch-failed"), ("/huge", 502, "fetch-failed"), ("/bomb", 502, "fetch-failed"),
    ("/redirect/6", 502, "fetch-failed"), ("/empty", 422, "invalid-input"),
    ("/redirect-to?ftp://127.0.0.1/x", 422, "fetch-refused"), ("/redirect-to?file:///etc/passwd", 422, "fetch-refused"),
    ("/redirect-to?http://10.0.0.1/", 422, "fetch-refused"), ("/redirect-to?http://169.254.169.254/latest/meta-data", 422, "fetch-refused"),
    ("/redirect-to?http://user:secret@127.0.0.1/", 502, "fetch-failed")]


def test_a_page_that_takes_too_long_is_given_up(world):
    with Service(world.url, fetch_loopback="on", fetch_timeout="500ms") as service:
        answer = service.post("/v1/articles", {"url": site().base + "/slow"})
    pages.Handler.slow_ends.set()
    assert answer.status == 504 and answer.json["type"] == "/problems/fetch-timeout", answer


REFUSED = ["http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://localhost/", "http://0.0.0.0/",
           "http://10.1.2.3/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.1.1/", "http://169.254.169.254/", "http://100.64.0.1/",
           "http://192.0.0.8/", "http://192.0.2.1/", "http://198.18.0.1/", "http://198.51.100.7/", "http://203.0.113.7/", "http://224.0.0.1/",
           "http://240.0.0.1/", "http://255.255.255.255/", "http://[::]/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/",
           "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::1]/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[fd12::1]/",
           "http://[fec0::1]/", "http://[ff02::1]/", "http://[2002:7f00:1::]/", "http://[2001::1]/", "http://[2001:db8::1]/", "http://[100::1]/",
           "http://0/", "http://3232235777/", "http://0300.0250.1.1/", "http://0xa9fea9fe/", "http://%31%32%37.0.0.1/",
           "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://[::ffff:7f00:1]/", "http://[::ffff:0:127.0.0.1]/", "http://[0:0:0:0:0:ffff:c0a8:101]/",
           "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:c0a8:101::]/", "http://[fe80::1%25lo]/", "http://93.184.216.34@127.0.0.1/",
           "http://user@93.184.216.34/", "http://user:secret@93.184.216.34/"]


def test_an_address_inside_is_refused(world, address):
    answer = world.service.post("/v1/articles", {"url": address})
    assert answer.status == 422 and answer.json["type"] == "/problems/fetch-refused", answer
    assert b"secret" not in answer.body


test_an_address_inside_is_refused.rows = [(address,) for address in REFUSED]


def test_loopback_is_refused_unless_told_so(world):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        answer = world.service.post("/v1/articles", {"url": f"http://127.0.0.1:{server.getsockname()[1]}/"})
        assert answer.status == 422
        try:
            server.accept()
            raise AssertionError("nobody connects")
        except TimeoutError:
            pass


def test_the_trace_goes_on(world):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    service(world).post("/v1/articles", {"url": site().base + "/breaks?trace"}, {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    seen = next(headers for path, headers in pages.Handler.seen if path == "/breaks?trace")
    assert trace in seen["traceparent"] and "00f067aa0ba902b7" not in seen["traceparent"]


def test_a_batch_fetches_too(world):
    lines = b"".join(json.dumps({"url": site().base + path, "source": "b", "external_id": path}).encode() + b"\n"
                     for path in ("/arabic", "/missing", "/english", "/breaks"))
    answer = service(world).post("/v1/articles", lines, {"Content-Type": "application/x-ndjson"})
    assert [json.loads(x).get("status") for x in answer.body.decode().splitlines()] == [201, 502, 201, 201, None], answer


def test_one_way_of_giving_the_text_is_needed(world):
    for body, pointer in (({}, "/text"), ({"title": "x"}, "/text"), ({"text": "a", "html": "<p>b</p>"}, "/html")):
        answer = world.service.post("/v1/articles", body)
        assert answer.status == 422 and answer.json["errors"][0]["pointer"] == pointer, answer


def test_alam_extract_shows_what_intake_takes(world):
    done = run("extract", stdin=PAGES["/arabic"])
    found = json.loads(done.stdout)
    assert found["author"] == "سارة أحمد" and found["text"] == "\n\n".join([CAPTION, *ARABIC]) and found["language"] == "ar"
    assert json.loads(run("extract", stdin=PAGES["/english"]).stdout)["author"] == "John Writer"
    assert run("extract", stdin=PAGES["/empty"]).returncode == 1
