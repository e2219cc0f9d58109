/* Random gazetteers and texts against a matcher that is slow and obvious; random bytes against nothing but their
 * bounds. */
#include "nlp/lattice/weights.h"
#include "nlp/text/fold.h"

#include "tests/unit/rows.h"

#include "tests/unit/gazetteer_fixture.h"

#include <math.h>
#include <stdio.h>

/* ---- the slow matcher ----
 *
 * It compares folded words as strings, tries every span, every name and every particle, and weighs them with the
 * numbers of nlp/lattice/weights.h. It knows nothing of letters in registers, filters, tries or segments. */

enum { WORD_BYTES = 64, NAME_WORDS = 4, NAMES = 60, TOKENS = 800 };

struct slow_name {
    char id[16];
    char raw[NAME_WORDS][WORD_BYTES], folded[NAME_WORDS][WORD_BYTES];
    size_t words;
    int prior;
    bool canonical, latin;
};

struct slow_token {
    char raw[WORD_BYTES], folded[WORD_BYTES];
    size_t start, end; /* bytes */
    bool joined;       /* a name may run over what stands before it */
};

struct slow_text {
    struct strbuf bytes;
    struct slow_token tokens[TOKENS];
    size_t count;
};

struct particle {
    const char *letters;
    const char *restored[3]; /* what may stand before the rest in the name; "" first, NULL ends */
};

static const struct particle particles[] = {
    {"", {""}},
    {"و", {""}},
    {"ف", {""}},
    {"ب", {""}},
    {"ك", {""}},
    {"س", {""}},
    {"وب", {""}},
    {"وك", {""}},
    {"وس", {""}},
    {"فب", {""}},
    {"فك", {""}},
    {"فس", {""}},
    {"ل", {"", "ا", "ال"}},
    {"ول", {"", "ا", "ال"}},
    {"فل", {"", "ا", "ال"}},
};

enum { PARTICLES = sizeof particles / sizeof *particles };

static bool names_it(const struct slow_name *name, const struct slow_text *text, size_t first, const char *stem,
                     const char *restored)
{
    char word[WORD_BYTES + 8];
    snprintf(word, sizeof word, "%s%s", restored, stem);
    if (strcmp(word, name->folded[0]) != 0)
        return false;
    for (size_t i = 1; i < name->words; i++)
        if (first + i >= text->count || !text->tokens[first + i].joined ||
            strcmp(text->tokens[first + i].folded, name->folded[i]) != 0)
            return false;
    unsigned char head = (unsigned char)text->tokens[first].raw[0];
    return !name->latin || (head >= 'A' && head <= 'Z');
}

static void drop_tatweel(char *word)
{
    for (char *at; (at = strstr(word, "ـ"));)
        memmove(at, at + strlen("ـ"), strlen(at + strlen("ـ")) + 1);
}

/* Is the span written as the name's source writes it? `cut` bytes of the first word are particle. */
static bool is_exact(const struct slow_name *name, const struct slow_text *text, size_t first, size_t cut)
{
    for (size_t i = 0; i < name->words; i++) {
        char written[WORD_BYTES], source[WORD_BYTES];
        snprintf(written, sizeof written, "%s", text->tokens[first + i].raw);
        snprintf(source, sizeof source, "%s", name->raw[i]);
        drop_tatweel(written);
        drop_tatweel(source);
        if (strcmp(written + (i ? 0 : cut), source) != 0)
            return false;
    }
    return true;
}

static double score_of(const struct slow_name *name, bool particle, bool restored, bool exact)
{
    const double *w = weight_values;
    double a_word = w[WEIGHT_WORD] + w[WEIGHT_PRIOR] * (name->prior >> 2) / 63 + (exact ? w[WEIGHT_EXACT] : 0) +
                    (name->canonical ? w[WEIGHT_CANONICAL] : 0);
    return a_word * (double)name->words + w[WEIGHT_READING] + (particle ? w[WEIGHT_PROCLITIC] : 0) +
           (restored ? w[WEIGHT_RESTORED] : 0);
}

struct slow_reading {
    size_t words;
    const struct slow_name *name;
    size_t particle_bytes; /* folded */
    double score;
};

