"""Two services behind nginx or HAProxy, restarted one after the other under load: no request fails."""
import concurrent.futures
import http.client
import socket
import threading

import harness
import proxies
from harness import JSON, Service, until
from test_faults import check_whole
from texts import SUMMIT

CLIENTS = 8
# What everybody has: nothing is tried again once it was sent.
NGINX = "upstream alam { \n server 127.0.0.1:8080; \n %s } server { listen 127.0.0.1:8081; location / { proxy_pass http://alam; %s } }"
HAPROXY = """defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
    timeout check 10s
    %s
frontend news
    bind 127.0.0.1:8081
    default_backend alam
backend alam
    option httpchk GET /readyz
    default-server check inter 1s fall 2 rise 1
    server one 127.0.0.1:8080
"""


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def haproxy(ports, more):
    return proxies.Proxy(HAPROXY % more, ports, [harness.tool("haproxy"), "-db", "-f", "%(file)s"])


def post(port, name, number):
    """The status of one post over a connection of its own; 0 when the connection breaks off."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=harness.PATIENCE)
    try:
        connection.request("POST", "/v1/articles", f'{{"text": "{SUMMIT}", "source": "{name}", "external_id": "{number}"}}'.encode(), JSON)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def stored_by(service):
    """Articles that this process has stored: the proxy sends it requests."""
    return service.metric("alam_articles_total")


def test_a_rolling_restart_fails_no_request(world, name, proxy, delay):
    url = world.database.create()
    ports = free_ports(2)
    serve = lambda port: Service(url, listen=f"127.0.0.1:{port}", drain_delay=delay)
    services = [serve(port) for port in ports]
    answers, ended = [], threading.Event()

    def client(number):
        count = 0
        while not ended.is_set():
            answers.append(post(front.port, f"client{number}", count))
            count += 1

    def served_another(count):
        before = len(answers)
        until(lambda: len(answers) >= before + count)

    try:
        with proxy(ports) as front, concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
            clients = [pool.submit(client, number) for number in range(CLIENTS)]
            try:
                for turn in range(4 if delay == "0s" else 2):
                    served_another(250)
                    services[turn % 2].stop()
                    services[turn % 2] = serve(ports[turn % 2])
                    # nginx asks nothing of one that refused, for 10 s; what it asked before may still come
                    until(lambda: stored_by(services[turn % 2]) > 2 * CLIENTS)
                served_another(250)
            finally:
                ended.set()
            for done in clients:
                done.result()
        assert set(answers) == {201}, {status: answers.count(status) for status in set(answers)}
        print(f"{len(answers)} requests, {answers.count(201)} answered 201")
        check_whole(world.database, url)
        until(lambda: world.database.sql("SELECT count(*) FROM rollup_queue", url) == "0")
        check_whole(world.database, url)
    finally:
        for service in services:
            service.stop()


test_a_rolling_restart_fails_no_request.rows = [
    ("nginx as everybody has it", lambda ports: proxies.nginx(ports, NGINX % ("", "")), "0s"),
    ("nginx with kept connections", lambda ports: proxies.nginx(ports, NGINX % ("keepalive 16;", proxies.ONE_ONE)), "2s"),
    ("docker/nginx.conf", proxies.nginx, "0s"),
    ("HAProxy with checks", lambda ports: haproxy(ports, ""), "5s"),
    ("docker/haproxy.cfg", proxies.haproxy, "0s")]
