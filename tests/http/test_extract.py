"""POST /v1/extract and `alam extract`: what would be taken from a page, and why."""
import json
import pathlib
import tempfile

import test_intake
from harness import run
from pages import ARABIC, CAPTION, ENGLISH, PAGES


def extract(world, body, **more):
    return world.service.post("/v1/extract", body, **more)


def test_a_page_is_read_and_nothing_is_stored(world):
    before = world.service.get("/v1/articles").json["data"]
    answer = extract(world, {"html": PAGES["/arabic"]})
    assert answer.status == 200, answer
    found = answer.json
    assert found["text"] == "\n\n".join([CAPTION, *ARABIC]) and found["title"] == "بلينكن يصل إلى القاهرة"
    assert found["authors"] == ["سارة أحمد"] and found["author"] == "سارة أحمد" and found["site"] == "صحيفة المثال"
    assert found["published_at"] == "2026-01-31T07:30:00Z" and found["modified_at"] is None
    assert found["language"] == "ar" and found["url"] is None and found["warnings"] == [] and "blocks" not in found
    assert world.service.get("/v1/articles").json["data"] == before


def test_every_line_is_explained(world):
    blocks = extract(world, {"html": PAGES["/arabic"], "explain": True}).json["blocks"]
    reasons = {block["text"]: block["reason"] for block in blocks}
    assert [block["text"] for block in blocks if block["kept"]] == [CAPTION, *ARABIC]
    assert reasons["بلينكن يصل إلى القاهرة"] == "repeats the title" and reasons["اقرأ أيضا"] == "beside the article"
    assert all(reasons[text] == "part of the article" for text in ARABIC)
    assert next(block for block in blocks if block["text"] == CAPTION)["element"].endswith("figure > figcaption")


def test_a_page_is_fetched(world):
    service, base = test_intake.service(world), test_intake.site().base
    answer = service.post("/v1/extract", {"url": base + "/english"})
    assert answer.status == 200 and answer.json["text"] == "\n\n".join(ENGLISH), answer
    assert answer.json["url"] == base + "/english?canonical=1", answer
    assert service.post("/v1/extract", {"url": base + "/missing"}).status == 502


def test_what_cannot_be_read_is_said(world, body, status, slug):
    answer = extract(world, body)
    assert answer.status == status and answer.json["type"] == "/problems/" + slug, answer


test_what_cannot_be_read_is_said.rows = [
    ({}, 422, "invalid-input"), ({"html": " "}, 422, "invalid-input"), ({"html": "<p>x"}, 422, "invalid-input"),
    ({"html": 1}, 422, "invalid-input"), ({"html": "<p>x", "text": "y"}, 422, "invalid-input"),
    ({"url": "ftp://example.org/"}, 422, "invalid-input"), ({"url": "http://127.0.0.1/"}, 422, "fetch-refused")]


def test_all_authors_and_the_last_change_are_stored(world):
    page = PAGES["/arabic"].replace('"author": [', '"dateModified": "2026-02-01T08:00:00Z", "author": ["عمر سعيد", ')
    answer = world.service.post("/v1/articles", {"html": page, "source": "extract", "external_id": "1"})
    assert answer.status == 201 and answer.json["authors"] == ["عمر سعيد", "سارة أحمد"], answer
    assert answer.json["modified_at"] == "2026-02-01T08:00:00Z", answer


def test_a_warning_of_the_page_is_in_the_articles_answer(world):
    body = json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(f"<p>{text}</p>" for text in ARABIC)}, ensure_ascii=False)
    page = f'<html><head><script type="application/ld+json">{body}</script></head><body><div id=app></div></body></html>'
    answer = world.service.post("/v1/articles", {"html": page, "source": "extract", "external_id": "2"})
    assert answer.status == 201 and answer.json["text"] == "\n\n".join(ARABIC), answer
    assert any("JSON-LD" in warning for warning in answer.json["annotation"]["warnings"]), answer


def test_the_command_reads_files_and_explains(world):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "page.html")
        file.write_bytes(PAGES["/arabic"].encode())
        found = json.loads(run("extract", "--explain", str(file)).stdout)
        assert found["authors"] == ["سارة أحمد"] and [b["text"] for b in found["blocks"] if b["kept"]] == [CAPTION, *ARABIC]
        missing = run("extract", str(file) + ".none")
        assert missing.returncode == 1 and "No such file" in missing.stderr


def test_the_command_knows_when_the_page_was_fetched(world):
    page = "<html><body><article><h1>خبر</h1><div class=date>قبل ساعتين</div>" + "".join(f"<p>{text}</p>" for text in ARABIC) + "</article></body></html>"
    found = json.loads(run("extract", "--fetched-at", "2026-02-01T10:00:00Z", stdin=page).stdout)
    assert found["published_at"] == "2026-02-01T08:00:00Z"
    assert json.loads(run("extract", stdin=page).stdout)["published_at"] is None
    dated = json.loads(run("extract", "--url", "https://example.org/2026/01/31/news", stdin=page).stdout)
    assert dated["published_at"] == "2026-01-31T00:00:00Z"


def test_the_command_says_how_it_is_called(world):
    assert "--explain" in run("extract", "--help").stdout
    assert run("extract", "--nonsense").returncode == 2 and run("extract", "a", "b").returncode == 2