/* Every reading that begins at a token. */
static size_t readings_at(const struct slow_name *names, size_t name_count, const struct slow_text *text, size_t first,
                          struct slow_reading *out, size_t room)
{
    size_t count = 0;
    const char *word = text->tokens[first].folded;
    for (size_t p = 0; p < PARTICLES; p++) {
        size_t length = strlen(particles[p].letters);
        if (strncmp(word, particles[p].letters, length) != 0)
            continue;
        const char *stem = word + length;
        if (length && strlen(stem) < 4) /* two letters of Arabic */
            continue;
        for (size_t r = 0; r < 3 && particles[p].restored[r]; r++) {
            if (r && strncmp(stem, "ل", 2) != 0)
                continue;
            for (size_t n = 0; n < name_count; n++)
                if (count < room && names_it(&names[n], text, first, stem, particles[p].restored[r]))
                    out[count++] = (struct slow_reading){
                        names[n].words, &names[n], length,
                        score_of(&names[n], length > 0, r > 0, !r && is_exact(&names[n], text, first, length))};
        }
    }
    return count;
}

enum { READINGS = 256 };

struct slow_search {
    const struct slow_name *names;
    size_t name_count;
    const struct slow_text *text;
    double best[TOKENS + 1]; /* of the tokens from here on; NAN: not known yet */
    bool remember;
};

/* The greatest sum of readings that do not overlap, among the tokens from `first` on, by trying everything. */
static double best_from(struct slow_search *search, size_t first)
{
    if (first >= search->text->count)
        return 0;
    if (search->remember && !isnan(search->best[first]))
        return search->best[first];
    struct slow_reading readings[READINGS];
    size_t count = readings_at(search->names, search->name_count, search->text, first, readings, READINGS);
    double best = best_from(search, first + 1);
    for (size_t i = 0; i < count; i++) {
        double sum = readings[i].score + best_from(search, first + readings[i].words);
        best = sum > best ? sum : best;
    }
    return search->best[first] = best;
}

/* ---- random gazetteers and texts ---- */

static const char *const arabic_letters[] = {"و", "ف", "ب", "ل", "ك", "س", "ا", "ن", "ه", "ي"};
static const char *const latin_words[] = {"Al", "New", "Ben", "Elm", "Ova", "Ite"};

static void fold_word(const char *raw, char *out)
{
    struct strbuf folded;
    strbuf_init(&folded, 4096);
    fold_append(&folded, text_of(raw));
    snprintf(out, WORD_BYTES, "%s", folded.data);
    strbuf_release(&folded);
}

/* One to four letters, the first ones likely particles; few enough letters that words are met again. */
static void random_arabic(uint64_t *seed, char *out)
{
    size_t letters = 2 + random_below(seed, 3);
    *out = '\0';
    for (size_t i = 0; i < letters; i++)
        strcat(out, i == 0 && random_below(seed, 6) == 0 ? "ال" : arabic_letters[random_below(seed, i < 2 ? 8 : 10)]);
    if (strncmp(out, "ابو", strlen("ابو")) == 0 || strncmp(out, "الابو", strlen("الابو")) == 0)
        strcpy(out, "نن"); /* the builder makes variants of these */
}

/* Writes a word in another way that folds alike. */
static void respell(uint64_t *seed, const char *word, char *out)
{
    *out = '\0';
    for (const char *at = word; *at;) {
        size_t length = (unsigned char)*at < 0x80 ? 1 : 2;
        size_t dice = random_below(seed, 12);
        if (strncmp(at, "ا", 2) == 0 && dice < 3)
            strcat(out, dice == 0 ? "أ" : dice == 1 ? "إ" : "آ");
        else if (strncmp(at, "ه", 2) == 0 && dice < 2)
            strcat(out, "ة");
        else if (strncmp(at, "ي", 2) == 0 && dice < 2)
            strcat(out, "ى");
        else
            strncat(out, at, length);
        if (length == 2 && dice == 11 && strlen(out) < WORD_BYTES - 8)
            strcat(out, "ـ");
        at += length;
    }
}

