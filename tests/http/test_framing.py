"""Bytes that two readers may read as different requests (request smuggling): each is refused, and nothing behind it runs."""
import contextlib
import json
import re
import socket
import ssl
import tempfile

import harness
import proxies
import test_keys as keys
from harness import Service
from test_robust import GET, POST, raw, refused
from texts import SUMMIT

CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
BODY = json.dumps({"text": "x"}).encode()

# Behind each stands a whole request that stores an article, which must never be run.
FAULTS = [
    ("a header without name", GET + b": x\r\n\r\n"), ("behind another header", GET + b"A: b\r\n: x\r\n\r\n"), ("with nothing else", GET + b":\r\n\r\n"),
    ("of a POST", POST + b"Content-Length: 5\r\n: x\r\n\r\n"), ("of a POST before its length", POST + b": x\r\nContent-Length: 5\r\n\r\n"),
    ("in a trailer", CHUNKED + b"0\r\n: x\r\n\r\n"), ("NUL in a name", GET + b"A\0B: c\r\n\r\n"), ("NUL in a value", GET + b"A: b\0c\r\n\r\n"),
    ("NUL in a length", POST + b"Content-Length: 0\0 5\r\n\r\n"), ("NUL for a length", POST + b"Content-Length: \0\r\n\r\n"),
    ("other controls in a value", GET + b"A: \x01\r\n\r\n"), ("a folded line", GET + b"A: b\r\n c\r\n\r\n"), ("a folded length", POST + b"Content-Length:\r\n 0\r\n\r\n"),
    ("a blank before the colon", POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"), ("a tab before the colon", POST + b"Content-Length\t: 0\r\n\r\n"),
    ("a bare LF", GET + b"A: b\nC: d\r\n\r\n"), ("a bare CR", GET + b"A: b\rContent-Length: 70\r\n\r\n"), ("a head that ends in LF", GET + b"\n"),
    ("a request line that ends in LF", b"GET /livez HTTP/1.1\nHost: localhost\r\n\r\n"),
    ("a blank in the address", b"GET /livez HTTP/1.1 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ("two equal lengths", POST + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n"), ("a list of lengths", POST + b"Content-Length: 0, 0\r\n\r\n"),
    ("a plus", POST + b"Content-Length: +0\r\n\r\n"), ("hexadecimal", POST + b"Content-Length: 0x0\r\n\r\n"), ("an empty length", POST + b"Content-Length: \r\n\r\n"),
    ("a length and chunks", POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("chunks and a length", POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
    ("chunks in HTTP/1.0", b"POST /v1/annotate HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("a chunk with a sign", CHUNKED + b"+0\r\n\r\n"), ("a negative chunk", CHUNKED + b"-0\r\n\r\n"), ("a chunk with 0x", CHUNKED + b"0x0\r\n\r\n"),
    ("a blank before a chunk's size", CHUNKED + b" 0\r\n\r\n"), ("one behind it", CHUNKED + b"0 \r\n\r\n"), ("a NUL in it", CHUNKED + b"0\0\r\n\r\n"),
    ("a size that ends in LF", CHUNKED + b"0\n\r\n"), ("a line's end in an extension", CHUNKED + b"1;a\nb\r\nx\r\n0\r\n\r\n"),
    ("a chunk that ends in LF", CHUNKED + b"1\r\nx\n0\r\n\r\n"), ("a chunk without an end", CHUNKED + b"1\r\nx0\r\n\r\n"),
    ("a size past all numbers", CHUNKED + b"10000000000000000\r\n\r\n"), ("no HTTP", b"\x16\x03\x01\x02\r\n\r\n"), ("a word alone", b"hello\r\n\r\n")]


PERMISSIVE = "ignore_invalid_headers off; underscores_in_headers on; "


def smuggled(source):
    """A request that leaves a trace when it is run."""
    body = json.dumps({"text": SUMMIT, "source": source, "external_id": source}).encode()
    return b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def stored(service, source):
    return service.get(f"/v1/articles?source={source}").json["data"]


def check(service, connect, data, source):
    """In one piece, in pieces of a byte, and behind a request that is sound."""
    for before, piece in ((b"", 0), (b"", 1), (GET + b"\r\n", 0)):
        with connect() as connection:
            if piece:
                with contextlib.suppress(OSError):
                    for at in range(len(data) - 1):
                        connection.send(data[at:at + 1])
                answer = raw(connection, data[-1:] + smuggled(source))
            else:
                answer = raw(connection, before + data + smuggled(source))
        assert len(re.findall(rb"HTTP/1.1 \d", answer)) == 1 + bool(before), answer
        refused(answer[answer.rindex(b"HTTP/1.1 400 "):], 400, "bad-request")
    assert stored(service, source) == []


def test_what_may_be_read_in_two_ways_is_refused(world, name, data):
    check(world.service, world.service.socket, data, "smuggled")


test_what_may_be_read_in_two_ways_is_refused.rows = FAULTS


def test_over_tls_it_is_refused_too(world):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with tempfile.TemporaryDirectory() as directory:
        certificate = keys.certificate(directory, "framing")
        with Service(world.url, tls_cert=certificate[0], tls_key=certificate[1]) as service:
            for _, data in FAULTS:
                check(world.service, lambda: context.wrap_socket(service.socket()), data, "smuggled-tls")
            with context.wrap_socket(service.socket()) as connection:  # several records in one buffer, left out in part
                answer = raw(connection, CHUNKED + b"".join(b"1;%s\r\n%c\r\n" % (b"x" * 1000, byte) for byte in BODY) + b"0\r\n\r\n"
                             + GET + b"Connection: close\r\n\r\n")
            assert answer.count(b"HTTP/1.1 200 ") == 2, answer


def test_the_request_behind_it_is_run_when_nothing_is_wrong(world):
    with world.service.socket() as connection:
        answer = raw(connection, GET + b"\r\n" + smuggled("allowed") + GET + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200 ") == 2 and answer.count(b"HTTP/1.1 201 ") == 1 and len(stored(world.service, "allowed")) == 1


def test_the_status_says_what_cannot_be_read(world, name, data, status, slug):
    with world.service.socket() as connection:
        refused(raw(connection, data), status, slug)


test_the_status_says_what_cannot_be_read.rows = [
    ("a length of 19 digits", POST + b"Content-Length: 1000000000000000000\r\n\r\n", 413, "too-large"),
    ("a coding that is unknown", POST + b"Transfer-Encoding: chunke\r\n\r\n", 501, "not-implemented"),
    ("chunked and another", POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n", 501, "not-implemented"),
    ("a blank behind it", POST + b"Transfer-Encoding: chunked \r\n\r\n", 501, "not-implemented")]


def test_extensions_of_chunks_are_left_out(world):
    chunks = b"".join(b'1 ;%s="%s"\r\n%c\r\n' % (b"n" * 20, b";," * 400, byte) for byte in BODY)  # more of them than fits the buffer
    with world.service.socket() as connection:
        answer = raw(connection, CHUNKED + chunks + b"0;last\r\nX-Trailer: y\r\n\r\n" + GET + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200 ") == 2, answer


def test_a_proxy_and_the_service_see_the_same_requests(world, name, options):
    """nginx may refuse, or forward two requests, each with its answer; the service never runs one that nginx did not see."""
    with proxies.nginx(world.service, PERMISSIVE + proxies.PLAIN % options) as proxy:
        for number, (what, data) in enumerate(FAULTS):
            source = f"nginx-{name}-{number}".replace(" ", "-")
            hidden = smuggled(source)
            with socket.create_connection(("127.0.0.1", proxy.port), timeout=harness.PATIENCE) as connection:
                answer = raw(connection, data.replace(b"Content-Length: 5\r\n", b"Content-Length: %d\r\n" % len(hidden)) + hidden + GET + b"Connection: close\r\n\r\n")
            assert answer.count(b" 201 Created\r\n") == len(stored(world.service, source)), (what, answer)


test_a_proxy_and_the_service_see_the_same_requests.rows = [("buffered", proxies.ONE_ONE), ("streamed", proxies.STREAMED), ("old", "")]
