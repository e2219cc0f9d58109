"""README.md's example is what the service answers."""
import pathlib
import re

from harness import JSON, ROOT

BLOCK = re.compile(r"^```console\n\$ curl -sS (?P<url>\S+).*?-d '(?P<body>[^\n]*)'\n(?P<answer>\{.*?)```$", re.M | re.S)


def example():
    """Path, body and answer of the first call in the README; the answer without the line breaks it is shown with."""
    found = BLOCK.search(pathlib.Path(ROOT / "README.md").read_text())
    assert found, "README.md has no curl line with its answer"
    path = "/" + found["url"].split("/", 3)[3]
    return path, found["body"], "".join(line.strip() for line in found["answer"].splitlines())


def broken(answer):
    """The answer in lines, as the README shows it: one for each entity."""
    return answer.replace('"entities":[{', '"entities":[\n  {').replace(']},{"id"', ']},\n  {"id"').replace('],"warnings"', '],\n "warnings"')


def test_the_example_of_the_readme_is_what_is_answered(world):
    path, body, shown = example()
    answer = world.service.ask("POST", path, body.encode(), JSON)
    assert answer.status == 200
    assert answer.body.decode().strip() == shown, f"README.md should show:\n{broken(answer.body.decode())}"