static void make_names(uint64_t *seed, struct slow_name *names, size_t count, struct strbuf *rows)
{
    strbuf_clear(rows);
    for (size_t n = 0; n < count; n++) {
        struct slow_name *name = &names[n];
        bool alias = n > 0 && random_below(seed, 3) == 0;
        *name = (struct slow_name){.latin = random_below(seed, 5) == 0,
                                   .words = 1 + random_below(seed, NAME_WORDS),
                                   .canonical = !alias,
                                   .prior = alias ? names[n - 1].prior : 1 + (int)random_below(seed, 255)};
        if (alias)
            memcpy(name->id, names[n - 1].id, sizeof name->id);
        else
            snprintf(name->id, sizeof name->id, "org:%zu", n);
        for (size_t i = 0; i < name->words; i++) {
            char word[WORD_BYTES];
            if (name->latin)
                strcpy(name->raw[i], latin_words[random_below(seed, 6)]);
            else if (n > 0 && !names[n - 1].latin && random_below(seed, 3) == 0)
                respell(seed, names[n - 1].folded[0], name->raw[i]); /* shared words */
            else
                random_arabic(seed, word), respell(seed, word, name->raw[i]);
            fold_word(name->raw[i], name->folded[i]);
        }
        /* a canonical name is the first of its row's column, an alias stands in a row of its own */
        strbuf_printf(rows, "%s\torganization\t", name->id);
        strbuf_puts(rows, !alias && !name->latin ? "" : !alias ? "\t" : name->latin ? "\t\t\t" : "\t\t");
        for (size_t i = 0; i < name->words; i++)
            strbuf_printf(rows, "%s%s", i ? " " : "", name->raw[i]);
        for (int column = alias ? (name->latin ? 5 : 4) : name->latin ? 3 : 2; column < 9; column++)
            strbuf_putc(rows, '\t');
        strbuf_printf(rows, "%d\n", name->prior);
    }
}

static const struct gap {
    const char *text;
    bool joins;
} gaps[] = {{" ", true}, {" ", true},   {" ", true},   {"  ", true},    {"\n", true},
            {"-", true}, {"، ", false}, {"؟ ", false}, {"\n\n", false}, {" «", false}};

static void put_token(struct slow_text *text, const char *raw, const struct gap *gap)
{
    struct slow_token *token = &text->tokens[text->count];
    strbuf_puts(&text->bytes, text->count ? gap->text : "");
    snprintf(token->raw, sizeof token->raw, "%s", raw);
    fold_word(raw, token->folded);
    token->joined = text->count > 0 && gap->joins;
    token->start = text->bytes.length;
    strbuf_puts(&text->bytes, raw);
    token->end = text->bytes.length;
    text->count++;
}

static void make_text(uint64_t *seed, const struct slow_name *names, size_t name_count, size_t tokens,
                      struct slow_text *text)
{
    strbuf_clear(&text->bytes);
    text->count = 0;
    while (text->count < tokens) {
        const struct slow_name *name = &names[random_below(seed, name_count)];
        size_t words = 1 + random_below(seed, name->words),
               from = random_below(seed, 4) ? 0 : random_below(seed, name->words);
        char raw[WORD_BYTES], word[WORD_BYTES], spelled[WORD_BYTES];
        if (random_below(seed, 5) == 0) {
            random_arabic(seed, raw);
            put_token(text, raw, &gaps[random_below(seed, 10)]);
            continue;
        }
        for (size_t i = from; i < words && text->count < tokens; i++) {
            size_t dice = random_below(seed, 4);
            snprintf(word, sizeof word, "%s", dice ? name->raw[i] : name->folded[i]);
            if (name->latin) {
                strcpy(raw, name->raw[i]);
                raw[0] = random_below(seed, 6) ? raw[0] : (char)(raw[0] + 32);
            } else {
                const char *particle =
                    i == from && random_below(seed, 2) ? particles[random_below(seed, PARTICLES)].letters : "";
                const char *stem = word;
                bool lam = *particle && strcmp(particle + strlen(particle) - 2, "ل") == 0;
                if (lam && random_below(seed, 2) && strncmp(word, "ال", strlen("ال")) == 0)
                    stem = word + 2;
                snprintf(raw, sizeof raw, "%s%s", particle, stem);
                if (dice == 1) {
                    fold_word(raw, spelled);
                    respell(seed, spelled, raw);
                }
            }
            put_token(text, raw, &gaps[random_below(seed, i == from ? 10 : 7)]);
        }
    }
}

