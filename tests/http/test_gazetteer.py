"""Editors change the gazetteer while services run: entries, merges, the log, and what texts are answered afterwards."""
import concurrent.futures
import json
import subprocess
import tempfile

import harness
from harness import Service, run, until
from test_keys import bearer, create

ENTRIES = "/v1/gazetteer/entries"
KARIM = {"type": "person", "subtype": "politician", "name_ar": "كريم الزرزوري", "name_en": "Karim al-Zarzouri", "country": "LB", "aliases": ["الزرزوري"]}
TEXT = "قال كريم الزرزوري أمس إن اللقاء في بيروت كان مفيدا. وأضاف الزرزوري أن الحوار مستمر."
PATCH = {"Content-Type": "application/merge-patch+json"}


def ids(service, text=TEXT):
    return {entity["id"] for entity in service.post("/v1/annotate", {"text": text}).json["entities"]}


def edited(service, number):
    """Waits until the service has the edit of that number."""
    until(lambda: service.post("/v1/annotate", {"text": "لا أحد"}).json["gazetteer_version"].endswith(f"+{number}"))


def post(service, body=None, **more):
    answer = service.post(ENTRIES, (body or KARIM) | more)
    assert answer.status == 201, answer
    return answer.json


def own(world, **settings):
    return Service(world.database.create(), **settings)


def fault(answer, status, word, pointer=None):
    assert answer.status == status, answer
    text = answer.json["detail"] + " ".join(e["detail"] for e in answer.json.get("errors", []))
    assert word in text, answer
    assert pointer is None or pointer in [e["pointer"] for e in answer.json["errors"]], answer


def test_an_entry_is_made_found_changed_and_deleted(world):
    with own(world) as service:
        base = service.post("/v1/annotate", {"text": TEXT}).json["gazetteer_version"]
        made = post(service)
        assert made["id"] == "person:karim-al-zarzouri" and made["source"] == "added" and made["edit"] == 1 and made["warnings"] == []
        edited(service, 1)
        assert made["id"] in ids(service)
        assert service.post("/v1/annotate", {"text": TEXT}).json["gazetteer_version"] == base + "+1"
        assert service.get("/v1/entities/" + made["id"]).json["names"] == {"ar": KARIM["name_ar"], "en": KARIM["name_en"]}
        changed = service.ask("PATCH", f"{ENTRIES}/{made['id']}", {"name_ar": "كريم الزرزور", "reason": "سهو"}, PATCH)
        assert changed.status == 200 and changed.json["edit"] == 2 and changed.json["aliases"] == made["aliases"], changed
        edited(service, 2)
        assert "كريم الزرزور" in service.get("/v1/entities/" + made["id"]).json["names"]["ar"]
        gone = service.ask("DELETE", f"{ENTRIES}/{made['id']}")
        assert gone.status == 200 and gone.json["source"] == "deleted", gone
        edited(service, 3)
        assert made["id"] not in ids(service)
        fault(service.ask("PATCH", f"{ENTRIES}/{made['id']}", {"note": "x"}, PATCH), 404, "deleted by edit 3")
        assert service.ask("POST", "/v1/gazetteer/log/3/undo").status == 200
        edited(service, 4)
        assert made["id"] in ids(service, "التقى كريم الزرزور الوفد")


