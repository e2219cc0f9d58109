"""What a newsroom asks of its archive: full text, search by misspelt names, related, timeline, trends, similar; what deleting
leaves; export, prune."""
import concurrent.futures
import datetime
import json

from harness import Service, run, until
from texts import NOBODY

# Five reports of one story, none copied from another, and other news with the same names in other company.
STORY = [
    "توصلت قطر ومصر إلى اتفاق على إرسال وفد إلى أنقرة، وقال وزير الخارجية التركي هاكان فيدان إن أنطونيو غوتيريش سيحضر.",
    "قالت الأمم المتحدة إن أنطونيو غوتيريش سيصل إلى أنقرة حيث يستقبله هاكان فيدان بحضور وفد من قطر.",
    "في أنقرة يبدأ غدا لقاء يجمع هاكان فيدان وأنطونيو غوتيريش، وتشارك فيه مصر.",
    "Antonio Guterres will meet Hakan Fidan in Ankara, the United Nations said; Egypt and Qatar send delegations.",
    "وصف هاكان فيدان لقاءه المرتقب في أنقرة مع أنطونيو غوتيريش بأنه فرصة، ورحبت قطر ومصر بذلك.",
]
OTHER = [
    "خسر المنتخب المصري في القاهرة أمام المنتخب الأردني.",
    "وقع وزير الطاقة في قطر عقدا مع شركة توتال.",
    "هطلت أمطار غزيرة على أنقرة وإسطنبول.",
    "عقدت الأمم المتحدة اجتماعا في جنيف عن المناخ.",
    "Qatar Airways opens a route from Doha to London.",
    "افتتحت مصر متحفا جديدا في الإسكندرية.",
    "قال الرئيس الفرنسي إيمانويل ماكرون في باريس إن أوروبا تحتاج إلى إصلاح.",
    "أعلنت الإمارات والسعودية مشروعا مشتركا في دبي.",
    "التقى وفد بالإمارات مسؤولين وللإمارات دور في ذلك.",
]
WIRE = ("قالت مصادر في الشرطة إن حريقا كبيرا اندلع فجر اليوم في مستودع للأخشاب عند أطراف مدينة الزرقاء الأردنية وامتد إلى مبان "
        "مجاورة قبل أن تتمكن فرق الدفاع المدني من السيطرة عليه بعد أربع ساعات دون وقوع إصابات تذكر بين السكان والعمال")


def post(service, text, **more):
    answer = service.post("/v1/articles", {"text": text, **more})
    assert answer.status == 201, answer
    return answer.json["id"]


def archive(world):
    if not hasattr(world, "mixed"):
        world.mixed = world.serve(world.database.create())
        world.mixed.others = [post(world.mixed, text, source="other", external_id=str(i), published_at=f"2026-03-0{1 + i % 7}T10:00:00Z")
                              for i, text in enumerate(OTHER)]
        world.mixed.story = [post(world.mixed, text, source="story", external_id=str(i), published_at=f"2026-03-03T0{i}:00:00Z")
                             for i, text in enumerate(STORY)]
        world.mixed.wire = post(world.mixed, WIRE, source="agency", published_at="2026-03-04T00:00:00Z")
        world.mixed.copy = post(world.mixed, "عمان - " + WIRE + " وفق وكالات.", source="paper", published_at="2026-03-05T00:00:00Z")
    return world.mixed


def test_full_text_finds_a_word_however_it_is_spelled(world, query, expected):
    found = archive(world).get("/v1/articles", q=query, limit=100).json["data"]
    texts = {i: text for i, text in zip(archive(world).others + archive(world).story, OTHER + STORY)}
    assert sum(expected in texts.get(a["id"], "") for a in found) == len(found) > 0, found


test_full_text_finds_a_word_however_it_is_spelled.rows = [
    ("الامارات", "إمارات"), ("الإمارات", "إمارات"), ("امارات", "إمارات"), ("بالإمارات", "إمارات"), ("للامارات", "إمارات"),
    ("الْإِمَارَات", "إمارات"), ("route LONDON", "London"), ("قطر", "قطر"), ("غوتيريش أنقرة", "أنقرة")]


