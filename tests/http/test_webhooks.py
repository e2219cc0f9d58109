"""Webhooks: matched in the article's transaction, signed, in order, tried again, given up, never to inside addresses."""
import base64
import hashlib
import hmac
import http.server
import json
import threading
import time

from harness import Service, until
from texts import CAIRO, ENGLISH, SUMMIT

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()


class Receiver:
    """Keeps what it gets; answers what `answer(path, count)` says."""

    def __init__(self, answer=lambda path, count: 204, headers=None):
        self.got, self.at, self.headers, owner = [], [], headers or {}, self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                owner.got.append((self.path, dict(self.headers), body))
                owner.at.append(time.monotonic())
                status = answer(self.path, sum(path == self.path for path, _, _ in owner.got))
                try:
                    self.send_response(status)
                    for name, value in owner.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                except OSError:
                    pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def on(self, path):
        return [json.loads(body) for at, _, body in self.got if at == path]


_services = []


def service(world):
    if not _services:
        _services.append(Service(world.database.create(), fetch_loopback="on", webhook_retry="50ms"))
        world.services.append(_services[0])
    return _services[0]


def settled(service, *subscriptions):
    """Waits until everything that the subscriptions match has been delivered."""
    for made in subscriptions:
        until(lambda: service.get("/v1/subscriptions/" + made["id"]).json["waiting"] == 0)


def subscribe(world, url, **more):
    return subscribe_at(service(world), url, **more)


def subscribe_at(service, url, **more):
    answer = service.post("/v1/subscriptions", {"url": url, **({} if "types" in more else {"entities": ["person:donald-trump"]}), **more})
    assert answer.status == 201, answer
    return answer.json


def verify(headers, body, *secrets):
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = ["v1," + base64.b64encode(hmac.new(base64.b64decode(s[6:]), signed, hashlib.sha256).digest()).decode() for s in secrets]
    assert headers["webhook-signature"].split(" ") == expected, headers
    assert abs(time.time() - int(headers["webhook-timestamp"])) < 30


def post(world, text, number, source):
    return post_to(service(world), text, number, source)


def post_to(service, text, number, source):
    answer = service.post("/v1/articles", {"text": text, "source": source, "external_id": str(number), "title": "عنوان"})
    assert answer.status in (200, 201)
    return answer.json


def test_a_matching_article_is_delivered_signed(world):
    receiver = Receiver()
    made = subscribe(world, receiver.base + "/a", secret=SECRET)
    assert made["secret"] == SECRET
    article = post(world, SUMMIT, 1, "hooks")
    post(world, CAIRO, 2, "hooks")
    post(world, SUMMIT, 1, "hooks")
    until(lambda: receiver.got)
    path, headers, body = receiver.got[0]
    verify(headers, body, SECRET)
    event = json.loads(body)
    assert event["type"] == "article.matched" and event["data"]["article"]["id"] == article["id"] and event["data"]["subscription"] == made["id"]
    assert [e["id"] for e in event["data"]["entities"]] == ["person:donald-trump"] and event["data"]["article"]["title"] == "عنوان"
    assert headers["Content-Type"] == "application/json" and headers["traceparent"]
    settled(service(world), made)
    assert len(receiver.got) == 1, "what does not match, or was there already, is not delivered"
    shown = service(world).get("/v1/subscriptions/" + made["id"]).json
    assert shown["waiting"] == 0 and shown["delivered_at"] and "secret" not in shown
    assert service(world).ask("DELETE", "/v1/subscriptions/" + made["id"]).status == 204
    assert service(world).get("/v1/subscriptions/" + made["id"]).status == 404


def test_types_and_salience_restrict(world):
    receiver = Receiver()
    places, strict = subscribe(world, receiver.base + "/places", types=["place"]), subscribe(world, receiver.base + "/strict", types=["person"], min_salience=1)
    post(world, ENGLISH, 3, "hooks")
    until(lambda: receiver.on("/places"))
    settled(service(world), places, strict)
    assert {e["type"] for e in receiver.on("/places")[0]["data"]["entities"]} == {"place"}
    for event in receiver.on("/strict"):
        assert all(e["salience"] == 1 for e in event["data"]["entities"])
    for made in (places, strict):
        service(world).ask("DELETE", "/v1/subscriptions/" + made["id"])


