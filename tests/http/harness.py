"""What the HTTP tests stand on: a private PostgreSQL, the real binary, a small client. Standard library only."""
import contextlib
import gzip
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

import contract

ROOT = pathlib.Path(__file__).resolve().parents[2]
ALAM = str(pathlib.Path(os.environ.get("ALAM", ROOT / "alam")).resolve())
GAZETTEER = str(pathlib.Path(os.environ.get("ALAM_GAZETTEER", ROOT / "build" / "gazetteer.img")).resolve())
TOOLS = ROOT / "build" / "tools"  # programs that scripts/install.sh takes out of packages without installing them
JSON = {"Content-Type": "application/json"}
PATIENCE = 60  # seconds until something that must happen counts as not happening: much, for machines that are busy

CONTRACT = contract.Contract(json.loads(contract.SOURCE.read_text()))


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def decoded(self):
        """The body without its content coding."""
        coding = self.headers.get("Content-Encoding")
        if coding == "zstd":
            return subprocess.run(["zstd", "-dc"], input=self.body, capture_output=True, check=True).stdout
        return gzip.decompress(self.body) if coding == "gzip" else self.body

    @property
    def json(self):
        return json.loads(self.decoded)

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


def until(what, seconds=PATIENCE):
    """The first true value of what(), asked again and again."""
    end = time.monotonic() + seconds
    while True:
        value = what()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"did not happen within {seconds} s")
        time.sleep(0.02)


def tool(name):
    """The path of a program that the tests run: the installed one, or the one that scripts/install.sh has unpacked."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin") or shutil.which(name, path=str(TOOLS))
    assert found, f"{name} is neither installed nor in {TOOLS}: run scripts/install.sh test"
    return found


class Session:
    """A psql that is told one statement after the other; a transaction stays open between them."""
    MARK = "-- answered"

    def __init__(self, url):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"PGOPTIONS": "-c client_min_messages=error"}
        self.process = subprocess.Popen(["psql", "-X", "-A", "-t", "-q", "-d", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, encoding="utf-8", cwd="/", env=environment)

    def tell(self, statement):
        """Sends a statement and does not wait for it."""
        self.process.stdin.write(statement + ";\n")
        self.process.stdin.flush()

    def ask(self, statement):
        """What a statement answers, as text; an error is an AssertionError, a lost connection an EOFError."""
        try:
            self.tell(statement + f";\n\\echo {self.MARK} :ERROR\n")
        except BrokenPipeError:
            raise EOFError from None
        lines = []
        while not (line := self.process.stdout.readline()).startswith(self.MARK):
            if not line:
                raise EOFError("".join(lines))
            lines.append(line)
        answer = "".join(lines).strip()
        assert line.split()[-1] == "false", answer
        return answer

    def close(self):
        """Ends it; an open transaction is rolled back."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait(timeout=PATIENCE)
        self.process.stdout.close()


class Database:
    """A throw-away cluster with as many databases as tests ask for."""
    SESSIONS = 4  # psql processes that are kept for sql(): starting one for each statement would take most of its time

    def __init__(self):
        self.directory = tempfile.mkdtemp(prefix="alam-http-")
        os.chmod(self.directory, 0o755)
        self.count, self.template, self.sessions, self.lock = 0, None, {}, threading.Lock()
        self.start()

    def _script(self, *words):
        return subprocess.run([ROOT / "scripts/database.sh", *words], check=True, capture_output=True, text=True).stdout

    def start(self):
        self.base = self._script("start", "--throwaway", self.directory).strip()

    def stop(self):
        with self.lock:
            self._forget(0)
        self._script("stop", self.directory)

    def close(self):
        self.stop()
        subprocess.run(["rm", "-rf", self.directory], check=False)

    def url(self, name):
        parts = urllib.parse.urlsplit(self.base)
        return urllib.parse.urlunsplit(parts._replace(path="/" + name))

    def create(self, empty=False):
        """The address of a new database with alam's schema, or without it when `empty`."""
        if not empty and not self.template:
            template = self.create(empty=True)
            done = run("migrate", url=template)
            assert done.returncode == 0, done.stderr
            self.template = urllib.parse.urlsplit(template).path[1:]
        self.count += 1
        name = f"test_{self.count}"
        self.sql(f"CREATE DATABASE {name}" + ("" if empty else f" TEMPLATE {self.template}"), self.base)
        return self.url(name)

    def _forget(self, keep):
        while len(self.sessions) > keep:
            self.sessions.pop(next(iter(self.sessions))).close()

    def _ask(self, session, url, statement):
        try:
            return session.ask(statement)
        finally:
            self.sessions[url] = session
            self._forget(self.SESSIONS)

    def sql(self, statement, url):
        """What psql answers."""
        with self.lock:
            known = self.sessions.pop(url, None)
            if known:
                with contextlib.suppress(EOFError):  # cut since, by a restart of the server
                    return self._ask(known, url, statement)
                self.sessions.pop(url).close()
            return self._ask(Session(url), url, statement)


