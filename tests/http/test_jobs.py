"""Prefer: respond-async: 202, a job in the database, worked by any replica, also when one dies."""
import test_intake as intake
from harness import Service, run, until
from texts import CAIRO, SUMMIT

ASYNC = {"Prefer": "respond-async"}


def finished(service, job):
    return until(lambda: (lambda found: found if found["status"] in ("done", "failed") else None)(service.get("/v1/jobs/" + job).json))


def test_an_asynchronous_article_is_worked(world):
    answer = world.service.post("/v1/articles", {"text": SUMMIT, "source": "async", "external_id": "1"}, ASYNC)
    assert answer.status == 202 and answer.headers["Preference-Applied"] == "respond-async", answer
    job = answer.json
    assert job["status"] == "queued" and answer.headers["Location"] == "/v1/jobs/" + job["id"]
    done = finished(world.service, job["id"])
    assert done["status"] == "done" and done["attempts"] == 1 and done["problem"] is None and done["finished_at"]
    assert world.service.get(done["article"]).json["text"] == SUMMIT


def test_the_same_article_again_leads_to_the_same_one(world):
    jobs = [world.service.post("/v1/articles", {"text": CAIRO, "source": "async", "external_id": "2"}, ASYNC).json["id"] for _ in range(3)]
    assert len({finished(world.service, job)["article"] for job in jobs}) == 1


def test_bad_input_is_refused_at_once(world):
    answer = world.service.post("/v1/articles", {"text": ""}, ASYNC)
    assert answer.status == 422


def test_a_page_without_an_article_fails_with_its_problem(world):
    answer = world.service.post("/v1/articles", {"html": "<html><body><nav>x</nav></body></html>"}, ASYNC)
    done = finished(world.service, answer.json["id"])
    assert done["status"] == "failed" and done["problem"]["status"] == 422 and done["article"] is None


def test_a_job_that_is_tried_again_says_why(world):
    """Also while it waits for its next attempt and while that runs, and no longer once it has succeeded."""
    with Service(world.database.create(), fetch_loopback="on") as service:
        answer = service.post("/v1/articles", {"url": "http://127.0.0.1:1/"}, ASYNC)
        job = until(lambda: (found := service.get(answer.headers["Location"]).json)["problem"] and found)
        assert job["status"] in ("queued", "running") and 1 <= job["attempts"] <= 2 and job["finished_at"] is None, job
        assert job["problem"]["status"] == 502 and job["problem"]["type"] == "/problems/fetch-failed" and job["problem"]["detail"], job
        world.database.sql("UPDATE jobs SET body = '{\"text\":\"Cairo\"}', due_at = now()", service.url)
        done = finished(service, job["id"])
        assert done["status"] == "done" and done["problem"] is None, done


def test_a_page_is_fetched_by_the_job(world):
    service = intake.service(world)
    answer = service.post("/v1/articles", {"url": intake.site().base + "/arabic?job"}, ASYNC)
    assert finished(service, answer.json["id"])["status"] == "done"


def test_a_job_goes_on_with_the_trace_of_its_request(world):
    service, trace = intake.service(world), "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = service.post("/v1/articles", {"url": intake.site().base + "/english?job-trace"}, ASYNC | {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    assert finished(service, answer.json["id"])["status"] == "done"
    seen = next(headers for path, headers in intake.pages.Handler.seen if path == "/english?job-trace")
    assert seen["traceparent"].startswith(f"00-{trace}-") and "00f067aa0ba902b7" not in seen["traceparent"]


def test_without_the_preference_nothing_changes(world):
    assert world.service.post("/v1/articles", {"text": SUMMIT}, {"Prefer": "return=minimal"}).status in (200, 201)


def test_an_unknown_job_is_404(world):
    assert world.service.get("/v1/jobs/00000000-0000-4000-8000-000000000000").status == 404
    assert world.service.get("/v1/jobs/17").status == 400


def test_jobs_survive_kill_9_and_are_worked_by_another_replica(world):
    url = world.database.create()
    first = Service(url, job_workers="0")
    jobs = [first.post("/v1/articles", {"text": f"{SUMMIT} {i}"}, ASYNC).json["id"] for i in range(20)]
    first.kill()
    # one was taken by a replica that died with it
    world.database.sql(f"UPDATE jobs SET state = 'running', attempts = 1, due_at = now() WHERE id = '{jobs[0]}'", url)
    with Service(url) as second, Service(url) as third:
        for job in jobs:
            assert finished(second, job)["status"] == "done"
        worked = [service.metric('alam_jobs_total{result="done"}') for service in (second, third)]
        assert sum(worked) == 20, worked
        assert world.database.sql("SELECT count(*) FROM jobs WHERE body <> ''", url) == "0"
