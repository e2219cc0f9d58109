"""API keys: the command, roles, revocation, rates, CORS, proxies, TLS."""
import concurrent.futures
import contextlib
import http.client
import json
import pathlib
import re
import shutil
import ssl
import subprocess
import tempfile
import time

import harness
from harness import Service, run, until
from texts import NOBODY, SUMMIT

KEY = re.compile(r"alam_[0-9a-f]{12}_[0-9a-f]{64}")


def create(url, role, name="a test"):
    done = run("keys", "create", "--role", role, "--name", name, url=url)
    assert done.returncode == 0 and KEY.fullmatch(done.stdout.strip()), done
    return done.stdout.strip()


def bearer(key):
    return {"Authorization": "Bearer " + key}


@contextlib.contextmanager
def guarded(world, **settings):
    url = world.database.create()
    with Service(url, auth="keys", **settings) as service:
        service.url = url
        yield service


def test_a_key_is_shown_once_and_only_its_hash_is_stored(world):
    with guarded(world) as service:
        key = create(service.url, "read", "الأرشيف")
        dump = world.database.sql("SELECT * FROM api_keys", service.url)
        assert key[18:] not in dump and key[5:17] in dump and "الأرشيف" in dump
        listed = run("keys", "list", url=service.url).stdout
        assert key[18:] not in listed and key[5:17] in listed and "الأرشيف" in listed
        service.ask("GET", "/v1/entities", headers=bearer(key) | {"X-Request-Id": "with-key"})
        assert service.request_line("with-key")["key"] == key[5:17]
        assert key[18:] not in "\n".join(service.lines)


def test_each_role_may_do_its_part(world):
    calls = {"read": ("GET", "/v1/articles", None, 200), "write": ("POST", "/v1/articles", {"text": SUMMIT}, 201)}
    with guarded(world) as service:
        keys = {role: create(service.url, role) for role in ("read", "write", "editor", "admin")}
        for role, allowed in (("read", {"read"}), ("write", {"read", "write"}), ("editor", {"read", "write"}), ("admin", {"read", "write"})):
            for need, (method, path, body, status) in calls.items():
                answer = service.ask(method, path, body, bearer(keys[role]))
                if need in allowed:
                    assert answer.status in (status, 200), (role, need, answer)
                else:
                    assert answer.status == 403 and answer.json["type"] == "/problems/forbidden", (role, need, answer)
                    assert 'error="insufficient_scope", scope="write"' in answer.headers["WWW-Authenticate"]


def test_without_a_good_key_the_answer_is_401(world):
    with guarded(world) as service:
        good = create(service.url, "read")
        for name, headers, error in (("none", {}, None), ("another scheme", {"Authorization": "Basic YTpi"}, None),
                                     ("not a key", bearer("secret"), "invalid_token"),
                                     ("an unknown key", bearer("alam_" + "0" * 12 + "_" + "0" * 64), "invalid_token"),
                                     ("a wrong secret", bearer(good[:-1] + ("0" if good[-1] != "0" else "1")), "invalid_token")):
            answer = service.ask("GET", "/v1/articles", headers=headers)
            assert answer.status == 401 and answer.json["type"] == "/problems/unauthorized", (name, answer)
            challenge = answer.headers["WWW-Authenticate"]
            assert challenge.startswith('Bearer realm="alam"') and (error is None or f'error="{error}"' in challenge), name
        assert service.ask("GET", "/v1/articles", headers=bearer(good)).status == 200


def test_health_and_the_description_need_no_key_but_metrics_do(world):
    with guarded(world) as service:
        for path, status in (("/livez", 200), ("/readyz", 200), ("/openapi.json", 200), ("/metrics", 401), ("/nowhere", 404)):
            assert service.get(path).status == status, path


def test_a_revoked_key_ends_on_every_replica_once_its_cache_is_old(world):
    with guarded(world, key_cache="500ms") as first, Service(first.url, auth="keys", key_cache="500ms") as second:
        key = create(first.url, "read")
        for service in (first, second):
            assert service.ask("GET", "/v1/articles", headers=bearer(key)).status == 200
        assert run("keys", "revoke", key[5:17], url=first.url).returncode == 0
        for service in (first, second):
            until(lambda: service.ask("GET", "/v1/articles", headers=bearer(key)).status == 401)
        assert run("keys", "revoke", key[5:17], url=first.url).returncode == 1, "it does not work any more"


