"""Stored articles are tagged anew when the gazetteer is another one: nothing is lost, nothing is counted twice."""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import subprocess
import tempfile

import harness
from harness import ROOT, Service, run, until
from test_changes import drain
from test_revisions import WRONG
from test_verdicts import judge, place
from texts import ENGLISH, NOBODY, SUMMIT

OLD, NEW = "2026-01-01.9", "2026-01-01.10+3"
SALMA = "قالت سلمى الطرابلسي في تونس إن المعرض سيفتح أبوابه غدا. وشكرت الطرابلسي الزوار."
ROW = "id\ttype\tsubtype\ten\tar\taliases_en\taliases_ar\tcountry\twikidata\tnote\n" \
      "person:salma-tarabulsi\tperson\tartist\tSalma Tarabulsi\tسلمى الطرابلسي\t\t\tTN\t\ta made-up painter\n"
images = {}


def image(version):
    """A gazetteer of few sources; the new one has one person more. Made once for each process of tests."""
    if not images:
        directory = pathlib.Path(tempfile.mkdtemp(prefix="alam-images-"))
        (directory / "own.tsv").write_text(ROW)
        data = ROOT / "nlp/data"
        sources = [str(path) for pattern in ("grammar-*", "lexicon-*", "people-usa*", "people-israel*") for path in sorted(data.glob(pattern + ".tsv"))]
        for name, more in ((OLD, []), (NEW, [str(directory / "own.tsv")])):
            images[name] = str(directory / f"{name}.img")
            done = run("gazetteer", "build", "-o", images[name], "--version", name, *sources, *more)
            assert done.returncode == 0, done.stderr
    return images[version]


def fill(service, count, text=SALMA):
    lines = "".join(json.dumps({"text": f"{text} {i}", "source": f"s{i % 2}", "external_id": str(i), "published_at": f"2026-02-{i % 28 + 1:02}T00:00:00Z"},
                               ensure_ascii=False) + "\n" for i in range(count))
    answer = service.ask("POST", "/v1/articles", lines.encode(), {"Content-Type": "application/x-ndjson"})
    results = [json.loads(line) for line in answer.decoded.decode().splitlines()]
    assert results[-1]["stored"] == count, results[-1]
    return [result["article"]["id"] for result in results[:-1]]


def archive(world, count, text=SALMA, **settings):
    """The address of a database whose articles were tagged with the old gazetteer, and their ids."""
    url = world.database.create()
    with Service(url, gazetteer=image(OLD), retag="off", **settings) as service:
        names = fill(service, count, text)
        until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", url) == "0")
    return url, names


def ask(service, **body):
    answer = service.post("/v1/retag", body)
    assert answer.status == 202, answer
    assert answer.headers["Location"] == "/v1/retag/" + answer.json["id"]
    return answer.json["id"]


def ended(service, name):
    return until(lambda: (job := service.get("/v1/retag/" + name).json)["finished_at"] and job)


def whole(world, url):
    until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", url) == "0")
    for query in WRONG:
        assert world.database.sql(query, url) == "", query


def salma(service):
    return service.get("/v1/articles", entity="person:salma-tarabulsi", limit=100).json["data"]