/* ---- comparing ---- */

/* The best score of reading exactly this mention, by the slow matcher; fails when it knows no such reading. */
static double score_mention(struct slow_search *search, const struct shown_mention *shown, size_t *ret_first,
                            size_t *ret_words)
{
    const struct slow_text *text = search->text;
    struct slow_reading readings[READINGS];
    size_t first = 0;
    while (first < text->count && text->tokens[first].end <= shown->mention->start_byte)
        first++;
    assert_true(first < text->count);
    size_t count = readings_at(search->names, search->name_count, text, first, readings, READINGS);
    double best = -1;
    bool named = false;
    for (size_t i = 0; i < count; i++) {
        char prefix[WORD_BYTES];
        snprintf(prefix, sizeof prefix, "%s", shown->mention->prefix);
        drop_tatweel(prefix);
        if (text->tokens[first + readings[i].words - 1].end != shown->mention->end_byte ||
            strlen(prefix) != readings[i].particle_bytes)
            continue;
        named |= strcmp(readings[i].name->id, shown->id) == 0;
        best = readings[i].score > best ? readings[i].score : best;
        *ret_words = readings[i].words;
    }
    *ret_first = first;
    if (best < 0 || !named)
        fail_msg("no name reads '%s+…' at byte %zu as %s: %s", shown->mention->prefix, shown->mention->start_byte,
                 shown->id, text->bytes.data);
    return best;
}

static void compare(struct fixture *f, struct slow_search *search)
{
    static struct shown_mention mentions[FIXTURE_MENTIONS];
    struct tag_request request = {.text = {search->text->bytes.data, search->text->bytes.length},
                                  .types = ENTITY_TYPES_ALL};
    assert_int_equal(fixture_run(f, &request), STATUS_OK);
    size_t count = known_mentions(&f->annotation, mentions), next = 0;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        size_t first, words = 1;
        sum += score_mention(search, &mentions[i], &first, &words);
        assert_true(first >= next);
        next = first + words;
    }
    for (size_t i = 0; i <= TOKENS; i++)
        search->best[i] = NAN;
    double best = best_from(search, 0);
    if (fabs(best - sum) > 0.01)
        fail_msg("the best set of readings is worth %.3f, tag() chose one of %.3f: '%s' gives %s", best, sum,
                 search->text->bytes.data, fixture_show(f, &request));
}

static void compare_random(uint64_t seed, int gazetteers, int texts, size_t most_tokens, bool remember)
{
    static struct slow_name names[NAMES];
    static struct slow_text text;
    static struct slow_search search;
    struct strbuf rows;
    strbuf_init(&rows, 1 << 20);
    strbuf_init(&text.bytes, 1 << 20);
    for (int g = 0; g < gazetteers; g++) {
        static struct fixture f;
        size_t count = 5 + random_below(&seed, NAMES - 5);
        make_names(&seed, names, count, &rows);
        fixture_open(&f, rows.data);
        for (int i = 0; i < texts; i++) {
            make_text(&seed, names, count, 1 + random_below(&seed, most_tokens), &text);
            search = (struct slow_search){.names = names, .name_count = count, .text = &text, .remember = remember};
            compare(&f, &search);
        }
        fixture_close(&f);
    }
    strbuf_release(&rows);
    strbuf_release(&text.bytes);
}

static void short_texts_are_read_as_the_exhaustive_search_reads_them(void **state)
{
    (void)state;
    compare_random(1, 150, 40, 10, false);
}

static void long_texts_are_read_as_the_slow_matcher_reads_them(void **state)
{
    (void)state;
    compare_random(2, 40, 3, 700, true);
}

/* ---- any bytes at all ---- */

static const char *const wild_rows = "iso:US\tplace\tالولايات المتحدة\tUnited States\t\tU.S.|US\n"
                                     "iso:EG\tplace\tمصر\tEgypt\n"
                                     "person:a\tperson\tأحمد علي\tAhmed Ali\t\tA. Ali\n"
                                     "person:b\tperson\tعلي\tAli\n"
                                     "org:b\torganization\tب\tB\tبب|بب بب\tB B|B B B\n"
                                     "place:w\tplace\tول\tO'B\tلل|ال\tB-B\n";