def test_an_edit_of_a_shipped_entry_overrides_member_by_member(world):
    with own(world) as service:
        path = ENTRIES + "/person:antony-blinken"
        shipped = service.get(path)
        assert shipped.json["source"] == "base" and shipped.json["edit"] == 0
        answer = service.ask("PATCH", path, {"subtype": "diplomat", "aliases": [a["name"] for a in shipped.json["aliases"]] + ["انطوني بلينكنغ"]}, PATCH)
        assert answer.json["overridden"] == ["subtype", "aliases_added"], answer
        state = world.database.sql("SELECT state FROM gazetteer_edits WHERE id = 'person:antony-blinken'", service.url)
        assert "name_ar" not in state and "Blinken" not in state and "بلينكنغ" in state
        edited(service, 1)
        assert "person:antony-blinken" in ids(service, "صرح انطوني بلينكنغ في واشنطن")
        back = service.ask("PATCH", path, {"subtype": None, "aliases": None}, PATCH).json
        assert back["overridden"] == [] and back["aliases"] == shipped.json["aliases"] and back["source"] == "base"
        same = service.ask("PATCH", path, {"note": shipped.json["note"]}, PATCH)
        assert same.status == 200 and same.json["edit"] == 2, "nothing changed, so it is no edit"
        assert len(service.get("/v1/gazetteer/log").json["data"]) == 2


def test_a_put_needs_the_version_that_it_replaces(world):
    with own(world) as service:
        made = service.post(ENTRIES, KARIM)
        path, tag = ENTRIES + "/" + made.json["id"], made.headers["ETag"]
        fault(service.ask("PUT", path, KARIM), 428, "If-Match")
        first = service.ask("PUT", path, KARIM | {"note": "وزير"}, {"If-Match": tag})
        assert first.status == 200 and first.json["note"] == "وزير", first
        fault(service.ask("PUT", path, KARIM | {"note": "نائب"}, {"If-Match": tag}), 412, "edit 2")
        fault(service.ask("PATCH", path, {"note": "نائب"}, PATCH | {"If-Match": tag}), 412, "edit 2")
        fault(service.ask("DELETE", path, headers={"If-Match": tag}), 412, "edit 2")
        assert service.get(path).headers["ETag"].removeprefix("W/") == first.headers["ETag"].removeprefix("W/")
        assert service.ask("PUT", path, KARIM, {"If-Match": first.headers["ETag"]}).status == 200


def test_two_editors_at_once_do_not_overwrite_each_other(world):
    with own(world) as first, Service(first.url) as second:
        made = first.post(ENTRIES, KARIM)
        path, tag = ENTRIES + "/" + made.json["id"], made.headers["ETag"]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda n: (first, second)[n % 2].ask("PUT", path, KARIM | {"note": f"رقم {n}"}, {"If-Match": tag}), range(8)))
        assert sorted(a.status for a in answers) == [200] + 7 * [412], answers
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            edits = list(pool.map(lambda n: (first, second)[n % 2].post(ENTRIES, KARIM | {"name_en": f"Editor {n}", "name_ar": f"محرر رقم {n}", "aliases": []}).json["edit"], range(8)))
        assert sorted(edits) == list(range(3, 11)), "numbers have no gaps"
        for service in (first, second):
            edited(service, 10)


WRONG = [("a country that is none", {"country": "XX"}, "/country"), ("a type that is none", {"type": "animal"}, "/type"),
         ("a Wikidata id that is none", {"wikidata": "42"}, "/wikidata"), ("an Arabic name in Latin letters", {"name_ar": "Karim"}, "/name_ar"),
         ("an English name in Arabic letters", {"name_en": "كريم"}, "/name_en"), ("no name", {"name_en": "", "name_ar": "", "id": "person:nobody"}, "/name_en"),
         ("an alias of two letters", {"aliases": ["اب"]}, "/aliases/0"), ("an alias that is no string", {"aliases": [7]}, "/aliases/0"),
         ("an alias of an unknown language", {"aliases": [{"name": "Karim", "language": "fr"}]}, "/aliases/0"), ("an alias with a bar", {"aliases": ["كريم|حداد"]}, "/aliases/0"),
         ("a prior that is too high", {"prior": 300}, "/prior"), ("an id of another type", {"id": "place:karim"}, "/id"), ("an id that is none", {"id": "karim"}, "/id"),
         ("a subtype of two words", {"subtype": "Prime Minister"}, "/subtype"), ("a link that is none", {"links": ["example"]}, "/links/0"),
         ("a name that is too long", {"name_en": "K" * 257}, "/name_en"), ("a field that there is none of", {"nmae": "x"}, "/nmae"), ("no type", {"type": None}, "/type")]


