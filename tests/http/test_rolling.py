"""Two services behind nginx or HAProxy, restarted one after the other under load: no request fails, and none is sent twice."""
import concurrent.futures
import http.client
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading

import harness
from harness import JSON, Service, until
from test_faults import check_whole
from texts import SUMMIT

NGINX = """daemon off; master_process off; pid {directory}/pid; error_log stderr;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy; fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi; scgi_temp_path {directory}/scgi;
    upstream alam {{ server 127.0.0.1:{ports[0]}; server 127.0.0.1:{ports[1]}; {upstream} }}
    server {{ listen 127.0.0.1:{front}; location / {{ proxy_pass http://alam; {location} }} }}
}}
"""
HAPROXY = """defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
    {more}
frontend news
    bind 127.0.0.1:{front}
    default_backend alam
backend alam
    option httpchk GET /readyz
    default-server check inter 1s fall 2 rise 1
    server one 127.0.0.1:{ports[0]}
    server two 127.0.0.1:{ports[1]}
"""
KEPT = 'proxy_http_version 1.1; proxy_set_header Connection "";'


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Proxy:
    def __init__(self, program, configuration, **values):
        self.directory = tempfile.mkdtemp(prefix="alam-proxy-")
        file = pathlib.Path(self.directory) / "configuration"
        file.write_text(configuration.format(directory=self.directory, **values))
        command = {"nginx": ["-e", "stderr", "-c"], "haproxy": ["-db", "-f"]}[program]
        self.process = subprocess.Popen([harness.tool(program), *command, str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: self.answers(values["front"]))

    def answers(self, port):
        assert self.process.poll() is None, "the proxy has ended"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)


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


def test_a_rolling_restart_fails_no_request(world, name, program, configuration, values, settings):
    url = world.database.create()
    *ports, front = free_ports(3)
    serve = lambda port: Service(url, listen=f"127.0.0.1:{port}", **settings)
    services = [serve(port) for port in ports]
    proxy = Proxy(program, configuration, ports=ports, front=front, **values)
    answers, ended = [], threading.Event()

    def client(number):
        count = 0
        while not ended.is_set():
            answers.append(post(front, f"client{number}", count))
            count += 1

    def served_another(count):
        before = len(answers)
        until(lambda: len(answers) >= before + count)

    try:
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            clients = [pool.submit(client, number) for number in range(8)]
            try:
                for turn in range(4):
                    served_another(250)
                    services[turn % 2].stop()
                    services[turn % 2] = serve(ports[turn % 2])
                served_another(250)
            finally:
                ended.set()
            for done in clients:
                done.result()
        assert set(answers) == {201}, {status: answers.count(status) for status in set(answers)}
        print(f"{len(answers)} requests, {answers.count(201)} answered 201")
        check_whole(world.database, url)
    finally:
        proxy.close()
        for service in services:
            service.stop()


test_a_rolling_restart_fails_no_request.rows = [
    ("nginx as everybody has it", "nginx", NGINX, {"upstream": "", "location": ""}, {"drain_delay": "0s"}),
    ("nginx with kept connections", "nginx", NGINX, {"upstream": "keepalive 16;", "location": KEPT}, {"drain_delay": "2s"}),
    ("HAProxy with checks", "haproxy", HAPROXY, {"more": ""}, {"drain_delay": "5s"}),
    ("HAProxy that asks another one", "haproxy", HAPROXY, {"more": "option redispatch 1"}, {"drain_delay": "0s"})]
