#include "service/edits/lint.h"

#include "nlp/text/fold.h"
#include "service/lint/countries.h"
#include "service/lint/letters.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LETTERS_MINIMUM = 3, KEY_MAXIMUM = 4096 };

struct check {
    struct lint *lint;
    const struct entry *entry;
    const struct gazetteer *gazetteer;
    struct arena *arena;
};

/* One of the entry's names. */
struct spelling {
    const char *name, *pointer;
    bool arabic, alias;
};

static void report(struct check *c, enum check_rule rule, const char *pointer, const char *detail)
{
    struct lint *lint = c->lint;
    lint->errors += check_severity_of(rule) == CHECK_ERROR;
    /* an error is never left out for want of room: it takes the place of the last warning */
    size_t at = lint->count < LINT_FAULTS_MAXIMUM ? lint->count++ : LINT_FAULTS_MAXIMUM - 1;
    lint->faults[at] = (struct lint_fault){rule, pointer, detail ? detail : check_rule_text(rule)};
}

static const char *sentence(struct check *c, const char *name, const char *rest)
{
    return arena_printf(c->arena, "'%.120s' %s.", name, rest);
}

/* ---- single names ---- */

static void check_word(struct check *c, const struct spelling *s, const struct lint_letters *letters)
{
    word_classes classes = gazetteer_classes(c->gazetteer, text_of(s->name), c->arena);
    bool acronym = letters->capitals > 1;
    if (acronym)
        return;
    if (s->alias && classes & (WORD_CLASS(FUNCTION) | WORD_CLASS(SAY)))
        report(c, CHECK_FUNCTION_WORD, s->pointer, sentence(c, s->name, "is a function word or a verb of saying"));
    else if (s->alias && classes & (WORD_CLASS(COMMON) | WORD_CLASS(VERB)))
        report(c, CHECK_COMMON_WORD, s->pointer, sentence(c, s->name, "is an ordinary word"));
    else if (classes & (WORD_CLASS(TITLE) | WORD_CLASS(ROLE)) && !strchr(s->name, ' '))
        report(c, CHECK_ROLE_WORD, s->pointer, sentence(c, s->name, "is a title or a role, once folded"));
}

static void check_letters(struct check *c, const struct spelling *s)
{
    struct lint_letters letters = lint_letters(text_of(s->name));
    size_t count = letters.arabic + letters.latin + letters.digits;
    bool acronym = letters.capitals && letters.capitals == letters.latin && letters.capitals + letters.digits > 1;
    if (count == 0) {
        report(c, CHECK_NAME_EMPTY, s->pointer, sentence(c, s->name, "has no letters"));
        return;
    }
    if (s->arabic ? !letters.arabic && !letters.digits : letters.arabic > 0)
        report(c, CHECK_SCRIPT, s->pointer,
               sentence(c, s->name, s->arabic ? "stands as an Arabic name" : "stands as an English name"));
    if (s->alias && count < LETTERS_MINIMUM && !acronym)
        report(c, CHECK_SHORT, s->pointer, sentence(c, s->name, "is too short for an alias"));
    if (s->arabic && letters.foreign)
        report(c, CHECK_FOREIGN_LETTER, s->pointer, sentence(c, s->name, "has a letter that Arabic does not have"));
    if (letters.blanks || letters.invisible)
        report(c, CHECK_BLANKS, s->pointer,
               sentence(c, s->name, "has blanks too many, a tatweel or an invisible character"));
    check_word(c, s, &letters);
}

