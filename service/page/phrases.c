#include "service/page/phrases.h"

#include <string.h>

enum {
    FOLDED = 96,  /* bytes of a line that are looked at, folded */
    BRIEF = 22,   /* letters of a line that is a phrase alone, whatever ends it */
    SHORT = 40,   /* letters of a line that is a phrase and little else */
    MEDIUM = 160, /* and of one that may go on */
    LINKED = 30   /* percent of its letters that lead elsewhere */
};

enum how {
    ALONE,   /* the line is the phrase, and marks */
    LEADS,   /* the line begins with it, and is short or leads elsewhere */
    INVITES, /* the line begins with it, and is not long */
};

/* Folded: small letters, one alef, no vowels. */
static const struct phrase {
    const char *phrase;
    enum how how;
    enum reason reason;
} phrases[] = {
    {"اقرا ايضا", LEADS, REASON_RELATED},
    {"اقرا المزيد", LEADS, REASON_RELATED},
    {"اقرا كذلك", LEADS, REASON_RELATED},
    {"اقرا الان", LEADS, REASON_RELATED},
    {"شاهد ايضا", LEADS, REASON_RELATED},
    {"طالع ايضا", LEADS, REASON_RELATED},
    {"قد يهمك", LEADS, REASON_RELATED},
    {"قد يعجبك", LEADS, REASON_RELATED},
    {"للمزيد", LEADS, REASON_RELATED},
    {"اخبار ذات صله", LEADS, REASON_RELATED},
    {"مواضيع ذات صله", LEADS, REASON_RELATED},
    {"مقالات ذات صله", LEADS, REASON_RELATED},
    {"موضوعات متعلقه", LEADS, REASON_RELATED},
    {"اخبار متعلقه", LEADS, REASON_RELATED},
    {"الاكثر قراءه", LEADS, REASON_RELATED},
    {"تابعونا", LEADS, REASON_SHARING},
    {"تابعنا", LEADS, REASON_SHARING},
    {"شارك", ALONE, REASON_SHARING},
    {"شارك المقال", LEADS, REASON_SHARING},
    {"شارك الخبر", LEADS, REASON_SHARING},
    {"اشترك", LEADS, REASON_PROMOTION},
    {"اشتركوا", LEADS, REASON_PROMOTION},
    {"اعلان", ALONE, REASON_PROMOTION},
    {"اعلانات", ALONE, REASON_PROMOTION},
    {"طباعه", ALONE, REASON_SHARING},
    {"جميع الحقوق محفوظه", INVITES, REASON_FOOTER},
    {"حقوق النشر", LEADS, REASON_FOOTER},
    {"read more", LEADS, REASON_RELATED},
    {"read also", LEADS, REASON_RELATED},
    {"read next", LEADS, REASON_RELATED},
    {"also read", LEADS, REASON_RELATED},
    {"more on this", LEADS, REASON_RELATED},
    {"more from", LEADS, REASON_RELATED},
    {"more:", LEADS, REASON_RELATED},
    {"see also", LEADS, REASON_RELATED},
    {"related", LEADS, REASON_RELATED},
    {"recommended", ALONE, REASON_RELATED},
    {"you may also like", LEADS, REASON_RELATED},
    {"you might also like", LEADS, REASON_RELATED},
    {"don't miss", LEADS, REASON_RELATED},
    {"watch:", LEADS, REASON_RELATED},
    {"click here", LEADS, REASON_RELATED},
    {"continue reading", LEADS, REASON_RELATED},
    {"follow us", LEADS, REASON_SHARING},
    {"follow him on", LEADS, REASON_SHARING},
    {"follow her on", LEADS, REASON_SHARING},
    {"share this", LEADS, REASON_SHARING},
    {"share", ALONE, REASON_SHARING},
    {"tweet", ALONE, REASON_SHARING},
    {"print", ALONE, REASON_SHARING},
    {"email", ALONE, REASON_SHARING},
    {"comments", ALONE, REASON_COMMENTS},
    {"advertisement", ALONE, REASON_PROMOTION},
    {"story continues below", LEADS, REASON_PROMOTION},
    {"article continues", LEADS, REASON_PROMOTION},
    {"sign up", LEADS, REASON_PROMOTION},
    {"subscribe", LEADS, REASON_PROMOTION},
    {"get the latest", LEADS, REASON_PROMOTION},
    {"download our app", LEADS, REASON_PROMOTION},
    {"all rights reserved", INVITES, REASON_FOOTER},
    {"copyright", INVITES, REASON_FOOTER},
    {"©", INVITES, REASON_FOOTER},
};

/* Copies the line's beginning with its letters folded. */
static void fold(const char *text, char out[FOLDED])
{
    size_t length = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at && length + 3 < FOLDED;) {
        bool alef = at[0] == 0xD8 && (at[1] == 0xA2 || at[1] == 0xA3 || at[1] == 0xA5);
        bool marbuta = at[0] == 0xD8 && at[1] == 0xA9, vowel = at[0] == 0xD9 && at[1] >= 0x8B && at[1] <= 0x92;
        bool tatweel = at[0] == 0xD9 && at[1] == 0x80;
        if (alef || marbuta) {
            memcpy(out + length, alef ? "ا" : "ه", 2);
            length += 2;
        }
        if (alef || marbuta || vowel || tatweel) {
            at += 2;
            continue;
        }
        bool quote = at[0] == 0xE2 && at[1] == 0x80 && at[2] == 0x99;
        out[length++] = quote ? '\'' : (char)(*at >= 'A' && *at <= 'Z' ? *at + 32 : *at);
        at += quote ? 3 : 1;
    }
    out[length] = '\0';
}

/* Whether nothing but marks and digits follows. */
static bool ends(const char *rest)
{
    return rest[strspn(rest, " :.()[]0123456789|-»!\xE2\x80\xA6\xBB")] == '\0';
}

enum reason phrases_judge(const struct line *line)
{
    char folded[FOLDED];
    if (line->letters > MEDIUM)
        return REASON_NONE;
    fold(line->text, folded);
    const char *text = folded + strspn(folded, " ([*-|>:");
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        const struct phrase *phrase = &phrases[i];
        size_t length = strlen(phrase->phrase);
        if (strncmp(text, phrase->phrase, length) != 0 ||
            ((text[length] | 0x20) >= 'a' && (text[length] | 0x20) <= 'z'))
            continue;
        bool leads = line->linked * 100 >= line->letters * LINKED || line->letters <= BRIEF ||
                     (line->letters <= SHORT && !line->sentence);
        if (phrase->how == ALONE ? ends(text + length) : phrase->how == INVITES || leads)
            return phrase->reason;
    }
    return REASON_NONE;
}