def test_what_an_entry_may_not_be_is_refused_with_a_pointer(world, reason, change, pointer):
    answer = world.service.post(ENTRIES, KARIM | change)
    assert answer.status == 422 and pointer in [e["pointer"] for e in answer.json["errors"]], answer
    assert world.service.get("/v1/gazetteer/log").json["data"] == [], "nothing was stored"


test_what_an_entry_may_not_be_is_refused_with_a_pointer.rows = WRONG


def test_warnings_come_back_with_an_edit(world):
    with own(world) as service:
        made = post(service, name_ar="", aliases=["بيروت", "قال", "Karim  Zarzouri"])
        assert {w["rule"] for w in made["warnings"]} >= {"name-missing", "function-word", "blanks"}, made
        place = post(service, {"type": "place", "name_ar": "حي الزرزور", "name_en": "Zarzour Quarter", "country": "LB", "aliases": ["بيروت"]})
        assert [w for w in place["warnings"] if w["rule"] == "claimed" and "beirut" in w["detail"]], place
        fault(service.post(ENTRIES, {"type": "person", "name_ar": "كريم الزرزوري", "name_en": "Karim Two", "wikidata": "Q42", "id": made["id"]}), 409, "already")


def test_a_merged_entity_leads_to_the_one_that_took_its_place(world):
    with own(world) as service:
        one, two = post(service), post(service, name_en="Kareem Zarzuri", name_ar="كريم الزرزورى الثاني", aliases=["كرم الزرزوري"])
        merged = service.post("/v1/gazetteer/merge", {"from": one["id"], "into": two["id"], "reason": "واحد"})
        assert merged.status == 200 and merged.json["edit"] == 3 and merged.json["entry"]["merged"] == [one["id"]], merged
        assert merged.json["direction"].startswith("Karim al-Zarzouri (person:karim-al-zarzouri) is now Kareem Zarzuri")
        edited(service, 3)
        assert ids(service) >= {two["id"]} and one["id"] not in ids(service)
        for path in (ENTRIES + "/", "/v1/entities/"):
            moved = service.get(path + one["id"])
            assert moved.status == 308 and moved.headers["Location"].endswith(path + two["id"]), moved
        for rest in ("articles", "related", "timeline"):
            moved = service.get(f"/v1/entities/{one['id']}/{rest}")
            assert moved.status == 308 and moved.headers["Location"].endswith(f"/v1/entities/{two['id']}/{rest}"), moved
        assert service.post("/v1/articles", {"text": TEXT, "source": "wire"}).status == 201
        assert len(service.get("/v1/articles", entity=one["id"]).json["data"]) == 1, "the old id is followed in filters, too"
        fault(service.post("/v1/gazetteer/merge", {"from": two["id"], "into": one["id"]}), 409, "was merged into", "/into")
        fault(service.post("/v1/gazetteer/merge", {"from": one["id"], "into": "place:cairo"}), 409, "was merged into", "/from")
        fault(service.ask("PATCH", f"{ENTRIES}/{one['id']}", {"note": "x"}, PATCH), 409, two["id"])
        three = post(service, name_en="Third Zarzouri", name_ar="ثالث الزرزوري", aliases=[])
        assert service.post("/v1/gazetteer/merge", {"from": two["id"], "into": three["id"]}).status == 200
        edited(service, 5)
        assert ids(service) >= {three["id"]} and service.get("/v1/entities/" + one["id"]).headers["Location"].endswith(three["id"])
        assert service.get(f"{ENTRIES}/{three['id']}").json["merged"] == sorted([one["id"], two["id"]])
        assert service.ask("POST", "/v1/gazetteer/log/5/undo").status == 200
        edited(service, 6)
        assert two["id"] in ids(service) and service.get("/v1/entities/" + one["id"]).headers["Location"].endswith(two["id"])


