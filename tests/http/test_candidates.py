"""Names that the gazetteer does not have: shown to editors by how much they matter, and never decided twice."""
from datetime import datetime, timedelta, timezone

from harness import Service, until
from test_verdicts import judge, place

SAMER = ["قال الدكتور سامر الزيباوي إن العملية الجراحية نجحت.", "وأضاف الدكتور سامر الزيباوي أن المريض غادر المستشفى.",
         "والتقى الوزير الدكتور سامر الزيباوي في مكتبه.", "وقال سامر الزيباوي للصحفيين إن الخطة جاهزة."]


def days_ago(days):
    return (datetime.now(timezone.utc) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def fill(world, service):
    for i, text in enumerate(SAMER):
        assert service.post("/v1/articles", {"text": text, "source": f"صحيفة {i % 3}", "external_id": str(i), "published_at": days_ago(i)}).status == 201
    until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", service.url) == "0")


def candidates(service, **query):
    answer = service.get("/v1/candidates", **query)
    assert answer.status == 200, answer
    return answer.json["data"]


def find(service, name="سامر الزيباوي"):
    return next((c for c in candidates(service, limit=50) if c["name"] == name), None)


def test_a_candidate_says_what_an_editor_needs_to_decide(world):
    with Service(world.database.create()) as service:
        fill(world, service)
        one = find(service)
        assert one["type"] == "person" and 0 < one["confidence"] <= 1 and one["id"].startswith("name:person:")
        assert one["impact"] | {"mentions": 0} == {"articles": 4, "mentions": 0, "sources": 3, "last_week": 4, "four_weeks_before": 0, "growth": 5}
        assert one["titles"][0]["text"].endswith("الدكتور") and one["titles"][0]["articles"] >= 2, one["titles"]
        assert len(one["contexts"]) == 3 and all(c["before"] + c["text"] + c["after"] in " ".join(SAMER) for c in one["contexts"])
        assert {c["text"] for c in one["contexts"]} == {"سامر الزيباوي"} and "سامر الزيباوي" in one["spellings"]
        assert one["variants"][0]["id"] == one["id"] and len(one["nearest"]) <= 3
        assert all(0.5 <= entry["score"] <= 1 for entry in one["nearest"])
        assert candidates(service, type="organization") == [] and find(service) in candidates(service, type="person") and candidates(service, min_articles=5) == []


def test_variants_of_one_name_are_one_candidate(world):
    with Service(world.database.create()) as service:
        fill(world, service)
        made = service.post("/v1/articles", {"text": "زارت الهيئة مبنى الزعفرانة ثم غادرت."}).json["id"]
        judge(service, made, {"verdict": "add", **place("زارت الهيئة مبنى الزعفرانة ثم غادرت.", "مبنى الزعفرانة"), "type": "place"})
        other = service.post("/v1/articles", {"text": "مبنى الزعفرانة هيئة جديدة."}).json["id"]
        judge(service, other, {"verdict": "add", **place("مبنى الزعفرانة هيئة جديدة.", "مبنى الزعفرانة"), "type": "organization"})
        until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", service.url) == "0")
        one = next(c for c in candidates(service, min_articles=1, limit=50) if c["name"] == "مبنى الزعفرانة")
        assert {v["type"] for v in one["variants"]} == {"place", "organization"} and one["impact"]["articles"] == 2 and one["confidence"] <= 0.5


def test_an_entry_of_nearly_the_same_name_is_shown_with_a_reason(world):
    with Service(world.database.create()) as service:
        text = "زارت الهيئة مدينة القاهيرة ثم غادرت."
        for i in range(2):
            made = service.post("/v1/articles", {"text": f"{text} {i}"}).json["id"]
            judge(service, made, {"verdict": "add", **place(text, "القاهيرة"), "type": "place"})
        until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", service.url) == "0")
        one = find(service, "القاهيرة")
        assert "place:cairo" in {entry["id"] for entry in one["nearest"]} and one["nearest"][0]["why"] == "letters differ", one["nearest"]


def test_what_is_rejected_is_gone_for_good(world):
    with Service(world.database.create()) as service:
        fill(world, service)
        name = find(service)["id"]
        assert service.get("/v1/candidates/" + name).status == 404
        assert service.get("/v1/entities", q="سامر الزيباوي").json["data"][0]["id"] == name
        decided = service.post("/v1/candidates/" + name, {"decision": "reject", "reason": "شخص غير معروف"})
        assert decided.status == 200 and decided.json["ids"] == [name] and service.get("/v1/candidates/" + name).json["decision"] == "reject"
        assert find(service) is None
        for path in ("/v1/entities?limit=100", "/v1/entities?q=%D8%B3%D8%A7%D9%85%D8%B1", "/v1/entities?known=true"):
            assert name not in {e["id"] for e in service.ask("GET", path).json["data"]}, path
        assert service.get("/v1/entities", known="false").json["data"][0]["id"] == name, "who asks for such names sees it"
        assert service.get("/v1/entities/" + name).status == 200
        service.post("/v1/articles", {"text": SAMER[0] + " مرة أخرى"})
        until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", service.url) == "0")
        assert find(service) is None
        assert service.ask("DELETE", "/v1/candidates/" + name).status == 204 and find(service)["id"] == name
        assert service.ask("DELETE", "/v1/candidates/" + name).status == 404


def test_what_is_unsure_is_asked_again_later(world):
    with Service(world.database.create()) as service:
        fill(world, service)
        name = find(service)["id"]
        decided = service.post("/v1/candidates/" + name, {"decision": "unsure", "days": 7})
        assert decided.status == 200 and decided.json["until"] > days_ago(-6) and find(service) is None
        assert service.get("/v1/entities", q="سامر الزيباوي").json["data"][0]["id"] == name, "it is not rejected"
        world.database.sql("UPDATE candidate_decisions SET until = now() - interval '1 second'", service.url)
        assert find(service)["id"] == name


def test_a_candidate_becomes_an_entry_and_stored_articles_name_it(world):
    with Service(world.database.create()) as service:
        fill(world, service)
        name = find(service)["id"]
        decided = service.post("/v1/candidates/" + name, {"decision": "promote", "name_en": "Samer Zibawi", "reason": "طبيب معروف"})
        assert decided.status == 200 and decided.json["entry"] == "person:samer-zibawi" and decided.json["retag"], decided
        until(lambda: service.get("/v1/retag/" + decided.json["retag"]).json["state"] == "done")
        assert find(service) is None and service.get("/v1/candidates/" + name).json["entry"] == "person:samer-zibawi"
        assert len(service.get("/v1/articles", entity="person:samer-zibawi").json["data"]) == 4
        assert service.get("/v1/articles", entity=name).json["data"] == []
        entry = service.get("/v1/gazetteer/entries/person:samer-zibawi").json
        assert entry["name_ar"] == "سامر الزيباوي" and entry["type"] == "person", entry
        assert service.post("/v1/annotate", {"text": SAMER[0]}).json["entities"][0]["id"] == "person:samer-zibawi"


def test_a_candidate_is_merged_into_an_entry(world):
    with Service(world.database.create()) as service:
        fill(world, service)
        name = find(service)["id"]
        assert service.post("/v1/candidates/" + name, {"decision": "merge", "entry": "person:nobody-at-all"}).status == 404
        assert find(service)["id"] == name, "nothing is decided"
        decided = service.post("/v1/candidates/" + name, {"decision": "merge", "entry": "person:donald-trump", "retag": False})
        assert decided.status == 200 and decided.json["entry"] == "person:donald-trump" and decided.json["retag"] is None, decided
        assert find(service) is None
        until(lambda: service.post("/v1/annotate", {"text": SAMER[0]}).json["entities"][0]["id"] == "person:donald-trump")


def test_entities_and_trends_are_those_of_the_gazetteer_or_not(world):
    with Service(world.database.create()) as service:
        for i in range(6):
            service.post("/v1/articles", {"text": f"{SAMER[0]} وزار دونالد ترامب المستشفى {i}.", "published_at": days_ago(0)})
        for i in range(40):
            service.post("/v1/articles", {"text": f"كان الطقس جميلا في اليوم {i}.", "published_at": days_ago(i % 20 + 2)})
        until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", service.url) == "0")
        ids = lambda path, **query: {e["id"] for e in service.get(path, **query).json["data"]}
        unknown = next(e for e in ids("/v1/entities", known="false") if e.startswith("name:person:"))
        assert all(e.startswith("name:") for e in ids("/v1/entities", known="false"))
        assert "person:donald-trump" in ids("/v1/entities", known="true") and unknown not in ids("/v1/entities", known="true")
        assert {unknown, "person:donald-trump"} <= ids("/v1/entities")
        assert ids("/v1/entities", q="سامر", known="true") == set() and unknown in ids("/v1/entities", q="سامر", known="false")
        assert "person:donald-trump" in ids("/v1/trends") and unknown not in ids("/v1/trends")
        assert unknown in ids("/v1/trends", known="false") and {unknown, "person:donald-trump"} <= ids("/v1/trends", known="any")
        assert service.get("/v1/trends", known="maybe").status == 400 and service.get("/v1/entities", known="any").status == 400


def test_bad_decisions_are_refused(world, reason, name, body, status, pointer):
    answer = world.service.post("/v1/candidates/" + name, body)
    assert answer.status == status, answer
    assert pointer is None or answer.json["errors"][0]["pointer"] == pointer


test_bad_decisions_are_refused.rows = [
    ("a name that nobody has", "name:person:nobody-at-all", {"decision": "reject"}, 404, None),
    ("an entry of the gazetteer", "person:donald-trump", {"decision": "reject"}, 409, None),
    ("no id", "nobody", {"decision": "reject"}, 400, None),
    ("no decision", "name:person:x", {}, 422, "/decision"),
    ("a decision that is none", "name:person:x", {"decision": "maybe"}, 422, "/decision"),
    ("days of a rejection", "name:person:x", {"decision": "reject", "days": 3}, 422, "/days"),
    ("no day at all", "name:person:x", {"decision": "unsure", "days": 0}, 422, "/days"),
    ("a variant that is no id", "name:person:x", {"decision": "reject", "variants": ["x"]}, 422, "/variants/0"),
    ("a rejection into an entry", "name:person:x", {"decision": "reject", "entry": "person:x"}, 422, "/entry"),
    ("a merge into nothing", "name:person:x", {"decision": "merge"}, 422, "/entry"),
    ("a type of what is rejected", "name:person:x", {"decision": "reject", "type": "person"}, 422, "/type"),
    ("a rejection that changes articles", "name:person:x", {"decision": "reject", "retag": True}, 422, "/retag"),
    ("a member that is none", "name:person:x", {"decision": "reject", "colour": "red"}, 422, "/colour"),
]
