/* Which words are read as which entity: whole words, longest name, writing of names, filters, explanations, odd texts.
 */
#include "tests/unit/rows.h"

#include "tests/unit/gazetteer_fixture.h"

#include <math.h>

static struct fixture f;

static const char *const rows = "place:york\tplace\tيورك\tYork\n"
                                "place:new-york\tplace\tنيويورك\tNew York\n"
                                "org:nyt\torganization\tنيويورك تايمز\tNew York Times\t\t\tmedia\n"
                                "iso:US\tplace\tالولايات المتحدة\tUnited States\t\tU.S.|US|USA\tcountry\tUS\tQ30\n"
                                "iso:GB\tplace\tالمملكة المتحدة\tUnited Kingdom\t\tUK\tcountry\tGB\n"
                                "org:un\torganization\tالأمم المتحدة\tUnited Nations\t\tUN\n"
                                "org:who\torganization\tمنظمة الصحة العالمية\tWorld Health Organization\t\tWHO\n"
                                "org:att\torganization\tإيه تي آند تي\tAT&T\n"
                                "person:trump\tperson\tترامب\tTrump\t\t\t\tUS\n"
                                "person:oneill\tperson\tأونيل\tO'Neill\n"
                                "person:hayya\tperson\tالحية\tKhalil al-Hayya\t\tAl-Hayya\n"
                                "person:rowling\tperson\tرولينغ\tJ.K. Rowling\n"
                                "person:martin\tperson\tجورج مارتن\tG. R. R. Martin\n"
                                "person:custer\tperson\tكستر\tGen. Custer\n"
                                "person:smith\tperson\tسميث\tJ. Smith\n"
                                "person:abdullah\tperson\tعبد الله الثاني\tAbdullah II\n"
                                "person:abdulrahman\tperson\tعبدالرحمن السديس\tSudais\n"
                                "person:abu-mazen\tperson\tأبو مازن\tAbu Mazen\n"
                                "place:abu-dhabi\tplace\tأبو ظبي\tAbu Dhabi\n"
                                "person:mbs\tperson\tمحمد بن سلمان\tMohammed bin Salman\n"
                                "person:ibn-battuta\tperson\tابن بطوطة\tIbn Battuta\n"
                                "person:mbz\tperson\tعبد الله بن زايد\tAbdullah bin Zayed\n"
                                "person:ali\tperson\tعلى\t\n"
                                "person:aly\tperson\tعلي\t\n"
                                "place:gaza\tplace\tغزة\tGaza\n"
                                "place:sanaa\tplace\tصنعاء\tSana'a\n"
                                "place:istanbul\tplace\tإسطنبول\tIstanbul\n"
                                "place:st-louis\tplace\tسانت لويس\tSt. Louis\n"
                                "place:coted\tplace\tساحل العاج\tCôte d'Ivoire\n"
                                "org:b2b\torganization\tبي 2\tB2\n"
                                "place:tripoli-lb\tplace\tطرابلس\tTripoli\t\t\tcity\tLB\t\t90\n"
                                "place:tripoli-ly\tplace\tطرابلس\tTripoli\t\t\tcity\tLY\t\t200\n";

struct matching {
    const char *reason;
    const char *text, *shown;
};

static const struct matching words[] = {
    {"a name that is a whole word", "في غزة", "غزة=place:gaza"},
    {"not inside a longer Arabic word", "الغزة غزةية مغزة", ""},
    {"not inside a longer Latin word", "Yorkshire NewYork Trumpism", ""},
    {"not with letters of another alphabet attached behind", "Gazaوية", ""},
    {"not with digits attached", "Gaza2 2Gaza", ""},
    {"a digit of its own is a word", "بي 2", "بي 2=org:b2b"},
    {"an Arabic-Indic digit is the same word", "بي ٢", "بي ٢=org:b2b"},
    {"with punctuation on both sides", "(غزة)", "غزة=place:gaza"},
    {"with an emoji on both sides", "🔥غزة🔥", "غزة=place:gaza"},
    {"in a hashtag", "#غزة", "غزة=place:gaza"},
    {"a hyphen separates words", "غزة-القاهرة", "غزة=place:gaza"},
    {"an underscore separates words", "غزة_الآن", "غزة=place:gaza"},
    {"each of two names side by side", "غزة صنعاء", "غزة=place:gaza; صنعاء=place:sanaa"},
    {"the same name twice", "غزة وغزة", "غزة=place:gaza; و+غزة=place:gaza"},
};

static const struct matching longest[] = {
    {"the longest name wins", "the New York Times wrote", "New York Times=org:nyt"},
    {"the longer of two that fit", "in New York today", "New York=place:new-york"},
    {"the short one where only it fits", "in York today", "York=place:york"},
    {"a name cut short by other words is not that name", "New York and Times", "New York=place:new-york"},
    {"the longest Arabic name wins", "صحيفة نيويورك تايمز", "نيويورك تايمز=org:nyt"},
    {"what begins as a longer name and ends otherwise", "منظمة الصحة في غزة", "غزة=place:gaza"},
};

