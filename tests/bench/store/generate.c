/* Writes a made-up archive in the text format of PostgreSQL's COPY: generate TABLE ARTICLES [SEED]
 *
 * TABLE is articles, article_entities, entities or entity_names. The same numbers always make the same archive. An article
 * has 15 entities out of ARTICLES / 10 (at least 1000), drawn by Zipf's law with exponent 1, and a date within the year
 * before now. Every thousandth article belongs to a story of the last day, which names one entity much more often than the
 * days before. A text is short and has 60 words, drawn by the same law out of 200,000: the archive is for measuring indexes
 * and queries, not tagging. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { ENTITIES_OF_ARTICLE = 15, WORDS_OF_ARTICLE = 60, VOCABULARY = 200000, SOURCES = 200, YEAR = 365 * 86400 };

struct archive {
    uint64_t articles, entities, seed;
    int64_t now;
};

/* SplitMix64 (Steele, Lea and Flood 2014) used as a hash: every random choice is a function of what it is for. */
static uint64_t mix(uint64_t value)
{
    value += UINT64_C(0x9E3779B97F4A7C15);
    value = (value ^ (value >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94D049BB133111EB);
    return value ^ (value >> 31);
}

static uint64_t hash(const struct archive *archive, uint64_t what, uint64_t a, uint64_t b)
{
    return mix(mix(mix(archive->seed + what) + a) + b);
}

static uint64_t zipf(uint64_t random, uint64_t count)
{
    double unit = (double)(random >> 11) / 9007199254740992.0;
    uint64_t rank = (uint64_t)exp(unit * log((double)count));
    return rank < count ? rank : count - 1;
}

static const char *type_of(uint64_t entity)
{
    static const char *const types[] = {"person", "place", "organization"};
    return types[entity % 3];
}

static void put_id(const struct archive *archive, uint64_t article)
{
    uint64_t high = hash(archive, 1, article, 0), low = hash(archive, 1, article, 1);
    printf("%08" PRIx64 "-%04" PRIx64 "-8%03" PRIx64 "-8%03" PRIx64 "-%012" PRIx64, high >> 32, (high >> 16) & 0xFFFF,
           high & 0xFFF, low >> 52, low & UINT64_C(0xFFFFFFFFFFFF));
}

static int is_burst(uint64_t article)
{
    return article % 1000 == 0;
}

static void put_time(const struct archive *archive, uint64_t article)
{
    char text[32];
    int64_t back = is_burst(article) ? 86000 : YEAR;
    time_t at = (time_t)(archive->now - (int64_t)(hash(archive, 2, article, 0) % (uint64_t)back));
    struct tm tm;
    gmtime_r(&at, &tm);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S+00", &tm);
    fputs(text, stdout);
}

/* The id of the word "w123" (service/store/articles/words.c). */
static void put_word(uint64_t word, int first)
{
    char text[16];
    int length = snprintf(text, sizeof text, "w%" PRIu64, word);
    printf(first ? "%" PRId32 : ",%" PRId32, (int32_t)(uint32_t)XXH3_64bits(text, (size_t)length));
}

static void put_articles(const struct archive *archive)
{
    for (uint64_t i = 0; i < archive->articles; i++) {
        put_id(archive, i);
        printf("\tsource-%" PRIu64 "\t%" PRIu64 "\t\\N\tTitle of article %" PRIu64 "\tText of article %" PRIu64
               ".\t%s\t",
               zipf(hash(archive, 3, i, 0), SOURCES), i, i, i, hash(archive, 4, i, 0) % 5 ? "ar" : "en");
        put_time(archive, i);
        putchar('\t');
        put_time(archive, i);
        putchar('\t');
        put_time(archive, i);
        fputs("\tbench\t\t{", stdout);
        for (uint64_t j = 0; j < WORDS_OF_ARTICLE; j++)
            put_word(zipf(hash(archive, 5, i, j), VOCABULARY), j == 0);
        fputs("}\n", stdout);
    }
}

static void put_article_entities(const struct archive *archive)
{
    uint64_t chosen[ENTITIES_OF_ARTICLE];
    for (uint64_t i = 0; i < archive->articles; i++) {
        for (uint64_t j = 0, tries = 0; j < ENTITIES_OF_ARTICLE; tries++) {
            chosen[j] = zipf(hash(archive, 6, i, tries), archive->entities);
            if (j == 0 && tries == 0 && is_burst(i))
                chosen[j] = 500 + i / 1000 % 20;
            int fresh = 1;
            for (uint64_t k = 0; k < j; k++)
                fresh &= chosen[k] != chosen[j];
            j += (uint64_t)fresh;
        }
        for (uint64_t j = 0; j < ENTITIES_OF_ARTICLE; j++) {
            char name[16];
            int length = snprintf(name, sizeof name, "E%" PRIu64, chosen[j]);
            put_id(archive, i);
            printf("\tbench:%" PRIu64 "\t", chosen[j]);
            put_time(archive, i);
            printf("\t%" PRIu64 "\t1\t%.3f\t%s\t\\\\x0101%02x", j, 1.0 / (double)(j + 1), type_of(chosen[j]),
                   (unsigned)length);
            for (int k = 0; k < length; k++)
                printf("%02x", (unsigned)name[k]);
            puts("00000000010100010001840700"); /* see service/store/entities/pack.h */
        }
    }
}

static void put_entities(const struct archive *archive)
{
    for (uint64_t i = 0; i < archive->entities; i++)
        printf("bench:%" PRIu64 "\t%s\tt\tE%" PRIu64 "\t\t\t\t\n", i, type_of(i), i);
}

/* Two names of syllables, one spelling in each script. */
static void put_entity_names(const struct archive *archive)
{
    static const char *const latin[] = {"ba", "ku",  "ri", "sha", "mo", "ter", "na",  "li",
                                        "do", "van", "el", "za",  "fi", "hu",  "gor", "pe"};
    static const char *const arabic[] = {"با", "كو",  "ري", "شا", "مو", "تر", "نا", "لي",
                                         "دو", "فان", "ال", "زا", "في", "هو", "غر", "بي"};
    for (uint64_t i = 0; i < archive->entities; i++) {
        for (int script = 0; script < 2; script++) {
            printf("bench:%" PRIu64 "\t", i);
            char name[128] = "";
            for (uint64_t j = 0; j < 6; j++) {
                strcat(name, j == 3 ? " " : "");
                strcat(name, (script ? arabic : latin)[hash(archive, 7, i, j) % 16]);
            }
            printf("%s\t%s\n", name, name);
        }
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*put)(const struct archive *archive);
    } tables[] = {{"articles", put_articles},
                  {"article_entities", put_article_entities},
                  {"entities", put_entities},
                  {"entity_names", put_entity_names}};
    if (argc < 3)
        return 2;
    struct archive archive = {.articles = strtoull(argv[2], NULL, 10),
                              .seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 6};
    archive.entities = archive.articles / 10 > 1000 ? archive.articles / 10 : 1000;
    archive.now = time(NULL) / 86400 * 86400; /* tables that are made on one day fit */
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strcmp(tables[i].name, argv[1]) == 0) {
            tables[i].put(&archive);
            return fflush(stdout) != 0;
        }
    return 2;
}