def test_known_keys_go_on_while_the_database_is_away(world):
    database = harness.Database()
    try:
        url = database.create()
        with Service(url, auth="keys", key_cache="100ms") as service:
            key = create(url, "read")
            assert service.ask("POST", "/v1/annotate", {"text": NOBODY}, bearer(key)).status == 200
            database.stop()
            time.sleep(0.3)
            assert service.ask("POST", "/v1/annotate", {"text": NOBODY}, bearer(key)).status == 200
            unknown = service.ask("POST", "/v1/annotate", {"text": NOBODY}, bearer("alam_" + "1" * 12 + "_" + "0" * 64))
            assert unknown.status == 503, unknown
            database.start()
    finally:
        database.close()


def test_an_open_address_is_served_once_there_is_a_key(world):
    url = world.database.create()
    refused = run("serve", url=url, ALAM_LISTEN="0.0.0.0:0")
    assert refused.returncode == 1 and "ALAM_AUTH" in refused.stderr
    key = create(url, "read")
    with Service(url, listen="0.0.0.0:0") as service:
        assert service.get("/v1/articles").status == 401
        assert service.ask("GET", "/v1/articles", headers=bearer(key)).status == 200
    run("keys", "revoke", key[5:17], url=url)
    assert run("serve", url=url, ALAM_LISTEN="0.0.0.0:0").returncode == 1, "a revoked key opens nothing"


def test_the_keys_command_refuses_what_makes_no_sense(world, *words):
    assert run("keys", *words).returncode == 2


test_the_keys_command_refuses_what_makes_no_sense.rows = [
    (), ("create",), ("create", "--role", "god", "--name", "x"), ("create", "--role", "read"), ("create", "--name", "x"),
    ("create", "--role", "read", "--name", "a\nb"), ("list", "x"), ("revoke",), ("fly",)]


def test_a_key_has_its_rate(world):
    with guarded(world, rate=5, rate_burst=5) as service:
        key, other = create(service.url, "read"), create(service.url, "read")
        ask = lambda key: service.ask("POST", "/v1/annotate", {"text": NOBODY}, bearer(key))
        first = ask(key)
        assert first.headers["RateLimit-Policy"] == '"key";q=5;w=1'
        assert re.fullmatch(r'"key";r=4;t=1', first.headers["RateLimit"])
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            limited = until(lambda: [answer for answer in pool.map(ask, [key] * 32) if answer.status == 429])
        assert limited[0].json["type"] == "/problems/too-many-requests" and int(limited[0].headers["Retry-After"]) >= 1
        assert ask(other).status == 200, "another key is not held up"
        until(lambda: ask(key).status == 200)


def test_an_address_that_guesses_keys_is_slowed_down(world):
    with guarded(world) as service:
        guess = lambda i: service.ask("GET", "/v1/articles", headers=bearer(f"alam_{i:012x}_" + "0" * 64)).status
        assert guess(0) == 401
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            until(lambda: set(pool.map(guess, range(100))) == {401, 429})


def test_cors_is_answered_as_configured(world):
    with guarded(world, cors_origins="https://a.example, https://b.example:8443") as service:
        for origin, allowed in (("https://a.example", True), ("https://b.example:8443", True), ("https://b.example", False),
                                ("https://a.example.evil", False)):
            for method, path in (("GET", "/livez"), ("GET", "/v1/articles"), ("GET", "/nowhere"), ("POST", "/v1/annotate")):
                headers = service.ask(method, path, headers={"Origin": origin}).headers
                assert headers.get("Access-Control-Allow-Origin") == (origin if allowed else None), (origin, path)
                assert "Origin" in ",".join(headers.get_all("Vary"))
        preflight = service.ask("OPTIONS", "/v1/articles", headers={
            "Origin": "https://a.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"})
        assert preflight.status == 204 and preflight.headers["Access-Control-Allow-Origin"] == "https://a.example"
        assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
        assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]