def test_full_text_finds_every_article_with_the_word(world):
    assert len(archive(world).get("/v1/articles", q="الامارات").json["data"]) == 2
    assert len(archive(world).get("/v1/articles", q="فيدان").json["data"]) == 4
    assert archive(world).get("/v1/articles", q="فيدان متحفا").json["data"] == [], "all words must be there"


def test_filters_are_combined(world):
    def ids(**query):
        return [a["id"] for a in archive(world).get("/v1/articles", **query).json["data"]]
    story = archive(world).story
    assert set(ids(entity="person:antonio-guterres,iso:QA")) <= set(story) and len(ids(entity="person:antonio-guterres,iso:QA")) >= 2
    assert ids(entity="person:antonio-guterres", language="en") == [story[3]]
    assert ids(entity="person:antonio-guterres", q="delegations", source="story") == [story[3]]
    assert ids(entity="person:antonio-guterres", to="2026-03-03T01:00:00Z") == [story[0]]
    assert ids(entity="person:antonio-guterres,person:emmanuel-macron") == []


def test_a_misspelt_name_is_found_after_the_well_spelt(world, query, expected):
    found = [e["id"] for e in archive(world).get("/v1/entities", q=query).json["data"]]
    assert expected in found, found


test_a_misspelt_name_is_found_after_the_well_spelt.rows = [
    ("guteres", "person:antonio-guterres"), ("Antnio Guterres", "person:antonio-guterres"), ("macrn emmanuel", "person:emmanuel-macron"),
    ("غوتيرش", "person:antonio-guterres"), ("هكان فيدان", "person:hakan-fidan"), ("ماكرن", "person:emmanuel-macron")]


def test_a_prefix_completes(world):
    found = [e["id"] for e in archive(world).get("/v1/entities", q="غوت").json["data"]]
    assert found[0] == "person:antonio-guterres", found
    assert "person:antonio-guterres" in [e["id"] for e in archive(world).get("/v1/entities", q="gut").json["data"]]


def test_related_entities_are_those_met_more_often_than_by_chance(world):
    answer = archive(world).get("/v1/entities/person:antonio-guterres/related").json
    assert answer["articles"] == 5
    related = {e["id"]: e for e in answer["data"]}
    assert related["person:hakan-fidan"]["articles"] >= 4
    assert related["person:hakan-fidan"]["score"] > related.get("iso:QA", {"score": 0})["score"], "Qatar is in other news too"
    assert related["person:hakan-fidan"]["npmi"] > 0.5
    assert all(e["articles"] >= 2 for e in answer["data"])
    people = archive(world).get("/v1/entities/person:antonio-guterres/related", type="person").json["data"]
    assert {e["type"] for e in people} == {"person"}


def counts(service, **query):
    answer = service.get("/v1/entities/person:antonio-guterres/timeline", **query)
    assert answer.status == 200, answer
    return [(point["start"], point["articles"]) for point in answer.json["data"]]


def test_a_timeline_counts_by_interval_with_zeros(world):
    range_ = {"from": "2026-03-01T00:00:00Z", "to": "2026-03-06T00:00:00Z"}
    assert counts(archive(world), interval="day", **range_) == [
        (f"2026-03-0{day}T00:00:00Z", 5 if day == 3 else 0) for day in (1, 2, 3, 4, 5)]
    assert counts(archive(world), interval="hour", **{"from": "2026-03-02T23:00:00Z", "to": "2026-03-03T06:00:00Z"}) == [
        ("2026-03-02T23:00:00Z", 0)] + [(f"2026-03-03T0{hour}:00:00Z", hour < 5) for hour in range(6)]
    assert counts(archive(world), interval="month", **{"from": "2026-01-15T00:00:00Z", "to": "2026-03-06T00:00:00Z"}) == [
        ("2026-01-01T00:00:00Z", 0), ("2026-02-01T00:00:00Z", 0), ("2026-03-01T00:00:00Z", 5)]
    assert counts(archive(world), interval="week", **range_)[-1] == ("2026-03-02T00:00:00Z", 5), "weeks begin on Monday"


