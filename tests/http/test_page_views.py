"""The views of the newsroom page in a real browser: what they show, by keyboard and pointer, in both languages."""
import datetime
import json
import re
import subprocess

from browser import browser
from harness import Service, run, until

STORY = [("عاد أنتوني بلينكن إلى القاهرة مساء أمس، والتقى عبد الفتاح السيسي. وقال بلينكن إن الأمم المتحدة ستعود إلى غزة.", "بلينكن في القاهرة", "wire"),
         ("Antony Blinken flew from Cairo to Doha on Monday and met officials of the United Nations.", "Blinken flies on to Doha", "herald"),
         ("قالت وزارة الخارجية المصرية إن أنتوني بلينكن بحث مع عبد الفتاح السيسي عمل الأمم المتحدة في القاهرة.", "محادثات في القاهرة", "wire")]
HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
VIEWS = ["read", "read?done=1", "archive", "archive?q=القاهرة&type=person", "article?id={article}", "article?id={corrected}&revision=1", "entities",
         "entities?q=blinkn", "entity?id=person:antony-blinken", "today", "today?window=7d&type=person", "decide", "gazetteer?q=بلينكن", "gazetteer?id=person:antony-blinken", "gazetteer?tab=log", "system"]


def stored(world):
    """A service whose archive has the story, an article that was corrected, and one that attacks the page."""
    def make():
        service = world.serve(world.database.create())
        service.ids = [service.post("/v1/articles", {"text": text, "title": title, "source": source, "external_id": title, "author": "سارة أحمد"}).json["id"]
                       for text, title, source in STORY]
        corrected = {"text": "زار بلينكن عمّان.", "title": "بلينكن في عمّان", "source": "wire", "external_id": "corrected"}
        service.corrected = service.post("/v1/articles", corrected).json["id"]
        service.post("/v1/articles", corrected | {"text": "زار أنتوني بلينكن الدوحة."})
        service.hostile = service.post("/v1/articles", {"text": HOSTILE + " زار بلينكن القاهرة.", "title": HOSTILE, "source": HOSTILE, "external_id": "x"}).json["id"]
        until(lambda: service.get("/v1/entities/person:antony-blinken").json["articles"] == 5)
        return service
    return world.keep("stored", make)


def opened(world, fragment, **shape):
    page = browser(world)
    page.shape(**shape)
    service = stored(world)
    page.open(service, fragment.format(article=service.ids[0], corrected=service.corrected))
    return page


def write(page, text, title=""):
    """Puts a text into the first view as if it were pasted, and reads it."""
    page.run("const [title, text] = document.querySelectorAll('.write input[type=text], .write textarea');"
             "title.value = arguments[1]; text.value = arguments[0]; text.dispatchEvent(new Event('input'));", text, title)
    page.click(".write button[type=submit]")
    page.wait("return document.querySelector('.paper')")
    return page.settle()


def middle(page, word):
    """Where in the window the middle of a word of the text is."""
    return page.run("const node = document.querySelector('.text p').firstChild, range = document.createRange(), at = node.data.indexOf(arguments[0]);"
                    "range.setStart(node, at); range.setEnd(node, at + arguments[0].length); const { left, top, width, height } = range.getBoundingClientRect();"
                    "return [left + width / 2, top + height / 2]", word)


def test_every_view_in_every_shape(world, view):
    """Both languages, phone and desk, light and dark: right direction, nothing sticks out, nothing in the console, nothing
    from another host, and no barrier that axe-core knows."""
    page = opened(world, "en/system")
    page.run("sessionStorage.setItem('alam.read', JSON.stringify({ title: arguments[0], text: arguments[1] }))", STORY[0][1], STORY[0][0])
    page.errors()
    for language, direction, shapes in (("ar", "rtl", ((1440, "light"), (360, "dark"))), ("en", "ltr", ((1440, "dark"), (360, "light")))):
        for width, theme in shapes:
            page = opened(world, f"{language}/{view}", width=width, theme=theme)
            where = f"{language} {width} {theme}"
            assert page.run("return [document.documentElement.lang, getComputedStyle(document.body).direction]") == [language, direction], where
            assert page.run("return document.querySelectorAll('main h1').length") == 1 and "·" in page.run("return document.title"), where
            assert page.run("return document.documentElement.scrollWidth - innerWidth") <= 0, f"{where}: sticks out"
            assert page.run("return document.documentElement.dataset.theme") == theme, where
            assert page.hosts() == {f"127.0.0.1:{stored(world).port}"} and page.errors() == [], where
            found = page.barriers()
            assert not found, (where, found)


test_every_view_in_every_shape.rows = [(view,) for view in VIEWS]