def test_undoing_makes_no_circle_of_merges_and_forgets_no_later_edit(world):
    with own(world) as service:
        one, two = post(service)["id"], post(service, name_en="Kareem Zarzuri", name_ar="كرم الزرزوري", aliases=[])["id"]
        merge = lambda source, into: service.post("/v1/gazetteer/merge", {"from": source, "into": into})  # noqa: E731
        undo = lambda edit: service.ask("POST", f"/v1/gazetteer/log/{edit}/undo")  # noqa: E731
        assert merge(one, two).json["edit"] == 3
        assert undo(3).json["undoes"] == 3
        fault(undo(3), 409, "undone already, by edit 4")
        assert merge(two, one).json["edit"] == 5
        fault(undo(4), 409, "lead to each other")
        fault(undo(2), 409, "by edit 5")
        assert undo(5).status == 200 and undo(4).status == 200
        assert service.get(f"{ENTRIES}/{one}").status == 308
        fault(undo(99), 404, "no edit")
        assert undo("x").status == 400
        edited(service, 7)
        assert ids(service) >= {two}


def test_entries_that_are_different_are_not_merged(world):
    with own(world) as service:
        one, two = post(service)["id"], post(service, name_en="Kareem Zarzuri", name_ar="كرم الزرزوري", aliases=[])["id"]
        fault(service.post("/v1/gazetteer/different", {"a": one, "b": one}), 422, "one and the same", "/b")
        assert service.post("/v1/gazetteer/different", {"a": one, "b": two}).json["edit"] == 3
        assert service.post("/v1/gazetteer/different", {"a": two, "b": one}).json["edit"] == 3, "it is noted already"
        fault(service.post("/v1/gazetteer/merge", {"from": one, "into": two}), 409, "different")
        assert service.ask("POST", "/v1/gazetteer/log/3/undo").status == 200
        assert service.post("/v1/gazetteer/merge", {"from": one, "into": two}).status == 200
        fault(service.post("/v1/gazetteer/merge", {"from": "person:nobody-at-all", "into": two}), 422, "Neither", "/from")
        fault(service.post("/v1/gazetteer/merge", {"from": two, "into": "person:nobody-at-all"}), 422, "no entry", "/into")
        fault(service.post("/v1/gazetteer/merge", {"from": two, "into": two}), 422, "one and the same", "/into")


def test_an_entry_is_split(world):
    with own(world) as service:
        made = post(service, aliases=["الزرزوري", "كريم زرزوري"])
        split = service.post("/v1/gazetteer/split", {"entity": made["id"], "names": ["كريم زرزوري"], "into": "person:karim-zarzouri-singer"})
        assert split.status == 200 and split.json["into"]["name_ar"] == "كريم زرزوري", split
        assert [a["name"] for a in split.json["entry"]["aliases"]] == ["الزرزوري"]
        edited(service, 2)
        assert "person:karim-zarzouri-singer" in ids(service, "غنى كريم زرزوري في الحفل")
        fault(service.post("/v1/gazetteer/merge", {"from": "person:karim-zarzouri-singer", "into": made["id"]}), 409, "different")
        fault(service.post("/v1/gazetteer/split", {"entity": made["id"], "names": ["لا أحد"]}), 422, "no such alias", "/names/0")
        fault(service.post("/v1/gazetteer/split", {"entity": made["id"], "names": [KARIM["name_ar"]]}), 422, "main name", "/names/0")
        assert service.ask("POST", "/v1/gazetteer/log/2/undo").status == 200
        edited(service, 3)
        assert made["id"] in ids(service, "غنى كريم زرزوري في الحفل")
        assert service.get(f"{ENTRIES}/person:karim-zarzouri-singer").status == 404


