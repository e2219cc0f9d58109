"""What editors say of mentions: it wins over the tagger, at once and everywhere, and outlives what happens to the article."""
import concurrent.futures
import json
import pathlib
import tempfile
import threading

from harness import Service, run, until
from test_changes import read as read_changes, wait_for
from test_revisions import WRONG
from texts import CAIRO, ENGLISH, SUMMIT

SOUK = "زارت الكاتبة سلمى الطرابلسي سوق النحاسين أمس، وقالت الطرابلسي إن السوق عاد إلى الحياة."


def article(service, text=SUMMIT, **members):
    answer = service.post("/v1/articles", {"text": text, "source": "judged", "external_id": members.pop("key", text[:40])} | members)
    assert answer.status in (200, 201), answer
    return answer.json["id"]


def stored(service, name):
    return service.get(f"/v1/articles/{name}").json


def found(service, name, field="text"):
    """{words: (entity, method)} of the stored annotation."""
    value = stored(service, name)
    return {mention["text"]: (entity["id"], mention["method"]) for entity in value["annotation"]["entities"]
            for mention in entity["mentions"] if mention["field"] == field}


def place(text, words, nth=0):
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return {"start": at, "end": at + len(words)}


def judge(service, name, *verdicts, headers=None, **more):
    return service.ask("PUT", f"/v1/articles/{name}/verdicts", {"verdicts": list(verdicts)} | more, headers)


def verdicts(service, name, **query):
    return service.get(f"/v1/articles/{name}/verdicts", **query).json["verdicts"]


def whole(world, service):
    until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", service.url) == "0")
    for query in WRONG:
        assert world.database.sql(query, service.url) == "", query


def test_a_rejected_mention_is_gone_everywhere_at_once(world):
    with Service(world.database.create()) as service:
        name = article(service)
        before = stored(service, name)
        answer = judge(service, name, {"verdict": "reject", **place(SUMMIT, "واشنطن"), "text": "واشنطن", "note": "الحكومة لا المدينة"})
        assert answer.status == 200, answer
        verdict = answer.json["verdicts"][0]
        assert verdict["verdict"] == "reject" and verdict["applies"] and verdict["words"] == "واشنطن" and "entity" not in verdict
        assert "واشنطن" in {m["text"] for e in before["annotation"]["entities"] for m in e["mentions"]} and "واشنطن" not in found(service, name)
        assert service.get("/v1/articles", entity="place:washington-d-c").json["data"] == [] and service.get("/v1/entities", q="واشنطن").json["data"] == []
        assert stored(service, name)["revision"] == 1 and stored(service, name)["text"] == SUMMIT
        whole(world, service)
        change = wait_for(service, 2)[-1]
        assert change["change"] == "retagged" and change["article"] == name and change["revision"] == 1
        assert service.metric("alam_verdicts_total") == 1


def test_what_was_missed_is_added_with_an_entity_of_the_gazetteer_or_one_of_its_own(world):
    with Service(world.database.create()) as service:
        name = article(service, SOUK)
        answer = judge(service, name, {"verdict": "add", **place(SOUK, "سوق النحاسين"), "type": "place"},
                       {"verdict": "add", **place(SOUK, "الحياة"), "entity": "org:hamas"})
        assert answer.status == 200, answer
        mentions = found(service, name)
        assert mentions["الحياة"] == ("org:hamas", "editor")
        entity, method = mentions["سوق النحاسين"]
        assert method == "editor" and entity.startswith("name:place:"), entity
        assert [a["id"] for a in service.get("/v1/articles", entity=entity).json["data"]] == [name]
        assert service.get("/v1/entities", q="سوق النحاسين").json["data"][0]["id"] == entity
        assert service.get("/v1/entities/org:hamas").json["articles"] == 1
        confidence = [m["confidence"] for e in stored(service, name)["annotation"]["entities"] for m in e["mentions"] if m["method"] == "editor"]
        assert confidence == [1, 1]
        whole(world, service)


