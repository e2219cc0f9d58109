/* generate.c - synthetic names and a newspaper-like text that mentions them.
 *
 *     generate NAMES TEXT_BYTES DIRECTORY
 *
 * writes DIRECTORY/names.tsv (format of nlp/data/README.md, about 2.5 names an entity), names.txt (a name a line, for
 * matchers of plain strings), dictionary.tsv (most of the text's ordinary words, as a dictionary would list them) and
 * text.txt. Everything is a function of one seed: word number i of a pool and entity
 * number k are made from their numbers, so nothing is kept and lists of any size begin alike.
 *
 * Words of names come from pools with a heavy head (محمد, Mohammed …) and a long made-up tail of Arabic root patterns and
 * Latin syllables, so names share words as real ones do. The text has about one name in twelve words, particles in front
 * of some, a few entities an article that come back, ordinary words from the same patterns, and some English.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED = 20261121, NAME_SIZE = 256, NAMES_AN_ENTITY = 6, ORDINARY_WORDS = 40000 };

/* ---- numbers ---- */

struct random {
    uint64_t state;
};

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t draw(struct random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15ULL;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
    return z ^ z >> 31;
}

static struct random random_of(uint64_t stream, uint64_t number)
{
    struct random random = {SEED ^ stream << 56 ^ number * 0xD1342543DE82EF95ULL};
    draw(&random);
    return random;
}

static uint64_t below(struct random *random, uint64_t limit)
{
    return (unsigned __int128)draw(random) * limit >> 64;
}

static bool chance(struct random *random, unsigned percent)
{
    return below(random, 100) < percent;
}

/* Small numbers are likelier: limit * u^2 (the first of 150,000 family names is one in 400), limit * u^3 (the first of
 * 5,000 given names is one in 17, as محمد is). */
static uint64_t skewed(struct random *random, uint64_t limit, int power)
{
    double u = (double)(draw(random) >> 11) * 0x1p-53;
    return (uint64_t)((double)limit * (power == 3 ? u * u * u : u * u));
}

#define PICK(random, list) (list)[below(random, sizeof(list) / sizeof *(list))]

/* ---- words ---- */

static const char *const arabic_letters[] = {"ب", "ت", "ج", "ح", "خ", "د", "ر", "ز", "س", "ش", "ص", "ط", "ع", "غ", "ف",
                                             "ق", "ك", "ل", "م", "ن", "ه", "و", "ي", "ر", "ل", "م", "ن", "ب", "س", "ع"};
/* 1 2 3 are the letters of a root */
static const char *const arabic_patterns[] = {"1ا23",  "12ي3",  "م12و3", "12ا3",  "1ا2و3", "123ان",
                                              "م1ا23", "12و3",  "أ123",  "123",   "1و23",  "12ا32",
                                              "1ي2ا3", "123ون", "م123",  "ت12ي3", "ا1ت2ا3"};
static const char *const onsets[] = {"b", "br", "c", "ch", "d", "f",  "g",  "gr", "h",  "j", "k", "kh", "l",
                                     "m", "n",  "p", "r",  "s", "sh", "st", "t",  "tr", "v", "w", "z"};
static const char *const vowels[] = {"a", "e", "i", "o", "u", "a", "e", "i", "ou", "ai", "ee"};
static const char *const codas[] = {"", "", "", "n", "r", "l", "s", "m", "d", "t", "ck", "ng"};

static void arabic_root(struct random *random, char *out)
{
    const char *letters[3], *pattern = PICK(random, arabic_patterns);
    for (int i = 0; i < 3; i++)
        letters[i] = PICK(random, arabic_letters);
    for (; *pattern; pattern++) {
        if (*pattern >= '1' && *pattern <= '3') {
            strcpy(out, letters[*pattern - '1']);
            out += strlen(out);
        } else {
            *out++ = *pattern;
        }
    }
    *out = '\0';
}

static void latin_syllables(struct random *random, char *out, unsigned count, bool capital)
{
    char *start = out;
    while (count--)
        out += sprintf(out, "%s%s%s", PICK(random, onsets), PICK(random, vowels), PICK(random, codas));
    if (capital)
        *start = (char)(*start - 'a' + 'A');
}

