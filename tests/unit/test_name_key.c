/* Transliteration keys of names (nlp/text/name_key.h). */
#include "nlp/text/name_key.h"

#include "nlp/text/token.h"
#include "tests/unit/rows.h"

#include <string.h>

enum { MEMORY = 1 << 20 };

#define LISTED WORD_CLASS(GIVEN)
#define FOREIGN_NAME (WORD_CLASS(GIVEN) | WORD_CLASS(FOREIGN))
#define LONE (FOREIGN_NAME | WORD_CLASS(LONE_NAME))

static const struct pair {
    const char *reason, *one, *two;
    word_classes classes; /* of both */
    bool same;
} pairs[] = {
    {"unlisted: vowels and h do not count", "بولر", "بوهلر", 0, true},
    {"unlisted: an Arabic and a Latin spelling", "بويلر", "Boehler", 0, true},
    {"unlisted: gh is j", "هوغستاد", "هوجستاد", 0, true},
    {"unlisted: German st", "هوغستاد", "هوغشتاد", 0, true},
    {"unlisted: Italian zz", "تسوبيرتي", "زوبيرتي", 0, true},
    {"unlisted: th in both scripts", "ثورنبرغ", "Thornberg", 0, true},
    {"unlisted: a last alef is heard", "باولوتا", "باولوت", 0, false},
    {"unlisted: another consonant", "بولر", "بولد", 0, false},
    {"listed Arabic names keep their spelling", "صالح", "صلاح", LISTED, false},
    {"with the article, too", "الزيباوي", "الزعباوي", 0, false},
    {"a servant's name written together, too", "عبدالحكيم", "عبدالحاكم", 0, false},
    {"foreign: gh is j", "مارغريت", "مارجريت", FOREIGN_NAME, true},
    {"foreign: th is t", "تيودور", "ثيودور", FOREIGN_NAME, true},
    {"foreign: a last h after a vowel", "أندريه", "أندري", FOREIGN_NAME, true},
    {"foreign: a last y written twice", "أندريي", "أندري", FOREIGN_NAME, true},
    {"foreign: a vowel of a long name", "مارغريت", "مرغريت", FOREIGN_NAME, true},
    {"foreign: another long name of the same consonants", "كريستين", "كريستيان", FOREIGN_NAME, false},
    {"foreign: a short name's vowel counts", "كارل", "كارول", FOREIGN_NAME, false},
    {"foreign: so does that at its end", "كارلو", "كارلا", FOREIGN_NAME, false},
    {"foreign: one of its kind has consonants alone", "كينيث", "كينث", LONE, true},
};

static size_t key_of(const char *word, word_classes classes, char key[NAME_KEY_MAXIMUM])
{
    struct arena arena;
    struct token_list list;
    arena_init(&arena, MEMORY);
    assert_int_equal(tokenize((struct text){word, strlen(word)}, &arena, &list, NULL), STATUS_OK);
    assert_int_equal(list.count, 1);
    const uint8_t *letters = list.letters + list.tokens[0].letters;
    size_t length = list.tokens[0].length;
    size_t used =
        name_key_word(letters, length, name_key_manner_of(classes, letters, length), key, 0, NAME_KEY_MAXIMUM);
    arena_release(&arena);
    return used;
}

static void spellings_share_a_key(void **state)
{
    ROW(struct pair, row, state);
    char one[NAME_KEY_MAXIMUM], two[NAME_KEY_MAXIMUM];
    size_t length = key_of(row->one, row->classes, one), other = key_of(row->two, row->classes, two);
    bool same = length == other && memcmp(one, two, length) == 0;
    if (same != row->same)
        fail_msg("%.*s and %.*s", (int)length, one, (int)other, two);
}

int main(void)
{
    return RUN_ROWS("pairs", pairs, spellings_share_a_key);
}
