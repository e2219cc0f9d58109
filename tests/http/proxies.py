"""Real proxies in front of a service: Debian's nginx and HAProxy, with the files in docker/ or as everybody has them."""
import contextlib
import pathlib
import shutil
import socket
import subprocess
import tempfile

import harness

DOCKER = harness.ROOT / "docker"
FRONT, BACK = "8081", "127.0.0.1:8080"  # the addresses in those files, which are replaced

NGINX = """daemon off;
master_process off;
pid %(directory)s/nginx.pid;
events {}
http {
    access_log off;
    client_body_temp_path %(directory)s/body;
    proxy_temp_path %(directory)s/proxy;
    fastcgi_temp_path %(directory)s/fastcgi;
    uwsgi_temp_path %(directory)s/uwsgi;
    scgi_temp_path %(directory)s/scgi;
    %(servers)s
}
"""
# What stands in most tutorials; the rest is nginx's defaults: HTTP/1.0 to the service, the body buffered.
PLAIN = "server { listen 8081; client_max_body_size 0; location / { proxy_pass http://127.0.0.1:8080; %s } }"
ONE_ONE = 'proxy_http_version 1.1; proxy_set_header Connection "";'
STREAMED = ONE_ONE + " proxy_request_buffering off; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def with_backends(configuration, ports):
    """The lines that name the service, one for each port; the servers of HAProxy have names of their own."""
    return "".join(line.replace(BACK, f"127.0.0.1:{port}").replace("server one ", f"server alam{port} ")
                   for line in configuration.splitlines(keepends=True) for port in (ports if BACK in line else ports[:1]))


class Proxy:
    """A proxy process before a service, or before several on these ports; `port` is where it listens."""

    def __init__(self, configuration, service, command):
        self.directory = tempfile.mkdtemp(prefix="alam-proxy-")
        self.port = free_port()
        assert FRONT in configuration and BACK in configuration
        file = pathlib.Path(self.directory, "configuration")
        text = with_backends(configuration, service if isinstance(service, list) else [service.port]).replace("127.0.0.1:" + FRONT, FRONT)
        file.write_text(text.replace(FRONT, f"127.0.0.1:{self.port}") % {"directory": self.directory})
        self.log = open(pathlib.Path(self.directory, "log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen([word % {"file": file} for word in command], stdout=self.log, stderr=self.log)
        harness.until(self.answers)

    def answers(self):
        assert self.process.poll() is None, self.said()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)


def nginx(service, servers=None):
    """nginx with docker/nginx.conf, or with these `server` blocks."""
    servers = servers or (DOCKER / "nginx.conf").read_text().replace("%", "%%")
    return Proxy(NGINX.replace("%(servers)s", servers), service, [harness.tool("nginx"), "-c", "%(file)s", "-e", "stderr"])


def haproxy(service):
    """HAProxy with docker/haproxy.cfg."""
    return Proxy((DOCKER / "haproxy.cfg").read_text().replace("%", "%%"), service, [harness.tool("haproxy"), "-db", "-f", "%(file)s"])