def test_a_correction_changes_span_type_and_entity(world):
    with Service(world.database.create()) as service:
        name = article(service, CAIRO)
        right = place(CAIRO, "حماس")
        before = found(service, name)
        assert before["حركة حماس"][0] == "org:hamas" and before["رويترز"][0] == "org:reuters"
        answer = judge(service, name, {"verdict": "correct", **place(CAIRO, "القاهرة"), "entity": "iso:EG"},
                       {"verdict": "correct", **place(CAIRO, "حركة حماس"), "new_start": right["start"]},
                       {"verdict": "correct", **place(CAIRO, "رويترز"), "type": "person"})
        assert answer.status == 200, answer
        after = found(service, name)
        assert after["القاهرة"] == ("iso:EG", "editor") and after["حماس"] == ("org:hamas", "editor") and "حركة حماس" not in after
        assert after["رويترز"][0].startswith("name:person:")
        assert service.get("/v1/articles", entity="place:cairo").json["data"] == []
        shown = answer.json["verdicts"][0]
        assert (shown["words"], shown["text"], shown["new_start"], shown["new_end"]) == ("حركة حماس", "حركة حماس", right["start"], right["end"])
        whole(world, service)


def test_the_same_again_changes_nothing(world):
    with Service(world.database.create()) as service:
        name = article(service)
        verdict = {"verdict": "confirm", **place(SUMMIT, "دونالد ترامب")}
        first = judge(service, name, verdict)
        again = judge(service, name, verdict)
        assert first.status == again.status == 200 and first.json == again.json and first.headers["ETag"] == again.headers["ETag"]
        assert found(service, name)["دونالد ترامب"] == ("person:donald-trump", "editor")
        assert len(wait_for(service, 2)) == 2
        other = judge(service, name, verdict | {"verdict": "reject"})
        assert [v["id"] for v in other.json["verdicts"]] == [v["id"] for v in first.json["verdicts"]], "it takes its place"
        assert "دونالد ترامب" not in found(service, name)


def test_a_verdict_is_taken_back(world):
    with Service(world.database.create()) as service:
        name = article(service)
        before = stored(service, name)["annotation"]
        made = judge(service, name, {"verdict": "reject", **place(SUMMIT, "واشنطن")}, {"verdict": "confirm", **place(SUMMIT, "بنيامين نتنياهو")}).json["verdicts"]
        for verdict in made:
            assert service.ask("DELETE", f"/v1/articles/{name}/verdicts/{verdict['id']}").status == 204
        assert stored(service, name)["annotation"] == before and verdicts(service, name) == []
        gone = service.ask("DELETE", f"/v1/articles/{name}/verdicts/{made[0]['id']}")
        assert gone.status == 404
        whole(world, service)


def test_a_verdict_follows_an_entity_that_was_merged(world):
    with Service(world.database.create()) as service:
        name = article(service, SOUK)
        assert judge(service, name, {"verdict": "add", **place(SOUK, "الحياة"), "entity": "org:hamas"}).status == 200
        merged = service.post("/v1/gazetteer/merge", {"from": "org:hamas", "into": "org:reuters", "reason": "a test"})
        assert merged.status in (200, 201), merged
        until(lambda: service.get("/v1/entities/org:hamas").status == 308)
        job = service.post("/v1/retag", {"all": True}).json["id"]
        until(lambda: service.get("/v1/retag/" + job).json["state"] == "done")
        assert found(service, name)["الحياة"] == ("org:reuters", "editor")
        whole(world, service)


