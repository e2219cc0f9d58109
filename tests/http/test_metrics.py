"""The metrics as Prometheus' own checker reads them, the alert rules and the dashboard that use them."""
import json
import pathlib
import re
import subprocess

import harness
from texts import SUMMIT

DOCKER = harness.ROOT / "docker"


def promtool(*words, stdin=None):
    return subprocess.run([harness.ROOT / "scripts/promtool.sh", *words], input=stdin, capture_output=True, text=True)


def test_promtool_finds_nothing_wrong_with_the_metrics(world):
    world.service.post("/v1/articles", {"text": SUMMIT})
    world.service.get("/nowhere")
    done = promtool("check", "metrics", stdin=world.service.get("/metrics").body.decode())
    assert done.returncode == 0 and not done.stderr.strip(), done.stderr


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