def test_a_text_is_read_by_keyboard_alone(world):
    page = opened(world, "en/read")
    page.run("sessionStorage.clear(); document.activeElement.blur()")
    page.open(stored(world), "en/read")
    for _ in range(30):
        page.keys("TAB")
        if page.run("return document.activeElement.tagName") == "TEXTAREA":
            break
    page.keys(*"Antony Blinken flew to Cairo.")
    page.driver.switch_to.active_element.send_keys("\ue009\ue007")  # Ctrl+Enter
    page.says("names found")
    for _ in range(30):
        if page.run("return document.activeElement.classList.contains('paper')"):
            break
        page.keys("TAB")
    page.keys("n")
    assert "Antony Blinken" in page.text(".card h2")
    page.keys("n")
    assert "Cairo" in page.text(".card h2") and page.run("return document.getElementById('say').textContent").startswith("Cairo")
    page.keys("p")
    assert "Antony Blinken" in page.text(".card h2")
    page.keys("ENTER")
    assert page.run("return !!document.activeElement.closest('.card')"), "Enter leads into the card"
    page.keys("ESCAPE")
    page.wait("return !document.querySelector('.card') && document.activeElement.classList.contains('paper')")


def test_what_was_typed_and_chosen_survives_a_reload(world):
    page = write(opened(world, "ar/read"), STORY[0][0], "عنوان من عندنا")
    page.keys()
    page.run("document.querySelector('.paper').focus()")
    page.keys("n", "n")
    card = page.text(".card h2")
    assert "name=2" in page.fragment()
    page.reload()
    assert page.text(".card h2") == card and "عنوان من عندنا" in page.text(".paper")
    page.click(".edit").settle()
    page.wait("return document.querySelector('textarea')")
    assert page.run("return document.querySelector('textarea').value") == STORY[0][0]
    page.reload()
    assert page.run("return document.querySelector('textarea').value") == STORY[0][0]


def test_a_click_on_a_name_opens_its_card(world):
    page = write(opened(world, "ar/read"), STORY[0][0])
    page.mouse(middle(page, "السيسي"))
    page.wait("return document.querySelector('.card')")
    assert page.text(".card h2") == "عبد الفتاح السيسي" and "Abdel Fattah" in page.text(".card")
    assert page.run("return document.querySelectorAll('.card .reasons li').length") >= 3
    page.mouse(middle(page, "التقى"))
    page.wait("return !document.querySelector('.card')")


def test_the_arrows_of_the_card_lead_through_its_mentions(world):
    page = write(opened(world, "en/read"), STORY[0][0])
    page.click(".names button.person")
    assert "1 of 2" in page.text(".card")
    page.run("document.querySelectorAll('.card .step')[1].click()")
    assert "2 of 2" in page.text(".card")
    page.run("document.querySelectorAll('.card .step')[1].click()")
    assert "1 of 2" in page.text(".card")


def test_types_that_are_not_wanted_are_not_marked(world):
    page = write(opened(world, "en/read"), STORY[0][0])
    count = lambda: page.run("return [...CSS.highlights.keys()].map((name) => [name, CSS.highlights.get(name).size])")
    assert dict(count())["place"] == 2
    page.run("document.querySelectorAll('.legend input')[1].click()")
    assert dict(count())["place"] == 0 and dict(count())["person"] == 3
    page.reload()
    assert dict(count())["place"] == 0


def test_an_annotated_text_is_copied_in_four_forms(world):
    text, title = "زار «أنتوني بلينكن» 🙂 القاهرة.\nIt's Cairo & <Doha>.", "بلينكن 🙂 في القاهرة"
    page = write(opened(world, "en/read"), text, title)
    made = page.module(None, "const { form } = await load('copy.js'); const { call } = await load('api.js');"
                             "const annotation = await call('POST', '/v1/annotate', { body: { title: given[1], text: given[0], offset_unit: 'utf16' } });"
                             "return Object.fromEntries(['json', 'curl', 'annotation', 'html'].map((name) => [name, form(name, { title: given[1], text: given[0], annotation })]))", text, title)
    annotation = json.loads(made["json"])
    items = json.loads(made["annotation"])["items"]
    assert len(items) == sum(len(entity["mentions"]) for entity in annotation["entities"]) >= 4
    for item in items:
        source = {"urn:alam:text": text, "urn:alam:title": title}[item["target"]["source"]]
        position, quote = item["target"]["selector"]
        assert source[position["start"]:position["end"]] == quote["exact"], item
        assert source[:position["start"]].endswith(quote["prefix"]) and source[position["end"]:].startswith(quote["suffix"])
    assert re.sub("<[^>]*>", "", made["html"].replace("</h1>", "").replace("\n", "")).replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&") == title + text.replace("\n", "")
    assert made["html"].count("<mark ") == len(items) and 'data-entity="place:cairo"' in made["html"]
    answer = subprocess.run(["bash", "-c", made["curl"]], capture_output=True, check=True).stdout
    assert [entity["id"] for entity in json.loads(answer)["entities"]] == [entity["id"] for entity in annotation["entities"]]


