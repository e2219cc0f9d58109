"""Twenty faults that pages of this kind have with text that runs from right to left, and offsets that are exact.

Each was reported of another project's page: words change their order once a mark stands on them, letters fall apart at a
mark's border, a selection loses its last character, and so on. A text is laid out by the page's own module, and the
browser is asked where everything is, or looked at pixel by pixel."""
import json
import random

from browser import browser
from harness import until
from test_page_views import opened, stored, write

ARABIC = "والتقى وزير الخارجية أنتوني بلينكن الأمينَ العامَّ لجامعة الدول العربية، ثم عاد إلى القاهرة."
MIXED = "قال Antony Blinken (وزير الخارجية) إن النسبة (0.59%) و$828M لشركة Apple في القاهرة، هل هذا صحيح؟"
QUOTED = "نقلت صحيفة «القدس العربي» عن \"الأمم المتحدة\" قولها: 'غزة'."
EMOJI = "زار 👨‍👩‍👧 بلينكن 🇪🇬 القاهرة مع Blinken 🙂"
VOWELS = "اِلتَقى أَنتوني بلينكِن الرَّئيسَ في القاهِـــرَة"
LINES = "القاهرة أولًا.\n\nAntony Blinken arrived in Cairo, and said: why?\nثم سافر بلينكن إلى Doha مساءً."
SPACE = "   (القاهرة) وبلينكن."
TEXTS = {"Arabic": (ARABIC, ["أنتوني بلينكن", "جامعة الدول العربية", "القاهرة"]), "mixed": (MIXED, ["Antony Blinken", "Apple", "القاهرة"]),
         "quotes": (QUOTED, ["القدس العربي", "الأمم المتحدة", "غزة"]), "emoji": (EMOJI, ["بلينكن", "القاهرة", "Blinken"]),
         "tashkeel": (VOWELS, ["أَنتوني بلينكِن", "القاهِـــرَة"]), "lines": (LINES, ["القاهرة", "Antony Blinken", "Cairo", "Doha"]),
         "white space": (SPACE, ["القاهرة", "بلينكن"])}
# `words` are the words of the laid-out text with their boxes in the window; `boxes` are those of a stretch.
TOOLS = """
const { MarkedText } = await load('marks.js');
const boxes = (range) => [...range.getClientRects()].filter((box) => box.width > 0).map((box) => [box.left, box.top, box.width, box.height]);
const words = () => [...window.marked.fields.text.lines].flatMap(({ node, start }) => [...node.data.matchAll(/[^\\s]+/g)].map((found) => {
  const range = document.createRange();
  range.setStart(node, found.index);
  range.setEnd(node, found.index + found[0].length);
  return [found[0], start + found.index, boxes(range)];
}));
const lay = (text, spans, type = 'person') => {
  const paper = document.createElement('div');
  paper.className = 'paper';
  window.marked?.clear();
  window.marked = new MarkedText({ text });
  paper.append(window.marked.fields.text.element);
  document.querySelector('main').replaceChildren(paper);
  window.marked.mark(spans.map((span) => ({ type, mentions: [{ field: 'text', start: text.indexOf(span), end: text.indexOf(span) + span.length }] })));
};
"""


def tools(world, script, *arguments, language="ar", **shape):
    page = opened(world, f"{language}/system", **shape)
    return page, page.module(None, TOOLS + script, *arguments)


def each(*names):
    return [(name,) for name in names or TEXTS]


def same_letters(one, other):
    """Whether two pictures differ by no more than a ground that is nearly white, or its mixing with the edges of letters."""
    return one.size == other.size and all(abs(a - b) <= 16 for here, there in zip(one.getdata(), other.getdata()) for a, b in zip(here, there))


def text_box(page):
    return page.run("const box = document.querySelector('.text').getBoundingClientRect(); return [box.left, box.top, box.width, box.height]")


GROUND = (0xFB, 0xFC, 0xFF)


def with_ground(page):
    """Leaves of a mark its ground alone, and of that hardly anything, so that only letters are dark."""
    page.run("const sheet = new CSSStyleSheet(); sheet.replaceSync(`::highlight(person) { background-color: rgb(${arguments[0]}); text-decoration: none }`);"
             "document.adoptedStyleSheets = [sheet]", list(GROUND))


def test_01_words_keep_their_order_under_marks(world, name):
    _, (plain, marked) = tools(world, "lay(given[0], []); const plain = words(); lay(given[0], given[1]); return [plain, words()]", *TEXTS[name])
    assert plain == marked
    for (_, at, one), (_, after, two) in zip(plain, plain[1:]):
        assert at < after and two[0][1] >= one[0][1] - 8, "lines come one below the other"


