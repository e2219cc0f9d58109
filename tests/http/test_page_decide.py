"""The queue of names that are in no list, on the newsroom page in a real browser: one key decides."""
from browser import browser
from harness import Service, until

FIRST = "سامر نادر حسام بلال رامي زياد وسام جمال كمال عادل طارق هيثم باسم ماجد".split()
LAST = "الزيباوي الحرياوي الجرماني القنواتي الدرزاوي الطبراوي النعساني الغزلاوي البرهاني".split()
COUNT = 100  # decisions


def names():
    return [f"{first} {last}" for first in FIRST for last in LAST]


def filled(world, wanted):
    """A service whose archive names so many people that are in no list, each in two articles."""
    service = world.serve(world.database.create())
    lines = [f'{{"text": "قال الدكتور {name} إن العملية نجحت ({again})."}}' for name in names()[:wanted] for again in (1, 2)]
    service.ask("POST", "/v1/articles", ("\n".join(lines) + "\n").encode(), {"Content-Type": "application/x-ndjson", "Prefer": "return=minimal"})
    until(lambda: len(service.get("/v1/candidates", limit=100).json["data"]) == min(wanted, COUNT))
    return service


def test_a_hundred_decisions_take_a_hundred_keys(world):
    service = filled(world, len(FIRST) * len(LAST))
    page = browser(world).open(service, "ar/decide")
    page.wait("return document.activeElement.classList.contains('candidate')")
    presses = 0
    while presses < COUNT:
        before = page.text(".candidate h2")
        page.keys("x" if presses % 10 else "u")
        presses += 1
        page.wait("const now = document.querySelector('.candidate h2')?.innerText; return now && now !== arguments[0]", before)
    page.says("حُسم")
    decided = lambda: int(world.database.sql("SELECT count(*) FROM candidate_decisions", service.url))
    until(lambda: decided() >= COUNT)
    assert page.errors() == []
    print(f"decide: {COUNT} decisions, {presses} keys")


def test_a_decision_is_taken_back(world):
    service = filled(world, 3)
    page = browser(world).open(service, "en/decide")
    page.wait("return document.activeElement.classList.contains('candidate')")
    first = page.text(".candidate h2")
    page.keys("x")
    page.wait("return document.querySelector('.candidate h2').innerText !== arguments[0]", first)
    page.says("1 decided")
    page.keys("z")
    page.wait("return document.querySelector('.candidate h2').innerText === arguments[0]", first)
    until(lambda: len(service.get("/v1/candidates").json["data"]) == 3)
    assert "probably" in page.text(".facts") and page.run("return CSS.highlights.get('person').size") == 2
    assert page.barriers() == [] and page.errors() == []


def test_what_fails_comes_back(world):
    with Service(world.database.create()) as service:
        for again in (1, 2):
            service.post("/v1/articles", {"text": f"قال الدكتور سامر الزيباوي إن العملية نجحت ({again})."})
        until(lambda: service.get("/v1/candidates").json["data"])
        page = browser(world).open(service, "en/decide")
        page.wait("return document.activeElement.classList.contains('candidate')")
        name = page.text(".candidate h2")
    page.keys("x")
    page.says("does not answer")
    assert page.text(".candidate h2") == name and "0 decided" in page.text()
    page.errors()


def test_nothing_to_decide_is_said(world):
    with Service(world.database.create()) as service:
        for language, words in (("en", "Nothing is left"), ("ar", "لم يبق")):
            page = browser(world).open(service, f"{language}/decide").says(words)
            assert page.barriers() == []


def test_a_name_becomes_an_entry_or_part_of_one(world):
    service = filled(world, 2)
    page = browser(world).open(service, "en/decide")
    for key in ("a", "1"):
        page.wait("return document.activeElement.classList.contains('candidate')")
        page.keys(key)
    until(lambda: service.get("/v1/candidates").json["data"] == [])
    actions = until(lambda: (data := service.get("/v1/gazetteer/log").json["data"]) and len(data) >= 2 and data)
    assert len(actions) >= 2 and page.errors() == []