static const struct fixture_sources wild_sources = {
    .entities = wild_rows,
    .lexicon = "title\tالدكتور|Mr\ngiven\tأحمد|علي|Ali\nfamily\tحسن|Smith\nparticle\tبن|al\nfunction\tفي|the\nplace-"
               "head\tمدينة\n"
               "organization-head\tوزارة|Ministry\nadjective\tالوطنية\nother\tMich\nnoun\tكتاب\nsay\tقال|said\n",
    .grammar = "person\tword\tgiven\t\t4\nperson\tword\tfamily\t\t3\nperson\tword\tunknown\t\t1\nperson\tword\tcapital"
               "\t\t1\nperson\tbefore\ttitle\t\t5\n"
               "organization\tfirst\torganization-"
               "head\t\t6\norganization\tinner\tadjective\t\t2\norganization\tword\tcapitals\t\t3\n"
               "place\tbefore\tplace-head\t\t5\nplace\tword\tunknown\t\t1\nperson\tword\tdigit\t\t2\n",
};

static bool is_boundary(struct text text, size_t at)
{
    return at == text.length || (text.bytes[at] & 0xC0) != 0x80;
}

/* All mentions of a field in order, whoever found them. */
static void check_bounds(const struct annotation *annotation, struct text text, enum text_field field)
{
    static struct shown_mention mentions[1 << 16];
    size_t count = 0;
    for (size_t i = 0; i < annotation->entity_count; i++) {
        assert_true(*annotation->entities[i].id && annotation->entities[i].name);
        for (size_t k = 0; k < annotation->entities[i].mention_count; k++)
            if (annotation->entities[i].mentions[k].field == field && count < sizeof mentions / sizeof *mentions)
                mentions[count++] =
                    (struct shown_mention){&annotation->entities[i].mentions[k], annotation->entities[i].id};
    }
    if (count)
        qsort(mentions, count, sizeof *mentions, compare_shown);
    size_t reached = 0;
    for (size_t i = 0; i < count; i++) {
        const struct mention *m = mentions[i].mention;
        size_t prefix = strlen(m->prefix);
        assert_true(m->start_byte >= reached + prefix);
        assert_true(m->start_byte < m->end_byte && m->end_byte <= text.length);
        assert_true(is_boundary(text, m->start_byte) && is_boundary(text, m->end_byte));
        assert_memory_equal(text.bytes + m->start_byte - prefix, m->prefix, prefix);
        assert_true(m->start < m->end && m->end <= text.length);
        assert_true(m->confidence >= 0 && m->confidence <= 1);
        reached = m->end_byte;
    }
}

static void run_wild(struct fixture *f, const char *bytes, size_t length, uint64_t *seed)
{
    /* copies of the exact size: the sanitizer sees a read behind the end */
    size_t cut = length ? random_below(seed, length + 1) : 0;
    char *title = malloc(cut + 1), *text = malloc(length - cut + 1);
    title = realloc(title, cut ? cut : 1);
    text = realloc(text, length - cut ? length - cut : 1);
    memcpy(title, bytes, cut);
    memcpy(text, bytes + cut, length - cut);
    struct tag_request request = {.text = {text, length - cut},
                                  .title = {title, cut},
                                  .types = ENTITY_TYPES_ALL,
                                  .unit = (enum offset_unit)random_below(seed, OFFSET_UNIT_COUNT),
                                  .explain = random_below(seed, 2)};
    enum status status = fixture_run(f, &request);
    assert_true(status == STATUS_OK || status == STATUS_INVALID_UTF8);
    if (status == STATUS_OK) {
        check_bounds(&f->annotation, request.title, FIELD_TITLE);
        check_bounds(&f->annotation, request.text, FIELD_TEXT);
    }
    free(title);
    free(text);
}

