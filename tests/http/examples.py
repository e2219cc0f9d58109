#!/usr/bin/python3
"""Writes the examples of handlers/openapi.json: calls a service, made for it, and puts in what it answered.

    tests/http/examples.py        rewrites them with the binary $ALAM (default ./alam)

A test makes the same calls and compares, but for what differs from run to run (ids, times, scores, versions)."""
import json
import os
import re
import socket
import sys

import contract
import harness

SOURCE = contract.SOURCE
SETTINGS = {}
TEXT = "وصل وزير الخارجية الأمريكي أنتوني بلينكن إلى القاهرة للقاء مسؤولين من الأمم المتحدة."
PAGE = (f"<html lang=ar><head><title>زيارة إلى القاهرة | مثال</title></head><body><article><h1>زيارة إلى القاهرة</h1>"
        f"<div class=byline>بقلم سارة أحمد</div><time datetime=2026-01-31T09:30:00Z>السبت</time><p>{TEXT}</p></article></body></html>")
ARTICLE = {"text": TEXT, "title": "زيارة إلى القاهرة", "author": "سارة أحمد", "source": "example-news", "external_id": "2026-0001",
           "published_at": "2026-01-31T09:30:00Z"}
VOLATILE = {"version", "gazetteer_version", "salience", "confidence", "received_at", "instance", "first_seen", "last_seen", "next_cursor",
            "created_at", "changed_at", "updated_at", "replaced_at", "finished_at", "next_attempt_at", "secret", "score", "from", "to", "start", "made_at", "until", "failures", "last_error", "waiting", "delivered_at"}
GROWING = {"entities", "names"}  # as numbers: how much the gazetteer holds


