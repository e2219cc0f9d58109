"""What the pages say that alam answers is what it answers: every example is run as it is written, and compared."""
import json
import os
import re
import subprocess

from harness import ALAM, GAZETTEER, ROOT

BLOCK = re.compile(r"^ *```console\n(.*?)^ *```$", re.M | re.S)
INLINE = re.compile(r"`((?:curl -|echo [^`]*\| *\./alam|\./alam )[^`]*)`")
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("nlp/*.md"), *ROOT.glob("service/**/*.md")))
HERE = re.compile(r"curl |\./alam (?!serve|migrate)")  # what a service and a gazetteer are enough for
OPEN = re.compile(r"…|\.\.\.|<|FILE|NAME|articles\.jsonl")  # a form to fill in, not an example
SERVICE = {}


def service(world):
    """A service whose archive holds what the pages post."""
    if not SERVICE:
        SERVICE["it"] = world.serve(world.database.create())
    return SERVICE["it"]


def shell(world, command):
    """Runs a command of a page against this test's service and binary; what it prints."""
    command = command.replace("http://127.0.0.1:8080", f"http://127.0.0.1:{service(world).port}").replace("./alam ", ALAM + " ")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ALAM")} | {"ALAM_GAZETTEER": GAZETTEER}
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", command], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def examples(page):
    """(command, what is shown behind it) of each command in the page's blocks; a line that ends with a backslash goes on."""
    for block in BLOCK.findall(page):
        for part in re.split(r"^ *\$ ", block, flags=re.M)[1:]:
            lines = part.splitlines()
            end = next(i for i, line in enumerate(lines) if not line.endswith("\\"))
            yield "\n".join(lines[:end + 1]), [line.strip() for line in lines[end + 1:] if line.strip()]


def broken(answer):
    """The answer in lines, as the README shows it: one for each entity."""
    return answer.replace('"entities":[{', '"entities":[\n  {').replace('"data":[{', '"data":[\n  {').replace(']},{"id"', ']},\n  {"id"').replace('],"warnings"', '],\n "warnings"')


def test_the_examples_of_a_page_are_what_is_answered(world, name):
    for command, shown in examples((ROOT / name).read_text()):
        if not HERE.match(command) or OPEN.search(command):
            continue
        printed = shell(world, command)
        assert shown, f"{command} prints something that the page does not show:\n{broken(printed)}"
        assert "".join(line.strip() for line in printed.splitlines()) == "".join(shown), f"{name} should show:\n{broken(printed)}"


test_the_examples_of_a_page_are_what_is_answered.rows = [
    (str(page.relative_to(ROOT)),) for page in PAGES if any(HERE.match(command) for command, _ in examples(page.read_text()))]


def test_a_command_inside_a_sentence_works(world, command):
    printed = shell(world, command)
    answer = [json.loads(line) for line in printed.splitlines()]
    assert answer and all("error" not in line and "status" not in line for line in answer), printed


test_a_command_inside_a_sentence_works.rows = [
    (command.replace("\n", " "),) for page in PAGES for command in INLINE.findall(page.read_text())
    if not OPEN.search(command) and ("curl" in command or "alam tag" in command)]


def test_the_readme_has_examples_to_compare(world):
    found = [command for command, shown in examples((ROOT / "README.md").read_text()) if shown]
    assert len(found) >= 3 and test_a_command_inside_a_sentence_works.rows, found