def test_days_begin_where_the_time_zone_says(world):
    """Articles at 0, 1, 2, 3 and 4 o'clock UTC."""
    range_ = {"from": "2026-03-02T12:00:00Z", "to": "2026-03-03T12:00:00Z", "interval": "day"}
    assert counts(archive(world), tz="Asia/Riyadh", **range_) == [("2026-03-01T21:00:00Z", 0), ("2026-03-02T21:00:00Z", 5)]
    assert [n for _, n in counts(archive(world), tz="America/Los_Angeles", **range_)] == [5, 0]
    assert [n for _, n in counts(archive(world), tz="Atlantic/Azores", **range_)] == [1, 4]
    assert [n for _, n in counts(archive(world), tz="America/St_Johns", **range_)] == [4, 1], "half an hour off"


def test_a_day_on_which_the_clock_changes_is_one_day(world):
    points = counts(archive(world), interval="day", tz="Africa/Cairo", **{"from": "2026-04-22T12:00:00Z", "to": "2026-04-26T12:00:00Z"})
    starts = [datetime.datetime.fromisoformat(start) for start, _ in points]
    assert [(b - a).total_seconds() / 3600 for a, b in zip(starts, starts[1:])] == [24, 24, 23, 24], points


def test_similar_names_the_other_four_before_anything_else(world, number):
    answer = archive(world).get(f"/v1/articles/{archive(world).story[number]}/similar").json["data"]
    others = set(archive(world).story) - {archive(world).story[number]}
    assert {s["article"]["id"] for s in answer[:4]} == others, [(s["article"]["external_id"], s["score"]) for s in answer]
    assert all(s["relation"] == "same-story" and "person:hakan-fidan" in s["shared_entities"] for s in answer[:4])
    assert [s["score"] for s in answer] == sorted((s["score"] for s in answer), reverse=True)


test_similar_names_the_other_four_before_anything_else.rows = [(i,) for i in range(5)]


def test_a_wire_copy_is_a_near_duplicate(world):
    first = archive(world).get(f"/v1/articles/{archive(world).copy}/similar").json["data"][0]
    assert first["article"]["id"] == archive(world).wire and first["relation"] == "near-duplicate" and first["text_similarity"] > 0.6


def test_similar_of_no_article_is_404(world):
    assert archive(world).get("/v1/articles/00000000-0000-8000-8000-000000000000/similar").status == 404


def at(days, minutes=0):
    time = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days, minutes=minutes)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_trends_name_what_rises_and_not_what_is_always_there(world):
    with Service(world.database.create()) as service:
        for day in range(1, 25):
            for i in range(4):
                post(service, "زار وفد مصر.", source="daily", external_id=f"{day}-{i}", published_at=at(day, i))
        for i in range(6):
            post(service, "زار إيمانويل ماكرون مصر.", source="now", external_id=str(i), published_at=at(0, 5 + i))
        post(service, "زار هاكان فيدان مصر مرة.", source="now", external_id="once", published_at=at(0, 5))
        for _ in range(2): # what waits and what is folded count alike
            answer = service.get("/v1/trends", window="24h").json
            assert [e["id"] for e in answer["data"]][:1] == ["person:emmanuel-macron"], answer
            assert "iso:EG" not in [e["id"] for e in answer["data"]] and "person:hakan-fidan" not in [e["id"] for e in answer["data"]]
            macron = answer["data"][0]
            assert macron["articles"] == 6 and macron["baseline_articles"] == 0 and macron["expected"] == 0 and macron["score"] > 6.63
            until(lambda: service.metric("alam_rollup_events_total") >= 96 + 7)
        assert service.get("/v1/trends", type="place").json["data"] == []


def card(service, entity):
    answer = service.get(f"/v1/entities/{entity}")
    return (answer.json["articles"], answer.json["mentions"], answer.json["first_seen"], answer.json["last_seen"]) if answer.status == 200 else None