def calls(service, database):
    """(operationId, status, request body or None, answer body), in order; `state` carries ids from call to call."""
    state = {}

    def call(operation, method, path, body=None, headers=None, keep=None, keep_first=None, keep_verdict=None):
        answer = service.ask(method, path.format(**state), body, headers)
        value = json.loads(answer.decoded) if "json" in (answer.headers.get("Content-Type") or "") else None
        if keep:
            state[keep] = value["id"]
        if keep_verdict:
            state[keep_verdict] = value["verdicts"][0]["id"]
        if keep_first:
            state[keep_first] = value["data"][0]["id"]
        return operation, answer.status, body, value

    yield call("annotate", "POST", "/v1/annotate", {"text": TEXT})
    yield call("extract", "POST", "/v1/extract", {"html": PAGE})
    yield call("postArticle", "POST", "/v1/articles", ARTICLE, keep="article")
    yield call("postArticle", "POST", "/v1/articles", ARTICLE)
    yield call("postArticle", "POST", "/v1/articles", ARTICLE, {"Prefer": "respond-async"}, keep="job")
    harness.until(lambda: service.get("/v1/jobs/" + state["job"]).json["status"] == "done")
    yield call("getJob", "GET", "/v1/jobs/{job}")
    yield call("getArticle", "GET", "/v1/articles/{article}")
    yield call("listArticles", "GET", "/v1/articles?limit=1")
    yield call("putArticle", "PUT", "/v1/articles/{article}", ARTICLE | {"title": "زيارة وزير الخارجية إلى القاهرة"})
    yield call("patchArticle", "PATCH", "/v1/articles/{article}", {"title": ARTICLE["title"], "section": "سياسة", "tags": ["دبلوماسية"]})
    yield call("listRevisions", "GET", "/v1/articles/{article}/revisions?limit=1")
    yield call("getRevision", "GET", "/v1/articles/{article}/revisions/1")
    verdict = {"verdict": "correct", "field": "text", "start": TEXT.index("القاهرة"), "end": TEXT.index("القاهرة") + 7, "text": "القاهرة", "entity": "iso:EG"}
    yield call("putVerdicts", "PUT", "/v1/articles/{article}/verdicts", {"verdicts": [verdict]}, keep_verdict="verdict")
    yield call("listVerdicts", "GET", "/v1/articles/{article}/verdicts")
    yield call("exportVerdicts", "GET", "/v1/verdicts")
    yield call("deleteVerdict", "DELETE", "/v1/articles/{article}/verdicts/{verdict}")
    harness.until(lambda: len(service.get("/v1/changes").json["data"]) == 5)
    yield call("listChanges", "GET", "/v1/changes?limit=3")
    yield call("deleteArticles", "DELETE", "/v1/articles?source=example-news&to=2027-01-01T00:00:00Z&dry_run=true")
    yield call("postRetag", "POST", "/v1/retag", {"form": "أنتوني بلينكن", "dry_run": True})
    yield call("postRetag", "POST", "/v1/retag", {"form": "أنتوني بلينكن"}, keep="retag")
    harness.until(lambda: service.get("/v1/retag/" + state["retag"]).json["state"] == "done")
    yield call("getRetag", "GET", "/v1/retag/{retag}")
    yield call("listRetags", "GET", "/v1/retag")
    database.sql(f"UPDATE retags SET state = 'queued', due_at = 'infinity', finished_at = NULL WHERE id = '{state['retag']}'", service.url)
    yield call("cancelRetag", "DELETE", "/v1/retag/{retag}")
    yield call("listEntities", "GET", "/v1/entities?q=blinken")
    yield call("getEntity", "GET", "/v1/entities/iso:EG")
    yield call("listEntityArticles", "GET", "/v1/entities/iso:EG/articles")
    yield call("similarArticles", "GET", "/v1/articles/{article}/similar")
    yield call("relatedEntities", "GET", "/v1/entities/iso:EG/related")
    yield call("entityTimeline", "GET", "/v1/entities/iso:EG/timeline?from=2026-01-30T00:00:00Z&to=2026-02-01T00:00:00Z&tz=Africa/Cairo")
    service.post("/v1/articles", {"text": "قال الدكتور سامر الزيباوي إن العملية الجراحية نجحت.", "source": "example-news", "external_id": "2026-0002", "published_at": "2026-01-31T12:00:00Z"})
    harness.until(lambda: service.get("/v1/candidates?min_articles=1").json["data"])
    yield call("listCandidates", "GET", "/v1/candidates?min_articles=1")
    candidate = service.get("/v1/candidates?min_articles=1").json["data"][0]["id"]
    yield call("decideCandidate", "POST", f"/v1/candidates/{candidate}", {"decision": "unsure", "days": 30, "reason": "seen once only"})
    yield call("getCandidateDecision", "GET", f"/v1/candidates/{candidate}")
    yield call("forgetCandidateDecision", "DELETE", f"/v1/candidates/{candidate}")
    yield call("trends", "GET", "/v1/trends?window=7d")
    yield call("getGazetteer", "GET", "/v1/gazetteer")
    yield call("postEntry", "POST", "/v1/gazetteer/entries", {"type": "person", "subtype": "politician", "name_ar": "كريم الحداد", "name_en": "Karim al-Haddad",
                                                              "country": "LB", "aliases": ["كريم حداد"], "reason": "New minister"}, keep="entry")
    yield call("getEntry", "GET", "/v1/gazetteer/entries/{entry}")
    yield call("putEntry", "PUT", "/v1/gazetteer/entries/{entry}", {"type": "person", "name_ar": "كريم الحداد", "name_en": "Karim al-Haddad", "country": "LB",
                                                                    "aliases": ["كريم حداد", "كريم آل حداد"]}, {"If-Match": "*"})
    yield call("patchEntry", "PATCH", "/v1/gazetteer/entries/{entry}", {"subtype": "minister"})
    yield call("listEntries", "GET", "/v1/gazetteer/entries?source=added")
    yield call("splitEntry", "POST", "/v1/gazetteer/split", {"entity": state["entry"], "names": ["كريم آل حداد"], "into": "person:karim-al-haddad-lawyer"})
    yield call("differentEntries", "POST", "/v1/gazetteer/different", {"a": "place:cairo", "b": "place:giza"})
    yield call("undoEdit", "POST", "/v1/gazetteer/log/4/undo")
    yield call("mergeEntries", "POST", "/v1/gazetteer/merge", {"from": state["entry"], "into": "person:antony-blinken", "reason": "The same person"})
    yield call("deleteEntry", "DELETE", "/v1/gazetteer/entries/person:antony-blinken?reason=test")
    yield call("undoEdit", "POST", "/v1/gazetteer/log/7/undo")
    yield call("undoEdit", "POST", "/v1/gazetteer/log/6/undo")
    yield call("listEdits", "GET", "/v1/gazetteer/log?limit=2")
    yield call("postSubscription", "POST", "/v1/subscriptions", {"url": "https://hooks.example/alam", "entities": ["iso:EG"], "min_salience": 0.2}, keep="hook")
    yield call("pauseSubscription", "POST", "/v1/subscriptions/{hook}/pause")
    yield call("testSubscription", "POST", "/v1/subscriptions/{hook}/test")
    yield call("getSubscription", "GET", "/v1/subscriptions/{hook}")
    yield call("listSubscriptions", "GET", "/v1/subscriptions")
    database.sql(f"UPDATE outbox SET dead = true, attempts = 20, last_error = 'The receiver answered 503.' WHERE subscription_id = '{state['hook']}'", service.url)
    yield call("listDeadLetters", "GET", "/v1/subscriptions/{hook}/dead-letters", keep_first="letter")
    yield call("redeliverDeadLetter", "POST", "/v1/subscriptions/{hook}/dead-letters/{letter}/redeliver")
    database.sql(f"INSERT INTO delivery_log SELECT subscription_id, '2026-11-21T07:51:03Z', position, article_id, 'failed', 503, 'The receiver answered 503.'"
                 f" FROM outbox WHERE subscription_id = '{state['hook']}'", service.url)
    yield call("listDeliveries", "GET", "/v1/subscriptions/{hook}/deliveries")
    yield call("redeliverDelivery", "POST", "/v1/subscriptions/{hook}/deliveries/{letter}/redeliver")
    yield call("redeliverSubscription", "POST", "/v1/subscriptions/{hook}/redeliver")
    yield call("patchSubscription", "PATCH", "/v1/subscriptions/{hook}", {"types": ["person"], "languages": ["ar"]})
    yield call("rotateSubscription", "POST", "/v1/subscriptions/{hook}/rotate")
    yield call("resumeSubscription", "POST", "/v1/subscriptions/{hook}/resume")
    yield call("getRoot", "GET", "/")
    yield call("livez", "GET", "/livez")
    yield call("readyz", "GET", "/readyz?verbose")