def test_a_machine_made_entity_is_merged_into_an_entry(world):
    with own(world) as service:
        text = "قال الشيخ منصور الدلو في بيان إن الاجتماع كان مفيدا."
        article = service.post("/v1/articles", {"text": text, "source": "wire"}).json
        [unlisted] = [e["id"] for e in article["annotation"]["entities"] if e["id"].startswith("name:person")]
        made = post(service)
        assert service.post("/v1/gazetteer/merge", {"from": unlisted, "into": made["id"]}).status == 200
        edited(service, 2)
        assert made["id"] in ids(service, text) and unlisted not in ids(service, text)


def test_entries_are_listed(world):
    with own(world) as service:
        made = post(service)
        service.ask("PATCH", f"{ENTRIES}/person:antony-blinken", {"subtype": "diplomat"}, PATCH)
        service.ask("DELETE", f"{ENTRIES}/place:cairo")
        edited(service, 3)
        one = lambda **query: [entry["id"] for entry in service.get(ENTRIES, **query).json["data"]]  # noqa: E731
        assert one(source="added") == [made["id"]] and one(source="edited") == ["person:antony-blinken"] and one(source="deleted") == ["place:cairo"]
        assert one(q="زرزوري") == [made["id"]] and one(q="blinken", source="edited") == ["person:antony-blinken"] and one(q="الزرزوري", type="place") == []
        assert one(changed_since=1) == ["person:antony-blinken", "place:cairo"] and one(changed_since="2099-01-01") == []
        assert "person:antony-blinken" in one(q="بلينكن", type="person") and one(q="القاهرة") != ["place:cairo"]
        pages, cursor = [], None
        while cursor is not None or not pages:
            page = service.get(ENTRIES, **({"q": "beirut", "limit": 1} | ({"cursor": cursor} if cursor else {}))).json
            pages, cursor = pages + page["data"], page["next_cursor"]
        assert len(pages) > 1 and sorted(p["id"] for p in pages) == [p["id"] for p in pages] and len({p["id"] for p in pages}) == len(pages)


def test_the_log_says_who_changed_what_and_keys_of_writers_may_not(world):
    with own(world, auth="keys") as service:
        writer, editor = create(service.url, "write", "كاتب"), create(service.url, "editor", "محررة")
        assert service.ask("POST", ENTRIES, KARIM, bearer(writer)).status == 403
        assert service.ask("GET", "/v1/gazetteer/log", headers=bearer(writer)).status == 403
        assert service.ask("GET", ENTRIES + "/place:cairo", headers=bearer(writer)).status == 200
        made = service.ask("POST", ENTRIES, KARIM | {"reason": "وزير جديد"}, bearer(editor)).json
        service.ask("PATCH", f"{ENTRIES}/{made['id']}", {"country": "SY"}, bearer(editor))
        rows = service.ask("GET", "/v1/gazetteer/log?entity=" + made["id"], headers=bearer(editor)).json["data"]
        assert [(r["edit"], r["action"], r["made_by"], r["reason"]) for r in rows] == [(2, "change", "محررة", None), (1, "create", "محررة", "وزير جديد")]
        assert rows[0]["before"]["entry " + made["id"]]["country"] == "LB" and rows[0]["after"]["entry " + made["id"]]["country"] == "SY"
        assert service.ask("GET", "/v1/gazetteer/log?by=x", headers=bearer(editor)).json["data"] == []
        first = service.ask("GET", "/v1/gazetteer/log?limit=1", headers=bearer(editor)).json
        second = service.ask("GET", "/v1/gazetteer/log?limit=1&cursor=" + first["next_cursor"], headers=bearer(editor)).json
        assert [first["data"][0]["edit"], second["data"][0]["edit"], second["next_cursor"]] == [2, 1, None]