def test_a_new_gazetteer_reaches_stored_articles_and_verdicts_stay(world):
    url, names = archive(world, 40)
    with Service(url, gazetteer=image(NEW)) as service:
        hook = service.post("/v1/subscriptions", {"url": "https://hooks.example/x", "entities": ["person:salma-tarabulsi"]}).json["id"]
        service.ask("POST", f"/v1/subscriptions/{hook}/pause")
        assert salma(service) == [] and len(service.get("/v1/articles", gazetteer_before=NEW, limit=100).json["data"]) == 40
        verdict = {"verdict": "reject", **place(SALMA, "سلمى الطرابلسي")}
        assert judge(service, names[3], verdict).status == 200
        waiting = service.get(f"/v1/subscriptions/{hook}").json["waiting"]
        before = {name: service.get(f"/v1/articles/{name}").headers["ETag"] for name in names[:2]}
        assert service.post("/v1/retag", {"gazetteer_before": NEW, "dry_run": True}).json == {"articles": 39, "dry_run": True}
        job = ended(service, ask(service, gazetteer_before=NEW))
        assert job["state"] == "done" and job["gazetteer_version"] == NEW
        assert job["articles"] == {"expected": 39, "done": 39, "changed": 39, "skipped": 0} and job["entities"] == {"gained": 39, "lost": 39}, job
        assert len(salma(service)) == 39 and {article["gazetteer_version"] for article in salma(service)} == {NEW}
        rejected = service.get(f"/v1/articles/{names[3]}").json
        assert "سلمى الطرابلسي" not in {m["text"] for e in rejected["annotation"]["entities"] for m in e["mentions"]} and rejected["annotation"]["gazetteer_version"] == NEW
        assert all(service.get(f"/v1/articles/{name}").headers["ETag"] != tag for name, tag in before.items())
        assert service.get(f"/v1/subscriptions/{hook}").json["waiting"] == waiting, "subscriptions are told nothing"
        assert service.get("/v1/articles", gazetteer_before=NEW).json["data"] == [] and len(service.get("/v1/articles", gazetteer_version=NEW, limit=100).json["data"]) == 40
        assert service.get("/v1/entities/person:salma-tarabulsi").json["articles"] == 39
        whole(world, url)
        changes = until(lambda: (seen := drain(service)[0]) and len(seen) >= 80 and seen)
        assert [change["change"] for change in changes].count("retagged") == 40 and changes[-1]["revision"] == 1
        again = ended(service, ask(service, all=True))
        assert again["articles"] == {"expected": 40, "done": 40, "changed": 0, "skipped": 0} and len(drain(service)[0]) == 80
        assert service.metric("alam_retagged_articles_total") == 79
        assert [job["id"] for job in service.get("/v1/retag").json["data"]][0] == again["id"]


def test_only_what_can_be_affected_is_tagged(world, reason, filter, count):
    url, names = archive(world, 20)
    with Service(url, gazetteer=image(OLD), retag="off") as service:
        for i in range(5):
            service.post("/v1/articles", {"text": f"{SUMMIT} {i}", "source": "other"})
    with Service(url, gazetteer=image(NEW)) as service:
        job = ended(service, ask(service, **filter))
        assert (job["articles"]["done"], job["articles"]["expected"]) == (count, count), job
        whole(world, url)


test_only_what_can_be_affected_is_tagged.rows = [
    ("a form", {"form": "سلمى الطرابلسي"}, 20),
    ("a form that nobody wrote", {"form": "سلمى القابسي"}, 0),
    ("one of several forms", {"forms": ["ترامب", "القابسي"]}, 5),
    ("a form with a particle", {"form": "طرابلسي"}, 20),
    ("an entity", {"entity": "person:donald-trump"}, 5),
    ("the names of an entity that no article has yet", {"entity": "person:salma-tarabulsi"}, 20),
    ("a source", {"source": "s1"}, 10),
    ("a time", {"from": "2026-02-03T00:00:00Z", "to": "2026-02-06T00:00:00Z"}, 3),
    ("a form and a source", {"form": "سلمى الطرابلسي", "source": "s0"}, 10),
    ("a version that nobody was tagged before", {"gazetteer_before": OLD}, 0),
]


def test_subscriptions_are_told_when_that_is_asked_for(world):
    url, _ = archive(world, 3)
    with Service(url, gazetteer=image(NEW), webhooks="off") as service:
        hook = service.post("/v1/subscriptions", {"url": "https://hooks.example/x", "entities": ["person:salma-tarabulsi"]}).json["id"]
        ended(service, ask(service, form="سلمى الطرابلسي", notify=True))
        assert service.get(f"/v1/subscriptions/{hook}").json["waiting"] == 3
        ended(service, ask(service, form="سلمى الطرابلسي", notify=True))
        assert service.get(f"/v1/subscriptions/{hook}").json["waiting"] == 3, "nothing is new any more"