/* A pool: its real words come first, made-up ones follow. */
struct pool {
    const char *const *arabic, *const *latin;
    size_t listed, size;
    const char *const *arabic_endings, *const *latin_endings; /* four each */
    unsigned article_percent, stream;
};

static const char *const given_ar[] = {"محمد", "أحمد",    "علي",  "حسن",   "حسين",  "محمود", "عبد الله",
                                       "خالد", "إبراهيم", "يوسف", "مصطفى", "عمر",   "فاطمة", "مريم",
                                       "سعيد", "كريم",    "جون",  "ديفيد", "مايكل", "سارة"};
static const char *const given_en[] = {"Mohammed", "Ahmed",   "Ali",     "Hassan",  "Hussein", "Mahmoud", "Abdullah",
                                       "Khaled",   "Ibrahim", "Youssef", "Mustafa", "Omar",    "Fatima",  "Mariam",
                                       "Said",     "Karim",   "John",    "David",   "Michael", "Sarah"};
static const char *const family_ar[] = {"الخطيب", "حداد",    "الشامي", "المصري", "النجار", "منصور", "الأحمد", "السيد",
                                        "العلي",  "الحسيني", "بوش",    "سميث",   "خوري",   "عباس",  "صالح",   "ناصر"};
static const char *const family_en[] = {"al-Khatib", "Haddad",   "al-Shami", "al-Masri",    "Najjar", "Mansour",
                                        "al-Ahmad",  "al-Sayed", "al-Ali",   "al-Husseini", "Bush",   "Smith",
                                        "Khoury",    "Abbas",    "Saleh",    "Nasser"};
static const char *const place_ar[] = {"القاهرة", "بيروت", "دمشق",  "بغداد", "لندن",   "باريس",
                                       "حلب",     "غزة",   "صنعاء", "تونس",  "الرباط", "نيويورك"};
static const char *const place_en[] = {"Cairo",  "Beirut", "Damascus", "Baghdad", "London", "Paris",
                                       "Aleppo", "Gaza",   "Sanaa",    "Tunis",   "Rabat",  "Newtown"};
static const char *const subject_ar[] = {"الوطني",  "الدولي",   "العربي",  "العام",  "للتنمية", "الزراعي",
                                         "للتجارة", "الإسلامي", "المركزي", "للعلوم", "الخيرية", "الجديد"};
static const char *const subject_en[] = {"National",    "International", "Arab",    "General",
                                         "Development", "Agricultural",  "Trade",   "Islamic",
                                         "Central",     "Science",       "Charity", "New"};
static const char *const none[] = {"", "", "", ""};
static const char *const family_endings_ar[] = {"", "ي", "ي", "اوي"}, *const family_endings_en[] = {"", "i", "son",
                                                                                                    "ov"};
static const char *const place_endings_ar[] = {"", "ة", "يا", "ون"}, *const place_endings_en[] = {"", "ia", "ton",
                                                                                                  "ville"};
static const char *const subject_endings_ar[] = {"ي", "ية", "ة", "ات"}, *const subject_endings_en[] = {"al", "ic",
                                                                                                       "ing", "ment"};

#define LISTED(name) name##_ar, name##_en, sizeof name##_ar / sizeof *name##_ar
static const struct pool given = {LISTED(given), 5000, none, none, 0, 1};
static const struct pool family = {LISTED(family), 150000, family_endings_ar, family_endings_en, 55, 2};
static const struct pool place = {LISTED(place), 200000, place_endings_ar, place_endings_en, 25, 3};
static const struct pool subject = {LISTED(subject), 6000, subject_endings_ar, subject_endings_en, 85, 4};

static void pool_word(const struct pool *pool, uint64_t number, char *arabic, char *latin)
{
    if (number < pool->listed) {
        strcpy(arabic, pool->arabic[number]);
        strcpy(latin, pool->latin[number]);
        return;
    }
    struct random random = random_of(pool->stream, number);
    *arabic = '\0';
    if (chance(&random, pool->article_percent))
        strcpy(arabic, "ال");
    arabic_root(&random, arabic + strlen(arabic));
    latin_syllables(&random, latin, 2 + (unsigned)below(&random, 2), true);
    unsigned ending = (unsigned)below(&random, 4);
    strcat(arabic, pool->arabic_endings[ending]);
    strcat(latin, pool->latin_endings[ending]);
}