def test_offsets_count_what_the_client_says(world, reason, unit, factor):
    text = "😀😀 " + SUMMIT
    with Service(world.database.create()) as service:
        name = article(service, text, key="emoji")
        count = {"codepoint": len, "utf16": lambda s: len(s.encode("utf-16-le")) // 2, "byte": lambda s: len(s.encode())}[unit]
        at = text.index("واشنطن")
        ends = {"start": count(text[:at]), "end": count(text[:at + 6])}
        assert judge(service, name, {"verdict": "reject", **ends, "text": "واشنطن"}, offset_unit=unit).status == 200
        shown = verdicts(service, name, offset_unit=unit)[0]
        assert (shown["start"], shown["end"], shown["text"]) == (ends["start"], ends["end"], "واشنطن")
        inside = {"codepoint": None, "utf16": 1, "byte": 2}[unit]
        if inside:
            answer = judge(service, name, {"verdict": "add", "start": inside, "end": ends["end"], "type": "place"}, offset_unit=unit)
            assert answer.status == 422 and answer.json["errors"][0]["pointer"] == "/verdicts/0/start"


test_offsets_count_what_the_client_says.rows = [("code points", "codepoint", 1), ("as JavaScript counts", "utf16", 2), ("bytes", "byte", 4)]


def test_verdicts_outlive_a_corrected_text_where_their_words_are(world):
    with Service(world.database.create()) as service:
        name = article(service, SOUK, key="moved", title="سوق النحاسين")
        judge(service, name, {"verdict": "add", **place(SOUK, "سوق النحاسين"), "type": "place"}, {"verdict": "add", **place(SOUK, "الحياة"), "entity": "org:hamas"},
              {"verdict": "add", "field": "title", "start": 0, "end": 12, "type": "place"})
        longer = "تحديث من المراسل: " + SOUK.replace("عاد إلى الحياة", "ازدهر")
        patched = service.ask("PATCH", f"/v1/articles/{name}", {"text": longer})
        assert patched.status == 200 and patched.json["revision"] == 2
        mentions = found(service, name)
        assert mentions["سوق النحاسين"][1] == "editor" and "الحياة" not in mentions
        assert found(service, name, "title")["سوق النحاسين"][1] == "editor"
        shown = {v["words"]: v for v in verdicts(service, name)}
        assert shown["سوق النحاسين"]["applies"] and not shown["الحياة"]["applies"] and "start" not in shown["الحياة"]
        assert service.get("/v1/entities/org:hamas").json["articles"] == 0
        whole(world, service)
        service.post("/v1/articles", {"text": SOUK, "source": "judged", "external_id": "moved", "title": "سوق النحاسين"})  # posted again as it was
        assert found(service, name)["الحياة"] == ("org:hamas", "editor") and all(v["applies"] for v in verdicts(service, name))
        whole(world, service)


def test_of_equal_words_the_verdict_stays_with_its_own(world):
    text = "قال ترامب إن الاجتماع نجح. وأضاف ترامب أن الوفد غادر. ثم عاد ترامب."
    with Service(world.database.create()) as service:
        name = article(service, text, key="equal")
        assert judge(service, name, {"verdict": "reject", **place(text, "ترامب", 1)}).status == 200
        changed = "عاجل. قال ترامب إن الاجتماع نجح كثيرا. وأضاف ترامب أن الوفد غادر. ثم عاد ترامب."
        service.ask("PATCH", f"/v1/articles/{name}", {"text": changed})
        shown = verdicts(service, name)[0]
        assert shown["start"] == place(changed, "ترامب", 1)["start"]


def test_words_inside_other_words_are_not_those_that_were_judged(world):
    with Service(world.database.create()) as service:
        text = "عاد الوفد من مصر، ثم غادر."
        name = article(service, text, key="inside")
        assert judge(service, name, {"verdict": "add", **place(text, "مصر"), "entity": "org:hamas"}).status == 200
        service.ask("PATCH", f"/v1/articles/{name}", {"text": "عاد الوفد من مصرف الشرق، ثم غادر."})
        assert not verdicts(service, name)[0]["applies"]
        service.ask("PATCH", f"/v1/articles/{name}", {"text": "غادر الوفد مصر."})
        assert verdicts(service, name)[0]["applies"]


def test_subscriptions_are_told_of_what_is_new(world):
    with Service(world.database.create(), webhooks="off") as service:
        hook = service.post("/v1/subscriptions", {"url": "https://hooks.example/x", "entities": ["org:hamas"]}).json["id"]
        name = article(service)
        assert world.database.sql("SELECT count(*) FROM outbox", service.url) == "0"
        judge(service, name, {"verdict": "add", **place(SUMMIT, "المحادثات"), "entity": "org:hamas"})
        assert world.database.sql("SELECT subscription_id, article_id FROM outbox", service.url) == f"{hook}|{name}"
        judge(service, name, {"verdict": "confirm", **place(SUMMIT, "واشنطن")})
        assert world.database.sql("SELECT count(*) FROM outbox", service.url) == "1", "it was there before"


def test_if_match_holds_the_article_and_what_is_found_in_it(world):
    with Service(world.database.create()) as service:
        name = article(service)
        tag = service.get(f"/v1/articles/{name}").headers["ETag"]
        verdict = {"verdict": "reject", **place(SUMMIT, "واشنطن")}
        made = judge(service, name, verdict, headers={"If-Match": tag})
        assert made.status == 200 and made.headers["ETag"] != tag and service.get(f"/v1/articles/{name}").headers["ETag"] == made.headers["ETag"]
        stale = judge(service, name, {"verdict": "confirm", **place(SUMMIT, "بنيامين نتنياهو")}, headers={"If-Match": tag})
        assert stale.status == 412 and len(verdicts(service, name)) == 1
        path = f"/v1/articles/{name}/verdicts/{made.json['verdicts'][0]['id']}"
        assert service.ask("DELETE", path, None, {"If-Match": tag}).status == 412
        assert service.ask("DELETE", path, None, {"If-Match": made.headers["ETag"]}).status == 204


def test_two_editors_at_once_lose_nothing(world):
    with Service(world.database.create()) as one, Service(one.url) as two:
        text = " ".join(f"كلمة{i}" for i in range(40)) + "."
        name = article(one, text, key="both")

        def act(i):
            return judge((one, two)[i % 2], name, {"verdict": "add", **place(text, f"كلمة{i} "[:-1]), "type": "person"}).status
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(act, range(20, 40)))
        assert set(statuses) == {200}, statuses
        assert len(verdicts(one, name)) == 20
        whole(world, one)