def test_order_is_kept_and_a_failing_receiver_holds_up_itself_alone(world):
    receiver = Receiver(lambda path, count: 500 if path == "/flaky" and count <= 2 else 204)
    flaky, sound = subscribe(world, receiver.base + "/flaky"), subscribe(world, receiver.base + "/sound")
    ids = [post(world, f"{SUMMIT} {i}", 100 + i, "hooks")["id"] for i in range(5)]
    until(lambda: len(receiver.on("/sound")) == 5)
    until(lambda: len(receiver.on("/flaky")) == 7)
    assert [e["data"]["article"]["id"] for e in receiver.on("/sound")] == ids
    delivered = [e["data"]["article"]["id"] for e in receiver.on("/flaky")]
    assert delivered == [ids[0]] * 2 + ids, "the first is tried until it is taken"
    first = [headers["webhook-id"] for path, headers, _ in receiver.got if path == "/flaky"][:3]
    assert len(set(first)) == 1, "a repeated delivery has the same id"
    for made in (flaky, sound):
        service(world).ask("DELETE", "/v1/subscriptions/" + made["id"])


def test_slow_receivers_hold_up_nobody_else(world):
    still = threading.Event()
    receiver = Receiver(lambda path, count: (still.wait(20), 204)[1] if path.startswith("/slow") else 204)
    with Service(world.database.create(), fetch_loopback="on", fetch_parallel=4, fetch_timeout="15s") as own:
        for i in range(40):  # more than pages are fetched at once
            own.post("/v1/subscriptions", {"url": f"{receiver.base}/slow{i}", "types": ["person"]})
        own.post("/v1/subscriptions", {"url": receiver.base + "/quick", "types": ["person"]})
        for i in range(3):
            own.post("/v1/articles", {"text": f"{SUMMIT} {i}"})
        until(lambda: len(receiver.on("/quick")) == 3)
        page = own.post("/v1/articles", {"url": receiver.base + "/page"})
        assert page.status == 502 and "501" in page.json["detail"], page  # it was asked at once: the receiver knows no GET
        assert all(len(receiver.on(f"/slow{i}")) <= 1 for i in range(40)), "one at a time for each"
        still.set()


def impatient(world):
    """A service that gives deliveries up soon."""
    if len(_services) < 2:
        service(world)
        _services.append(Service(world.database.create(), fetch_loopback="on", webhook_retry="50ms", webhook_give_up="2s"))
        world.services.append(_services[1])
    return _services[1]


def test_what_is_never_taken_becomes_a_dead_letter(world):
    service = impatient(world)
    receiver = Receiver(lambda path, count: 503)
    made = subscribe_at(service, receiver.base + "/dead")
    article = post_to(service, SUMMIT + " ميت", 200, "hooks")
    until(lambda: service.get("/v1/subscriptions/" + made["id"]).json["dead"] == 1)
    letters = service.get(f"/v1/subscriptions/{made['id']}/dead-letters").json["data"]
    assert letters[0]["article"] == "/v1/articles/" + article["id"] and letters[0]["attempts"] >= 2
    assert letters[0]["last_error"] == "The receiver answered 503."
    service.ask("DELETE", "/v1/subscriptions/" + made["id"])


def test_a_dead_letter_can_be_delivered_again(world):
    service = impatient(world)
    broken = [True]
    receiver = Receiver(lambda path, count: 503 if broken[0] else 204)
    made = subscribe_at(service, receiver.base + "/again")
    at = f"/v1/subscriptions/{made['id']}"
    ids = [post_to(service, f"{SUMMIT} ثانية {i}", 210 + i, "hooks")["id"] for i in range(3)]
    until(lambda: service.get(at).json["dead"] == 3)
    first, second, third = reversed(service.get(at + "/dead-letters").json["data"])
    broken[0] = False
    answer = service.post(f"{at}/dead-letters/{second['id']}/redeliver", b"")
    assert answer.status == 202, answer
    until(lambda: service.get(at).json["delivered_at"])
    path, headers, body = receiver.got[-1]
    assert json.loads(body)["data"]["article"]["id"] == ids[1] and headers["webhook-id"] == second["id"], "its id stays"
    assert service.post(f"{at}/dead-letters/{second['id']}/redeliver", b"").status == 404, "it is delivered"
    before = len(receiver.got)
    assert service.post(at + "/redeliver", b"").json["dead"] == 0
    until(lambda: len(receiver.got) == before + 2)
    assert [headers["webhook-id"] for _, headers, _ in receiver.got[before:]] == [first["id"], third["id"]], "in their order"
    assert service.post(at + "/redeliver", b"").status == 202, "nothing to do is no error"
    service.ask("DELETE", at)