def test_a_process_that_is_killed_loses_nothing_and_doubles_nothing(world):
    url, names = archive(world, 700)
    with contextlib.ExitStack() as stack:
        first = Service(url, gazetteer=image(NEW))
        job = ask(first, gazetteer_before=NEW)
        until(lambda: first.get("/v1/retag/" + job).json["articles"]["done"] > 0)
        first.kill()
        service = stack.enter_context(Service(url, gazetteer=image(NEW)))
        left = service.get("/v1/retag/" + job).json
        world.database.sql("UPDATE retags SET due_at = now() WHERE state = 'running'", url)  # as if its lease had run out
        done = ended(service, job)
        assert done["articles"] == {"expected": 700, "done": 700, "changed": 700, "skipped": 0}, (left, done)
        assert world.database.sql("SELECT count(*), max(retagged), count(DISTINCT gazetteer_version) FROM articles", url) == "700|1|1"
        whole(world, url)


def test_a_process_that_ends_gives_its_work_back(world):
    url, _ = archive(world, 700)
    first = Service(url, gazetteer=image(NEW))
    job = ask(first, gazetteer_before=NEW)
    until(lambda: first.get("/v1/retag/" + job).json["articles"]["done"] > 0)
    first.stop()
    with Service(url, gazetteer=image(NEW)) as service:
        done = ended(service, job)
        assert done["state"] == "done" and done["articles"]["done"] == done["articles"]["changed"] == 700
        whole(world, url)


def test_a_retagging_is_cancelled(world):
    url, _ = archive(world, 30)
    with Service(url, gazetteer=image(OLD), retag="off") as service:
        job = ask(service, all=True)
        assert service.get("/v1/retag/" + job).json["state"] == "queued"
        cancelled = service.ask("DELETE", "/v1/retag/" + job)
        assert cancelled.status == 200 and cancelled.json["state"] == "cancelled" and cancelled.json["finished_at"]
        assert service.ask("DELETE", "/v1/retag/" + job).status == 409
        assert service.ask("DELETE", "/v1/retag/00000000-0000-4000-8000-000000000000").status == 404
    with Service(url, gazetteer=image(NEW)) as service:
        other = ended(service, ask(service, source="s0"))
        assert other["articles"]["done"] == 15 and service.get("/v1/retag/" + job).json["articles"]["done"] == 0


def test_one_that_is_worked_ends_when_it_is_cancelled(world):
    url, _ = archive(world, 700)
    with Service(url, gazetteer=image(NEW)) as service:
        job = ask(service, all=True)
        until(lambda: service.get("/v1/retag/" + job).json["articles"]["done"] > 0)
        if service.ask("DELETE", "/v1/retag/" + job).status == 200:
            done = service.get("/v1/retag/" + job).json["articles"]["done"]
            ended(service, ask(service, form="ترامب"))
            after = service.get("/v1/retag/" + job).json
            assert after["state"] == "cancelled" and after["articles"]["done"] == done
        whole(world, url)


def test_two_at_once_on_two_replicas_end_right(world):
    url, _ = archive(world, 400)
    with Service(url, gazetteer=image(NEW)) as one, Service(url, gazetteer=image(NEW)) as two:
        jobs = [ask(service, **filter) for service, filter in ((one, {"all": True}), (two, {"form": "سلمى الطرابلسي"}), (one, {"source": "s1"}))]
        done = [ended(one, job) for job in jobs]
        assert [job["state"] for job in done] == ["done"] * 3 and sum(job["articles"]["changed"] for job in done) == 400, done
        assert [job["articles"]["skipped"] for job in done] == [0] * 3
        whole(world, url)


def test_a_replica_with_an_older_gazetteer_leaves_it_alone(world):
    url, _ = archive(world, 5)
    with Service(url, gazetteer=image(NEW), retag="off") as new, Service(url, gazetteer=image(OLD)) as old:
        job = ask(new, all=True)
        other = ended(old, ask(old, source="s0"))
        assert other["articles"]["changed"] == 0 and old.get("/v1/retag/" + job).json["state"] == "queued"
        with Service(url, gazetteer=image(NEW)) as third:
            assert ended(third, job)["articles"]["changed"] == 5