static const struct matching over[] = {
    {"over a line break", "New\nYork", "New\nYork=place:new-york"},
    {"over CRLF", "الولايات\r\nالمتحدة", "الولايات\r\nالمتحدة=iso:US"},
    {"over a double space", "الولايات  المتحدة", "الولايات  المتحدة=iso:US"},
    {"over a no-break space", "الولايات\u00A0المتحدة", "الولايات\u00A0المتحدة=iso:US"},
    {"over a space and a line break", "الولايات \n المتحدة", "الولايات \n المتحدة=iso:US"},
    {"over a bidi mark beside the space", "الولايات\u200F \u200Fالمتحدة", "الولايات\u200F \u200Fالمتحدة=iso:US"},
    {"not over a sentence end", "She left New. York is far.", "York=place:york"},
    {"not over a sentence end behind a short name", "Bob. York", "York=place:york"},
    {"not over a question mark", "New? York", "York=place:york"},
    {"not over an Arabic question mark", "الولايات؟ المتحدة", ""},
    {"not over an ellipsis", "الولايات… المتحدة", ""},
    {"not over three dots", "الولايات... المتحدة", ""},
    {"not over a dot without a space", "الولايات.المتحدة", ""},
    {"not over an Urdu full stop", "الولايات۔ المتحدة", ""},
    {"not over a dot and a line break", "الولايات.\nالمتحدة", ""},
    {"not over a paragraph", "New\n\nYork", "York=place:york"},
    {"not over a paragraph with CRLF", "الولايات\r\n\r\nالمتحدة", ""},
    {"not over a paragraph whose empty line has blanks", "الولايات\n  \nالمتحدة", ""},
    {"not over a paragraph separator", "الولايات\u2029المتحدة", ""},
    {"not over a comma", "New, York", "York=place:york"},
    {"not over an Arabic comma", "الولايات، المتحدة", ""},
    {"not over a semicolon", "الولايات؛ المتحدة", ""},
    {"not over a colon", "الولايات: المتحدة", ""},
    {"not over a slash", "الولايات/المتحدة", ""},
    {"not over a closing quotation mark", "«الولايات» المتحدة", ""},
    {"not over a bracket", "الولايات (المتحدة)", ""},
    {"not over a dash with spaces", "الولايات – المتحدة", ""},
    {"not over an emoji", "الولايات 😀 المتحدة", ""},
    {"not over a tab, a table's column", "الولايات\tالمتحدة", ""},
    {"not over a word between", "الولايات غير المتحدة", ""},
};

static const struct matching latin[] = {
    {"initials with dots", "in the U.S. today", "U.S.=iso:US"},
    {"initials with dots at the end", "in the U.S.", "U.S.=iso:US"},
    {"initials before a hyphen", "a U.S.-led force", "U.S.=iso:US"},
    {"initials without the last dot", "in the U.S today", "U.S=iso:US"},
    {"capitals without dots", "in the US today", "US=iso:US"},
    {"three capitals", "in the USA today", "USA=iso:US"},
    {"an acronym in small letters is a word", "it is up to us who come", ""},
    {"an acronym with one capital is a word", "Who is it for? Us.", ""},
    {"an acronym among capitals only", "WHO WARNS", "WHO=org:who"},
    {"an apostrophe inside a name", "Mr O'Neill said", "O'Neill=person:oneill"},
    {"a typographic apostrophe", "Mr O’Neill said", "O’Neill=person:oneill"},
    {"an apostrophe left out", "Mr ONeill said", "ONeill=person:oneill"},
    {"a possessive behind an apostrophe", "O'Neill's house", "O'Neill=person:oneill"},
    {"an ayn sign is an apostrophe", "in Sanaʿa now", "Sanaʿa=place:sanaa"},
    {"an ayn sign before a word inside a name", "Khalil ʿAl-Hayya spoke", "Khalil ʿAl-Hayya=person:hayya"},
    {"an ayn sign before a name is outside", "in ʿYork now", "York=place:york"},
    {"an apostrophe after one letter", "the Côte d’Ivoire team", "Côte d’Ivoire=place:coted"},
    {"accents left out", "the Cote d'Ivoire team", "Cote d'Ivoire=place:coted"},
    {"a hyphen as in the source", "Khalil al-Hayya spoke", "Khalil al-Hayya=person:hayya"},
    {"a hyphen left out", "Khalil al Hayya spoke", "Khalil al Hayya=person:hayya"},
    {"a non-breaking hyphen", "Al‑Hayya spoke", "Al‑Hayya=person:hayya"},
    {"a capital article in the middle", "Khalil Al-Hayya spoke", "Khalil Al-Hayya=person:hayya"},
    {"initials as in the source", "by J.K. Rowling", "J.K. Rowling=person:rowling"},
    {"initials without dots", "by JK Rowling", "JK Rowling=person:rowling"},
    {"initials with spaces", "by J. K. Rowling", "J. K. Rowling=person:rowling"},
    {"initials together where the source writes them apart", "by G.R.R. Martin", "G.R.R. Martin=person:martin"},
    {"initials apart as in the source", "by G. R. R. Martin", "G. R. R. Martin=person:martin"},
    {"initials apart are no acronym", "plan U. S. now", ""},
    {"one initial with its dot", "by J. Smith", "J. Smith=person:smith"},
    {"one initial without its dot", "by J Smith", "J Smith=person:smith"},
    {"an abbreviation's dot ends no name", "in St. Louis", "St. Louis=place:st-louis"},
    {"the dot of an abbreviation with a vowel ends no name", "by Gen. Custer", "Gen. Custer=person:custer"},
    {"an abbreviation without its dot", "in St Louis", "St Louis=place:st-louis"},
    {"the possessive is outside the span", "Trump's plan", "Trump=person:trump"},
    {"a typographic possessive", "Trump’s plan", "Trump=person:trump"},
    {"a possessive of a name of several words", "New York's mayor", "New York=place:new-york"},
    {"the possessive does not join two names", "Trump's York", "Trump=person:trump; York=place:york"},
    {"the plural possessive", "the United States' plan", "United States=iso:US"},
    {"a name in capitals", "TRUMP IN NEW YORK", "TRUMP=person:trump; NEW YORK=place:new-york"},
    {"a name in small letters is a word", "a trump card in new york", ""},
    {"an ampersand inside", "bought AT&T shares", "AT&T=org:att"},
    {"Turkish dotted capital", "in İstanbul", "İstanbul=place:istanbul"},
    {"in quotation marks", "\"Trump\" and ‘Trump’", "Trump=person:trump; Trump=person:trump"},
};

