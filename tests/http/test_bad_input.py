"""What is not accepted: one row each, with the status, the problem's slug and the pointer that is expected."""
import json

from texts import SUMMIT

GOOD = json.dumps({"text": SUMMIT}, ensure_ascii=False).encode()
JSON = {"Content-Type": "application/json"}


def check_problem(answer, status, slug, pointer=None):
    assert answer.status == status, answer
    assert answer.headers["Content-Type"] == "application/problem+json", answer.headers
    problem = answer.json
    assert problem["type"] == "/problems/" + slug and problem["status"] == status, problem
    assert problem["title"] and problem["detail"].endswith("."), problem
    assert problem["instance"] == "urn:alam:request:" + answer.headers["X-Request-Id"]
    if pointer is not None:
        assert pointer in [error["pointer"] for error in problem["errors"]], problem
        assert all(error["detail"].endswith(".") for error in problem["errors"]), problem


def test_a_bad_body_is_refused(world, name, body, status, slug, pointer=None):
    before = world.database.sql("SELECT count(*) FROM articles", world.url)
    for path in ("/v1/annotate", "/v1/articles"):
        check_problem(world.service.post(path, body, JSON), status, slug, pointer)
    assert world.database.sql("SELECT count(*) FROM articles", world.url) == before, "nothing is stored"


test_a_bad_body_is_refused.rows = [
    ("no body", b"", 400, "malformed-json"),
    ("half an object", b'{"text":"a', 400, "malformed-json"),
    ("two values", b'{"text":"a"} {}', 400, "malformed-json"),
    ("a raw control character", b'{"text":"a\nb"}', 400, "malformed-json"),
    ("a raw NUL", b'{"text":"a\0b"}', 400, "malformed-json"),
    ("a NUL in a key", rb'{"te\u0000xt":"a"}', 400, "malformed-json"),
    ("half a surrogate pair", rb'{"text":"\ud800"}', 400, "malformed-json"),
    ("a byte-order mark alone", b'\xef\xbb\xbf', 400, "malformed-json"),
    ("two byte-order marks", b'\xef\xbb\xbf\xef\xbb\xbf{"text":"a"}', 400, "malformed-json"),
    ("UTF-16 with a mark", '{"text":"a"}'.encode("utf-16"), 400, "invalid-utf8"),
    ("UTF-16 without one", '{"text":"a"}'.encode("utf-16-le"), 400, "invalid-utf8"),
    ("UTF-16, the other way round", '{"text":"a"}'.encode("utf-16-be"), 400, "invalid-utf8"),
    ("UTF-32", '{"text":"a"}'.encode("utf-32"), 400, "invalid-utf8"),
    ("nested too deep", b'{"text":' + b"[" * 100 + b"]" * 100 + b"}", 400, "malformed-json"),
    ("nested a hundred thousand deep", b"[" * 100000, 400, "malformed-json"),
    ("a byte that is not UTF-8", b'{"text":"\xff"}', 400, "invalid-utf8"),
    ("a surrogate in UTF-8", b'{"text":"\xed\xa0\x80"}', 400, "invalid-utf8"),
    ("an overlong form", b'{"text":"\xc0\xaf"}', 400, "invalid-utf8"),
    ("a cut character", b'{"text":"\xd8', 400, "invalid-utf8"),
    ("a key twice", b'{"text":"a","text":"b"}', 400, "duplicate-key"),
    ("a key twice, once escaped", rb'{"text":"a","te\u0078t":"b"}', 400, "duplicate-key"),
    ("an array", b"[]", 422, "invalid-input", ""),
    ("a string", b'"text"', 422, "invalid-input", ""),
    ("null", b"null", 422, "invalid-input", ""),
    ("no text", b"{}", 422, "invalid-input", "/text"),
    ("null for text", b'{"text":null}', 422, "invalid-input", "/text"),
    ("an empty text", b'{"text":""}', 422, "invalid-input", "/text"),
    ("white space", '{"text":" \\n\\t\u00a0\u200f\u3000"}'.encode(), 422, "invalid-input", "/text"),
    ("a number for text", b'{"text":1}', 422, "invalid-input", "/text"),
    ("an object for text", b'{"text":{}}', 422, "invalid-input", "/text"),
    ("NUL in text", rb'{"text":"a\u0000b"}', 422, "invalid-input", "/text"),
    ("NUL in title", rb'{"text":"a","title":"\u0000"}', 422, "invalid-input", "/title"),
    ("an unknown field", b'{"text":"a","txet":"b"}', 422, "invalid-input", "/txet"),
    ("an unknown field to escape", b'{"text":"a","a/b~c":1}', 422, "invalid-input", "/a~1b~0c"),
    ("a language that is none", b'{"text":"a","language":"arabic!"}', 422, "invalid-input", "/language"),
    ("a boolean for language", b'{"text":"a","language":true}', 422, "invalid-input", "/language"),
]


def test_a_bad_field_is_refused(world, name, path, fields, pointer):
    check_problem(world.service.post(path, {"text": SUMMIT, **fields}), 422, "invalid-input", pointer)