def test_what_happens_to_articles_meanwhile_is_not_undone(world):
    url, names = archive(world, 120)
    with Service(url, gazetteer=image(NEW)) as service, Service(url, gazetteer=image(NEW)) as other:
        job = ask(service, gazetteer_before=NEW)

        def act(i):
            path = f"/v1/articles/{names[i]}"
            if i % 3 == 0:
                return other.ask("DELETE", path).status
            if i % 3 == 1:
                return other.ask("PATCH", path, {"text": f"{ENGLISH} {i}"}).status
            return judge(other, names[i], {"verdict": "confirm", **place(SALMA, "سلمى الطرابلسي")}).status
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            statuses = list(pool.map(act, range(120)))
        assert set(statuses) <= {200, 204, 422}, statuses
        assert ended(service, job)["state"] == "done"
        ended(service, ask(service, all=True))
        assert world.database.sql("SELECT count(*) FROM articles WHERE gazetteer_version <> '" + NEW + "'", url) == "0"
        assert world.database.sql("SELECT count(*) FROM articles", url) == "80"
        for i in range(1, 120, 3):
            assert service.get(f"/v1/articles/{names[i]}").json["text"] == f"{ENGLISH} {i}"
        whole(world, url)


def test_bad_requests_are_refused_with_a_pointer(world, reason, body, pointer):
    answer = world.service.post("/v1/retag", body)
    assert answer.status == 422 and answer.json["errors"][0]["pointer"] == pointer, answer


test_bad_requests_are_refused_with_a_pointer.rows = [
    ("nothing is asked for", {}, ""),
    ("nothing but how", {"notify": True}, ""),
    ("a filter and all", {"all": True, "source": "x"}, "/all"),
    ("a form without a word", {"form": "…"}, "/forms"),
    ("a form that is blank", {"form": " "}, "/form"),
    ("too many forms", {"forms": ["كلمة"] * 65}, "/forms"),
    ("an entity that is none", {"entity": "Trump"}, "/entity"),
    ("no time", {"from": "yesterday"}, "/from"),
    ("a time that ends before it begins", {"from": "2026-02-01", "to": "2026-01-01"}, "/from"),
    ("a member that is none", {"language": "ar"}, "/language"),
]


def test_alam_retag_does_the_same_from_the_command_line(world):
    url, _ = archive(world, 30)
    command = lambda *words: run("retag", *words, url=url, ALAM_GAZETTEER=image(NEW))
    counted = command("--gazetteer-before", NEW, "--dry-run")
    assert counted.returncode == 0 and counted.stdout == "30 articles\n", counted
    done = command("--gazetteer-before", NEW)
    assert done.returncode == 0 and "30 of 30 articles done, 30 changed, 0 skipped" in done.stderr, done.stderr
    again = command("--gazetteer-before", NEW)
    assert again.returncode == 0 and "0 of 0 articles done" in again.stderr
    for words in ((), ("--all", "--source", "x"), ("--from", "yesterday"), ("--resume", "x"), ("--all", "more")):
        assert command(*words).returncode == 2, words
    gone = command("--resume", "00000000-0000-4000-8000-000000000000")
    assert gone.returncode == 1 and "no re-tagging" in gone.stderr
    with Service(url, gazetteer=image(NEW)) as service:
        assert len(salma(service)) == 30
        whole(world, url)


def test_alam_retag_goes_on_where_it_was_interrupted(world):
    url, _ = archive(world, 700)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ALAM_", "PG", "DATABASE_URL"))}
    environment |= {"ALAM_GAZETTEER": image(NEW), "DATABASE_URL": url}
    process = subprocess.Popen([harness.ALAM, "retag", "--all"], env=environment, stderr=subprocess.PIPE, text=True)
    line = process.stderr.readline()
    until(lambda: process.poll() is not None or world.database.sql("SELECT articles FROM retags", url) not in ("", "0"))
    process.kill()
    process.communicate()
    name = line.split("alam retag: ")[1].split(",")[0]
    if world.database.sql("SELECT state FROM retags", url) == "running":
        refused = run("retag", "--resume", name, url=url, ALAM_GAZETTEER=image(NEW))
        assert refused.returncode == 1 and "another process works it" in refused.stderr, refused.stderr
        world.database.sql("UPDATE retags SET due_at = now()", url)
        done = run("retag", "--resume", name, url=url, ALAM_GAZETTEER=image(NEW))
        assert done.returncode == 0 and "700 of 700 articles done, 700 changed" in done.stderr, done.stderr
    assert world.database.sql("SELECT count(*), max(retagged), count(DISTINCT gazetteer_version) FROM articles", url) == "700|1|1"