# One true problem for each shared response that the service of `calls` gives.
PROBLEMS = {
    "BadRequest": ("POST", "/v1/annotate", b'{"text":', harness.JSON),
    "NotFound": ("GET", "/v1/articles/00000000-0000-8000-8000-000000000000", None, {}),
    "MethodNotAllowed": ("PUT", "/v1/articles", None, {}),
    "UnsupportedMediaType": ("POST", "/v1/annotate", b"text", {"Content-Type": "text/plain"}),
    "TooLarge": ("POST", "/v1/annotate", b"[" + b" " * (1 << 21) + b"]", harness.JSON),
    "Conflict": ("POST", "/v1/articles?if_exists=fail", ARTICLE | {"title": "زيارة أخرى"}, {}),
    "Gone": ("GET", "/v1/changes?after=YzEgOTk5OTk5OTk5OSAwIDAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA", None, {}),
    "PreconditionFailed": ("DELETE", "/v1/articles/{article}", None, {"If-Match": '"0"'}),
    "InvalidInput": ("POST", "/v1/articles", {"text": "", "colour": "red"}, {}),
}


# What cannot be brought about from outside.
WRITTEN = {
    "Internal": ("internal", "Something failed inside alam", 500, "Something failed inside alam"),
}


def problems(service, database):
    """(name of the shared response, problem document), each from a service that gives it."""
    article = service.get("/v1/articles", limit=1).json["data"][0]["id"]
    for name, (method, path, body, headers) in PROBLEMS.items():
        yield name, service.ask(method, path.format(article=article), body, headers).json
    for name, (slug, title, status, detail) in WRITTEN.items():
        yield name, {"type": "/problems/" + slug, "title": title, "status": status, "detail": detail, "instance": "urn:alam:request:9a17c4583f28af83ae27935dc57281e1"}
    url = database.create()
    made = harness.run("keys", "create", "--role", "read", "--name", "an example", url=url)
    key = {"Authorization": "Bearer " + made.stdout.strip()}
    with harness.Service(url, auth="keys", rate=1, rate_burst=2) as guarded:
        yield "Unauthorized", guarded.ask("GET", "/v1/articles").json
        yield "Forbidden", guarded.ask("POST", "/v1/articles", ARTICLE, key).json
        yield "TooManyRequests", harness.until(lambda: (a := guarded.ask("GET", "/v1/gazetteer", None, key)).status == 429 and a.json)
    with harness.Service("postgresql://127.0.0.1:1/alam") as alone:
        yield "Unavailable", alone.ask("GET", "/v1/articles").json
    with socket.create_server(("127.0.0.1", 0)) as silent, harness.Service(url, fetch_loopback="on", fetch_timeout="1s") as fetching:
        yield "BadGateway", fetching.ask("POST", "/v1/articles", {"url": "http://127.0.0.1:1/"}).json
        yield "GatewayTimeout", fetching.ask("POST", "/v1/articles", {"url": f"http://127.0.0.1:{silent.getsockname()[1]}/"}).json


def put(content, value):
    """An example that differs only in what differs from run to run stays as it is."""
    if "example" not in content or stable(content["example"]) != stable(value):
        content["example"] = value


def with_examples(document, service, database):
    by_id = {o["operationId"]: o for item in document["paths"].values() for o in item.values()}
    for name, status, body, value in calls(service, database):
        operation = by_id[name]
        if body is not None and status < 300:
            operation["requestBody"]["content"]["application/json"]["example"] = body
        assert str(status) in operation["responses"], (name, status, value)
        content = operation["responses"][str(status)].get("content", {})
        if "application/json" in content:
            put(content["application/json"], value)
    for name, problem in problems(service, database):
        put(document["components"]["responses"][name]["content"].setdefault("application/problem+json", {}), problem)
    return document


def found(node, at=""):
    """Every example with its place."""
    if isinstance(node, dict):
        return [pair for key, value in node.items()
                for pair in ([(f"{at}/{key}", value)] if key == "example" else found(value, f"{at}/{key}"))]
    return [pair for i, value in enumerate(node) for pair in found(value, f"{at}/{i}")] if isinstance(node, list) else []


def stable(value):
    if isinstance(value, dict):
        return {key: stable(item) for key, item in value.items() if key not in VOLATILE | (GROWING if isinstance(item, int) else set())}
    if isinstance(value, list):
        return [stable(item) for item in value]
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID", value) if isinstance(value, str) else value


def main():
    database = harness.Database()
    try:
        with harness.Service(database.create(), **SETTINGS) as service:
            document = with_examples(json.loads(SOURCE.read_text()), service, database)
    finally:
        database.close()
    SOURCE.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    print(f"{len(found(document))} examples written with {os.environ.get('ALAM', 'alam')}")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