def test_dead_letters_are_forgotten_after_thirty_days(world):
    url = world.database.create()
    with Service(url, webhooks="off") as first:
        made = first.post("/v1/subscriptions", {"url": "https://hooks.example/x", "types": ["person"]}).json
        for days in (29, 31):
            world.database.sql(f"INSERT INTO outbox (subscription_id, created_at, dead) VALUES ('{made['id']}', now() - interval '{days} days', true)", url)
    with Service(url, webhooks="off") as second:
        until(lambda: second.get("/v1/subscriptions/" + made["id"]).json["dead"] == 1)


def test_a_redelivery_of_nothing_is_refused(world, name, path, status):
    made = subscribe(world, "http://127.0.0.1:9/none", types=["place"], min_salience=1)
    answer = service(world).post(path.format(id=made["id"]), b"")
    assert answer.status == status, answer
    service(world).ask("DELETE", "/v1/subscriptions/" + made["id"])


NOWHERE = "00000000-0000-4000-8000-000000000000"
test_a_redelivery_of_nothing_is_refused.rows = [
    ("an unknown subscription", f"/v1/subscriptions/{NOWHERE}/redeliver", 404),
    ("an unknown delivery", "/v1/subscriptions/{id}/dead-letters/msg_" + NOWHERE + "/redeliver", 404),
    ("a delivery's id without its prefix", "/v1/subscriptions/{id}/dead-letters/" + NOWHERE + "/redeliver", 400),
    ("a malformed delivery", "/v1/subscriptions/{id}/dead-letters/msg_1/redeliver", 400),
    ("a malformed subscription", "/v1/subscriptions/17/redeliver", 400)]


def test_test_pause_resume_and_rotation(world):
    receiver = Receiver()
    made = subscribe(world, receiver.base + "/t")
    at = f"/v1/subscriptions/{made['id']}"
    assert service(world).post(at + "/pause", b"").json["paused"] is True
    assert service(world).post(at + "/test", b"").status == 202
    later = subscribe(world, receiver.base + "/later")
    assert service(world).post(f"/v1/subscriptions/{later['id']}/test", b"").status == 202
    until(lambda: receiver.on("/later"))
    assert not receiver.on("/t"), "a test delivery that was asked for later has come before the paused one"
    rotated = service(world).post(at + "/rotate", b"").json
    assert rotated["secret"].startswith("whsec_") and rotated["secret"] != made["secret"]
    assert service(world).post(at + "/resume", b"").json["paused"] is False
    until(lambda: receiver.on("/t"))
    headers, body = next((headers, body) for path, headers, body in receiver.got if path == "/t")
    verify(headers, body, rotated["secret"], made["secret"])
    assert json.loads(body)["type"] == "subscription.test" and json.loads(body)["data"]["article"] is None
    for made in (made, later):
        service(world).ask("DELETE", "/v1/subscriptions/" + made["id"])


def test_gone_pauses_a_subscription(world):
    receiver = Receiver(lambda path, count: 410)
    made = subscribe(world, receiver.base + "/gone")
    service(world).post(f"/v1/subscriptions/{made['id']}/test", b"")
    until(lambda: service(world).get("/v1/subscriptions/" + made["id"]).json["paused"])
    service(world).ask("DELETE", "/v1/subscriptions/" + made["id"])


def test_an_inside_address_gets_nothing(world):
    """A name is looked at when it is resolved."""
    receiver = Receiver()
    url = world.database.create()
    with Service(url, webhook_retry="50ms") as guarded:
        made = guarded.post("/v1/subscriptions", {"url": receiver.base.replace("127.0.0.1", "localhost") + "/x", "types": ["person"]}).json
        guarded.post(f"/v1/subscriptions/{made['id']}/test", b"")
        until(lambda: guarded.get("/v1/subscriptions/" + made["id"]).json["failures"] >= 1)
        assert "does not connect" in guarded.get("/v1/subscriptions/" + made["id"]).json["last_error"] and receiver.got == []


def test_an_inside_address_is_refused_when_it_is_subscribed(world, host):
    answer = world.service.post("/v1/subscriptions", {"url": f"https://{host}/x", "types": ["person"]})
    assert answer.status == 422 and [error["pointer"] for error in answer.json["errors"]] == ["/url"], answer
    assert "ALAM_FETCH_ALLOW" in answer.json["errors"][0]["detail"]