def test_deleting_takes_back_every_count_folded_or_not(world):
    with Service(world.database.create()) as service:
        ids = [post(service, "زار إيمانويل ماكرون مصر، ومصر رحبت.", source="s", external_id=str(day), published_at=f"2026-03-0{day}T00:00:00Z")
               for day in (1, 2, 3)]
        assert card(service, "iso:EG") == (3, 6, "2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z")
        until(lambda: service.metric("alam_rollup_events_total") == 3)
        assert card(service, "iso:EG") == (3, 6, "2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z")
        for left, (article, expected) in enumerate(zip(reversed(ids), [(2, 4, "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"),
                                                                      (1, 2, "2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z"),
                                                                      (0, 0, None, None)])):
            assert service.ask("DELETE", f"/v1/articles/{article}").status == 204
            assert card(service, "iso:EG") == expected
            folded = 3 + 2 * (left + 1)
            until(lambda: service.metric("alam_rollup_events_total") == folded)
            assert card(service, "iso:EG") == expected
            shown = {e["id"]: e["articles"] for e in service.get("/v1/entities").json["data"]}
            assert shown.get("iso:EG", 0) == expected[0]
        for table in ("article_entities", "articles", "rollup_queue", "entity_hours WHERE articles <> 0", "entity_days WHERE articles <> 0"):
            assert world.database.sql(f"SELECT count(*) FROM {table}", service.url) == "0", table


def test_names_of_nobody_are_forgotten_after_an_hour(world):
    with Service(world.database.create()) as service:
        article = post(service, "زار إيمانويل ماكرون مصر.")
        service.ask("DELETE", f"/v1/articles/{article}")
        until(lambda: service.metric("alam_rollup_events_total") == 3)
        world.database.sql("UPDATE entity_counts SET changed_at = now() - interval '61 minutes'", service.url)
        until(lambda: world.database.sql("SELECT count(*) FROM entity_names", service.url) == "0")
        assert world.database.sql("SELECT count(*) FROM entities", service.url) == "0"


def test_pruning_removes_what_is_older(world):
    with Service(world.database.create()) as service:
        for day in (1, 2, 3, 4):
            post(service, "زار إيمانويل ماكرون مصر.", source="s", external_id=str(day), published_at=f"2026-03-0{day}T00:00:00Z")
        assert run("prune", url=service.url).returncode == 2 and run("prune", "--before", "soon", url=service.url).returncode == 2
        done = run("prune", "--before", "2026-03-03T00:00:00Z", url=service.url)
        assert done.returncode == 0 and done.stdout == "deleted 2 articles\n", done
        assert [a["external_id"] for a in service.get("/v1/articles").json["data"]] == ["4", "3"]
        assert card(service, "iso:EG")[0] == 2
        assert run("prune", "--before", "2026-03-03T00:00:00Z", url=service.url).stdout == "deleted 0 articles\n"


def test_an_export_loads_back(world):
    lines = run("export", url=archive(world).url).stdout.splitlines()
    assert len(lines) == len(STORY) + len(OTHER) + 2
    with Service(world.database.create()) as service:
        for line in lines:
            assert service.post("/v1/articles", json.loads(line)).status == 201
        assert run("export", url=service.url).stdout.splitlines() == lines


def test_an_export_goes_on_where_it_was_cut(world):
    whole = run("export", "--format", "tag", url=archive(world).url).stdout.splitlines()
    ids = [json.loads(line)["id"] for line in whole]
    assert ids == sorted(ids)
    assert run("export", "--format", "tag", "--after", ids[4], url=archive(world).url).stdout.splitlines() == whole[5:]
    tagged = run("tag", stdin="\n".join(whole) + "\n").stdout.splitlines()
    assert [json.loads(line)["id"] for line in tagged] == ids


def test_articles_of_an_older_schema_are_read_anew_by_migrate(world):
    with Service(world.database.create()) as service:
        post(service, WIRE)
        world.database.sql("UPDATE articles SET words = NULL, minhash = NULL, bands = NULL", service.url)
        assert service.get("/v1/articles", q="للأخشاب").json["data"] == []
        assert "read 1 articles anew" in run("migrate", url=service.url).stdout
        assert len(service.get("/v1/articles", q="للأخشاب").json["data"]) == 1


def test_a_cursor_is_right_while_many_write(world):
    with Service(world.database.create()) as service, concurrent.futures.ThreadPoolExecutor(4) as pool:
        old = [post(service, NOBODY, source="old", external_id=str(i)) for i in range(30)]
        writing = [pool.submit(post, service, NOBODY, source="new", external_id=str(i)) for i in range(60)]
        seen, cursor = [], None
        while True:
            page = service.get("/v1/articles", limit=7, source="old", **({"cursor": cursor} if cursor else {})).json
            seen += [a["id"] for a in page["data"]]
            cursor = page["next_cursor"]
            if not cursor:
                break
        for done in writing:
            done.result()
        assert seen == old[::-1]
