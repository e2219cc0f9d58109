"""latency.py PORT ARTICLES SECONDS: each query of a newsroom, again and again with other values, one client.

Prints p50 and p99 beside the goal. SECONDS 0: each query once, for its plan."""
import http.client
import math
import random
import sys
import time
import urllib.parse

port, articles, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
entities = max(articles // 10, 1000)
randomly = random.Random(6)
LATIN = "ba ku ri sha mo ter na li do van el za fi hu gor pe".split()
ARABIC = "با كو ري شا مو تر نا لي دو فان ال زا في هو غر بي".split()


def entity():
    """As often as the archive has it: the popular ones most."""
    return f"bench:{min(int(math.exp(randomly.random() * math.log(entities))), entities - 1)}"


def word():
    return f"w{min(int(math.exp(randomly.random() * math.log(200000))), 199999)}"


def letters(count):
    script = randomly.choice((LATIN, ARABIC))
    return "".join(randomly.choice(script) for _ in range(count))


def misspelt():
    name = "".join(randomly.choice(LATIN) for _ in range(3)) + " " + "".join(randomly.choice(LATIN) for _ in range(3))
    at = randomly.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1:]


def quote(text):
    return urllib.parse.quote(text)




QUERIES = [
    ("entity card", 50, lambda: f"/v1/entities/{entity()}"),
    ("articles of an entity", 50, lambda: f"/v1/entities/{entity()}/articles"),
    ("timeline, 30 days", 50, lambda: f"/v1/entities/{entity()}/timeline?tz=Asia/Riyadh"),
    ("timeline, a year by day", 50, lambda: f"/v1/entities/{entity()}/timeline?tz=Asia/Riyadh&from=2025-12-01T00:00:00Z"),
    ("timeline, zone half an hour off", 50, lambda: f"/v1/entities/{entity()}/timeline?tz=Asia/Kolkata"),
    ("related", 50, lambda: f"/v1/entities/{entity()}/related"),
    ("completion, 1 letter", 50, lambda: f"/v1/entities?limit=10&q={quote(letters(1)[:1])}"),
    ("completion, 3 letters", 50, lambda: f"/v1/entities?limit=10&q={quote(letters(2)[:3])}"),
    ("completion, 5 letters", 50, lambda: f"/v1/entities?limit=10&q={quote(letters(3)[:5])}"),
    ("search, misspelt", 50, lambda: f"/v1/entities?limit=10&q={quote(misspelt())}"),
    ("entities, most named", 50, lambda: "/v1/entities?type=person"),
    ("articles, newest", 50, lambda: "/v1/articles"),
    ("articles of a source", 50, lambda: f"/v1/articles?source=source-{randomly.randrange(200)}"),
    ("articles, language and days", 50, lambda: "/v1/articles?language=en&from=2026-03-01T00:00:00Z&to=2026-03-03T00:00:00Z"),
    ("articles with two entities", 50, lambda: f"/v1/articles?entity={entity()},{entity()}"),
    ("articles, entity and source", 50, lambda: f"/v1/articles?entity={entity()}&source=source-{randomly.randrange(50)}"),
    ("articles, entity, type, language", 50, lambda: f"/v1/articles?entity={entity()}&type=person&language=en"),
    ("articles, all four filters", 50, lambda: f"/v1/articles?entity={entity()}&source=source-{randomly.randrange(200)}&type=person&language=en"),
    ("full text, one word", 50, lambda: f"/v1/articles?q={word()}"),
    ("full text, two words", 50, lambda: f"/v1/articles?q={word()}+{word()}"),
    ("full text and an entity", 50, lambda: f"/v1/articles?q={word()}&entity={entity()}"),
    ("full text and a source", 50, lambda: f"/v1/articles?q={word()}&source=source-{randomly.randrange(50)}"),
    ("trends, 24 hours", 200, lambda: "/v1/trends?window=24h"),
    ("trends, 7 days, people", 200, lambda: "/v1/trends?window=7d&type=person"),
]


def ask(connection, path):
    began = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, (path, answer.status)
    return (time.perf_counter() - began) * 1000


connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
for name, goal, path in QUERIES:
    if not seconds:
        ask(connection, path())
        continue
    for _ in range(30):
        ask(connection, path())
    times, end = [], time.perf_counter() + seconds / 4
    while time.perf_counter() < end or len(times) < 50:
        times.append(ask(connection, path()))
    times.sort()
    p50, p99 = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.99))]
    print(f"  {name:36} p50 {p50:7.1f} ms  p99 {p99:7.1f} ms  goal {goal:3} ms  {'ok' if p99 <= goal else 'MISSED'}  ({len(times)})", flush=True)