def test_a_file_that_is_opened_is_the_text(world):
    page = opened(world, "en/read")
    page.run("const data = new DataTransfer(); data.items.add(new File([arguments[0]], 'a.txt'));"
             "document.querySelector('.write').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))", STORY[1][0])
    page.wait("return document.querySelector('textarea').value === arguments[0]", STORY[1][0])
    page.run("const data = new DataTransfer(); data.items.add(new File([new Uint8Array([0, 255, 254])], 'a.bin'));"
             "document.querySelector('.write').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))")
    page.says("no text in UTF-8")
    assert page.run("return document.querySelector('textarea').value") == STORY[1][0]


def test_the_article_of_a_page_is_read_and_nothing_is_stored(world):
    page = opened(world, "en/read")
    html = f"<!doctype html><html lang=ar><body><nav>الرئيسية</nav><article><h1>بلينكن في القاهرة</h1><p>{STORY[0][0]}</p><p>{STORY[2][0]}</p></article></body></html>"
    before = len(stored(world).get("/v1/articles").json["data"])
    page.run("const data = new DataTransfer(); data.items.add(new File([arguments[0]], 'a.html'));"
             "document.querySelector('.write').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))", html)
    page.says("names found")
    assert STORY[0][0] in page.text(".paper") and "الرئيسية" not in page.text(".paper") and "بلينكن في القاهرة" in page.text(".paper .title")
    assert len(stored(world).get("/v1/articles").json["data"]) == before
    page.open(stored(world), "en/read")
    page.run("document.querySelector('.fetch input').value = 'http://127.0.0.1:1/'; document.querySelector('.fetch').requestSubmit()")
    page.says("in the input is wrong" if stored(world).post("/v1/extract", {"url": "http://127.0.0.1:1/"}).status == 422 else "could not be")
    page.errors()


def test_the_archive_is_filtered_by_a_name_that_is_completed(world):
    page = opened(world, "ar/archive")
    assert page.run("return document.querySelectorAll('.list > li').length") == 5
    page.run("document.querySelector('[role=combobox]').focus()")
    page.keys(*"الدوحه")
    page.wait("return document.querySelectorAll('[role=option]').length")
    page.keys("ARROW_DOWN", "ENTER")
    page.keys("ENTER")
    page.wait("return location.hash.includes('entity=')")
    page.settle()
    assert page.run("return document.querySelectorAll('.list > li').length") == 2
    page.reload()
    assert page.run("return [document.querySelectorAll('.list > li').length, document.querySelector('[role=combobox]').value]") == [2, "الدوحة"]


def test_long_lists_have_pages_that_the_address_names(world):
    with Service(world.database.create(), page_default=2) as service:
        for number in range(5):
            service.post("/v1/articles", {"text": STORY[0][0], "title": f"number {number}", "source": "s", "external_id": str(number), "published_at": f"2026-01-0{number + 1}"})
        page = browser(world).open(service, "en/archive")
        assert "number 4" in page.text() and "number 2" not in page.text()
        page.click(".pager a").says("number 2")
        page.reload()
        assert "number 2" in page.text() and "number 4" not in page.text()
        page.run("history.back()")
        page.says("number 4")


def test_an_article_shows_its_names_and_what_it_was(world):
    page = opened(world, "en/article?id={corrected}")
    assert "الدوحة" in page.text(".paper") and page.run("return CSS.highlights.get('place').size") == 2
    page.click("a[href*='revision=1']").says("which was replaced")
    assert "زار بلينكن عمّان." in page.text(".paper")
    page = opened(world, "en/article?id={article}")
    assert "محادثات في القاهرة" in page.text(), "an article of the same story"


def test_entities_are_found_while_one_types(world):
    page = opened(world, "en/entities")
    page.run("document.querySelector('input[type=search]').focus()")
    page.keys(*"بلنكن")
    page.wait("return document.querySelectorAll('.list > li').length === 1")
    assert "Antony Blinken" in page.text(".list") and "q=بلنكن" in page.fragment()
    page.keys(*"ءءءءءء")
    page.says("Nobody and nothing")
    page.open(stored(world), "en/entity?id=person:antony-blinken")
    assert page.run("return document.querySelectorAll('.chart rect').length") > 3 and "5 articles" in page.text()
    assert "Cairo" in page.text(".columns")


def test_what_comes_from_outside_is_never_markup(world):
    for fragment in ("archive", f"article?id={stored(world).hostile}", "entities", "read"):
        page = opened(world, "en/" + fragment)
        if fragment == "read":
            write(page, HOSTILE + " Antony Blinken", HOSTILE)
        assert page.run("return document.querySelectorAll('main img, main script').length") == 0 and page.errors() == []
        assert page.run("return document.title") not in ("1", "2")
    assert HOSTILE in page.text(".paper")


