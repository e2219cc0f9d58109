"""Holds requests and answers against the OpenAPI description that the service itself serves.

harness.Service.ask hands every exchange of every test to Contract.check: the answer's status must be one that the
operation documents, its media type and body must fit, and a request that was accepted must fit too. Needs
python3-jsonschema."""
import collections
import json
import pathlib
import re
import urllib.parse

import jsonschema

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "handlers" / "openapi.json"
# Answers of the server before any operation is chosen: no such address, no such method, or not a request at all.
OUTSIDE = {400, 404, 405, 408, 413, 414, 421, 431, 500, 503}


class Contract:
    def __init__(self, document):
        self.document = document
        self.resolver = jsonschema.RefResolver("", document)
        self.seen = collections.Counter()
        self.validators = {}
        self.routes = [(method.upper(), re.compile(re.sub(r"\{[^}]+\}", "([^/]+)", path) + "$"), path, operation)
                       for path, item in document["paths"].items() for method, operation in item.items()]

    def resolve(self, node):
        while "$ref" in node:
            node = self.resolver.resolve(node["$ref"])[1]
        return node

    def validate(self, schema, value, what):
        key = id(schema)
        if key not in self.validators:
            self.validators[key] = jsonschema.Draft202012Validator(schema, resolver=self.resolver)
        fault = jsonschema.exceptions.best_match(self.validators[key].iter_errors(value))
        assert fault is None, f"{what}: {fault.message} at {list(fault.absolute_path)}"

    def operation(self, method, path):
        path = re.sub("^/news/alam(?=/|$)", "", path) or "/"  # the base path of the tests that set one
        path = path[:-1] if len(path) > 1 and path.endswith("/") else path
        for verb, pattern, template, operation in self.routes:
            match = pattern.match(path)
            if match and verb == ("GET" if method == "HEAD" else method):
                return template, operation, match.groups()
        return None, None, ()

    def check(self, method, target, headers, body, answer):
        path, _, query = target.partition("?")
        template, operation, values = self.operation(method, path)
        what = f"{method} {template or path} -> {answer.status}"
        if method == "OPTIONS" and answer.status == 204:
            return
        if operation is None:
            assert answer.status in OUTSIDE | {401, 403, 429}, what + ": no operation is described"
            return self.check_problem(answer, what)
        self.seen[operation["operationId"], answer.status] += 1
        described = operation["responses"].get(str(answer.status))
        assert described or answer.status in (404, 405, 408, 413), f"{what} is not described"
        if not described:
            return self.check_problem(answer, what)
        self.check_answer(self.resolve(described), method, answer, what)
        if answer.status < 300:
            self.check_request(operation, template, values, query, headers or {}, body, what)

    def check_problem(self, answer, what):
        if answer.body and answer.headers.get("Content-Type") == "application/problem+json":
            self.validate(self.document["components"]["schemas"]["Problem"], json.loads(answer.body), what)

    def check_answer(self, described, method, answer, what):
        for name in described.get("headers", {}):
            value = answer.headers.get(name)
            if value is not None:
                assert re.fullmatch(r"[\x20-\x7e]*", value), f"{what}: header {name}"
        content = described.get("content")
        if not content or method == "HEAD":
            assert method == "HEAD" or not answer.body, f"{what}: a body that is not described"
            return
        kind = (answer.headers.get("Content-Type") or "").split(";")[0]
        assert kind in content, f"{what}: Content-Type {kind}"
        if kind.endswith(("/json", "+json")):
            self.validate(content[kind]["schema"], json.loads(answer.decoded), what)
        elif kind.endswith("ndjson"):
            for line in answer.decoded.decode().split("\n")[:-1]:
                self.validate(content[kind]["schema"], json.loads(line), what)

    def check_request(self, operation, template, values, query, headers, body, what):
        given = dict(zip(re.findall(r"\{([^}]+)\}", template), map(urllib.parse.unquote, values)))
        given.update(pair for pair in urllib.parse.parse_qsl(query, keep_blank_values=True) if pair[1] or pair[0] == "verbose")
        parameters = {p["name"]: p for p in operation.get("parameters", []) if p["in"] in ("path", "query")}
        for name, value in given.items():
            assert name in parameters, f"{what}: parameter {name} was accepted but is not described"
            schema = self.resolve(parameters[name]["schema"])
            self.validate(schema, int(value) if schema.get("type") == "integer" else value, f"{what} parameter {name}")
        kind = next((v for k, v in headers.items() if k.lower() == "content-type"), "").split(";")[0]
        if isinstance(body, bytes) and kind == "application/json" and "Content-Encoding" not in headers:
            content = operation.get("requestBody", {}).get("content", {})
            assert kind in content, f"{what}: a body was accepted but is not described"
            self.validate(content[kind]["schema"], json.loads(body), what + " request")
