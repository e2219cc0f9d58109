"""From the 200 of an edit to its effect on two replicas, while both annotate as fast as they can. Called by scripts/bench-edits.sh.

Prints one line of figures: how long an edit takes, how long until both replicas answer by it, how fast annotate is meanwhile
and was before, and how many requests failed."""
import http.client
import json
import pathlib
import statistics
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/http"))
import harness  # noqa: E402

EDITS, CLIENTS, QUIET, BEFORE = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
ARTICLE = (ROOT / "tests/bench/http/article.txt").read_text()
ENTRIES = "/v1/gazetteer/entries"


class Client:
    """One connection that is kept."""

    def __init__(self, service):
        self.connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)

    def ask(self, method, path, body):
        self.connection.request(method, path, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())


def version(client):
    status, answer = client.ask("POST", "/v1/annotate", {"text": "لا"})
    return status, int(answer["gazetteer_version"].partition("+")[2] or 0)


class Load(threading.Thread):
    def __init__(self, service, stop):
        super().__init__(daemon=True)
        self.client, self.stop, self.times, self.failed, self.backwards, self.last = Client(service), stop, [], 0, 0, 0

    def run(self):
        while not self.stop.is_set():
            begun = time.monotonic()
            status, answer = self.client.ask("POST", "/v1/annotate", {"text": ARTICLE})
            self.times.append((begun, time.monotonic() - begun))
            self.failed += status != 200
            number = int(answer["gazetteer_version"].partition("+")[2] or 0)
            self.backwards += number < self.last
            self.last = number


def entry(n):
    return {"type": "person", "name_en": f"Bench Person {n}", "name_ar": f"اختبار السرعة {n}", "aliases": [f"اختبار القياس {n}"]}


def fill(url, count):
    """Edits that are there already, put straight into the tables."""
    rows = ", ".join(f"('entry', 'person:filled-{n}', {n}, '{json.dumps({'type': 'person', 'name_en': f'Filled {n} Person', 'name_ar': f'مملوء رقم {n}'}, ensure_ascii=False)}')"
                     for n in range(1, count + 1))
    if count:
        database.sql(f"BEGIN; UPDATE gazetteer_state SET edit = {count}; INSERT INTO gazetteer_edits (kind, id, edit, state) VALUES {rows}; COMMIT", url)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


database = harness.Database()
try:
    url = database.create()
    fill(url, BEFORE)
    begun = time.monotonic()
    with harness.Service(url, rate=0) as first, harness.Service(url, rate=0) as second:
        started = time.monotonic() - begun
        stop = threading.Event()
        loads = [Load(service, stop) for service in (first, second) for _ in range(CLIENTS)]
        watchers, editor = [Client(first), Client(second)], Client(first)
        [load.start() for load in loads]
        time.sleep(QUIET)
        edits_begin, asked, effect = time.monotonic(), [], []
        for n in range(1, EDITS + 1):
            sent = time.monotonic()
            status, answer = editor.ask("POST", ENTRIES, entry(n))
            assert status == 201, answer
            done = time.monotonic()
            asked.append(done - sent)
            for watcher in watchers:
                while version(watcher)[1] < answer["edit"]:
                    time.sleep(0.002)
            effect.append(time.monotonic() - done)
            time.sleep(0.1)
        edits_end = time.monotonic()
        stop.set()
        [load.join() for load in loads]
    times = [item for load in loads for item in load.times]
    quiet = [took for at, took in times if at < edits_begin]
    during = [took for at, took in times if edits_begin <= at < edits_end]
    print(f"{BEFORE:7d} edits before (both started in {started:.1f} s), {EDITS} edits under {2 * CLIENTS} clients:"
          f" edit p50 {percentile(asked, .5):.0f} p99 {percentile(asked, .99):.0f} ms;"
          f" effect on both p50 {percentile(effect, .5):.0f} p99 {percentile(effect, .99):.0f} ms;"
          f" annotate before p50 {percentile(quiet, .5):.1f} p99 {percentile(quiet, .99):.1f},"
          f" during p50 {percentile(during, .5):.1f} p99 {percentile(during, .99):.1f} ms, {len(during) / (edits_end - edits_begin):.0f}/s;"
          f" {sum(load.failed for load in loads)} failed, {sum(load.backwards for load in loads)} versions went back")
finally:
    database.close()
