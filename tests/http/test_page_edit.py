"""What editors change on the newsroom page, in a real browser: verdicts on the names of an article."""
from browser import browser
from harness import Service, run, until
from test_page_views import STORY, middle

TEXT = "عاد أنتوني بلينكن إلى القاهرة مساء أمس، والتقى حازم الطويل. وقال بلينكن إن الأمم المتحدة ستعود إلى غزة."


def article(world, text=TEXT):
    """A page that shows an article of a service of its own: (page, service, id)."""
    service = world.keep("edited", lambda: world.serve(world.database.create()))
    made = service.post("/v1/articles", {"text": text + f" {len(service.lines)}"}).json["id"]
    page = browser(world).open(service, f"en/article?id={made}")
    return page, service, made


def names(service, made):
    return {mention["text"]: (entity["id"], mention["method"]) for entity in service.get(f"/v1/articles/{made}").json["annotation"]["entities"] for mention in entity["mentions"]}


def marked(page, kind):
    return page.run("return [...CSS.highlights.get(arguments[0])].map(String)", kind)


def choose(page, word):
    page.mouse(middle(page, word))
    page.wait("return document.querySelector('.card')")


def judge(page, verdict):
    page.click(f".card [data-verdict={verdict}]")


def test_a_name_that_is_none_is_rejected_and_taken_back(world):
    page, service, made = article(world)
    choose(page, "القاهرة")
    judge(page, "reject")
    page.says("is no name")
    page.settle()
    assert "القاهرة" not in names(service, made) and marked(page, "place") == ["غزة"]
    page.run("[...document.querySelectorAll('button')].find((one) => one.textContent === 'Undo').click()")
    page.says("No editor has judged")
    assert names(service, made)["القاهرة"][0] == "place:cairo" and marked(page, "place") == ["القاهرة", "غزة"]
    assert page.errors() == []


def test_a_name_is_confirmed(world):
    page, service, made = article(world)
    choose(page, "أنتوني")
    judge(page, "confirm")
    page.says("is right")
    page.settle()
    assert names(service, made)["أنتوني بلينكن"] == ("person:antony-blinken", "editor")
    page.says("An editor has said so.", ".card")  # the card stays open, and says who said so


def test_a_name_that_means_somebody_else_is_corrected(world):
    page, service, made = article(world)
    until(lambda: service.get("/v1/entities", q="غزة").json["data"])
    choose(page, "القاهرة")
    judge(page, "other")
    page.keys(*"غزه")
    page.wait("return document.querySelectorAll('.card [role=option]').length")
    page.keys("ARROW_DOWN", "ENTER", "ENTER")
    page.says("means")
    assert names(service, made)["القاهرة"] == ("place:gaza", "editor") or names(service, made)["القاهرة"][1] == "editor"
    found = page.barriers()
    assert not found, found