test_01_words_keep_their_order_under_marks.rows = each()


def test_02_the_end_of_the_text_can_be_reached_and_not_passed(world, name):
    text = TEXTS[name][0]
    _, found = tools(world, "lay(given[0], []); const { element } = window.marked.fields.text; getSelection().selectAllChildren(element); return window.marked.selected()", text)
    assert found["start"] == 0 and found["end"] == len(text.encode("utf-16-le")) // 2 and found["text"] == text


test_02_the_end_of_the_text_can_be_reached_and_not_passed.rows = each()


def test_03_all_of_a_span_is_marked(world, name):
    text, spans = TEXTS[name]
    _, found = tools(world, "lay(given[0], given[1]); return window.marked.mentions.map(({ range }) => range.toString())", text, spans)
    assert found == sorted(spans, key=text.index)


test_03_all_of_a_span_is_marked.rows = each()


def test_04_letters_after_punctuation_stay_joined_behind_white_space(world):
    page, _ = tools(world, "lay(given[0], [])", SPACE)
    with_ground(page)
    plain = page.picture(text_box(page))
    page.module(None, TOOLS + "lay(given[0], given[1])", *TEXTS["white space"])
    assert same_letters(page.picture(text_box(page)), plain)


def test_05_marks_in_mixed_lines_lie_on_their_words(world):
    _, found = tools(world, "lay(given[0], given[1]); return [words(), window.marked.mentions.map(({ range }) => boxes(range))]", *TEXTS["mixed"])
    places = {word: box[0] for word, _, box in found[0]}
    _, apple, _ = found[1]
    assert len(apple) == 1 and abs(apple[0][0] - places["Apple"][0]) < 1 and abs(apple[0][2] - places["Apple"][2]) < 1


def test_06_the_page_is_drawn_again_when_its_direction_changes(world):
    page = write(opened(world, "ar/read"), ARABIC)
    before = page.run("return [...document.querySelectorAll('.paper p')].map((p) => p.getBoundingClientRect().left)")
    page.click(".tools a")
    page.wait("return document.documentElement.dir === 'ltr' && document.querySelector('.paper p')")
    page.settle()
    after = page.run("return [...document.querySelectorAll('.paper p')].map((p) => p.getBoundingClientRect().left)")
    assert before != after and page.run("return CSS.highlights.get('person').size") >= 1
    assert page.run("return [...CSS.highlights.get('person')][0].getBoundingClientRect().width") > 10


def test_07_a_span_beside_quotation_marks_is_whole(world):
    _, found = tools(world, "lay(given[0], given[1]); return window.marked.mentions.map(({ mention, range }) => [range.toString(), given[0].slice(mention.start - 1, mention.end + 1)])", *TEXTS["quotes"])
    assert found == [["القدس العربي", "«القدس العربي»"], ["الأمم المتحدة", '"الأمم المتحدة"'], ["غزة", "'غزة'"]]


def test_08_the_mark_is_as_wide_as_its_word(world, name):
    """The coloured pixels of the highlight begin and end where the word does."""
    text, spans = TEXTS[name]
    page, box = tools(world, "lay(given[0], given[1]); return boxes(window.marked.mentions[0].range)[0]", text, spans[-1:])
    with_ground(page)
    x, y, width, height = box
    picture = page.picture([x - 20, y + height / 2, width + 40, 1])
    ground = [index for index, pixel in enumerate(picture.getdata()) if pixel == GROUND]
    assert abs(min(ground) - 20) <= 2 and abs(max(ground) + 1 - (20 + width)) <= 2, (box, ground[:2], ground[-2:])


test_08_the_mark_is_as_wide_as_its_word.rows = each("Arabic", "emoji", "tashkeel")


def test_09_panels_have_the_direction_of_the_page(world):
    for language, direction in (("ar", "rtl"), ("en", "ltr")):
        page = write(opened(world, f"{language}/read"), ARABIC)
        panel, paper = page.run("return ['.panel', '.paper'].map((name) => document.querySelector(name).getBoundingClientRect().left)")
        assert (panel < paper) == (direction == "rtl")
        assert page.run("return ['.panel', '.bar', '.legend', '.names'].map((name) => getComputedStyle(document.querySelector(name)).direction)") == [direction] * 4