static void random_bytes_never_crash_it(void **state)
{
    static struct fixture f;
    uint64_t seed = 3;
    (void)state;
    fixture_open_sources(&f, &wild_sources);
    for (int round = 0; round < 30000; round++) {
        char bytes[64];
        size_t length = random_below(&seed, sizeof bytes);
        for (size_t i = 0; i < length; i++)
            bytes[i] = (char)random_next(&seed);
        run_wild(&f, bytes, length, &seed);
    }
    fixture_close(&f);
}

static void random_code_points_never_crash_it(void **state)
{
    static struct fixture f;
    uint64_t seed = 4;
    struct strbuf text;
    (void)state;
    strbuf_init(&text, 1 << 20);
    fixture_open_sources(&f, &wild_sources);
    for (int round = 0; round < 10000; round++) {
        strbuf_clear(&text);
        strbuf_puts(&text, "");
        for (size_t i = random_below(&seed, 60); i > 0; i--) {
            static const uint32_t limits[] = {0x80, 0x800, 0x10000, 0x110000};
            uint32_t c = (uint32_t)random_below(&seed, limits[random_below(&seed, 4)]);
            put_utf8(&text, c >= 0xD800 && c < 0xE000 ? 0x627 : c);
        }
        run_wild(&f, text.data, text.length, &seed);
    }
    strbuf_release(&text);
    fixture_close(&f);
}

static void random_pieces_of_names_and_signs_never_crash_it(void **state)
{
    static const char *const pieces[] = {
        "مصر",    "الولايات", "المتحدة",  "أحمد",  "علي", "حسن", "الدكتور", "وزارة", "الوطنية", "مدينة",
        "قال",    "في",       "و",        "ل",     "ب",   "لل",  "ول",      "ال",    "بن",      "United",
        "States", "U.S.",     "US",       "Ahmed", "Ali", "Mr",  "Smith",   "al",    "B",       "O'B",
        "said",   "the",      "Ministry", "'s",    "’",   ".",   "،",       "\n",    "\r\n",    "\n\n",
        " ",      "  ",       "-",        "«",     "»",   "(",   ")",       "\"",    "\u200F",  "\u0651",
        "ـ",      "😀",        "İ",        "ﷺ",     "ﻷ",   "ẞ",   "1",       "٢",     "\x01",    "\t",
        "北",     "\u0301",   "J.",       "K.",    "…",   "!",   "؟",
    };
    static struct fixture f;
    uint64_t seed = 5;
    struct strbuf text;
    (void)state;
    strbuf_init(&text, 4 << 20);
    fixture_open_sources(&f, &wild_sources);
    for (int round = 0; round < 4000; round++) {
        strbuf_clear(&text);
        strbuf_puts(&text, "");
        size_t most = round % 100 == 0 ? 3000 : 60;
        for (size_t i = random_below(&seed, most); i > 0; i--) {
            strbuf_puts(&text, pieces[random_below(&seed, sizeof pieces / sizeof *pieces)]);
            strbuf_puts(&text, random_below(&seed, 2) ? " " : "");
        }
        run_wild(&f, text.data, text.length, &seed);
    }
    strbuf_release(&text);
    fixture_close(&f);
}

static void the_same_text_gives_the_same_answer(void **state)
{
    static struct fixture f;
    (void)state;
    fixture_open_sources(&f, &wild_sources);
    const char *text =
        "قال الدكتور أحمد علي حسن في مدينة زويلة إن وزارة النقل الوطنية، Mr Ali Smith said U.S. and بب بب بب";
    struct strbuf first;
    strbuf_init(&first, 1 << 20);
    strbuf_puts(&first, fixture_tag(&f, text));
    for (int i = 0; i < 20; i++) {
        fixture_tag(&f, "The Ministry of something else said Ahmed");
        assert_string_equal(fixture_tag(&f, text), first.data);
    }
    strbuf_release(&first);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_texts_are_read_as_the_exhaustive_search_reads_them),
        cmocka_unit_test(long_texts_are_read_as_the_slow_matcher_reads_them),
        cmocka_unit_test(random_bytes_never_crash_it),
        cmocka_unit_test(random_code_points_never_crash_it),
        cmocka_unit_test(random_pieces_of_names_and_signs_never_crash_it),
        cmocka_unit_test(the_same_text_gives_the_same_answer),
    };
    return cmocka_run_group_tests_name("properties", tests, NULL, NULL);
}
