"""Batches through real proxies, and from clients that write a whole body before they read: every line is answered."""
import contextlib
import functools
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import proxies
from harness import PATIENCE, Service
from texts import CAIRO, SUMMIT

# Enough bytes that no chain of socket buffers holds them. 20,000 lines of 3 KB: ALAM_TEST_PROXY=20000 ALAM_TEST_LINE=3000
COUNT = int(os.environ.get("ALAM_TEST_PROXY", "2500"))
LINE = int(os.environ.get("ALAM_TEST_LINE", "0"))
WIDTH = 5000
NDJSON = "application/x-ndjson"


def line(number):
    """Without ALAM_TEST_LINE a short text, made long by blanks, which are read quickly; with it so many bytes of text."""
    text = f"خبر رقم {number}. {SUMMIT} {CAIRO} " + f"{SUMMIT} {CAIRO} " * (LINE // len(f"{SUMMIT} {CAIRO} ".encode()))
    body = json.dumps({"text": text, "source": "proxied", "external_id": str(number)}, ensure_ascii=False).encode()
    return body[:-1] + b" " * (0 if LINE else WIDTH - len(body)) + b"}\n"


@functools.cache
def body():
    return b"".join(line(i) for i in range(COUNT))


@contextlib.contextmanager
def body_file():
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, "body.ndjson")
        path.write_bytes(body())
        yield path


def check(answer):
    *results, last = [json.loads(x) for x in answer.decode().splitlines()]
    assert [r["line"] for r in results] == list(range(1, COUNT + 1)) and {r["status"] for r in results} == {201}
    assert last == {"done": True, "lines": COUNT, "stored": COUNT, "existing": 0, "failed": 0}


def curl(port, *options):
    """curl's exit status, HTTP status, and the body of the answer."""
    with body_file() as path, tempfile.NamedTemporaryFile() as out:
        done = subprocess.run(["curl", "-sS", "-o", out.name, "-w", "%{http_code}", "-H", f"Content-Type: {NDJSON}", *options,
                               *(["-T", str(path), "-X", "POST"] if "chunked" in "".join(options) else ["--data-binary", f"@{path}"]),
                               f"http://127.0.0.1:{port}/v1/articles"], capture_output=True, text=True, timeout=600)
        return done.returncode, done.stdout, pathlib.Path(out.name).read_bytes()


def test_every_line_gets_through_a_proxy(world, name, proxy, *options):
    with Service(world.database.create()) as service, proxy(service) as front:
        code, status, answer = curl(front.port, *options)
        assert (code, status) == (0, "200"), front.said()
        check(answer)


CHUNKED = ("-H", "Transfer-Encoding: chunked")
test_every_line_gets_through_a_proxy.rows = [
    ("nginx as everybody has it", lambda service: proxies.nginx(service, proxies.PLAIN % "")),
    ("nginx, HTTP/1.1", lambda service: proxies.nginx(service, proxies.PLAIN % proxies.ONE_ONE)),
    ("nginx, HTTP/1.1, not buffered", lambda service: proxies.nginx(service, proxies.PLAIN % proxies.STREAMED), *CHUNKED),
    ("docker/nginx.conf", proxies.nginx),
    ("docker/haproxy.cfg", proxies.haproxy),
    ("docker/haproxy.cfg, chunks", proxies.haproxy, *CHUNKED),
]


def test_haproxy_sees_whether_alam_is_ready(world):
    with Service(world.database.create()) as service, proxies.haproxy(service) as front:
        connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=PATIENCE)
        connection.request("GET", "/readyz")
        assert connection.getresponse().status == 200
        connection.close()


def test_the_clients_address_reaches_the_log(world, proxy):
    with Service(world.database.create(), trusted_proxies="127.0.0.1") as service, getattr(proxies, proxy)(service) as front:
        connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=PATIENCE, source_address=("127.0.0.2", 0))
        connection.request("GET", "/v1/gazetteer", headers={"X-Request-Id": "through"})
        assert connection.getresponse().status == 200
        connection.close()
        assert service.request_line("through")["client"] == "127.0.0.2"


test_the_clients_address_reaches_the_log.rows = [("nginx",), ("haproxy",)]


def pieces():
    data = body()
    return (data[i:i + 50_000] for i in range(0, len(data), 50_000))


def by_http_client(port, data):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("POST", "/v1/articles", body=data, headers={"Content-Type": NDJSON})
    answer = connection.getresponse()
    assert answer.status == 200
    found = answer.read()
    connection.close()
    return found


NODE = """const body = require("fs").readFileSync(process.argv[2]);
fetch(process.argv[1], {method: "POST", body, headers: {"Content-Type": "application/x-ndjson"}})
  .then(answer => answer.arrayBuffer()).then(found => process.stdout.write(Buffer.from(found)));"""

JAVA = """import java.net.*; import java.nio.file.*;
class Post { public static void main(String[] words) throws Exception {
  var connection = (HttpURLConnection) new URL(words[0]).openConnection();
  connection.setDoOutput(true);
  connection.setRequestProperty("Content-Type", "application/x-ndjson");
  if (words.length > 2) connection.setChunkedStreamingMode(0);
  try (var out = connection.getOutputStream()) { Files.copy(Path.of(words[1]), out); }
  connection.getInputStream().transferTo(System.out);
} }"""


def by_program(program, port, *words):
    address = f"http://127.0.0.1:{port}/v1/articles"
    with body_file() as path:
        if program == "node":
            command = ["node", "-e", NODE, address, str(path)]
        else:
            source = path.with_name("Post.java")
            source.write_text(JAVA)
            command = ["java", str(source), address, str(path), *words]
        return subprocess.run(command, capture_output=True, check=True, timeout=600).stdout


def test_every_line_of_a_client_is_answered(world, name, send, needs=None):
    if needs and not shutil.which(needs):
        print(f"     not tried: this machine has no {needs}")
        return
    with Service(world.database.create()) as service:
        check(send(service.port))


test_every_line_of_a_client_is_answered.rows = [
    ("http.client", lambda port: by_http_client(port, body())),
    ("http.client, chunks", lambda port: by_http_client(port, pieces())),
    ("curl", lambda port: curl(port)[2]),
    ("curl, chunks", lambda port: curl(port, *CHUNKED)[2]),
    ("curl, HTTP/1.0", lambda port: curl(port, "--http1.0")[2]),
    ("Node fetch", lambda port: by_program("node", port), "node"),
    ("Java HttpURLConnection", lambda port: by_program("java", port), "java"),
    ("Java HttpURLConnection, chunks", lambda port: by_program("java", port, "chunks"), "java"),
]