static const char *fold(struct check *c, const char *name)
{
    struct strbuf key;
    strbuf_init(&key, KEY_MAXIMUM);
    fold_append(&key, text_of(name));
    const char *copy = strbuf_ok(&key) ? arena_strndup(c->arena, key.data, key.length) : NULL;
    strbuf_release(&key);
    return copy ? copy : "";
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Spellings that the fold makes equal, found in sorted order. */
static void check_folded(struct check *c)
{
    const struct entry *entry = c->entry;
    const char **keys = arena_array(c->arena, entry->alias_count + 2, sizeof *keys);
    size_t count = 0;
    if (!keys)
        return;
    if (*entry->name_en)
        keys[count++] = fold(c, entry->name_en);
    if (*entry->name_ar)
        keys[count++] = fold(c, entry->name_ar);
    for (size_t i = 0; i < entry->alias_count; i++)
        keys[count++] = fold(c, entry->aliases[i].name);
    qsort(keys, count, sizeof *keys, compare_texts);
    for (size_t i = 1; i < count; i++)
        if (strcmp(keys[i - 1], keys[i]) == 0)
            report(c, CHECK_FOLD, "/aliases", sentence(c, keys[i], "is what two spellings of this entry fold to"));
}

/* ---- against other entities ---- */

/* An alias that others have as a name. */
static void check_shared(struct check *c, const struct spelling *s)
{
    const uint32_t *indexes;
    size_t count;
    if (!s->alias || gazetteer_lookup(c->gazetteer, text_of(s->name), c->arena, &indexes, &count) != STATUS_OK)
        return;
    const char *key = fold(c, s->name);
    for (size_t i = 0; i < count; i++) {
        struct gazetteer_entity other;
        gazetteer_entity(c->gazetteer, indexes[i], &other);
        if (strcmp(other.id, c->entry->id) == 0 || other.type != c->entry->type)
            continue;
        bool main = strcmp(key, fold(c, other.name_ar)) == 0 || strcmp(key, fold(c, other.name_en)) == 0;
        if (!main && strcmp(other.country, c->entry->country) != 0)
            continue;
        report(
            c, main ? CHECK_CLAIMED : CHECK_SHARED, s->pointer,
            arena_printf(c->arena, "'%.120s' is %s of %.200s.", s->name, main ? "the main name" : "a name", other.id));
        return;
    }
}

/* Another entity with this Wikidata id. */
static void check_wikidata(struct check *c)
{
    const struct entry *entry = c->entry;
    uint32_t wikidata = *entry->wikidata ? (uint32_t)strtoul(entry->wikidata + 1, NULL, 10) : 0;
    for (size_t i = 0; wikidata && i < gazetteer_entity_count(c->gazetteer); i++) {
        struct gazetteer_entity other;
        gazetteer_entity(c->gazetteer, i, &other);
        if (other.wikidata != wikidata || strcmp(other.id, entry->id) == 0)
            continue;
        report(c, CHECK_WIKIDATA_TWICE, "/wikidata", arena_printf(c->arena, "%.200s has this Wikidata id.", other.id));
        return;
    }
}

/* Another entity that is the same in all that tells entities apart. */
static void check_duplicate(struct check *c)
{
    const struct entry *entry = c->entry;
    const char *name = *entry->name_ar ? entry->name_ar : entry->name_en;
    const uint32_t *indexes;
    size_t count;
    if (gazetteer_lookup(c->gazetteer, text_of(name), c->arena, &indexes, &count) != STATUS_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        struct gazetteer_entity other;
        gazetteer_entity(c->gazetteer, indexes[i], &other);
        bool same = other.type == entry->type && strcmp(other.name_ar, entry->name_ar) == 0 &&
                    strcmp(other.name_en, entry->name_en) == 0 && strcmp(other.subtype, entry->subtype) == 0 &&
                    strcmp(other.country, entry->country) == 0;
        if (!same || strcmp(other.id, entry->id) == 0)
            continue;
        report(c, CHECK_DUPLICATE, "",
               arena_printf(c->arena, "%.200s has the same type, subtype, country and names.", other.id));
        return;
    }
}

static void check_keys(struct check *c)
{
    const struct entry *entry = c->entry;
    struct text q = text_of(entry->wikidata);
    if (!lint_id_fits(text_of(entry->id), entry->type))
        report(c, CHECK_ID, "/id", sentence(c, entry->id, "is no id for an entity of this type"));
    if (*entry->country && !country_is_known(text_of(entry->country)))
        report(c, CHECK_COUNTRY, "/country", sentence(c, entry->country, "is no code of ISO 3166-1"));
    if (q.length && (q.length > 10 || q.bytes[0] != 'Q' || !lint_is_number((struct text){q.bytes + 1, q.length - 1})))
        report(c, CHECK_WIKIDATA, "/wikidata", sentence(c, entry->wikidata, "is not Q and a number"));
    if (!*entry->name_en && !*entry->name_ar)
        report(c, CHECK_NAME_EMPTY, "/name_en", "An entity needs an English or an Arabic name.");
    else if (!*entry->name_en || !*entry->name_ar)
        report(c, CHECK_NAME_MISSING, *entry->name_en ? "/name_ar" : "/name_en",
               *entry->name_en ? "The entity has no Arabic name." : "The entity has no English name.");
}

void lint_entry(struct lint *ret_lint, const struct entry *entry, const struct gazetteer *gazetteer,
                struct arena *arena)
{
    struct check c = {ret_lint, entry, gazetteer, arena};
    ret_lint->count = ret_lint->errors = 0;
    check_keys(&c);
    if (*entry->name_en)
        check_letters(&c, &(struct spelling){entry->name_en, "/name_en", false, false});
    if (*entry->name_ar)
        check_letters(&c, &(struct spelling){entry->name_ar, "/name_ar", true, false});
    for (size_t i = 0; i < entry->alias_count; i++) {
        const char *pointer = arena_printf(arena, "/aliases/%zu", i);
        struct spelling s = {entry->aliases[i].name, pointer ? pointer : "/aliases", entry->aliases[i].arabic, true};
        check_letters(&c, &s);
        check_shared(&c, &s);
    }
    check_folded(&c);
    check_wikidata(&c);
    check_duplicate(&c);
}