test_a_bad_field_is_refused.rows = [
    ("an unknown unit", "/v1/annotate", {"offset_unit": "grapheme"}, "/offset_unit"),
    ("an unknown type", "/v1/annotate", {"types": ["person", "thing"]}, "/types/1"),
    ("types that are no array", "/v1/annotate", {"types": "person"}, "/types"),
    ("a type that is no string", "/v1/annotate", {"types": [1]}, "/types/0"),
    ("a confidence above 1", "/v1/annotate", {"min_confidence": 1.01}, "/min_confidence"),
    ("a confidence below 0", "/v1/annotate", {"min_confidence": -1}, "/min_confidence"),
    ("a string for explain", "/v1/annotate", {"explain": "yes"}, "/explain"),
    ("a field of articles", "/v1/annotate", {"source": "s"}, "/source"),
    ("a field of annotate", "/v1/articles", {"types": ["person"]}, "/types"),
    ("a day that does not exist", "/v1/articles", {"published_at": "2026-02-29T00:00:00Z"}, "/published_at"),
    ("a time without zone", "/v1/articles", {"published_at": "2026-02-20T00:00:00"}, "/published_at"),
    ("a date that does not exist", "/v1/articles", {"published_at": "2026-02-30"}, "/published_at"),
    ("a time behind a plus sign that was lost", "/v1/articles", {"published_at": "2026-02-20T00:00:00 03:00"}, "/published_at"),
    ("an hour 24", "/v1/articles", {"published_at": "2026-02-20T24:00:00Z"}, "/published_at"),
    ("a year past 9999 in UTC", "/v1/articles", {"published_at": "9999-12-31T23:59:59-01:00"}, "/published_at"),
    ("a scheme that is no web address", "/v1/articles", {"url": "javascript:alert(1)"}, "/url"),
    ("an address without a host", "/v1/articles", {"url": "https:///x"}, "/url"),
    ("an address with a space", "/v1/articles", {"url": "https://a.example/b c"}, "/url"),
    ("an author of white space", "/v1/articles", {"author": " "}, "/author"),
    ("an author that is a list", "/v1/articles", {"author": ["a"]}, "/author"),
    ("an empty external_id", "/v1/articles", {"source": "s", "external_id": ""}, "/external_id"),
    ("a source too long", "/v1/articles", {"source": "س" * 3000}, "/source"),
]


def test_all_faults_of_a_body_are_named_at_once(world):
    answer = world.service.post("/v1/articles", {"title": 1, "url": "x", "published_at": "now", "color": "red"})
    pointers = {error["pointer"] for error in answer.json["errors"]}
    assert pointers == {"/title", "/url", "/published_at", "/color"}


def test_invalid_utf_8_is_named_with_its_byte_offset(world):
    assert "byte 9." in world.service.post("/v1/annotate", b'{"text":"\xff"}', JSON).json["detail"]


def test_a_problem_never_quotes_the_body(world):
    assert b"secret" not in world.service.post("/v1/annotate", b'{"text":secretword}', JSON).body


def test_an_address_is_refused(world, name, method, path, status, slug):
    check_problem(world.service.ask(method, path), status, slug)


test_an_address_is_refused.rows = [
    ("an unknown path", "GET", "/v2/articles", 404, "not-found"),
    ("a slash too many", "GET", "/v1/articles//", 400, "malformed-id"),
    ("a double slash", "GET", "//v1/articles", 404, "not-found"),
    ("a long unknown path", "GET", "/a/b/c/d/e/f/g/h/i/j", 404, "not-found"),
    ("an unknown article", "GET", "/v1/articles/00000000-0000-8000-8000-000000000000", 404, "not-found"),
    ("an unknown entity", "GET", "/v1/entities/person:nobody-at-all", 404, "not-found"),
    ("a malformed article id", "GET", "/v1/articles/17", 400, "malformed-id"),
    ("a malformed article id to delete", "DELETE", "/v1/articles/not-a-uuid", 400, "malformed-id"),
    ("a malformed entity id", "GET", "/v1/entities/Trump", 400, "malformed-id"),
    ("a malformed entity id for articles", "GET", "/v1/entities/Trump/articles", 400, "malformed-id"),
    ("a broken percent escape", "GET", "/v1/entities/person%3", 400, "bad-request"),
    ("an escape that is not UTF-8", "GET", "/v1/entities/person:%ff", 400, "bad-request"),
    ("an escape escaped", "GET", "/v1/entities/person%253Adonald-trump", 400, "malformed-id"),
    ("an escaped slash", "GET", "/v1/entities%2Fperson:donald-trump", 404, "not-found"),
    ("dots in a path", "GET", "/v1/articles/../entities", 404, "not-found"),
    ("a method in small letters", "get", "/livez", 405, "method-not-allowed"),
    ("an escaped NUL", "GET", "/v1/entities/person:a%00b", 400, "bad-request"),
    ("a wrong method", "PUT", "/v1/articles", 405, "method-not-allowed"),
    ("a wrong method on annotate", "GET", "/v1/annotate", 405, "method-not-allowed"),
    ("a wrong method on an article", "POST", "/v1/articles/00000000-0000-8000-8000-000000000000", 405, "method-not-allowed"),
    ("a method nobody knows", "BREW", "/livez", 405, "method-not-allowed"),
]


