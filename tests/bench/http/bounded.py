#!/usr/bin/python3
"""The 99th percentile of small requests alone and beside each attack, in turns: tests/bench/http/bounded.py [SECONDS]

Environment: ALAM the binary, as for tests/http/run. Each attack runs between two spells without one; on a machine that others
use, the spells say what an attack may be compared with. Nothing is asserted."""
import contextlib
import json
import pathlib
import statistics
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "http"))
import harness
import test_bounded as bounded
from test_framing import CHUNKED, FAULTS
from texts import CAIRO, ENGLISH, SUMMIT

SIZE = 1_900_000
LONG = " ".join([SUMMIT, ENGLISH] * (SIZE // len((SUMMIT + ENGLISH).encode())))
NAMES = "".join(f"<p>قال محمد أحمد الخطيب {i} إن سامي الحداد زار القاهرة.</p>" for i in range(16_000))


def encode(**members):
    return json.dumps(members, ensure_ascii=False).encode()


def request(path, body, kind=b"json"):
    return b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/%s\r\nContent-Length: %d\r\n\r\n%s" % (path, kind, len(body), body)


# What is sent again and again on each of four connections, and whether the answer is waited for.
ATTACKS = {
    "20,000 attributes": request(b"/v1/articles", encode(html=bounded.HOSTILE["20,000 attributes"][0])),
    "elements in one another": request(b"/v1/articles", encode(html=bounded.HOSTILE["elements inside one another"][0])),
    "texts of 1.9 MB": request(b"/v1/annotate", encode(text=LONG)),
    "16,000 paragraphs of names": request(b"/v1/articles", encode(html=NAMES)),
    "a batch of 40 lines of 1.9 MB": request(b"/v1/articles", b"\n".join(encode(text=f"{LONG} {i}") for i in range(40)), b"x-ndjson"),
    "requests that are refused": FAULTS[0][1],
    "extensions of chunks": CHUNKED + b"1;%s\r\n{\r\n" % (b"x" * 1000) * 500,
}


def attack(service, data, stop):
    while not stop.is_set():
        with contextlib.suppress(OSError), service.socket() as connection:
            connection.settimeout(1)
            connection.sendall(data)
            while not stop.is_set() and connection.recv(1 << 16):
                pass


def spell(service, seconds):
    """Milliseconds of each small request of a client that sends one after the other."""
    connection, took, end = service.connect(), [], time.monotonic() + seconds
    body = encode(text=CAIRO)
    while time.monotonic() < end:
        began = time.perf_counter()
        connection.request("POST", "/v1/annotate", body, harness.JSON)
        assert connection.getresponse().read()
        took.append((time.perf_counter() - began) * 1e3)
    connection.close()
    return took


def line(name, took):
    cuts = statistics.quantiles(took, n=100)
    print(f"| {name} | {cuts[49]:.1f} | {cuts[98]:.1f} | {len(took)} |", flush=True)


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5
    database = harness.Database()
    try:
        with harness.Service(database.create(), drain_delay="0s", drain_grace="2s") as service:
            print("| beside | p50 ms | p99 ms | requests |\n|---|---|---|---|")
            for name, data in ATTACKS.items():
                line("nothing", spell(service, seconds))
                stop = threading.Event()
                threads = [threading.Thread(target=attack, args=(service, data, stop)) for _ in range(4)]
                for thread in threads:
                    thread.start()
                line(name, spell(service, seconds))
                stop.set()
                for thread in threads:
                    thread.join()
    finally:
        database.close()


if __name__ == "__main__":
    main()
