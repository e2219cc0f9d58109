"""Storing under load and under faults of the real server: nothing acknowledged is lost, nothing is stored twice or half."""
import concurrent.futures
import contextlib
import os
import pathlib
import random
import subprocess
import tempfile
import threading
import urllib.parse

import harness
from harness import Service, Session, until
from texts import CAIRO, SUMMIT


def body(number, **more):
    return {"text": f"{SUMMIT} {number}.", "source": "fault", "external_id": str(number), **more}


@contextlib.contextmanager
def locked(url, table="articles", mode="EXCLUSIVE"):
    session = Session(url)
    session.ask("BEGIN")
    session.ask(f"LOCK TABLE {table} IN {mode} MODE")
    try:
        yield
    finally:
        session.tell("ROLLBACK")
        session.close()


def superuser(url):
    return url.replace("alam@", "postgres@")


def waiting(world, service, count=1):
    """Waits until so many sessions of the service's database wait for a lock."""
    until(lambda: int(world.database.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                         " AND datname = current_database()", superuser(service.url))) >= count)


def check_whole(database, url):
    """Every article has its entities and one row of counts behind it, every row of counts its article."""
    assert database.sql("SELECT count(*) FROM articles a WHERE (SELECT count(*) FROM article_entities m WHERE m.article_id = a.id) <> 3", url) == "0"
    assert database.sql("SELECT count(*) FROM article_entities m WHERE NOT EXISTS (SELECT FROM articles a WHERE a.id = m.article_id)", url) == "0"
    counted = database.sql("SELECT coalesce((SELECT articles FROM entity_counts WHERE entity_id = '*'), 0)"
                           " + coalesce((SELECT sum(articles) FROM entity_pending WHERE entity_id = '*'), 0)", url)
    assert counted == database.sql("SELECT count(*) FROM articles", url)


def storm(service, meanwhile):
    """Posts from eight clients while `meanwhile` happens; (external_id, status) of every post. `meanwhile` is given what
    waits until another article has been stored."""
    answers, ended, numbers = [], threading.Event(), iter(range(10**6))

    def client():
        while not ended.is_set():
            number = next(numbers)
            answers.append((number, service.post("/v1/articles", body(number)).status))

    def stored_another():
        before = len(answers)
        until(lambda: any(status == 201 for _, status in answers[before:]))

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        clients = [pool.submit(client) for _ in range(8)]
        try:
            stored_another()
            meanwhile(stored_another)
        finally:
            ended.set()
        for done in clients:
            done.result()
    return answers


def check_storm(database, service, answers):
    assert {status for _, status in answers} <= {200, 201, 503}, {status for _, status in answers}
    until(lambda: service.get("/readyz").status == 200)
    stored = database.sql("SELECT external_id FROM articles", service.url).split()
    assert len(stored) == len(set(stored)), "stored twice"
    acknowledged = {str(number) for number, status in answers if status != 503}
    assert acknowledged and acknowledged <= set(stored), "lost"
    check_whole(database, service.url)
    assert service.post("/v1/articles", body("after")).status == 201


def test_articles_that_come_together_are_committed_together(world):
    with Service(world.database.create()) as service:
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            with locked(service.url):
                posts = [pool.submit(service.post, "/v1/articles", body(i)) for i in range(32)]
                waiting(world, service)
                until(lambda: service.metric("alam_http_requests_running") == 32)
            assert {post.result().status for post in posts} == {201}
        assert service.metric("alam_store_commits_total") <= 8
        check_whole(world.database, service.url)


def test_a_row_that_the_database_refuses_does_not_harm_its_neighbours(world):
    """A source of 4,000 random characters does not fit an index."""
    noise = "".join(random.Random(6).choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=4000))
    with Service(world.database.create(), writers=1) as service, concurrent.futures.ThreadPoolExecutor(20) as pool:
        with locked(service.url):
            first = pool.submit(service.post, "/v1/articles", body("first"))
            waiting(world, service)
            posts = [pool.submit(service.post, "/v1/articles", body(i, **({"source": f"{i}{noise}"} if i % 5 == 0 else {}))) for i in range(15)]
            until(lambda: service.metric("alam_http_requests_running") == 16)
        assert first.result().status == 201
        for i, post in enumerate(posts):
            answer = post.result()
            assert answer.status == (422 if i % 5 == 0 else 201), answer
        check_whole(world.database, service.url)