def test_all_replicas_and_new_ones_see_an_edit_and_versions_only_grow(world):
    with own(world) as first, Service(first.url) as second:
        seen, stop = [], []

        def watch(service):
            while not stop:
                answer = service.post("/v1/annotate", {"text": TEXT})
                assert answer.status == 200, answer
                seen.append((service, int(answer.json["gazetteer_version"].partition("+")[2] or 0)))

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            watchers = [pool.submit(watch, service) for service in (first, second)]
            path = ENTRIES + "/" + post(first)["id"]
            for n in range(2, 20):
                assert (first, second)[n % 2].ask("PATCH", path, {"note": f"رقم {n}"}, PATCH).json["edit"] == n
            for service in (first, second):
                edited(service, 19)
            stop.append(True)
            [w.result() for w in watchers]
        for service in (first, second):
            numbers = [n for s, n in seen if s is service]
            assert numbers == sorted(numbers) and numbers[-1] > 0
        with Service(first.url) as third:
            assert ids(third) == ids(first), "it has all edits before it is ready"
            assert third.post("/v1/annotate", {"text": TEXT}).json["gazetteer_version"].endswith("+19")
            metrics = third.get("/metrics").body.decode()
            assert "alam_gazetteer_edit 19" in metrics and "alam_gazetteer_edit_age_seconds 0" in metrics


def test_edits_wait_out_a_database_that_goes_away(world):
    database = harness.Database()
    try:
        url = database.create()
        with Service(url) as service:
            made = post(service)
            edited(service, 1)
            database.stop()
            assert service.post(ENTRIES, KARIM).status == 503 and made["id"] in ids(service), "the view stays"
            database.start()
            answer = until(lambda: (lambda a: a if a.status == 200 else None)(service.ask("PATCH", f"{ENTRIES}/{made['id']}", {"name_ar": "كريم الزرزور"}, PATCH)))
            assert answer.json["edit"] == 2, "an edit that failed took no number"
            edited(service, 2)
    finally:
        database.close()


def test_a_change_that_nobody_was_told_of_is_seen_all_the_same(world):
    with own(world) as service:
        made = post(service)
        edited(service, 1)
        world.database.sql(f"BEGIN; UPDATE gazetteer_state SET edit = 2; UPDATE gazetteer_edits SET edit = 2, state = NULL WHERE id = '{made['id']}'; COMMIT", service.url)
        edited(service, 2)
        assert made["id"] not in ids(service)


def test_an_edit_that_this_base_cannot_take_holds_no_other_one_back(world):
    with own(world) as service:
        world.database.sql("BEGIN; UPDATE gazetteer_state SET edit = 1; INSERT INTO gazetteer_edits (kind, id, edit, state) VALUES"
                           " ('entry', 'person:broken', 1, '{\"type\": \"person\", \"name_en\": \"!\"}'), ('entry', 'person:odd', 1, '[1]'); COMMIT", service.url)
        made = post(service)
        edited(service, 2)
        assert made["id"] in ids(service)
        until(lambda: [line for line in service.lines if "edit-refused" in line])


def test_alam_tag_takes_the_edits_of_a_database(world):
    with own(world) as service, tempfile.NamedTemporaryFile("w") as file:
        made = post(service)
        exported = run("gazetteer", "export-edits", url=service.url)
        assert exported.returncode == 0 and exported.stdout.startswith("edits\t1\n"), exported
        file.write(exported.stdout)
        file.flush()
        line = json.dumps({"id": 1, "text": TEXT}, ensure_ascii=False)
        tag = lambda *words: subprocess.run([harness.ALAM, "tag", "--gazetteer", harness.GAZETTEER, *words], input=line, capture_output=True, text=True, check=False)  # noqa: E731
        answer = json.loads(tag("--edits", file.name).stdout)
        assert made["id"] in {e["id"] for e in answer["entities"]} and answer["gazetteer_version"].endswith("+1")
        assert made["id"] not in tag().stdout
        assert tag("--edits", "/dev/null").returncode == 1 and "empty" in tag("--edits", "/dev/null").stderr