static const struct matching arabic[] = {
    {"عبد الله in two words", "الملك عبد الله الثاني", "عبد الله الثاني=person:abdullah"},
    {"عبدالله in one word", "الملك عبدالله الثاني", "عبدالله الثاني=person:abdullah"},
    {"the ligature of Allah", "الملك عبد ﷲ الثاني", "عبد ﷲ الثاني=person:abdullah"},
    {"عبد الرحمن where the source writes one word", "الشيخ عبد الرحمن السديس", "عبد الرحمن السديس=person:abdulrahman"},
    {"both habits at once", "الشيخ عبدالله ابن زايد", "عبدالله ابن زايد=person:mbz"},
    {"أبو مازن as written", "قال أبو مازن", "أبو مازن=person:abu-mazen"},
    {"without hamza", "قال ابو مازن", "ابو مازن=person:abu-mazen"},
    {"accusative", "لقي أبا مازن", "أبا مازن=person:abu-mazen"},
    {"genitive", "من أبي مازن", "أبي مازن=person:abu-mazen"},
    {"behind a particle", "لأبي مازن", "ل+أبي مازن=person:abu-mazen"},
    {"أبوظبي in one word", "في أبوظبي", "أبوظبي=place:abu-dhabi"},
    {"a place has no cases", "في أبي ظبي", ""},
    {"بن as written", "الأمير محمد بن سلمان", "محمد بن سلمان=person:mbs"},
    {"ابن for بن", "الأمير محمد ابن سلمان", "محمد ابن سلمان=person:mbs"},
    {"ابن at the start stays", "رحلة ابن بطوطة", "ابن بطوطة=person:ibn-battuta"},
    {"ta marbuta written as ha", "في غزه", "غزه=place:gaza"},
    {"vowels", "في غَزَّة", "غَزَّة=place:gaza"},
    {"Persian letters", "صنعاء ونیویورک", "صنعاء=place:sanaa; و+نیویورک=place:new-york"},
};

static const struct matching ambiguous[] = {
    {"the exact spelling wins: alef maqsura", "قال على", "على=person:ali"},
    {"the exact spelling wins: ya", "قال علي", "علي=person:aly"},
    {"marks do not make a spelling another", "قال عَلي", "عَلي=person:aly"},
    {"the likelier of two places wins", "زار طرابلس", "طرابلس=place:tripoli-ly"},
    {"the country that the article names decides", "بيان من طرابلس", "طرابلس=place:tripoli-ly"},
};

static const struct matching odd[] = {
    {"the empty text", "", ""},
    {"only spaces", "     ", ""},
    {"only line breaks", "\n\n\r\n\n", ""},
    {"only punctuation", "...،؛!؟«»", ""},
    {"only marks", "\u064B\u064C\u0640\u0640", ""},
    {"only invisible characters", "\u200F\u200B\uFEFF", ""},
    {"one letter", "a", ""},
    {"one Arabic letter", "و", ""},
    {"only a possessive", "'s", ""},
    {"a chain of possessives", "Trump's's's's", "Trump=person:trump"},
    {"a chain of dots", "U.S.U.S.U.S.", ""},
    {"control characters separate", "New\x01York", "York=place:york"},
};

static void is_read_as(void **state)
{
    ROW(struct matching, row, state);
    assert_string_equal(fixture_tag(&f, row->text), row->shown);
}

/* ---- requests ---- */

static void the_type_filter_leaves_out_other_types(void **state)
{
    (void)state;
    struct tag_request request = {.text = text_of("قال ترامب في غزة إن الأمم المتحدة"), .types = 1u << ENTITY_PLACE};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_string_equal(fixture_show(&f, &request), "غزة=place:gaza");
    request.types = 1u << ENTITY_PERSON | 1u << ENTITY_ORGANIZATION;
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_string_equal(fixture_show(&f, &request), "ترامب=person:trump; الأمم المتحدة=org:un");
}