def test_empty_and_failing_are_said_in_words(world):
    with Service(world.database.create()) as service:
        page = browser(world)
        for language, words in (("en", ["archive is empty", "No entity has been seen"]), ("ar", ["الأرشيف فارغ", "لم يُر أي اسم"])):
            for view, said in zip(("archive", "entities"), words):
                page.open(service, f"{language}/{view}").says(said)
        page.open(service, "en/article?id=00000000-0000-8000-8000-000000000000").says("There is nothing here")
        page.open(service, "en/read")
    write_gone = "document.querySelector('textarea').value = 'Cairo'; document.querySelector('.write button').click()"
    page.run(write_gone)
    page.says("does not answer")
    assert page.run("return document.querySelector('.failure button').textContent") == "Try again"


def test_a_key_is_asked_for_once_and_never_in_an_address(world):
    url = world.database.create()
    key = run("keys", "create", "--role", "read", "--name", "a reporter", url=url).stdout.strip()
    with Service(url, auth="keys") as service:
        page = browser(world).open(service, "en/entities")
        enter = "document.querySelector('dialog input').value = arguments[0]; document.querySelector('dialog form').requestSubmit()"
        page.says("A key is needed", "dialog")
        assert page.barriers() == []
        page.run(enter, "alam_wrong_key")
        page.says("does not know this key", "dialog")
        page.run(enter, key)
        page.says("No entity has been seen yet")
        page.reload()
        assert not page.run("return document.querySelector('dialog')") and key not in page.driver.current_url
        assert page.run("return Object.values(sessionStorage).includes(arguments[0]) && !Object.values(localStorage).includes(arguments[0])", key)
        assert all(key not in line for line in service.lines)
        page.run("[...document.querySelectorAll('.tools button')].at(-1).click()")
        page.says("A key is needed", "dialog")
        page.errors()


def test_language_and_colours_are_switched_from_every_view(world):
    page = opened(world, "en/entities?q=cairo")
    page.click(".tools a").settle()
    page.wait("return document.documentElement.dir === 'rtl'")
    assert "q=cairo" in page.fragment() and page.run("return document.querySelector('input[type=search]').value") == "cairo"
    page.run("document.querySelector('.tools button').click()")
    assert page.run("return document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.run("return document.documentElement.dataset.theme") == "dark"
    page.run("localStorage.clear()")


def test_new_articles_appear_by_themselves_until_they_are_held(world):
    with Service(world.database.create()) as service:
        page = browser(world).open(service, "ar/today").says("مباشر")
        service.post("/v1/articles", {"text": STORY[0][0], "title": "خبر أول"})
        page.says("خبر أول")
        page.click(".state button").says("موقوف")
        service.post("/v1/articles", {"text": STORY[2][0], "title": "خبر ثان"})
        until(lambda: len(service.get("/v1/changes").json["data"]) == 2)
        assert "خبر ثان" not in page.text()
        page.click(".state button").says("خبر ثان")
        until(lambda: service.metric("alam_streams") == 1)
        page.open(service, "ar/system")
        page.errors()


def test_a_stream_that_breaks_is_made_again(world):
    with Service(world.database.create(), stream_time="1s") as service:
        page = browser(world).open(service, "en/today").says("Live")
        page.run("window.broke = 0; new MutationObserver(() => { window.broke += document.querySelector('.state').textContent.includes('broke'); })"
                 ".observe(document.querySelector('.state'), { subtree: true, childList: true, characterData: true })")
        page.wait("return window.broke > 0")
        service.post("/v1/articles", {"text": STORY[0][0], "title": "after the break"})
        page.says("after the break").says("Live")
        page.errors()


def test_who_rises_is_shown(world):
    with Service(world.database.create()) as service:
        ago = lambda days: (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)).isoformat()
        for number in range(20):
            service.post("/v1/articles", {"text": "فاز الأهلي على الزمالك.", "source": "s", "external_id": f"old {number}", "published_at": ago(2 + number)})
        for number in range(6):
            service.post("/v1/articles", {"text": STORY[0][0], "source": "s", "external_id": str(number), "published_at": ago(0)})
        until(lambda: service.get("/v1/trends", window="24h").json["data"])
        page = browser(world).open(service, "en/today?window=24h")
        assert "6 articles" in page.text("ol.list") and "to be expected" in page.text("ol.list")


def test_the_service_says_how_it_is(world):
    page = opened(world, "en/system")
    assert "Everything works." in page.text() and "Articles can be stored" in page.text()
    assert page.run("return document.querySelectorAll('.checks .good').length") == 5
    assert stored(world).get("/v1/gazetteer").json["version"] in page.text()