/* ---- entities ---- */

struct entity {
    const char *type, *country;
    char ar[NAMES_AN_ENTITY / 2][NAME_SIZE],
        en[NAMES_AN_ENTITY / 2][NAME_SIZE]; /* main name first, "" behind the last */
};

/* Joins words with blanks, leaving out empty ones. */
#define JOIN(out, ...) join(out, (const char *const[]){__VA_ARGS__, NULL})
static void join(char *out, const char *const *words)
{
    char *start = out;
    for (; *words; words++)
        if (**words)
            out += sprintf(out, out > start ? " %s" : "%s", *words);
}

static void make_person(struct random *random, struct entity *e)
{
    char a[3][64], l[3][64], initial[] = "X.";
    uint64_t last = skewed(random, family.size, 2);
    pool_word(&given, skewed(random, given.size, 3), a[0], l[0]);
    pool_word(&given, skewed(random, given.size, 3), a[1], l[1]);
    pool_word(&family, last, a[2], l[2]);
    bool middle = chance(random, 35);
    initial[0] = l[1][0];
    JOIN(e->ar[0], a[0], middle ? a[1] : "", a[2]);
    JOIN(e->en[0], l[0], middle ? initial : "", l[2]);
    if (middle)
        JOIN(e->ar[1], a[0], a[2]);
    if (middle && chance(random, 20))
        JOIN(e->en[1], l[0], l[2]);
    else if (last >= family.listed && chance(random, 6)) /* known by the family name */
        strcpy(e->ar[2 - !*e->ar[1]], a[2]);
}

static void make_organization(struct random *random, struct entity *e)
{
    static const char *const heads_ar[] = {"وزارة", "جامعة", "حزب",   "شركة", "بنك",  "مؤسسة", "جمعية",
                                           "صحيفة", "معهد",  "اتحاد", "هيئة", "نادي", "مركز",  "منظمة"};
    static const char *const heads_en[] = {"Ministry",   "University",  "Party",     "Company",     "Bank",
                                           "Foundation", "Association", "Newspaper", "Institute",   "Union",
                                           "Authority",  "Club",        "Centre",    "Organization"};
    char a[3][64], l[3][64];
    size_t head = below(random, sizeof heads_ar / sizeof *heads_ar);
    for (int i = 0; i < 2; i++)
        pool_word(&subject, skewed(random, subject.size, 2), a[i], l[i]);
    pool_word(&place, skewed(random, place.size, 2), a[2], l[2]);
    bool three = chance(random, 50);
    JOIN(e->ar[0], heads_ar[head], a[0], three ? a[1] : "", a[2]);
    JOIN(e->en[0], l[0], three ? l[1] : "", heads_en[head], "of", l[2]);
    if (chance(random, 50))
        JOIN(e->ar[1], heads_ar[head], a[three]);
    if (chance(random, 25))
        snprintf(e->en[1], NAME_SIZE, "%c%c%c%c", *l[0], *l[1], *heads_en[head], *l[2]);
}

static void make_place(struct random *random, struct entity *e)
{
    static const char *const heads_ar[] = {"تل", "وادي", "جبل", "كفر", "عين", "بني"}, *const heads_en[] = {
                                                                                          "Tell", "Wadi", "Mount",
                                                                                          "Kafr", "Ain",  "Beni"};
    char a[64], l[64];
    pool_word(&place, below(random, place.size), a, l);
    size_t head = below(random, sizeof heads_ar / sizeof *heads_ar);
    bool two = chance(random, 45);
    JOIN(e->ar[0], two ? heads_ar[head] : "", a);
    JOIN(e->en[0], two ? heads_en[head] : "", l);
    if (chance(random, 30))
        JOIN(e->en[1], e->en[0], "City");
}