static void an_entity_of_a_filtered_type_still_takes_its_words(void **state)
{
    (void)state;
    struct tag_request request = {.text = text_of("the New York Times"), .types = 1u << ENTITY_PLACE};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_string_equal(fixture_show(&f, &request), "");
}

static void a_minimum_confidence_of_one_leaves_out_what_is_less_sure(void **state)
{
    (void)state;
    struct tag_request request = {.text = text_of("ترامب في غزة"), .types = ENTITY_TYPES_ALL, .min_confidence = 1.0};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_int_equal(f.annotation.entity_count, 0);
}

static void confidence_and_salience_lie_between_zero_and_one(void **state)
{
    (void)state;
    struct tag_request request = {.title = text_of("ترامب في غزة"),
                                  .text = text_of("قال ترامب في طرابلس إن على الأمم المتحدة"),
                                  .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_true(f.annotation.entity_count >= 4);
    for (size_t i = 0; i < f.annotation.entity_count; i++) {
        const struct annotated_entity *entity = &f.annotation.entities[i];
        assert_true(entity->salience > 0 && entity->salience <= 1);
        assert_true(i == 0 || entity->salience <= entity[-1].salience);
        assert_true(entity->mention_count > 0);
        for (size_t k = 0; k < entity->mention_count; k++)
            assert_true(entity->mentions[k].confidence > 0 && entity->mentions[k].confidence <= 1);
    }
    assert_string_equal(f.annotation.entities[0].id, "person:trump");
}

static void the_least_confidence_that_a_mention_has_keeps_it(void **state)
{
    (void)state;
    struct tag_request request = {.text = text_of("في غزة"), .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    request.min_confidence = f.annotation.entities[0].mentions[0].confidence;
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_string_equal(fixture_show(&f, &request), "غزة=place:gaza");
}

static void an_entity_carries_what_the_gazetteer_knows(void **state)
{
    (void)state;
    struct tag_request request = {.text = text_of("الولايات المتحدة"), .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_int_equal(f.annotation.entity_count, 1);
    const struct annotated_entity *entity = &f.annotation.entities[0];
    assert_string_equal(entity->id, "iso:US");
    assert_string_equal(entity->name, "الولايات المتحدة");
    assert_string_equal(entity->name_en, "United States");
    assert_string_equal(entity->country, "US");
    assert_string_equal(entity->wikidata, "Q30");
    assert_true(entity->known);
    assert_int_equal(entity->mentions[0].method, METHOD_GAZETTEER);
    assert_string_equal(f.annotation.gazetteer_version, "test.1");
    assert_string_equal(f.annotation.language, "ar");
}

static const struct language {
    const char *reason;
    const char *text, *language, *name;
} languages[] = {
    {"Arabic text", "زار وفد غزة", "ar", "غزة"},
    {"English text", "A delegation visited Gaza", "en", "Gaza"},
    {"mostly Arabic text", "زار وفد من CNN مدينة غزة", "ar", "غزة"},
    {"mostly English text", "A delegation visited Gaza (غزة)", "en", "Gaza"},
};

static void the_name_is_in_the_language_of_the_text(void **state)
{
    ROW(struct language, row, state);
    fixture_tag(&f, row->text);
    assert_string_equal(f.annotation.language, row->language);
    assert_string_equal(f.annotation.entities[0].name, row->name);
}

static void a_text_without_letters_has_no_language(void **state)
{
    (void)state;
    fixture_tag(&f, "2026 — 🙂");
    assert_string_equal(f.annotation.language, "und");
}

static void the_given_language_chooses_the_name(void **state)
{
    (void)state;
    struct tag_request request = {.text = text_of("زار وفد غزة"), .language = "en", .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_string_equal(f.annotation.entities[0].name, "Gaza");
}

static void an_article_of_one_country_decides_between_two_places_of_one_name(void **state)
{
    (void)state;
    static struct fixture g;
    fixture_open(&g, "iso:LB\tplace\tلبنان\tLebanon\t\t\tcountry\tLB\n"
                     "place:beirut\tplace\tبيروت\tBeirut\t\t\tcity\tLB\n"
                     "place:tripoli-lb\tplace\tطرابلس\tTripoli\t\t\tcity\tLB\t\t150\n"
                     "place:tripoli-ly\tplace\tطرابلس\tTripoli\t\t\tcity\tLY\t\t170\n");
    assert_string_equal(fixture_tag(&g, "انطلق من بيروت إلى طرابلس في لبنان"),
                        "بيروت=place:beirut; طرابلس=place:tripoli-lb; لبنان=iso:LB");
    assert_string_equal(fixture_tag(&g, "انطلق إلى طرابلس"), "طرابلس=place:tripoli-ly");
    fixture_close(&g);
}

static void a_name_that_is_an_ordinary_word_needs_evidence(void **state)
{
    (void)state;
    static struct fixture g;
    fixture_open_with(&g,
                      "place:sur\tplace\tصور\tTyre\t\t\t\t\t\t1\nperson:amal\tperson\tأمل\tAmal\t\t\t\t\t\t1\norg:"
                      "asharq\torganization\tالشرق الأوسط\tAsharq al-Awsat\t\t\tmedia\n"
                      "place:middle-east\tplace\tالشرق الأوسط\tMiddle East\t\t\tregion\t\t\t200\n",
                      "common\tصور|أمل\nplace-head\tمدينة\ntitle\tالسيدة\nmedia-cue\tصحيفة|وفق\n");
    assert_string_equal(fixture_tag(&g, "نشر ثلاث صور على أمل"), "");
    assert_string_equal(fixture_tag(&g, "في مدينة صور مع السيدة أمل"), "صور=place:sur; أمل=person:amal");
    assert_string_equal(fixture_tag(&g, "قالت صحيفة الشرق الأوسط"), "الشرق الأوسط=org:asharq");
    assert_string_equal(fixture_tag(&g, "السلام في الشرق الأوسط"), "الشرق الأوسط=place:middle-east");
    fixture_close(&g);
}

static void readings_that_compete_are_weighed_alike(void **state)
{
    (void)state;
    static struct fixture g;
    fixture_open_with(
        &g, "person:wisam\tperson\tوسام\tWisam\nperson:sam-a\tperson\tسام\tSam\nperson:sam-b\tperson\tسام\tSam\n",
        "title\tالسيد\n");
    assert_string_equal(fixture_tag(&g, "قال السيد وسام"), "وسام=person:wisam");
    fixture_close(&g);
}

/* ---- explanations ---- */

static const struct matching explained[] = {
    {"a plain name", "في غزة", "غزه"},
    {"a folded name", "في غزه", "غزه"},
    {"a name behind a particle", "ولترامب", "ترامب"},
    {"a name whose alef the lam swallowed", "للولايات المتحدة", "الولايات المتحده"},
    {"a name of two meanings", "زار طرابلس", "طرابلس"},
    {"a name with rivals inside", "the New York Times", "new york times"},
    {"a made variant", "لقي أبا مازن", "ابا مازن"},
};

static void every_gazetteer_mention_is_explained(void **state)
{
    ROW(struct matching, row, state);
    struct shown_mention mentions[FIXTURE_MENTIONS];
    struct tag_request request = {.text = text_of(row->text), .types = ENTITY_TYPES_ALL, .explain = true};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_int_equal(known_mentions(&f.annotation, mentions), 1);
    const struct explanation *why = mentions[0].mention->explanation;
    assert_non_null(why);
    assert_string_equal(why->spelling, row->shown);
    double sum = 0;
    for (size_t i = 0; i < why->part_count; i++) {
        assert_true(*why->parts[i].name);
        sum += why->parts[i].value;
    }
    assert_true(why->part_count >= 3);
    assert_true(fabs(sum - why->score) < 0.001);
    for (size_t i = 0; i < why->rival_count; i++) {
        assert_string_not_equal(why->rivals[i].id, mentions[0].id);
        assert_true(isfinite(why->rivals[i].score));
        assert_true(i == 0 || why->rivals[i].score <= why->rivals[i - 1].score);
    }
}

static const struct explanation *explain(const char *text, size_t which)
{
    static struct shown_mention mentions[FIXTURE_MENTIONS];
    struct tag_request request = {.text = text_of(text), .types = ENTITY_TYPES_ALL, .explain = true};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_true(known_mentions(&f.annotation, mentions) > which);
    assert_non_null(mentions[which].mention->explanation);
    return mentions[which].mention->explanation;
}

static bool has_rival(const struct explanation *why, const char *id, const char *text)
{
    for (size_t i = 0; i < why->rival_count; i++)
        if (strcmp(why->rivals[i].id, id) == 0 && strcmp(why->rivals[i].text, text) == 0)
            return true;
    return false;
}

static bool has_part(const struct explanation *why, const char *name)
{
    for (size_t i = 0; i < why->part_count; i++)
        if (strcmp(why->parts[i].name, name) == 0)
            return true;
    return false;
}

static void an_explanation_names_the_rivals_that_lost(void **state)
{
    (void)state;
    const struct explanation *why = explain("the New York Times", 0);
    assert_true(has_rival(why, "place:new-york", "New York"));
    assert_true(has_rival(why, "place:york", "York"));
    why = explain("زار طرابلس", 0);
    assert_true(has_rival(why, "place:tripoli-lb", "طرابلس"));
    assert_true(why->score > why->rivals[0].score);
    why = explain("في غزة", 0);
    assert_int_equal(why->rival_count, 0);
}

static void an_explanation_names_folds_and_particles(void **state)
{
    (void)state;
    assert_true(has_part(explain("في غزة", 0), "exact-spelling"));
    assert_false(has_part(explain("في غزه", 0), "exact-spelling"));
    assert_false(has_part(explain("في غزة", 0), "particle"));
    const struct explanation *why = explain("للولايات المتحدة", 0);
    assert_true(has_part(why, "proclitic"));
    assert_true(has_part(why, "restored-alef"));
    assert_true(has_part(explain("لقي أبا مازن", 0), "made-variant"));
}

static void explaining_changes_no_answer(void **state)
{
    (void)state;
    static const struct matching *const tables[] = {words, longest, latin, arabic, ambiguous};
    static const size_t counts[] = {sizeof words / sizeof *words, sizeof longest / sizeof *longest,
                                    sizeof latin / sizeof *latin, sizeof arabic / sizeof *arabic,
                                    sizeof ambiguous / sizeof *ambiguous};
    struct strbuf plain;
    strbuf_init(&plain, 1 << 20);
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; i < counts[t]; i++) {
            struct tag_request request = {.text = text_of(tables[t][i].text), .types = ENTITY_TYPES_ALL};
            strbuf_clear(&plain);
            strbuf_puts(&plain, fixture_tag(&f, tables[t][i].text));
            request.explain = true;
            assert_int_equal(fixture_run(&f, &request), STATUS_OK);
            assert_string_equal(fixture_show(&f, &request), plain.data);
        }
    strbuf_release(&plain);
}

static void nothing_is_explained_unless_asked_for(void **state)
{
    (void)state;
    fixture_tag(&f, "في غزة");
    assert_null(f.annotation.entities[0].mentions[0].explanation);
}

/* ---- invalid UTF-8 ---- */

static const struct invalid {
    const char *reason;
    const char *text;
    size_t at;
} invalid[] = {
    {"a continuation byte without a head", "ab\x80", 2},
    {"a continuation byte at the start", "\xBFmasr", 0},
    {"a head of two bytes before ASCII", "abc\xD9 d", 3},
    {"a head of two bytes at the end", "abc\xD9", 3},
    {"a head of three bytes cut after one", "a \xE2", 2},
    {"a head of three bytes cut after two", "a \xE2\x80", 2},
    {"a head of four bytes cut after three", "a \xF0\x9F\x98", 2},
    {"an overlong slash in two bytes", "a\xC0\xAF", 1},
    {"an overlong letter in two bytes", "a\xC1\x81", 1},
    {"an overlong form in three bytes", "a\xE0\x9F\xBF", 1},
    {"an overlong form in four bytes", "a\xF0\x8F\xBF\xBF", 1},
    {"a high surrogate", "a\xED\xA0\x80", 1},
    {"a low surrogate", "a\xED\xBF\xBF", 1},
    {"a pair of surrogates (CESU-8)", "a\xED\xA0\xBD\xED\xB8\x80", 1},
    {"a code point behind the last", "a\xF4\x90\x80\x80", 1},
    {"a head of five bytes", "a\xF8\x88\x80\x80\x80", 1},
    {"the byte 0xFE", "a\xFE", 1},
    {"the byte 0xFF", "a\xFF", 1},
    {"in the middle of an Arabic word", "مص\xD8 ر", 4},
    {"behind a space", "مصر \xD8", 7},
    {"behind an apostrophe", "O'\xD8", 2},
    {"behind an initial's dot", "U.\xD8", 2},
    {"behind a possessive", "Trump's\xFF", 7},
    {"behind a combining mark", "م\u0651\xFF", 4},
    {"behind a carriage return", "a\r\xFF", 2},
    {"Windows-1256 text", "\xE3\xD5\xD1", 0},
    {"behind an emoji", "😀\xF0", 4},
};

static void invalid_utf8_is_refused_with_its_byte(void **state)
{
    ROW(struct invalid, row, state);
    struct tag_request request = {.text = text_of(row->text), .types = ENTITY_TYPES_ALL};
    struct strbuf expected;
    strbuf_init(&expected, 256);
    strbuf_printf(&expected, "byte %zu", row->at);
    assert_int_equal(fixture_run(&f, &request), STATUS_INVALID_UTF8);
    const char *found = strstr(f.error.detail, expected.data);
    if (!found || (found[expected.length] >= '0' && found[expected.length] <= '9') || !strstr(f.error.detail, "text"))
        fail_msg("'%s' should name %s", f.error.detail, expected.data);
    strbuf_release(&expected);
}

static const struct invalid valid[] = {
    {"the last code point before the surrogates", "\xED\x9F\xBF", 0},
    {"the first code point behind the surrogates", "\xEE\x80\x80", 0},
    {"the first code point of two bytes", "\xC2\x80", 0},
    {"the first code point of three bytes", "\xE0\xA0\x80", 0},
    {"the first code point of four bytes", "\xF0\x90\x80\x80", 0},
    {"the last code point", "\xF4\x8F\xBF\xBF", 0},
    {"a noncharacter", "\xEF\xBF\xBE", 0},
    {"the replacement character", "\xEF\xBF\xBD", 0},
};

static void odd_but_valid_utf8_is_accepted(void **state)
{
    ROW(struct invalid, row, state);
    struct tag_request request = {.text = text_of(row->text), .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
}

static void invalid_utf8_in_the_title_names_the_title(void **state)
{
    (void)state;
    struct tag_request request = {.title = text_of("غزة \xFF"), .text = text_of("غزة"), .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_INVALID_UTF8);
    assert_non_null(strstr(f.error.detail, "title"));
    assert_non_null(strstr(f.error.detail, "byte 7"));
}

static void bytes_behind_the_length_are_not_read(void **state)
{
    (void)state;
    /* on the heap without a NUL, so that the sanitizer sees one byte too many */
    static const char *const ends[] = {"في غزة", "O'", "U.", "U.S.", "Trump's", "a\r", "😀", "م\u0651", "للق"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (size_t length = 0; length <= strlen(ends[i]); length++) {
            char *copy = malloc(length ? length : 1);
            memcpy(copy, ends[i], length);
            struct tag_request request = {.text = {copy, length}, .types = ENTITY_TYPES_ALL, .explain = true};
            enum status status = fixture_run(&f, &request);
            assert_true(status == STATUS_OK || status == STATUS_INVALID_UTF8);
            free(copy);
        }
}

static void a_nul_byte_separates_words(void **state)
{
    (void)state;
    struct tag_request request = {.text = {"New\0York", 8}, .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_string_equal(fixture_show(&f, &request), "York=place:york");
}

/* ---- size ---- */

static void one_word_of_a_mebibyte_is_no_name(void **state)
{
    (void)state;
    char *text = malloc(1 << 20);
    for (int i = 0; i < 1 << 20; i += 2)
        memcpy(text + i, "و", 2);
    struct tag_request request = {.text = {text, 1 << 20}, .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_int_equal(f.annotation.entity_count, 0);
    free(text);
}

static void a_name_carrying_a_mebibyte_of_marks_is_found(void **state)
{
    (void)state;
    struct strbuf text;
    strbuf_init(&text, 4 << 20);
    strbuf_puts(&text, "وغ");
    while (text.length < 1 << 20)
        strbuf_puts(&text, "\u064E");
    strbuf_puts(&text, "زة");
    struct tag_request request = {.text = {text.data, text.length}, .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_int_equal(f.annotation.entity_count, 1);
    assert_int_equal(f.annotation.entities[0].mentions[0].start_byte, 2);
    assert_int_equal(f.annotation.entities[0].mentions[0].end_byte, text.length);
    strbuf_release(&text);
}

static void a_name_repeated_a_hundred_thousand_times_is_found_each_time(void **state)
{
    (void)state;
    struct strbuf text;
    strbuf_init(&text, 4 << 20);
    for (int i = 0; i < 100000; i++)
        strbuf_puts(&text, "غزة ");
    struct tag_request request = {.text = {text.data, text.length}, .types = ENTITY_TYPES_ALL, .explain = true};
    assert_int_equal(fixture_run(&f, &request), STATUS_OK);
    assert_int_equal(f.annotation.entity_count, 1);
    assert_int_equal(f.annotation.entities[0].mention_count, 100000);
    assert_int_equal(f.annotation.entities[0].mentions[99999].start, 99999 * 4);
    strbuf_release(&text);
}

static void a_long_text_without_any_separator_loses_no_name(void **state)
{
    (void)state;
    struct strbuf text;
    strbuf_init(&text, 4 << 20);
    for (int i = 0; i < 5000; i++)
        strbuf_puts(&text, i % 3 ? "كلمة New York Times " : "الولايات المتحدة غزة ");
    fixture_tag(&f, text.data);
    size_t mentions = 0;
    for (size_t i = 0; i < f.annotation.entity_count; i++)
        mentions += f.annotation.entities[i].known ? f.annotation.entities[i].mention_count : 0;
    assert_int_equal(mentions, 3333 + 1667 * 2);
    strbuf_release(&text);
}

static const struct repeated {
    const char *reason;
    const char *gazetteer, *unit;
    size_t bytes;
} repeated[] = {
    {"names of one letter, one after the other", "place:a\tplace\t\tA\n", "A ", 1 << 16},
    {"names of one to twelve equal words",
     "place:a\tplace\t\tA\t\tA A|A A A|A A A A|A A A A A|A A A A A A|A A A A A A A|A A A A A A A A|A A A A A A A A A|A "
     "A A A A A A A A A|A A A A A A A A A A "
     "A|A A A A A A A A A A A A\n",
     "A ", 1 << 16},
    {"words that are all particles", "place:w\tplace\tول\t\tلل|وو|فف|بب|سس|كك\n", "ولل ", 1 << 16},
    {"letters that fold to more than one", "place:s\tplace\t\tSs\n", "ẞ ", 1 << 16},
    {"possessives", "place:s\tplace\t\tS\n", "s's ", 1 << 16},
    {"initials", "place:s\tplace\t\tAb\n", "A.B.", 1 << 16},
};

static void an_arena_of_the_stated_size_is_enough(void **state)
{
    ROW(struct repeated, row, state);
    static struct fixture g;
    struct strbuf text;
    fixture_open(&g, row->gazetteer);
    strbuf_init(&text, 4 << 20);
    while (text.length < row->bytes)
        strbuf_puts(&text, row->unit);
    arena_release(&g.arena);
    arena_init(&g.arena, tag_arena_size(text.length));
    struct tag_request request = {.text = {text.data, text.length}, .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&g, &request), STATUS_OK);
    request.explain = true; /* may need more: then it says so */
    enum status status = fixture_run(&g, &request);
    assert_true(status == STATUS_OK || status == STATUS_OUT_OF_MEMORY);
    strbuf_release(&text);
    fixture_close(&g);
}

static void an_arena_that_is_too_small_is_an_error_and_no_crash(void **state)
{
    (void)state;
    const char *text =
        "قال ترامب في غزة إن الأمم المتحدة ومنظمة الصحة العالمية في نيويورك، ثم زار أبا مازن للولايات المتحدة";
    static struct fixture g;
    fixture_open(&g, rows);
    int failed = 0;
    for (size_t size = 0; size < 200000; size += size < 20000 ? 97 : 1009) {
        arena_release(&g.arena);
        arena_init(&g.arena, size);
        struct tag_request request = {.text = text_of(text), .types = ENTITY_TYPES_ALL, .explain = true};
        enum status status = fixture_run(&g, &request);
        assert_true(status == STATUS_OK || status == STATUS_OUT_OF_MEMORY);
        failed += status == STATUS_OUT_OF_MEMORY;
    }
    assert_true(failed > 0);
    fixture_close(&g);
}

static void a_text_over_the_maximum_is_refused_unread(void **state)
{
    (void)state;
    struct tag_request request = {.text = {"x", (size_t)TAG_TEXT_MAXIMUM + 1}, .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_TOO_LARGE);
    request = (struct tag_request){.text = {"x", TAG_TEXT_MAXIMUM}, .title = {"x", 1}, .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_TOO_LARGE);
    request = (struct tag_request){.text = {"x", 1}, .title = {"x", SIZE_MAX}, .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(&f, &request), STATUS_TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest requests[] = {
        cmocka_unit_test(the_type_filter_leaves_out_other_types),
        cmocka_unit_test(an_entity_of_a_filtered_type_still_takes_its_words),
        cmocka_unit_test(a_minimum_confidence_of_one_leaves_out_what_is_less_sure),
        cmocka_unit_test(confidence_and_salience_lie_between_zero_and_one),
        cmocka_unit_test(the_least_confidence_that_a_mention_has_keeps_it),
        cmocka_unit_test(an_entity_carries_what_the_gazetteer_knows),
        cmocka_unit_test(a_text_without_letters_has_no_language),
        cmocka_unit_test(the_given_language_chooses_the_name),
        cmocka_unit_test(an_article_of_one_country_decides_between_two_places_of_one_name),
        cmocka_unit_test(a_name_that_is_an_ordinary_word_needs_evidence),
        cmocka_unit_test(readings_that_compete_are_weighed_alike),
    };
    const struct CMUnitTest explanations[] = {
        cmocka_unit_test(an_explanation_names_the_rivals_that_lost),
        cmocka_unit_test(an_explanation_names_folds_and_particles),
        cmocka_unit_test(explaining_changes_no_answer),
        cmocka_unit_test(nothing_is_explained_unless_asked_for),
    };
    const struct CMUnitTest sizes[] = {
        cmocka_unit_test(invalid_utf8_in_the_title_names_the_title),
        cmocka_unit_test(bytes_behind_the_length_are_not_read),
        cmocka_unit_test(a_nul_byte_separates_words),
        cmocka_unit_test(one_word_of_a_mebibyte_is_no_name),
        cmocka_unit_test(a_name_carrying_a_mebibyte_of_marks_is_found),
        cmocka_unit_test(a_name_repeated_a_hundred_thousand_times_is_found_each_time),
        cmocka_unit_test(a_long_text_without_any_separator_loses_no_name),
        cmocka_unit_test(an_arena_that_is_too_small_is_an_error_and_no_crash),
        cmocka_unit_test(a_text_over_the_maximum_is_refused_unread),
    };
    fixture_open(&f, rows);
    int failed = RUN_ROWS("whole words", words, is_read_as) + RUN_ROWS("longest name", longest, is_read_as) +
                 RUN_ROWS("what a name may run over", over, is_read_as) + RUN_ROWS("Latin names", latin, is_read_as) +
                 RUN_ROWS("Arabic names", arabic, is_read_as) + RUN_ROWS("ambiguous names", ambiguous, is_read_as) +
                 RUN_ROWS("odd texts", odd, is_read_as) +
                 RUN_ROWS("languages", languages, the_name_is_in_the_language_of_the_text) +
                 RUN_ROWS("explained", explained, every_gazetteer_mention_is_explained) +
                 RUN_ROWS("invalid UTF-8", invalid, invalid_utf8_is_refused_with_its_byte) +
                 RUN_ROWS("valid UTF-8", valid, odd_but_valid_utf8_is_accepted) +
                 RUN_ROWS("arena", repeated, an_arena_of_the_stated_size_is_enough);
    failed += cmocka_run_group_tests_name("requests", requests, NULL, NULL);
    failed += cmocka_run_group_tests_name("explanations", explanations, NULL, NULL);
    failed += cmocka_run_group_tests_name("size", sizes, NULL, NULL);
    fixture_close(&f);
    return failed;
}