def test_a_wrong_method_is_told_the_right_ones(world, path, allowed):
    assert set(world.service.ask("TRACE", path).headers["Allow"].split(", ")) == allowed


test_a_wrong_method_is_told_the_right_ones.rows = [
    ("/v1/articles", {"GET", "HEAD", "POST", "DELETE", "OPTIONS"}),
    ("/v1/articles/x", {"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"}),
    ("/v1/annotate", {"POST", "OPTIONS"}),
    ("/livez", {"GET", "HEAD", "OPTIONS"}),
]


def test_a_bad_query_is_refused(world, path, pointer):
    check_problem(world.service.ask("GET", path), 400, "invalid-parameter", pointer)


test_a_bad_query_is_refused.rows = [
    ("/v1/articles?color=red", "color"),
    ("/v1/articles?q=%2E%2E", "q"),
    ("/v1/articles?entity=person:a,nobody", "entity"),
    ("/v1/entities/iso:EG/timeline?interval=year", "interval"),
    ("/v1/entities/iso:EG/timeline?tz=Mars/Olympus", "tz"),
    ("/v1/entities/iso:EG/timeline?tz=EST5", "tz"),
    ("/v1/entities/iso:EG/timeline?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "from"),
    ("/v1/entities/iso:EG/timeline?interval=hour&from=2001-01-01T00:00:00Z", "from"),
    ("/v1/trends?window=24", "window"),
    ("/v1/trends?window=0h", "window"),
    ("/v1/entities/iso:EG/related?cursor=x", "cursor"),
    ("/v1/articles?limit=0", "limit"),
    ("/v1/articles?limit=101", "limit"),
    ("/v1/articles?limit=ten", "limit"),
    ("/v1/articles?limit=5&limit=6", "limit"),
    ("/v1/articles?limit=5&l%69mit=6", "limit"),
    ("/v1/articles?source=&source=", "source"),
    ("/v1/articles?cursor=abc", "cursor"),
    ("/v1/articles?cursor=%25%25", "cursor"),
    ("/v1/articles?cursor=ZTEgMCAxIHBlcnNvbjpkb25hbGQtdHJ1bXA%3D", "cursor"),
    ("/v1/articles?type=thing", "type"),
    ("/v1/articles?entity=Trump", "entity"),
    ("/v1/articles?language=x", "language"),
    ("/v1/articles?from=yesterday", "from"),
    ("/v1/articles?to=2026-13-01T00:00:00Z", "to"),
    ("/v1/articles?q=%ff", None),
    ("/v1/articles?source=a%0", None),
    ("/v1/entities?type=x", "type"),
    ("/v1/entities?q=%21%21", "q"),
    ("/v1/entities/person:donald-trump/articles?entity=org:hamas", "entity"),
    ("/livez?x=1", "x"),
]


def test_a_wrong_content_type_is_refused(world, content_type):
    headers = {"Content-Type": content_type} if content_type else {}
    check_problem(world.service.post("/v1/annotate", GOOD, headers), 415, "unsupported-media-type")


test_a_wrong_content_type_is_refused.rows = [
    ("",), ("text/plain",), ("application/x-www-form-urlencoded",), ("application/jsonp",), ("application/json; charset=windows-1256",), ("application/json; charset=utf-8; charset=utf-16",)]


def test_an_unknown_content_coding_is_refused(world):
    answer = world.service.post("/v1/annotate", GOOD, JSON | {"Content-Encoding": "br"})
    check_problem(answer, 415, "unsupported-media-type")
    assert answer.headers["Accept-Encoding"] == "gzip, zstd"


def test_a_body_too_large_is_refused_before_it_is_read(world):
    with world.service.socket() as connection:
        connection.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2097153\r\n\r\n{")
        head = connection.recv(4096).decode()
    assert head.startswith("HTTP/1.1 413 ") and "application/problem+json" in head, head


def test_a_client_that_waits_for_100_continue_is_refused_at_once(world):
    with world.service.socket() as connection:
        connection.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                           b"Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_a_chunked_body_is_counted(world):
    def chunks(total):
        piece = b"x" * 65536
        return (piece for _ in range(total // len(piece)))
    answer = world.service.ask("POST", "/v1/annotate", chunks(4 * 1024 * 1024), JSON)
    check_problem(answer, 413, "too-large")


def test_an_error_leaves_the_connection_usable(world):
    connection = world.service.connect()
    for path, status in (("/nowhere", 404), ("/v1/articles/17", 400), ("/livez", 200)):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status and answer.getheader("Connection") is None
    connection.request("POST", "/v1/annotate", GOOD, {"Content-Type": "text/plain"})
    assert connection.getresponse().read() and connection.sock is not None
    connection.close()