static void make_entity(uint64_t number, struct entity *e)
{
    static const char *const countries[] = {"EG", "SY", "LB", "IQ", "SA", "YE", "US", "GB",
                                            "FR", "TN", "MA", "DZ", "JO", "PS", "TR", "IR"};
    struct random random = random_of(9, number);
    unsigned kind = (unsigned)below(&random, 100);
    *e = (struct entity){.country = PICK(&random, countries)};
    e->type = kind < 60 ? "person" : kind < 80 ? "organization" : "place";
    (kind < 60 ? make_person : kind < 80 ? make_organization : make_place)(&random, e);
}

/* Writes both lists; returns how many entities it took to have `names` names. */
static uint64_t write_names(uint64_t names, FILE *tsv, FILE *plain)
{
    uint64_t number = 0, count = 0;
    fputs("id\ttype\tsubtype\ten\tar\taliases_en\taliases_ar\tcountry\twikidata\tnote\n", tsv);
    for (; count < names; number++) {
        struct entity e;
        make_entity(number, &e);
        fprintf(tsv, "%.3s:n%06llu\t%s\t\t%s\t%s\t", e.type, (unsigned long long)number, e.type, e.en[0], e.ar[0]);
        fprintf(tsv, "%s\t%s%s%s\t%s\t\t\n", e.en[1], e.ar[1], *e.ar[2] ? "|" : "", e.ar[2], e.country);
        for (int i = 0; i < NAMES_AN_ENTITY / 2; i++) {
            count += (*e.ar[i] != '\0') + (*e.en[i] != '\0');
            if (*e.ar[i])
                fprintf(plain, "%s\n", e.ar[i]);
            if (*e.en[i])
                fprintf(plain, "%s\n", e.en[i]);
        }
    }
    return number;
}

/* ---- text ---- */

static const char *const frequent_ar[] = {
    "في",         "من",        "على",    "إلى",     "أن",        "التي",    "عن",     "الذي",    "مع",       "هذا",
    "هذه",        "ما",        "بعد",    "كان",     "لا",        "قد",      "كما",    "بين",     "كانت",     "خلال",
    "أو",         "لم",        "إن",     "قال",     "وقال",      "حتى",     "قبل",    "ذلك",     "أكد",      "وأضاف",
    "غير",        "كل",        "أكثر",   "اليوم",   "أمس",       "الرئيس",  "رئيس",   "الحكومة", "وزير",     "الخارجية",
    "مدينة",      "العام",     "الماضي", "منذ",     "حول",       "عدد",     "ضد",     "بسبب",    "أمام",     "تم",
    "وهو",        "وهي",       "حيث",    "أي",      "دون",       "بشكل",    "عام",    "يوم",     "الأمن",    "القوات",
    "الجيش",      "مجلس",      "النواب", "الشعب",   "العالم",    "الدولة",  "الدول",  "المتحدة", "الولايات", "الأمم",
    "شركة",       "مليون",     "دولار",  "نحو",     "عند",       "الوزراء", "اجتماع", "اتفاق",   "قرار",     "قرارات",
    "الانتخابات", "المفاوضات", "السلام", "الحرب",   "المنطقة",   "بعض",     "جميع",   "أول",     "آخر",      "كبير",
    "جديد",       "الجديد",    "الوطني", "السياسي", "الاقتصادي", "أعلن",    "وأعلنت", "أشار",    "وأوضح",    "طالب",
    "يمكن",       "يكون",      "ليس",    "لن",      "سوف",       "هناك",    "هنا",    "له",      "لها",      "به",
    "بها",        "فيه",       "فيها",   "عليه",    "عليها",     "منه",     "إليه",   "أنه",     "أنها",     "إنه"};
static const char *const frequent_en[] = {"the", "of",    "and",  "to",   "in",         "a",    "that", "for",
                                          "on",  "with",  "said", "was",  "is",         "by",   "from", "at",
                                          "as",  "he",    "it",   "an",   "government", "has",  "have", "been",
                                          "its", "after", "who",  "will", "president",  "were", "not",  "year"};
static const char *const particles[] = {"و", "ل", "ب", "و", "ل", "ك", "ف", "ول"};
static const char *const prefixes[] = {"", "", "", "ال", "ال", "وال", "بال", "و", "ي", "ت"}, *const suffixes[] = {
                                                                                                 "",   "",   "",   "ة",
                                                                                                 "ها", "هم", "ات", "ية",
                                                                                                 "ين", "وا"};

