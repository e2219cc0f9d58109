"""The OpenAPI description: sound, equal to the route table, its examples true. contract.py checks every answer of every
test against it besides."""
import json
import re

import examples
import harness
from harness import run

METHODS = {"get", "post", "put", "patch", "delete"}


def operations(document):
    return [(method, path, operation) for path, item in document["paths"].items() for method, operation in item.items()]


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_it_is_served_and_is_open_api_3_1(world):
    answer = world.service.get("/openapi.json")
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/json"
    assert answer.json["openapi"].startswith("3.1.") and answer.json == json.loads(examples.SOURCE.read_text())


def test_it_describes_the_routes_that_exist_with_their_roles(world):
    table = {tuple(line.split(" ")) for line in run("routes").stdout.splitlines()}
    described = {(method.upper(), path, operation["x-role"]) for method, path, operation in operations(world.openapi)}
    assert table - described == set(), "routes that it does not describe"
    assert described - table == set(), "operations that do not exist"


def test_security_follows_the_role(world):
    for method, path, operation in operations(world.openapi):
        assert bool(operation["security"]) == (operation["x-role"] != "none"), (method, path)
        for status in ("401", "403"):
            assert (status in operation["responses"]) == (operation["x-role"] != "none"), (method, path, status)


def test_every_reference_leads_somewhere_and_every_component_is_used(world):
    used = set(references(world.openapi))
    made = {f"#/components/{kind}/{name}" for kind in ("schemas", "responses") for name in world.openapi["components"][kind]}
    assert used <= made, used - made
    assert made <= used | {"#/components/responses/MethodNotAllowed"}, made - used


def test_every_schema_is_a_schema(world):
    import jsonschema
    for name, schema in world.openapi["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_path_parameters_are_described(world):
    for method, path, operation in operations(world.openapi):
        described = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        assert described == set(re.findall(r"\{([^}]+)\}", path)), (method, path)


def test_operation_ids_are_unique(world):
    names = [operation["operationId"] for _, _, operation in operations(world.openapi)]
    assert len(names) == len(set(names))


def test_every_problem_slug_is_one_the_schema_accepts(world):
    assert re.match(world.openapi["components"]["schemas"]["Problem"]["properties"]["type"]["pattern"], "/problems/too-large")


def test_the_examples_are_true_answers(world):
    with harness.Service(world.database.create(), **examples.SETTINGS) as service:
        written = json.loads(examples.SOURCE.read_text())
        fresh = examples.with_examples(json.loads(examples.SOURCE.read_text()), service, world.database)
        for kept, made in zip(examples.found(written), examples.found(fresh)):
            assert kept[0] == made[0] and examples.stable(kept[1]) == examples.stable(made[1]), \
                f"{kept[0]} is no longer what alam answers: run tests/http/examples.py"
        assert len(examples.found(written)) == len(examples.found(fresh))


def test_every_answer_with_a_body_has_an_example(world):
    for method, path, operation in operations(world.openapi):
        for status, answer in operation["responses"].items():
            for kind, content in answer.get("content", {}).items():
                if kind == "application/json" and path != "/openapi.json":
                    assert "example" in content, (method, path, status)
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            assert "example" in content, (method, path, "request")


def test_the_example_of_a_problem_shows_its_own_status(world):
    def examples_of(answer):
        answer = world.openapi["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]] if "$ref" in answer else answer
        return [content["example"] for kind, content in answer.get("content", {}).items() if kind == "application/problem+json"]
    for method, path, operation in operations(world.openapi):
        for status, answer in operation["responses"].items():
            for example in examples_of(answer):
                assert example["status"] == int(status), (method, path, status, example)
    missing = [name for name, answer in world.openapi["components"]["responses"].items() if not examples_of(answer)]
    assert not missing, missing