def run(*words, url="", stdin=None, stdout=subprocess.PIPE, cwd=None, preexec_fn=None, **environment):
    """Runs `alam …` to its end. "\\udcff" in stdin is the byte FF, which is no UTF-8."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("ALAM_", "PG", "DATABASE_URL"))}
    env |= {"ALAM_GAZETTEER": GAZETTEER, "DATABASE_URL": url, **environment}
    return subprocess.run([ALAM, *words], env=env, cwd=cwd, input=stdin, stdout=stdout, stderr=subprocess.PIPE, preexec_fn=preexec_fn, text=True, timeout=2 * PATIENCE,
                          errors="surrogateescape")


class Service:
    """`alam serve` on a free port.

    A statement may take long unless a test says otherwise: on a busy machine, tests that hold a lock would run into the
    default of ten seconds. It ends without ALAM_DRAIN_DELAY, since no balancer stands before it."""

    def __init__(self, url, under=(), **settings):
        """`under` is a command that ends by executing what stands behind it."""
        self.url = url
        env = {k: v for k, v in os.environ.items() if not k.startswith(("ALAM_", "PG", "DATABASE_URL"))}
        env |= {"ALAM_LISTEN": "127.0.0.1:0", "ALAM_GAZETTEER": GAZETTEER, "DATABASE_URL": url, "ALAM_HTTP_THREADS": "2",
                "ALAM_STATEMENT_TIMEOUT": f"{PATIENCE}s", "ALAM_DRAIN_DELAY": "0s", **{f"ALAM_{k.upper()}": str(v) for k, v in settings.items()}}
        self.process = subprocess.Popen([*under, ALAM, "serve"], env=env, stderr=subprocess.PIPE)
        self.lines = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.port = int(until(lambda: self.event("listening") or self._died())["port"])

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line.decode("utf-8", "replace").rstrip("\n"))

    def _died(self):
        assert self.process.poll() is None, "\n".join(self.lines)

    def log(self):
        return [json.loads(line) for line in list(self.lines) if line.startswith("{")]

    def event(self, name):
        return next((line for line in self.log() if line["event"] == name), None)

    def request_line(self, request_id):
        return until(lambda: next((x for x in self.log() if x.get("request_id") == request_id), None))

    def connect(self, timeout=PATIENCE):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, method, path, body=None, headers=None, timeout=PATIENCE):
        connection = self.connect(timeout)
        try:
            if isinstance(body, (dict, list)):
                body = json.dumps(body, ensure_ascii=False).encode()
                headers = JSON | (headers or {})
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            found = Answer(answer.status, answer.headers, answer.read())
            CONTRACT.check(method, path, headers, body, found)
            return found
        finally:
            connection.close()

    def get(self, path, **query):
        return self.ask("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""))

    def post(self, path, body, headers=None):
        return self.ask("POST", path, body, headers)

    def socket(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def metric(self, name):
        text = self.get("/metrics").body.decode()
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if re.match(re.escape(name) + r"[ {]", line))

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def wait(self):
        status = self.process.wait(timeout=PATIENCE)
        self.reader.join(timeout=5)
        return status

    def kill(self):
        self.process.kill()
        self.wait()

    def stop(self):
        if self.process.poll() is None:
            self.terminate()
        status = self.wait()
        assert status == 0, f"exit status {status}\n" + "\n".join(self.lines[-40:])

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind and self.process.poll() is None:
            self.process.kill()
            self.wait()
        elif self.process.poll() is None:
            self.stop()