def test_a_name_that_was_missed_is_added(world):
    page, service, made = article(world, "وافتتح المعرض في دار الأوبرا مساء أمس. وعاد السيسي.")
    page.click(".missed summary")
    page.run("document.querySelector('.missed input').focus()")
    page.keys(*"لا وجود لها")
    page.run("document.querySelector('.missed form').requestSubmit()")
    page.says("not in the text")
    x, y = middle(page, "المعرض")
    for count in (1, 2):  # a double click selects a word
        for kind in ("mousePressed", "mouseReleased"):
            page.command("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=count)
    page.wait("return document.querySelector('.missed input').value.trim() === 'المعرض'")
    page.run("document.querySelector('.missed select').value = 'organization'; document.querySelector('.missed form').requestSubmit()")
    page.says("was missed:")
    assert names(service, made)["المعرض"][1] == "editor"


def test_an_article_that_was_changed_meanwhile_is_not_judged(world):
    page, service, made = article(world)
    choose(page, "القاهرة")
    service.ask("PATCH", f"/v1/articles/{made}", {"text": "القاهرة قبل كل شيء، وعاد بلينكن إلى القاهرة."})
    judge(page, "reject")
    page.says("Somebody has changed it meanwhile")
    assert service.get(f"/v1/articles/{made}/verdicts").json["verdicts"] == []
    assert any("412" in line for line in page.errors()), "the browser notes the refusal"


def test_a_key_that_may_only_read_is_told_so(world):
    url = world.database.create()
    keys = {role: run("keys", "create", "--role", role, "--name", role, url=url).stdout.strip() for role in ("read", "write")}
    with Service(url, auth="keys") as service:
        made = service.post("/v1/articles", {"text": STORY[0][0]}, {"Authorization": "Bearer " + keys["write"]}).json["id"]
        page = browser(world).open(service, "en/system")
        page.run("sessionStorage.setItem('alam.key', arguments[0])", keys["read"])
        page.open(service, f"en/article?id={made}")
        choose(page, "القاهرة")
        judge(page, "reject")
        page.says("Your key may not do this")
        page.run("sessionStorage.clear()")
        page.errors()


def fresh(world):
    return world.keep("gazetteer", lambda: world.serve(world.database.create()))


def fill(page, **values):
    page.run("const form = document.querySelector('form.entry'); for (const [name, value] of Object.entries(arguments[0])) form.elements[name].value = value; form.requestSubmit()", values)


def found(service, text):
    return [entity["id"] for entity in service.post("/v1/annotate", {"text": text}).json["entities"]]


def test_an_entry_is_added_changed_and_taken_back(world):
    service = fresh(world)
    page = browser(world).open(service, "en/gazetteer?tab=new&name=سامر الزيباوي")
    assert page.run("return document.querySelector('[name=name_ar]').value") == "سامر الزيباوي"
    fill(page, name_en="Samer al-Zibawi", country="LB", reason="a new minister")
    page.says("Other names, one a line").says("added here")
    made = page.fragment().split("id=")[1]
    until(lambda: made in found(service, "وصل سامر الزيباوي إلى بيروت."))
    fill(page, aliases="سامر زيباوي", country="nowhere")
    page.says("in the input is wrong")
    assert "/country" in page.text(".failure")
    fill(page, aliases="سامر زيباوي", country="LB")
    page.says("Saved.")
    assert page.barriers() == []
    page.open(service, f"en/gazetteer?tab=log&entity={made}").says("a new minister")
    assert page.run("return document.querySelectorAll('.list > li').length") == 2 and page.barriers() == []
    page.run("document.querySelectorAll('.list button')[0].click()")
    page.says("taken back by edit")
    assert service.get(f"/v1/gazetteer/entries/{made}").json["aliases"] == []
    page.errors()


def test_an_entry_that_somebody_changed_is_not_overwritten(world):
    service = fresh(world)
    page = browser(world).open(service, "en/gazetteer?id=place:cairo")
    etag = service.get("/v1/gazetteer/entries/place:cairo").headers["ETag"]
    assert service.ask("PATCH", "/v1/gazetteer/entries/place:cairo", {"note": "capital"}, {"If-Match": etag}).status == 200
    fill(page, note="mine")
    page.says("Somebody has changed it meanwhile")
    assert service.get("/v1/gazetteer/entries/place:cairo").json["note"] == "capital"
    assert page.run("return document.querySelector('[name=note]').value") == "mine", "nothing typed is lost"
    page.errors()


def test_two_entities_are_merged_with_the_direction_shown(world):
    service = fresh(world)
    for number, name in enumerate(("أنتوني بلينكن", "عبد الفتاح السيسي")):
        service.post("/v1/articles", {"text": f"عاد {name} إلى القاهرة ({number})."})
    until(lambda: service.get("/v1/entities", q="السيسي").json["data"] and service.get("/v1/entities", q="بلينكن").json["data"])
    page = browser(world).open(service, "en/entity?id=person:antony-blinken")
    page.click(".merge summary")
    page.run("document.querySelector('.merge [role=combobox]').focus()")
    page.keys(*"السيسي")
    page.wait("return document.querySelectorAll('.merge [role=option]').length")
    page.keys("ARROW_DOWN", "ENTER")
    page.says("This one goes").says("will be")
    assert "Antony Blinken" in page.text(".goes") and "Sisi" in page.text(".stays")
    barriers = page.barriers()
    assert not barriers, barriers
    page.run("[...document.querySelectorAll('.merge button')].find((one) => one.textContent === 'The other way round').click()")
    page.wait("return document.querySelector('.goes')?.innerText.includes('Sisi')")
    page.run("document.querySelector('.merge form').requestSubmit()")
    page.wait("return location.hash.includes('antony-blinken') || document.querySelector('.merge .failure')")
    until(lambda: service.get("/v1/gazetteer/log").json["data"][0]["action"] == "merge")
    page.errors()