test_an_inside_address_is_refused_when_it_is_subscribed.rows = [
    (host,) for host in ("10.1.2.3", "192.168.0.1:8443", "127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "169.254.169.254")]


def test_private_networks_can_be_allowed(world):
    receiver = Receiver()
    with Service(world.database.create(), fetch_allow="10.0.0.0/8, 127.0.0.1,fd00::/8", webhook_retry="50ms", fetch_user_agent="أخبار/1") as allowing:
        assert allowing.post("/v1/subscriptions", {"url": "https://10.1.2.3/x", "types": ["person"]}).status == 201
        assert allowing.post("/v1/subscriptions", {"url": "https://[fd00::1]/x", "types": ["person"]}).status == 201
        assert allowing.post("/v1/subscriptions", {"url": "https://192.168.1.1/x", "types": ["person"]}).status == 422
        made = subscribe_at(allowing, receiver.base + "/allowed")
        allowing.post(f"/v1/subscriptions/{made['id']}/test", b"")
        until(lambda: receiver.on("/allowed"))
        assert receiver.got[0][1]["User-Agent"].encode("latin-1").decode() == "أخبار/1"


def test_one_refused_message_holds_nobody_back_and_is_given_up(world):
    receiver, healed = Receiver(lambda path, count: 400 if b"poison" in receiver.got[-1][2] and not healed else 204), []
    made = subscribe(world, receiver.base + "/picky")
    at = "/v1/subscriptions/" + made["id"]
    post(world, SUMMIT, 1, "poison")
    for number in range(3):
        post(world, SUMMIT, number, "good")
    state = lambda: service(world).get(at).json
    until(lambda: state()["dead"] == 1 and state()["waiting"] == 0)
    sources = [message["data"]["article"]["source"] for message in receiver.on("/picky")]
    assert sources.count("good") == 3 and sources.count("poison") == 5, sources
    assert sources.index("good") < 4, "the first good one came before the last try"
    log = service(world).get(at + "/deliveries").json["data"]
    assert sorted(entry["outcome"] for entry in log) == ["delivered"] * 3 + ["failed"] * 4 + ["given-up"], log
    refused = next(entry for entry in log if entry["outcome"] == "given-up")
    assert refused["status"] == 400 and "400" in refused["error"] and refused["article"]
    assert [entry["id"] for entry in service(world).get(at + "/deliveries", outcome="given-up").json["data"]] == [refused["id"]]
    healed.append(True)
    assert service(world).post(f"{at}/deliveries/{refused['id']}/redeliver", b"").status == 202
    until(lambda: state()["dead"] == 0 and state()["waiting"] == 0)
    delivered = service(world).get(at + "/deliveries", outcome="delivered", limit=1).json["data"]
    assert [entry["id"] for entry in delivered] == [refused["id"]]
    again = len(receiver.got)
    assert service(world).post(f"{at}/deliveries/{refused['id']}/redeliver", b"").status == 202, "what arrived can arrive again"
    until(lambda: len(receiver.got) == again + 1 and state()["waiting"] == 0)
    assert service(world).post(f"{at}/deliveries/msg_{NOWHERE}/redeliver", b"").status == 404
    service(world).ask("DELETE", at)


def test_a_receiver_that_refuses_everything_loses_only_the_first_few(world):
    receiver = Receiver(lambda path, count: 401)
    made = subscribe(world, receiver.base + "/closed")
    state = lambda: service(world).get("/v1/subscriptions/" + made["id"]).json
    for number in range(12):
        post(world, SUMMIT, number, "closed")
    until(lambda: state()["failures"] >= 14)
    assert state()["dead"] <= 3 and state()["waiting"] >= 9, state()
    service(world).ask("DELETE", "/v1/subscriptions/" + made["id"])


def test_retry_after_is_heeded(world):
    receiver = Receiver(lambda path, count: 503 if count == 1 else 204, {"Retry-After": "2"})
    made = subscribe(world, receiver.base + "/later")
    service(world).post(f"/v1/subscriptions/{made['id']}/test", b"")
    until(lambda: len(receiver.at) == 2)
    assert receiver.at[1] - receiver.at[0] >= 1.9
    service(world).ask("DELETE", "/v1/subscriptions/" + made["id"])


def test_a_subscription_is_changed(world):
    receiver = Receiver()
    made = subscribe(world, receiver.base + "/before", min_salience=0.9)
    at = "/v1/subscriptions/" + made["id"]
    patch = lambda body: service(world).ask("PATCH", at, body)
    changed = patch({"url": receiver.base + "/after", "min_salience": None, "sources": ["changed"], "entities": None, "languages": ["ar"]})
    assert changed.status == 200, changed
    assert (changed.json["url"], changed.json["entities"], changed.json["sources"], changed.json["languages"], changed.json["min_salience"]) == (
        receiver.base + "/after", [], ["changed"], ["ar"], 0)
    post(world, CAIRO, 1, "changed")
    post(world, CAIRO, 2, "other")
    until(lambda: receiver.on("/after"))
    settled(service(world), made)
    assert [message["data"]["article"]["source"] for message in receiver.on("/after")] == ["changed"]
    assert patch({}).json["sources"] == ["changed"], "what is absent stays"
    for body, pointer in (({"url": None}, "/url"), ({"url": "x"}, "/url"), ({"secret": SECRET}, "/secret"), ({"types": ["thing"]}, "/types/0")):
        answer = patch(body)
        assert answer.status == 422 and answer.json["errors"][0]["pointer"] == pointer, answer
    assert patch({"sources": None, "languages": None}).status == 422, "it would match everything"
    assert service(world).ask("PATCH", "/v1/subscriptions/" + NOWHERE, {"types": ["person"]}).status == 404
    service(world).ask("DELETE", at)


def test_filters_by_source_and_language(world):
    receiver = Receiver()
    made = [subscribe(world, f"{receiver.base}/{name}", **{"entities": [], **asked}) for name, asked in (
        ("arabic", {"languages": ["ar"]}), ("one", {"sources": ["filter-1"]}), ("both", {"sources": ["filter-1", "filter-2"], "languages": ["en"]}),
        ("person", {"sources": ["filter-2"], "types": ["person"]}))]
    articles = [(CAIRO, "filter-1"), (ENGLISH, "filter-1"), (ENGLISH, "filter-2"), (CAIRO, "filter-3"), ("كان الطقس جميلا في ذلك الصباح وخرج الناس إلى الحدائق.", "filter-1")]
    for number, (text, source) in enumerate(articles):
        post(world, text, f"f{number}", source)
    settled(service(world), *made)
    got = {name: [(message["data"]["article"]["language"], message["data"]["article"]["source"]) for message in receiver.on("/" + name)]
           for name in ("arabic", "one", "both", "person")}
    assert got["arabic"] == [("ar", "filter-1"), ("ar", "filter-3"), ("ar", "filter-1")], got
    assert got["one"] == [("ar", "filter-1"), ("en", "filter-1"), ("ar", "filter-1")], "also an article without entities"
    assert got["both"] == [("en", "filter-1"), ("en", "filter-2")] and got["person"] == [("en", "filter-2")], got
    for one in made:
        service(world).ask("DELETE", "/v1/subscriptions/" + one["id"])


def test_deliveries_survive_kill_9(world):
    receiver, url = Receiver(), world.database.create()
    first = Service(url, webhooks="off", fetch_loopback="on")
    first.post("/v1/subscriptions", {"url": receiver.base + "/k", "types": ["person"]})
    first.post("/v1/articles", {"text": SUMMIT})
    first.kill()
    with Service(url, fetch_loopback="on"):
        until(lambda: receiver.got)


def test_a_bad_subscription_is_refused(world, name, body, pointer):
    answer = service(world).post("/v1/subscriptions", body)
    assert answer.status == 422 and pointer in [e["pointer"] for e in answer.json["errors"]], answer


GOOD = {"url": "https://hooks.example/x", "types": ["person"]}
test_a_bad_subscription_is_refused.rows = [
    ("no url", {"types": ["person"]}, "/url"), ("another scheme", {**GOOD, "url": "ftp://x.example/"}, "/url"), ("nothing to match", {"url": GOOD["url"]}, "/entities"),
    ("a short secret", {**GOOD, "secret": "whsec_YWJj"}, "/secret"), ("a secret without prefix", {**GOOD, "secret": "YWJj" * 10}, "/secret"),
    ("an unknown type", {**GOOD, "types": ["thing"]}, "/types/0"), ("a malformed entity", {**GOOD, "entities": ["Trump"]}, "/entities/0"),
    ("a salience above 1", {**GOOD, "min_salience": 2}, "/min_salience")]