def test_10_segments_come_in_the_order_of_the_text(world):
    _, found = tools(world, "lay(given[0], given[1]); return [words(), window.marked.mentions.map(({ mention }) => mention.start)]", *TEXTS["lines"])
    assert found[1] == sorted(found[1])
    first = {}
    for word, _, box in found[0]:
        first.setdefault(round(box[0][1] / 20), []).append((word, box[0][0]))
    tops = [lines for _, lines in sorted(first.items())]
    assert tops[0][0][0] == "القاهرة" and tops[1][0][0] == "Antony" and tops[2][0][0] == "ثم"
    for line in (tops[0], [pair for pair in tops[2] if pair[0] != "Doha"]):
        assert [x for _, x in line] == sorted((x for _, x in line), reverse=True), "Arabic runs from the right"
    assert [x for _, x in tops[1]] == sorted(x for _, x in tops[1]), "English runs from the left"


def test_11_each_paragraph_has_its_own_direction_and_the_page_keeps_its(world):
    for language, direction in (("ar", "rtl"), ("en", "ltr")):
        page, found = tools(world, "lay(given[0], []); return window.marked.fields.text.lines.map(({ node }) => node.data && getComputedStyle(node.parentNode).direction)", LINES, language=language)
        assert found == ["rtl", "", "ltr", "rtl"]
        assert page.run("return getComputedStyle(document.querySelector('.bar')).direction") == direction


def test_12_a_field_has_the_direction_of_what_is_typed(world):
    page = opened(world, "en/read")
    direction = "const field = document.querySelector(arguments[1]); field.value = arguments[0]; return getComputedStyle(field).direction"
    for selector in ("textarea", ".write input[type=text]"):
        assert page.run(direction, "القاهرة", selector) == "rtl" and page.run(direction, "Cairo", selector) == "ltr"


def test_13_text_is_selected_with_the_mouse(world):
    page, found = tools(world, "lay(given[0], given[1]); return words()", *TEXTS["Arabic"])
    def side(index, right):
        x, y, width, height = found[index][2][0]
        return [x + width - 1 if right else x + 1, y + height / 2]
    page.mouse(side(1, True), side(2, True), side(3, False))
    assert page.run("return window.marked.selected()?.text") == "وزير الخارجية أنتوني"