def the_one_refused(requests):
    """The answer to the one request that finds no place; the others have none while the lock is held."""
    until(lambda: any(request.done() for request in requests))
    done = [request for request in requests if request.done()]
    assert len(done) == 1, done
    requests.remove(done[0])
    return done[0].result()


def test_a_full_queue_answers_503_at_once(world):
    with Service(world.database.create(), writers=1, commit_articles=1, write_queue=3) as service:
        with concurrent.futures.ThreadPoolExecutor(5) as pool:
            with locked(service.url):
                posts = [pool.submit(service.post, "/v1/articles", body(0))]
                waiting(world, service)
                posts += [pool.submit(service.post, "/v1/articles", body(i)) for i in (1, 2, 3, 4)]
                answer = the_one_refused(posts)
                assert answer.status == 503 and int(answer.headers["Retry-After"]) >= 1
                assert service.get("/v1/articles").status == 200, "readers have their own queue"
            assert [post.result().status for post in posts] == [201] * 4


def test_an_exhausted_pool_answers_503_at_once_and_recovers(world):
    """Connections for reading have a queue of their own: nothing that the service does by itself takes a place in it."""
    url = world.database.create()
    with Service(url, read_database_url=url, database_connections=1, database_queue=2) as service:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            with locked(service.url, mode="ACCESS EXCLUSIVE"):
                gets = [pool.submit(service.get, "/v1/articles")]
                waiting(world, service)
                gets += [pool.submit(service.get, "/v1/articles") for _ in range(3)]
                answer = the_one_refused(gets)
                assert answer.status == 503 and int(answer.headers["Retry-After"]) >= 1
                assert answer.json["type"] == "/problems/unavailable"
                assert service.post("/v1/annotate", {"text": SUMMIT}).status == 200, "what needs no database goes on"
            assert [get.result().status for get in gets] == [200] * 3
        assert service.get("/v1/articles").status == 200


def test_a_statement_that_takes_too_long_is_503_and_nothing_is_stored(world):
    with Service(world.database.create(), statement_timeout="300ms") as service:
        with locked(service.url):
            answer = service.post("/v1/articles", body(1))
            assert answer.status == 503 and "too long" in answer.json["detail"], answer
        assert world.database.sql("SELECT count(*) FROM articles", service.url) == "0"
        until(lambda: service.post("/v1/articles", body(1)).status == 201)  # on a busy machine 300 ms may be too little again


def test_a_deadlock_is_resolved_and_the_article_stored(world):
    """Somebody holds an entity that the article needs, and then wants the article's row.

    The post must be the one that begins to wait last: a session looks for a deadlock once, some time after it began. A third
    session therefore keeps it at the entity before, until the other is known to wait for the post."""
    url = world.database.create()
    article = world.service.post("/v1/articles", body("deadlock")).json
    first, *_, last = sorted(entity["id"] for entity in article["annotation"]["entities"])
    with Service(url, statement_timeout="60s", request_timeout="60s") as service:
        other, gate = Session(superuser(url)), Session(superuser(url))
        other.ask("SET deadlock_timeout = '1h'")
        for session, entity in ((other, last), (gate, first)):
            session.ask("BEGIN")
            session.ask(f"INSERT INTO entities VALUES ('{entity}', 'person', true, '', '', '', '', '')")
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            post = pool.submit(service.post, "/v1/articles", body("deadlock"))
            waiting(world, service)
            other.tell(f"INSERT INTO articles SELECT '{article['id']}', null, null, null, null, '', '', null, now(), now(), '', ''")
            waiting(world, service, 2)
            gate.ask("ROLLBACK")
            until(lambda: service.metric("alam_store_errors_total") > 0)
            other.ask("ROLLBACK")
            assert post.result().status == 201, post.result()
        for session in (other, gate):
            session.close()
        check_whole(world.database, service.url)


def test_the_server_restarting_loses_nothing(world):
    database = harness.Database()
    try:
        with Service(database.create()) as service:
            def restart(stored_another):
                for _ in range(2):
                    database.stop()
                    database.start()
                    stored_another()
            check_storm(database, service, storm(service, restart))
    finally:
        database.close()


