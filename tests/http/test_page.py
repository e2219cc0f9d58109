"""The newsroom page as HTTP gives it: who gets it, how it is cached, what it may load. How it works: test_page_views.py."""
import re
import urllib.parse

from harness import Service

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "Accept-Encoding": "gzip"}
WEIGHT = 150_000  # bytes of all files together, compressed


def page(service, path="/"):
    answer = service.ask("GET", path, headers=BROWSER)
    assert answer.status == 200 and answer.headers["Content-Type"] == "text/html; charset=utf-8", answer
    return answer


def assets(service, path="/"):
    """Addresses of all files that the page names."""
    return sorted(set(re.findall(r'(?:href|src)="([^"]+)"', page(service, path).decoded.decode())))


def modules(service):
    """Every file of the page with its answer: those that it names, and what these import in turn."""
    waiting, found = assets(service), {}
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = service.ask("GET", path, headers=BROWSER)
            assert found[path].status == 200, path
            waiting += [urllib.parse.urljoin(path, name) for name in re.findall(r'["(](\./[a-z]+\.js)"', found[path].decoded.decode())]
    return found


def test_the_root_is_the_page_for_browsers_and_json_for_programs(world, accept, kind):
    answer = world.service.ask("GET", "/", headers={"Accept": accept} if accept else {})
    assert answer.status == 200 and answer.headers["Content-Type"].startswith(kind), answer
    assert "Accept" in ", ".join(answer.headers.get_all("Vary")), answer.headers


test_the_root_is_the_page_for_browsers_and_json_for_programs.rows = [
    (BROWSER["Accept"], "text/html"), ("text/html", "text/html"), ("TEXT/HTML;q=0.5", "text/html"), ("application/json;q=0.1, text/html", "text/html"),
    (None, "application/json"), ("*/*", "application/json"), ("application/json", "application/json"), ("text/html;q=0", "application/json"),
    ("application/json, text/html", "application/json"), ("text/html;q=0.5, application/json", "application/json"), ("nonsense;;q", "application/json")]


def test_the_page_is_small_and_compressed(world):
    found = modules(world.service)
    weight = sum(len(answer.body) for answer in found.values()) + len(page(world.service).body)
    assert weight < WEIGHT, weight
    assert all(answer.headers.get("Content-Encoding") == "gzip" for answer in found.values() if len(answer.decoded) > 1024)
    print(f"page: {len(found)} files, {weight} bytes compressed")


def test_files_are_kept_for_ever_under_a_name_that_their_contents_give(world):
    for path, answer in modules(world.service).items():
        assert "immutable" in answer.headers["Cache-Control"] and "max-age=31536000" in answer.headers["Cache-Control"], path
        assert re.fullmatch(r"/page/[0-9a-f]{16}/[a-z.]+", path), path
        version, name = path.split("/")[2:]
        other = world.service.get(path.replace(version, "0" * 16))
        assert other.status == 404 and "no-store" in other.headers["Cache-Control"], "no other version is given for it"
    assert page(world.service).headers["Cache-Control"] == "no-cache"


def test_a_file_that_is_none_is_not_found(world, name):
    version = assets(world.service)[0].split("/")[2]
    assert world.service.get(f"/page/{version}/{name}").status == 404


test_a_file_that_is_none_is_not_found.rows = [("missing.js",), ("..%2Findex.html",), ("%2e%2e",), ("MAIN.JS",)]


def test_the_policy_lets_the_page_load_its_own_files_only(world):
    policy = dict(part.strip().split(" ", 1) for part in page(world.service).headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["script-src"] == policy["connect-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'" and policy["require-trusted-types-for"] == "'script'"


def test_no_file_names_another_host_to_load_from(world):
    for path, answer in modules(world.service).items():
        text = answer.decoded.decode()
        assert not re.search(r'(src|import|url)\s*[=(]?\s*["(]?(https?:)?//', text), path
        assert "innerHTML" not in text and "eval(" not in text, path


def test_every_sentence_is_there_in_both_languages(world):
    words = next(answer for path, answer in modules(world.service).items() if path.endswith("words.js")).decoded.decode()
    entries = re.findall(r'^  "?([\w.-]+)"?:\s*\[(.*?)\],?$', words, re.M | re.S)
    assert len(entries) > 100
    for name, pair in entries:
        assert re.search("[\u0621-\u064a]", pair), f"{name} has no Arabic"
    used = {key for path, answer in modules(world.service).items() if path.endswith(".js")
            for key in re.findall(r'\bt\("([\w.-]+)"', answer.decoded.decode())}
    assert used <= {name for name, _ in entries}, used - {name for name, _ in entries}


def test_the_page_below_a_path(world):
    with Service(world.database.create(), base_path="/news/alam") as service:
        for path in ("/", "/news/alam/"):
            found = assets(service, path)
            assert found and all(name.startswith("/news/alam/page/") for name in found)
            assert 'data-base="/news/alam"' in page(service, path).decoded.decode()
            assert service.get(found[0]).status == 200


def test_a_service_that_asks_for_keys_gives_the_page_without_one(world):
    with Service(world.database.create(), auth="keys") as service:
        assert {answer.status for answer in modules(service).values()} == {200}
        assert service.get("/v1/articles").status == 401


def test_head_and_conditional_requests(world):
    path = assets(world.service)[0]
    whole = world.service.get(path)
    head = world.service.ask("HEAD", path)
    assert head.status == 200 and head.body == b"" and head.headers["Content-Length"] == str(len(whole.body))
    assert world.service.ask("GET", path, headers={"If-None-Match": whole.headers["ETag"]}).status == 304
    assert world.service.get(path + "?x=1").status == 400
