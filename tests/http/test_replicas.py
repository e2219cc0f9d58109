"""More than one of something: a replica to read from, PgBouncer in between, Citus's rules."""
import concurrent.futures
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile
import urllib.parse

import harness
from harness import Service, run, until
from test_archive import card
from test_faults import body, check_whole
from texts import CAIRO, SUMMIT


def test_get_requests_go_to_the_replica_and_others_to_the_primary(world):
    primary, replica = world.database.create(), world.database.create()
    with Service(replica) as other:
        seen = other.post("/v1/articles", {"text": CAIRO}).json["id"]
    with Service(primary, read_database_url=replica) as service:
        posted = service.post("/v1/articles", body(1))
        assert posted.status == 201
        assert service.get(f"/v1/articles/{seen}").status == 200 and service.get(posted.headers["Location"]).status == 404
        assert service.post("/v1/articles", body(1)).json == posted.json, "the same again is looked up where it was stored"
        assert service.ask("DELETE", posted.headers["Location"]).status == 204


def test_a_replica_out_of_reach_is_replaced_by_the_primary(world):
    with Service(world.database.create(), read_database_url="postgresql:///none?host=/nonexistent") as service:
        location = service.post("/v1/articles", body(1)).headers["Location"]
        assert service.get(location).status == 200 and service.get("/readyz").status == 200
        assert "/nonexistent" in service.event("replica-unreachable")["reason"]


class PgBouncer:
    """With docker/pgbouncer.ini, before the given server; it listens on a socket in a directory of its own."""
    PORT = 6432

    def __init__(self, database, more=""):
        self.directory = tempfile.mkdtemp(prefix="alam-bouncer-")
        host = urllib.parse.parse_qs(urllib.parse.urlsplit(database.base).query)["host"][0]
        owner = pathlib.Path(host).owner()
        settings = pathlib.Path(self.directory) / "pgbouncer.ini"
        others = {"alam": f"* = host={host} port=5432 user=alam", "listen_addr": f"unix_socket_dir = {self.directory}", "auth_type": "auth_type = any",
                  "auth_file": "", "default_pool_size": "default_pool_size = 3"}
        lines = (harness.ROOT / "docker/pgbouncer.ini").read_text().splitlines()
        assert others.keys() <= {line.split(" ")[0] for line in lines}
        settings.write_text("\n".join(others.get(line.split(" ")[0], line) for line in lines) + "\n" + more)
        user = pwd.getpwnam(owner)
        os.chmod(self.directory, 0o755)
        os.chmod(settings, 0o644)
        if os.geteuid() == 0:
            os.chown(self.directory, user.pw_uid, user.pw_gid)
        program = shutil.copy(harness.tool("pgbouncer"), self.directory)  # the server's user may not reach the tree
        drop = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        self.process = subprocess.Popen([program, "-q", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **drop)
        until(self.answers)

    def answers(self):
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(f"{self.directory}/.s.PGSQL.{self.PORT}") == 0

    def url(self, url):
        return f"postgresql://alam@{urllib.parse.urlsplit(url).path}?host={self.directory}&port={self.PORT}"

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=20)
        shutil.rmtree(self.directory)


def test_everything_works_through_pgbouncer_in_transaction_mode(world):
    url = world.database.create()
    bouncer = PgBouncer(world.database)
    try:
        with Service(url) as direct, Service(bouncer.url(url), database_prepare="off", database_connections=8, writers=4,
                                             statement_timeout="1s") as service:
            with concurrent.futures.ThreadPoolExecutor(16) as pool:
                statuses = list(pool.map(lambda i: service.post("/v1/articles", body(i)).status, range(64)))
            assert set(statuses) == {201}
            location = service.post("/v1/articles", body(0)).headers.get("Location") or "/v1/articles"
            for path in (location, "/v1/articles?entity=person:donald-trump", "/v1/articles?q=trump", "/v1/entities?q=trmp", "/v1/entities",
                         "/v1/entities/person:donald-trump", "/v1/entities/person:donald-trump/related", "/v1/trends",
                         "/v1/entities/person:donald-trump/timeline"):
                assert service.get(path).status == 200, path
            until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", url) == "0")
            assert card(service, "person:donald-trump")[0] == 64 and direct.get("/readyz").status == 200
            check_whole(world.database, url)
    finally:
        bouncer.close()


HOT = {"articles": "id", "article_entities": "article_id", "article_revisions": "article_id", "rollup_queue": "article_id", "verdicts": "article_id"}


def test_the_schema_obeys_the_rules_of_citus(world):
    """create_distributed_table refuses what breaks one of these; reference tables may have all of it."""
    sql = lambda query: world.database.sql(query, world.url).splitlines()
    for table, key in HOT.items():
        unique = sql(f"SELECT i.indexrelid::regclass FROM pg_index i WHERE i.indrelid = '{table}'::regclass AND i.indisunique AND NOT EXISTS"
                     f" (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) AND a.attname = '{key}')")
        assert unique == [], f"unique without {key}: {unique}"
    hot = ", ".join(f"'{table}'::regclass" for table in HOT)
    assert sql(f"SELECT conname FROM pg_constraint WHERE contype IN ('f', 'x') AND (conrelid IN ({hot}) OR confrelid IN ({hot}))") == []
    assert sql(f"SELECT tgname FROM pg_trigger WHERE tgrelid IN ({hot})") == []
    assert sql(f"SELECT attname FROM pg_attribute WHERE attrelid IN ({hot}) AND (attidentity <> '' OR attgenerated <> '')") == []
    assert sql(f"SELECT adrelid::regclass FROM pg_attrdef WHERE adrelid IN ({hot}) AND pg_get_expr(adbin, adrelid) LIKE '%nextval%'") == []
    types = sql("SELECT DISTINCT format_type(atttypid, atttypmod) FROM pg_attribute WHERE (attrelid, attname) IN (VALUES "
                + ", ".join(f"('{table}'::regclass, '{key}')" for table, key in HOT.items()) + ")")
    assert types == ["uuid"], "colocated tables need one type of key"
    assert sql("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT EXISTS"
               " (SELECT FROM pg_index WHERE indrelid = pg_class.oid AND indisprimary)") == [], "each table has a primary key"


def test_distributing_without_citus_is_refused_with_a_reason(world):
    done = run("migrate", "--distribute", url=world.database.create())
    assert done.returncode == 1 and "citus" in done.stderr