def test_cut_connections_lose_nothing(world):
    with Service(world.database.create()) as service:
        def cut(stored_another):
            for _ in range(15):
                stored_another()
                world.database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'alam'"
                                   " AND datname = current_database()", service.url)
        check_storm(world.database, service, storm(service, cut))


def test_a_server_without_free_connections_is_503_until_it_has_some(world):
    url = world.database.create()
    name = urllib.parse.urlsplit(url).path[1:]
    with Service(url) as service:
        world.database.sql(f"ALTER DATABASE {name} CONNECTION LIMIT 0", world.database.base)
        answer = service.post("/v1/articles", body(1))
        assert answer.status == 503 and "Retry-After" in answer.headers
        world.database.sql(f"ALTER DATABASE {name} CONNECTION LIMIT -1", world.database.base)
        until(lambda: service.post("/v1/articles", body(1)).status == 201)


@contextlib.contextmanager
def small_disk(megabytes):
    """A directory with little room, or None where none can be made."""
    directory = tempfile.mkdtemp(prefix="alam-small-")
    mounted = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", directory],
                                                   capture_output=True).returncode == 0
    try:
        yield directory if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", directory], check=False)
        os.rmdir(directory)


def test_a_full_disk_is_503_and_loses_nothing(world):
    url = world.database.create()
    with small_disk(24) as directory, Service(url) as service:
        if not directory:
            print("skipped: no right to mount a small disk")
            return
        place = pathlib.Path(directory) / "space"
        place.mkdir()
        subprocess.run(["chown", "--reference", str(pathlib.Path(world.database.directory) / "postgres/data"), str(place)], check=True)
        world.database.sql(f"CREATE TABLESPACE small LOCATION '{place}'", superuser(url))
        world.database.sql("ALTER TABLE articles SET TABLESPACE small", superuser(url))
        filler = pathlib.Path(directory) / "filler"
        stored = 0
        with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as file:
            while True:
                file.write(bytes(1 << 16))
        noise = random.Random(6)
        for number in range(200):
            text = SUMMIT + " " + "".join(noise.choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", k=20000))
            answer = service.post("/v1/articles", body(number, text=text))
            if answer.status != 201:
                break
            stored += 1
        assert answer.status == 503 and "resources" in answer.json["detail"], answer
        assert service.get("/v1/articles").status == 200
        assert world.database.sql("SELECT count(*) FROM articles", url) == str(stored)
        filler.unlink()
        until(lambda: service.post("/v1/articles", body("room again")).status in (200, 201))
        assert world.database.sql("SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT FROM article_entities m"
                                  " WHERE m.article_id = a.id)", url) == "0"
        service.stop()
        world.database.sql("ALTER TABLE articles SET TABLESPACE pg_default", superuser(url))
        world.database.sql("DROP TABLESPACE small", superuser(url))


def test_a_stop_leaves_a_long_queue_of_counts_to_the_next_process(world):
    """The service ends after the batch it is at; what waits is durable, counted all the while, and folded by whoever comes."""
    url, articles = world.database.create(), 60000
    counted = ("SELECT coalesce(sum(articles), 0) FROM (SELECT articles FROM entity_counts WHERE entity_id = 'iso:EG'"
               " UNION ALL SELECT articles FROM entity_pending WHERE entity_id = 'iso:EG') c")
    with Service(url, rollup_interval="0s"):
        world.database.sql("INSERT INTO rollup_queue SELECT gen_random_uuid(), i, 1, timestamptz '2026-03-01' + i % 500 * interval '1 hour',"
                           f" ARRAY['*', 'iso:EG', 'name:' || i % 5000], ARRAY[0, 1, 1] FROM generate_series(1, {articles}) AS i", url)
    with Service(url, rollup_interval="10ms") as service:
        until(lambda: world.database.sql("SELECT count(*) FROM entity_counts", url) != "0")
    left = int(world.database.sql("SELECT count(*) FROM rollup_queue", url))
    assert 0 < left < articles, "it neither waited for all of it nor broke a batch off"
    assert world.database.sql(counted, url) == str(articles)
    with Service(url, rollup_interval="10ms"):
        until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", url) == "0")
    for table in ("entity_counts", "entity_hours", "entity_days"):
        assert world.database.sql(f"SELECT sum(articles) FROM {table} WHERE entity_id = 'iso:EG'", url) == str(articles), table