def test_judging_and_correcting_at_once_leaves_all_of_it_right(world):
    texts = [SUMMIT, "عاجل: " + SUMMIT, SUMMIT + " وغادر بعدها واشنطن."]
    with Service(world.database.create()) as service:
        name = article(service, key="storm")
        stop = threading.Event()

        def correct():
            for i in range(30):
                service.ask("PATCH", f"/v1/articles/{name}", {"text": texts[i % 3]})
            stop.set()

        def act():
            statuses = set()
            while not stop.is_set():
                answer = judge(service, name, {"verdict": "reject", **place(stored(service, name)["text"], "واشنطن"), "text": "واشنطن"})
                statuses.add(answer.status)
            return statuses
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            acts = [pool.submit(act) for _ in range(2)]
            pool.submit(correct).result()
            statuses = set().union(*(act.result() for act in acts))
        assert statuses <= {200, 422, 503}, statuses
        whole(world, service)
        assert len(verdicts(service, name)) >= 1


def test_bad_verdicts_are_refused_with_a_pointer(world, reason, verdict, pointer):
    name = article(world.service)
    washington = place(SUMMIT, "واشنطن")
    answer = judge(world.service, name, (washington | {"verdict": "confirm"} | verdict) if isinstance(verdict, dict) else verdict)
    assert answer.status == 422 and answer.json["errors"][0]["pointer"] == pointer, answer
    assert verdicts(world.service, name) == []


test_bad_verdicts_are_refused_with_a_pointer.rows = [
    ("no object", "واشنطن", "/verdicts/0"),
    ("no verdict of ours", {"verdict": "maybe"}, "/verdicts/0/verdict"),
    ("a member that is none", {"colour": "red"}, "/verdicts/0/colour"),
    ("a field that is none", {"field": "author"}, "/verdicts/0/field"),
    ("no title", {"field": "title"}, "/verdicts/0/start"),
    ("outside the text", {"end": 100000}, "/verdicts/0/start"),
    ("the end before the start", {"start": 9, "end": 3}, "/verdicts/0/start"),
    ("a negative offset", {"start": -1}, "/verdicts/0/start"),
    ("a fraction", {"start": 1.5}, "/verdicts/0/start"),
    ("other words", {"text": "القاهرة"}, "/verdicts/0/text"),
    ("nothing is there to be confirmed", {"start": 0, "end": 7}, "/verdicts/0/start"),
    ("blanks at the ends", {"verdict": "add", "start": 6, "end": 13, "type": "place"}, "/verdicts/0/start"),
    ("added without a type", {"verdict": "add"}, "/verdicts/0/type"),
    ("a type that is none", {"verdict": "add", "type": "ship"}, "/verdicts/0/type"),
    ("an entity that nobody knows", {"verdict": "add", "entity": "person:nobody-knows-this-one"}, "/verdicts/0/entity"),
    ("an entity of another type", {"verdict": "add", "entity": "org:hamas", "type": "person"}, "/verdicts/0/type"),
    ("a correction that corrects nothing", {"verdict": "correct"}, "/verdicts/0"),
    ("a rejection with an entity", {"verdict": "reject", "entity": "org:hamas"}, "/verdicts/0/verdict"),
    ("other ends without a correction", {"new_start": 0}, "/verdicts/0/new_start"),
]


