"""The metrics as Prometheus' own checker reads them, the alert rules and the dashboard that use them."""
import json
import pathlib
import re
import subprocess

import harness
from harness import Service, until
from test_faults import locked, waiting
from texts import SUMMIT

DOCKER = harness.ROOT / "docker"


def promtool(*words, stdin=None):
    return subprocess.run([harness.tool("promtool"), *words], input=stdin, capture_output=True, text=True)


def test_promtool_finds_nothing_wrong_with_the_metrics(world):
    world.service.post("/v1/articles", {"text": SUMMIT})
    world.service.get("/nowhere")
    done = promtool("check", "metrics", stdin=world.service.get("/metrics").body.decode())
    assert done.returncode == 0 and not done.stderr.strip(), done.stderr


# What an operator must be able to see, and where it stands.
SEEN = ["alam_http_requests_total", "alam_http_request_seconds", "alam_http_request_bytes_total", "alam_http_response_bytes_total",
        "alam_tag_seconds", "alam_mentions_total", "alam_store_queue", "alam_store_commit_articles", "alam_store_connections",
        "alam_outbox_deliveries", "alam_outbox_oldest_seconds", "alam_jobs_backlog", "alam_gazetteer_info",
        "process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds", "process_max_fds", "process_start_time_seconds"]


def test_what_an_operator_needs_is_there(world):
    served = set(re.findall(r"^# TYPE (\S+)", world.service.get("/metrics").body.decode(), re.M))
    assert set(SEEN) <= served, set(SEEN) - served


def test_the_size_of_commits_is_seen(world):
    with Service(world.database.create()) as service:
        service.post("/v1/articles", b"".join(b'{"text":"Donald Trump %d"}\n' % i for i in range(20)), {"Content-Type": "application/x-ndjson"})
        assert service.metric("alam_store_commit_articles_sum") == 20
        assert service.metric("alam_store_commit_articles_count") == service.metric("alam_store_commits_total")


def test_the_backlog_of_webhooks_and_jobs_is_seen(world):
    url = world.database.create()
    with Service(url, webhooks="off", job_workers="0") as service:
        service.post("/v1/subscriptions", {"url": "https://hooks.example/x", "types": ["person"]})
        service.post("/v1/articles", {"text": SUMMIT})
        service.post("/v1/articles", {"text": SUMMIT + " 2"}, {"Prefer": "respond-async"})
        until(lambda: service.metric('alam_outbox_deliveries{state="waiting"}') == 1)
        until(lambda: service.metric('alam_jobs_backlog{state="queued"}') == 1)
        world.database.sql("UPDATE outbox SET dead = true", url)
        until(lambda: service.metric('alam_outbox_deliveries{state="dead"}') == 1)
        assert service.metric('alam_outbox_deliveries{state="waiting"}') == 0


def test_a_scrape_does_not_wait_for_the_database(world):
    url = world.database.create()
    with Service(url, statement_timeout="10min", webhooks="off", job_workers="0", rollup_interval="0s") as service:
        with locked(url, "outbox, jobs, articles", "ACCESS EXCLUSIVE"):
            waiting(world, service)  # the query of the gauges themselves, which nobody cancels
            for _ in range(5):
                assert service.get("/metrics").status == 200
    with Service("postgresql:///none?host=/nonexistent") as service:
        assert service.get("/metrics").status == 200


def test_promtool_accepts_the_alert_rules(world):
    done = promtool("check", "rules", str(DOCKER / "alerts.yaml"))
    assert done.returncode == 0 and "SUCCESS" in done.stdout, done


def test_rules_and_dashboard_use_metrics_that_exist(world):
    served = set(re.findall(r"^# TYPE (\S+)", world.service.get("/metrics").body.decode(), re.M))
    expressions = re.findall(r"expr: (.*)", (DOCKER / "alerts.yaml").read_text())
    dashboard = json.loads((DOCKER / "grafana-dashboard.json").read_text())
    expressions += [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    for expression in expressions:
        for name in re.findall(r"\b((?:alam|process)_[a-z_]+)", expression):
            assert re.sub(r"_(bucket|sum|count)$", "", name) in served | {name} & served, f"{name} in {expression}"
    assert len(expressions) > 15