struct writer {
    FILE *out;
    struct random random;
    uint64_t entities, article[6]; /* the article's own entities */
    size_t written;
};

static void put(struct writer *w, const char *text)
{
    fputs(text, w->out);
    w->written += strlen(text);
}

static void ordinary_word(uint64_t number, bool english, char *word)
{
    struct random random = random_of(english ? 11 : 10, number);
    if (english) {
        latin_syllables(&random, word, 1 + (unsigned)below(&random, 3), false);
        return;
    }
    strcpy(word, PICK(&random, prefixes));
    arabic_root(&random, word + strlen(word));
    strcat(word, PICK(&random, suffixes));
}

/* One Arabic word in thirty is in no dictionary. */
static void write_dictionary(FILE *out)
{
    char word[128];
    fputs("class\tform\n", out);
    for (uint64_t i = 0; i < ORDINARY_WORDS; i++) {
        ordinary_word(i, false, word);
        if (i % 30)
            fprintf(out, "%s\t%s\n", i % 3 ? "noun" : "verb-form", word);
    }
}

static void put_ordinary(struct writer *w, bool english)
{
    char word[128];
    if (chance(&w->random, 45)) {
        put(w, english ? PICK(&w->random, frequent_en) : PICK(&w->random, frequent_ar));
        return;
    }
    ordinary_word(skewed(&w->random, ORDINARY_WORDS, 3), english, word);
    put(w, word);
}

static void put_name(struct writer *w, bool english)
{
    struct entity e;
    uint64_t number = chance(&w->random, 60) ? PICK(&w->random, w->article) : skewed(&w->random, w->entities, 3);
    make_entity(number, &e);
    const char(*names)[NAME_SIZE] = english ? e.en : e.ar;
    const char *name = *names[1] && chance(&w->random, 50) ? names[1] : names[0];
    if (!english && chance(&w->random, 20)) {
        const char *particle = PICK(&w->random, particles);
        bool lam = strcmp(particle + strlen(particle) - 2, "ل") == 0 && strncmp(name, "ال", 4) == 0;
        put(w, particle);
        name += lam ? 2 : 0; /* ل + ال is written لل */
    }
    put(w, name);
}

static void put_sentence(struct writer *w)
{
    bool english = chance(&w->random, 7);
    unsigned words = 10 + (unsigned)below(&w->random, 25);
    for (unsigned i = 0; i < words; i++) {
        if (below(&w->random, 1000) < 95)
            put_name(w, english);
        else if (chance(&w->random, 2))
            put(w, "2026");
        else
            put_ordinary(w, english);
        put(w, i + 1 == words ? "" : chance(&w->random, 7) ? (english ? ", " : "، ") : " ");
    }
    put(w, ".");
}

static void write_text(uint64_t entities, size_t bytes, FILE *out)
{
    struct writer w = {.out = out, .random = random_of(12, 0), .entities = entities};
    for (size_t article = 0; w.written < bytes; article = article < 6000 ? article : 0) {
        size_t before = w.written;
        for (size_t i = 0; article == 0 && i < sizeof w.article / sizeof *w.article; i++)
            w.article[i] = skewed(&w.random, entities, 3);
        for (unsigned sentences = 1 + (unsigned)below(&w.random, 4); sentences > 0; sentences--) {
            put_sentence(&w);
            put(&w, sentences > 1 ? " " : "\n\n");
        }
        article += w.written - before;
    }
}

static FILE *create(const char *directory, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "wb");
    if (!file) {
        fprintf(stderr, "generate: cannot write %s\n", path);
        exit(1);
    }
    return file;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: generate NAMES TEXT_BYTES DIRECTORY\n", stderr);
        return 2;
    }
    FILE *tsv = create(argv[3], "names.tsv"), *plain = create(argv[3], "names.txt"),
         *dictionary = create(argv[3], "dictionary.tsv"), *text = create(argv[3], "text.txt");
    write_dictionary(dictionary);
    uint64_t entities = write_names(strtoull(argv[1], NULL, 10), tsv, plain);
    write_text(entities, strtoull(argv[2], NULL, 10), text);
    return fclose(tsv) || fclose(plain) || fclose(dictionary) || fclose(text);
}