def test_cors_is_off_by_default_and_a_star_means_all(world):
    assert "Access-Control-Allow-Origin" not in world.service.ask("GET", "/livez", headers={"Origin": "https://a.example"}).headers
    with Service(world.url, cors_origins="*") as service:
        assert service.ask("GET", "/livez", headers={"Origin": "https://any.example"}).headers["Access-Control-Allow-Origin"] == "*"


def client_of(service, request_id, **headers):
    service.ask("GET", "/livez", headers={"X-Request-Id": request_id, **headers})
    return service.request_line(request_id)["client"]


def test_the_client_is_who_trusted_proxies_say(world):
    forwarded = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.1.2.3"}
    assert client_of(world.service, "peer-1", **forwarded) == "127.0.0.1", "nobody is trusted by default"
    with Service(world.url, trusted_proxies="127.0.0.0/8, 10.0.0.0/8") as service:
        assert client_of(service, "peer-2", **forwarded) == "203.0.113.9", "what stands further left is a claim"
        assert client_of(service, "peer-3") == "127.0.0.1"
        assert client_of(service, "peer-4", **{"X-Forwarded-For": "garbage"}) == "127.0.0.1"
        assert client_of(service, "peer-5", **{"X-Forwarded-For": "2001:db8::7"}) == "2001:db8::7"


def certificate(directory, name):
    paths = [str(pathlib.Path(directory) / f"{name}.{kind}") for kind in ("crt", "key")]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", f"/CN={name}", "-out", paths[0], "-keyout", paths[1]], check=True, capture_output=True)
    return paths


def subject(port):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=20)
    connection.connect()
    der = connection.sock.getpeercert(binary_form=True)
    connection.request("POST", "/v1/annotate", json.dumps({"text": SUMMIT}), harness.JSON)
    answer = connection.getresponse()
    assert answer.status == 200 and json.loads(answer.read())["entities"]
    connection.close()
    return subprocess.run(["openssl", "x509", "-inform", "der", "-noout", "-subject"], input=der, capture_output=True,
                          check=True).stdout.decode()


def test_tls_is_served_and_read_anew_on_sighup(world):
    with tempfile.TemporaryDirectory() as directory:
        first, second = certificate(directory, "first"), certificate(directory, "second")
        service = Service(world.url, tls_cert=first[0], tls_key=first[1])
        assert "first" in subject(service.port)
        shutil.copy(second[0], first[0])
        service.process.send_signal(1)
        until(lambda: service.event("reload-failed"))
        assert "first" in subject(service.port), "a pair that does not fit changes nothing"
        shutil.copy(second[1], first[1])
        service.process.send_signal(1)
        until(lambda: service.event("reloaded"))
        assert "second" in subject(service.port)
        service.stop()


def test_healthcheck_speaks_tls_where_the_service_does(world):
    with tempfile.TemporaryDirectory() as directory:
        chain, key = certificate(directory, "first")
        tls = {"ALAM_TLS_CERT": chain, "ALAM_TLS_KEY": key}
        service = Service(world.url, tls_cert=chain, tls_key=key, base_path="/alam")
        ask = lambda *words, **more: run("healthcheck", *words, ALAM_LISTEN=f"127.0.0.1:{service.port}", **more)
        assert ask(**tls).returncode == 0 and ask("--live", **tls, ALAM_BASE_PATH="/alam").returncode == 0
        assert ask().returncode == 1, "plain HTTP is no answer there"
        service.stop()


def test_tls_that_cannot_work_refuses_the_start(world):
    with tempfile.TemporaryDirectory() as directory:
        pair, other = certificate(directory, "a"), certificate(directory, "b")
        for settings in ({"ALAM_TLS_CERT": pair[0]}, {"ALAM_TLS_CERT": pair[0], "ALAM_TLS_KEY": other[1]},
                         {"ALAM_TLS_CERT": "/nonexistent", "ALAM_TLS_KEY": pair[1]}):
            done = run("serve", ALAM_LISTEN="127.0.0.1:0", **settings)
            assert done.returncode == 1 and "ALAM_TLS" in done.stderr, (settings, done)