def test_14_a_question_mark_does_not_stick_to_the_word(world):
    page, found = tools(world, "lay(given[0], given[1]); return words()", *TEXTS["mixed"])
    word, _, box = found[-1]
    x, y, width, height = box[0]
    at = [x + 0.7 * width, y + height / 2]
    for count in (1, 2):
        for kind in ("mousePressed", "mouseReleased"):
            page.command("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=count)
    assert word == "صحيح؟" and page.run("return window.marked.selected()?.text.trim()") == "صحيح"


def test_15_letters_stay_joined_across_the_border_of_a_mark(world, text, span):
    """The same pixels are dark with a mark that begins inside a word and without it: every letter has the same form."""
    page, _ = tools(world, "lay(given[0], [])", text)
    with_ground(page)
    plain = page.picture(text_box(page))
    page.module(None, TOOLS + "lay(given[0], given[1])", text, [span])
    marked = page.picture(text_box(page))
    assert GROUND in set(marked.getdata()) and (255, 255, 255) in set(marked.getdata()), "it is marked, and not all of it"
    assert same_letters(marked, plain)
    page.module(None, TOOLS + "lay(given[0], [])", text.replace(span, "\u200c" + span))
    assert not same_letters(page.picture(text_box(page)), plain), "letters that are not joined look otherwise"


test_15_letters_stay_joined_across_the_border_of_a_mark.rows = [
    ("قال لجامعة الدول العربية", "جامعة الدول العربية"), ("سافر بالقاهرة", "القاهرة"), ("وبلينكن هنا", "بلينكن"), ("للولايات المتحدة", "لولايات المتحدة"), ("فكمبالا", "كمبالا")]


def test_16_a_line_is_one_text_and_no_element_enters_it(world):
    page = write(opened(world, "ar/read"), ARABIC + "\n" + MIXED, QUOTED)
    assert page.run("return [...document.querySelectorAll('.paper p, .paper .title')].map((line) => [line.childNodes.length, line.childElementCount])") == [[1, 0]] * 3


def test_17_marks_of_punctuation_and_digits_stand_where_they_belong(world):
    page, found = tools(world, "lay(given[0], given[1]); const { node } = window.marked.fields.text.lines[0]; const range = document.createRange();"
                               "range.setStart(node, node.length - 1); range.setEnd(node, node.length); return [boxes(range)[0], words()]", *TEXTS["mixed"])
    question, words = found
    assert question[0] < min(box[0] + box[2] for box in words[-1][2]) and question[0] <= words[-1][2][0][0] + 2, "the question mark is the leftmost of its line's end"
    numbers = page.module(None, "const { number, use } = await load('language.js'); return ['ar', 'en'].map((name) => (use(name), number(1234567.5)))")
    assert numbers[1] == "1,234,567.5" and numbers[0] in ("1,234,567.5", "١٬٢٣٤٬٥٦٧٫٥"), numbers


def test_18_brackets_and_per_cent_signs_are_as_without_marks(world):
    script = ("const places = () => { const { node } = window.marked.fields.text.lines[0]; return [...node.data].map((letter, index) => { const range = document.createRange();"
              "range.setStart(node, index); range.setEnd(node, index + 1); return [letter, boxes(range)[0] ?? null]; }); };"
              "lay(given[0], []); const plain = places(); lay(given[0], given[1]); return [plain, places()]")
    _, (plain, marked) = tools(world, script, MIXED, ["(0.59%)", "$828M", "Apple"])
    assert plain == marked
    at = MIXED.index("(0.59%)")
    digits = [marked[at + offset][1][0] for offset in range(1, 5)]
    assert digits == sorted(digits), "digits run from the left"
    opening, closing = marked[at][1][0], marked[at + 6][1][0]
    assert opening > digits[0] > closing, "in an Arabic line the opening bracket is on the right"


def test_19_previews_have_the_direction_of_their_own_text(world):
    for language in ("ar", "en"):
        page = opened(world, f"{language}/archive")
        found = dict(page.run("return [...document.querySelectorAll('.list h3')].map((title) => [title.textContent, getComputedStyle(title).direction])"))
        assert found["بلينكن في القاهرة"] == "rtl" and found["Blinken flies on to Doha"] == "ltr"


def test_20_nothing_is_put_between_the_words(world, name):
    text = TEXTS[name][0]
    page = write(opened(world, "ar/read"), text)
    assert page.run("return [...document.querySelectorAll('.paper p')].map((line) => line.textContent).join('\\n')") == text


test_20_nothing_is_put_between_the_words.rows = each()


def test_without_highlights_of_the_browser_marks_lie_on_a_layer(world):
    page, found = tools(world, "delete globalThis.Highlight; lay(given[0], given[1]); const marks = [...document.querySelectorAll('.overlay i')].map((mark) => mark.getBoundingClientRect());"
                               "return [marks.map((box) => [box.left, box.width]), window.marked.mentions.flatMap(({ range }) => boxes(range)), window.marked.fields.text.lines.every(({ node }) => node.parentNode.childElementCount === 0)]", *TEXTS["Arabic"])
    assert found[2] and len(found[0]) == len(found[1]) >= 3
    for (left, width), box in zip(found[0], found[1]):
        assert abs(left - box[0]) < 1 and abs(width - box[2]) < 1
    page.errors()


def test_a_thousand_selections_keep_their_offsets_in_three_units(world):
    """What is selected on the page is, in each unit, that stretch of the text as it was sent."""
    choose = random.Random(17)
    text = "\n".join(text for text, _ in TEXTS.values())
    edges = [len(text[:index].encode("utf-16-le")) // 2 for index in range(len(text) + 1)]
    pairs = [sorted(choose.sample(edges, 2)) for _ in range(1000)]
    _, found = tools(world, """
        const { convert } = await load('offsets.js');
        lay(given[0], []);
        return given[1].map(([start, end]) => {
          const range = window.marked.range('text', start, end), selection = getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
          const now = window.marked.selected();
          return now && [now.text, ...['codepoint', 'utf16', 'byte'].flatMap((unit) => [convert(given[0], now.start, unit), convert(given[0], now.end, unit)])];
        });""", text, pairs)
    forms = [(text, lambda piece: piece), (text.encode("utf-16-le"), lambda piece: piece.decode("utf-16-le")), (text.encode(), lambda piece: piece.decode())]
    for (start, end), answer in zip(pairs, found):
        selected, offsets = answer[0], answer[1:]
        assert offsets[2:4] == [start, end], answer
        for unit, (whole, read) in enumerate(forms):
            step = 2 if unit == 1 else 1
            assert read(whole[offsets[2 * unit] * step:offsets[2 * unit + 1] * step]) == selected


def test_the_page_marks_what_the_service_found(world):
    text = "\n".join(text for text, _ in TEXTS.values())
    page = write(opened(world, "en/read"), text)
    answer = stored(world).post("/v1/annotate", {"text": text, "offset_unit": "codepoint"}).json
    expected = sorted(mention["text"].replace("\n", "") for entity in answer["entities"] for mention in entity["mentions"])
    shown = until(lambda: page.run("return [...CSS.highlights].filter(([name]) => name !== 'current').flatMap(([, marks]) => [...marks].map(String))"))
    assert sorted(shown) == expected and len(shown) > 10, json.dumps(shown, ensure_ascii=False)
    assert browser(world).errors() == []