def test_two_verdicts_on_the_same_words_contradict_each_other(world):
    name = article(world.service)
    answer = judge(world.service, name, {"verdict": "confirm", **place(SUMMIT, "واشنطن")}, {"verdict": "reject", **place(SUMMIT, "واشنطن")})
    assert answer.status == 422 and answer.json["errors"][0]["pointer"] == "/verdicts/1"
    assert judge(world.service, "00000000-0000-8000-8000-000000000000", {"verdict": "confirm", "start": 0, "end": 1}).status == 404
    assert judge(world.service, "x", {"verdict": "confirm", "start": 0, "end": 1}).status == 400
    assert judge(world.service, name).status == 200, "no verdict at all changes nothing"


def test_a_deleted_article_takes_its_verdicts_with_it(world):
    with Service(world.database.create()) as service:
        name = article(service)
        judge(service, name, {"verdict": "reject", **place(SUMMIT, "واشنطن")})
        assert service.ask("DELETE", f"/v1/articles/{name}").status == 204
        assert world.database.sql("SELECT count(*) FROM verdicts", service.url) == "0"
        assert service.get(f"/v1/articles/{name}/verdicts").status == 404
        assert service.get("/v1/verdicts").body == b""


def export(service, **query):
    lines, after = [], None
    while True:
        answer = service.get("/v1/verdicts", **query, **({"after": after} if after else {}))
        assert answer.status == 200 and answer.headers["Content-Type"] == "application/x-ndjson"
        page = [json.loads(line) for line in answer.body.decode().splitlines()]
        if not page:
            return lines
        lines += page
        after = page[-1]["article"]


def test_what_editors_said_is_read_by_the_programs_that_make_the_tagger_better(world):
    with Service(world.database.create()) as service:
        for i, text in enumerate([SUMMIT, CAIRO, ENGLISH, SOUK] * 4):
            name = article(service, text, key=f"{i}", title="لقاء في القاهرة")
            mention = stored(service, name)["annotation"]["entities"][0]["mentions"][0]
            if i % 4 == 3:
                judge(service, name, {"verdict": "add", **place(SOUK, "سوق النحاسين"), "type": "place"}, {"verdict": "add", "field": "title", "start": 8, "end": 15, "entity": "place:cairo"})
            elif i < 12:
                judge(service, name, {"verdict": "confirm", "field": mention["field"], "start": mention["start"], "end": mention["end"]})
        lines = export(service, limit=3)
        assert len({line["article"] for line in lines}) == 13 and len({line["id"] for line in lines}) == len(lines)
        assert all(line["text"][e["start"]:e["end"]] for line in lines for e in line["entities"]) and all(line["verdicts"] for line in lines)
        assert any(e["judged"] and line["text"][e["start"]:e["end"]] == "سوق النحاسين" for line in lines for e in line["entities"])
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory) / "judged.jsonl"
            file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
            done = run("evaluate", str(file))
            assert done.returncode == 0 and "judged" in done.stdout, done.stdout + done.stderr
            weights = pathlib.Path(directory) / "weights.tsv"
            done = run("grammar", "fit", "--own", str(file), "--folds", "0", "-o", str(weights))
            assert done.returncode == 0 and weights.stat().st_size, done.stdout + done.stderr
        assert export(service, source="none") == [] and export(service, since="2999-01-01T00:00:00Z") == []
        assert {line["language"] for line in export(service, language="en")} == {"en"}
        assert service.get("/v1/verdicts", after="x").status == 400
