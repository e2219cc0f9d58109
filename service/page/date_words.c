#include "service/page/date_words.h"

#include "service/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define M DATE_MONTH
static const struct date_word words[] = {
    /* Arabic, by the names of Latin months, of the Levant, of the Maghreb */
    {"يناير", M, 1},
    {"كانون", M, 0},
    {"كانون الثاني", M, 1},
    {"كانون ثاني", M, 1},
    {"كانون الاول", M, 12},
    {"كانون اول", M, 12},
    {"جانفي", M, 1},
    {"فبراير", M, 2},
    {"شباط", M, 2},
    {"فيفري", M, 2},
    {"مارس", M, 3},
    {"اذار", M, 3},
    {"ابريل", M, 4},
    {"نيسان", M, 4},
    {"افريل", M, 4},
    {"مايو", M, 5},
    {"ايار", M, 5},
    {"ماي", M, 5},
    {"يونيو", M, 6},
    {"يونيه", M, 6},
    {"حزيران", M, 6},
    {"جوان", M, 6},
    {"يوليو", M, 7},
    {"يوليه", M, 7},
    {"تموز", M, 7},
    {"يوليوز", M, 7},
    {"جويليه", M, 7},
    {"جويلية", M, 7},
    {"اغسطس", M, 8},
    {"اب", M, 8},
    {"غشت", M, 8},
    {"اوت", M, 8},
    {"سبتمبر", M, 9},
    {"ايلول", M, 9},
    {"شتنبر", M, 9},
    {"اكتوبر", M, 10},
    {"تشرين", M, 0},
    {"تشرين الثاني", M, 11},
    {"تشرين ثاني", M, 11},
    {"تشرين الاول", M, 10},
    {"تشرين اول", M, 10},
    {"نوفمبر", M, 11},
    {"نونبر", M, 11},
    {"ديسمبر", M, 12},
    {"دجنبر", M, 12},
    /* English */
    {"january", M, 1},
    {"jan", M, 1},
    {"february", M, 2},
    {"feb", M, 2},
    {"march", M, 3},
    {"mar", M, 3},
    {"april", M, 4},
    {"apr", M, 4},
    {"may", M, 5},
    {"june", M, 6},
    {"jun", M, 6},
    {"july", M, 7},
    {"jul", M, 7},
    {"august", M, 8},
    {"aug", M, 8},
    {"september", M, 9},
    {"sept", M, 9},
    {"sep", M, 9},
    {"october", M, 10},
    {"oct", M, 10},
    {"november", M, 11},
    {"nov", M, 11},
    {"december", M, 12},
    {"dec", M, 12},
    /* German, French, Spanish, Portuguese, Italian, Dutch, Polish, Turkish */
    {"januar", M, 1},
    {"janner", M, 1},
    {"februar", M, 2},
    {"feber", M, 2},
    {"marz", M, 3},
    {"maerz", M, 3},
    {"mrz", M, 3},
    {"mai", M, 5},
    {"juni", M, 6},
    {"juli", M, 7},
    {"oktober", M, 10},
    {"okt", M, 10},
    {"dezember", M, 12},
    {"dez", M, 12},
    {"janvier", M, 1},
    {"janv", M, 1},
    {"fevrier", M, 2},
    {"fevr", M, 2},
    {"mars", M, 3},
    {"avril", M, 4},
    {"avr", M, 4},
    {"juin", M, 6},
    {"juillet", M, 7},
    {"juil", M, 7},
    {"aout", M, 8},
    {"septembre", M, 9},
    {"octobre", M, 10},
    {"novembre", M, 11},
    {"decembre", M, 12},
    {"enero", M, 1},
    {"ene", M, 1},
    {"febrero", M, 2},
    {"marzo", M, 3},
    {"abril", M, 4},
    {"abr", M, 4},
    {"mayo", M, 5},
    {"junio", M, 6},
    {"julio", M, 7},
    {"agosto", M, 8},
    {"ago", DATE_AGO, 0},
    {"septiembre", M, 9},
    {"setiembre", M, 9},
    {"octubre", M, 10},
    {"noviembre", M, 11},
    {"diciembre", M, 12},
    {"dic", M, 12},
    {"janeiro", M, 1},
    {"fevereiro", M, 2},
    {"fev", M, 2},
    {"marco", M, 3},
    {"maio", M, 5},
    {"junho", M, 6},
    {"julho", M, 7},
    {"setembro", M, 9},
    {"outubro", M, 10},
    {"novembro", M, 11},
    {"dezembro", M, 12},
    {"gennaio", M, 1},
    {"febbraio", M, 2},
    {"aprile", M, 4},
    {"maggio", M, 5},
    {"giugno", M, 6},
    {"luglio", M, 7},
    {"settembre", M, 9},
    {"ottobre", M, 10},
    {"novembre", M, 11},
    {"dicembre", M, 12},
    {"januari", M, 1},
    {"februari", M, 2},
    {"maart", M, 3},
    {"mei", M, 5},
    {"augustus", M, 8},
    {"stycznia", M, 1},
    {"lutego", M, 2},
    {"marca", M, 3},
    {"kwietnia", M, 4},
    {"maja", M, 5},
    {"czerwca", M, 6},
    {"lipca", M, 7},
    {"sierpnia", M, 8},
    {"wrzesnia", M, 9},
    {"pazdziernika", M, 10},
    {"listopada", M, 11},
    {"grudnia", M, 12},
    {"ocak", M, 1},
    {"subat", M, 2},
    {"mart", M, 3},
    {"nisan", M, 4},
    {"mayis", M, 5},
    {"haziran", M, 6},
    {"temmuz", M, 7},
    {"agustos", M, 8},
    {"eylul", M, 9},
    {"ekim", M, 10},
    {"kasim", M, 11},
    {"aralik", M, 12},
    /* the Iranian and the Islamic calendar */
    {"فروردین", DATE_JALALI, 1},
    {"اردیبهشت", DATE_JALALI, 2},
    {"خرداد", DATE_JALALI, 3},
    {"تیر", DATE_JALALI, 4},
    {"مرداد", DATE_JALALI, 5},
    {"شهریور", DATE_JALALI, 6},
    {"مهر", DATE_JALALI, 7},
    {"ابان", DATE_JALALI, 8},
    {"اذر", DATE_JALALI, 9},
    {"دی", DATE_JALALI, 10},
    {"بهمن", DATE_JALALI, 11},
    {"اسفند", DATE_JALALI, 12},
    {"محرم", DATE_HIJRI, 0},
    {"صفر", DATE_HIJRI, 0},
    {"ربيع", DATE_HIJRI, 0},
    {"جمادي", DATE_HIJRI, 0},
    {"جمادى", DATE_HIJRI, 0},
    {"رجب", DATE_HIJRI, 0},
    {"شعبان", DATE_HIJRI, 0},
    {"رمضان", DATE_HIJRI, 0},
    {"شوال", DATE_HIJRI, 0},
    {"ذو", DATE_HIJRI, 0},
    {"ذي", DATE_HIJRI, 0},
    {"ه", DATE_HIJRI, 0},
    {"هجري", DATE_HIJRI, 0},
    {"هجريه", DATE_HIJRI, 0},
    {"هجرية", DATE_HIJRI, 0},
    {"muharram", DATE_HIJRI, 0},
    {"safar", DATE_HIJRI, 0},
    {"rajab", DATE_HIJRI, 0},
    {"shaban", DATE_HIJRI, 0},
    {"ramadan", DATE_HIJRI, 0},
    {"shawwal", DATE_HIJRI, 0},
    {"ah", DATE_HIJRI, 0},
    /* parts of the day */
    {"am", DATE_MORNING, 0},
    {"pm", DATE_EVENING, 0},
    {"ص", DATE_MORNING, 0},
    {"م", DATE_EVENING, 0},
    {"صباحا", DATE_MORNING, 0},
    {"صباح", DATE_MORNING, 0},
    {"فجرا", DATE_MORNING, 0},
    {"مساء", DATE_EVENING, 0},
    {"ظهرا", DATE_EVENING, 0},
    {"عصرا", DATE_EVENING, 0},
    {"ليلا", DATE_EVENING, 0},
    /* zones */
    {"z", DATE_ZONE, 0},
    {"utc", DATE_ZONE, 0},
    {"gmt", DATE_ZONE, 0},
    {"غرينتش", DATE_ZONE, 0},
    {"جرينتش", DATE_ZONE, 0},
    {"غرينيتش", DATE_ZONE, 0},
    {"bst", DATE_ZONE, 60},
    {"cet", DATE_ZONE, 60},
    {"cest", DATE_ZONE, 120},
    {"eet", DATE_ZONE, 120},
    {"eest", DATE_ZONE, 180},
    {"msk", DATE_ZONE, 180},
    {"ast", DATE_ZONE, 180},
    {"مكه", DATE_ZONE, 180},
    {"مكة", DATE_ZONE, 180},
    {"ksa", DATE_ZONE, 180},
    {"ist", DATE_ZONE, 330},
    {"est", DATE_ZONE, -300},
    {"et", DATE_ZONE, -300},
    {"edt", DATE_ZONE, -240},
    {"cst", DATE_ZONE, -360},
    {"cdt", DATE_ZONE, -300},
    {"mst", DATE_ZONE, -420},
    {"mdt", DATE_ZONE, -360},
    {"pst", DATE_ZONE, -480},
    {"pdt", DATE_ZONE, -420},
    {"pt", DATE_ZONE, -480},
    /* against now; units in minutes, the dual of Arabic below zero */
    {"قبل", DATE_AGO, 0},
    {"منذ", DATE_AGO, 0},
    {"minute", DATE_UNIT, 1},
    {"minutes", DATE_UNIT, 1},
    {"min", DATE_UNIT, 1},
    {"mins", DATE_UNIT, 1},
    {"hour", DATE_UNIT, 60},
    {"hours", DATE_UNIT, 60},
    {"hr", DATE_UNIT, 60},
    {"hrs", DATE_UNIT, 60},
    {"day", DATE_UNIT, 1440},
    {"days", DATE_UNIT, 1440},
    {"week", DATE_UNIT, 10080},
    {"weeks", DATE_UNIT, 10080},
    {"دقيقه", DATE_UNIT, 1},
    {"دقيقة", DATE_UNIT, 1},
    {"دقائق", DATE_UNIT, 1},
    {"دقايق", DATE_UNIT, 1},
    {"دقيقتين", DATE_UNIT, -1},
    {"دقيقتان", DATE_UNIT, -1},
    {"ساعه", DATE_UNIT, 60},
    {"ساعة", DATE_UNIT, 60},
    {"ساعات", DATE_UNIT, 60},
    {"ساعتين", DATE_UNIT, -60},
    {"ساعتان", DATE_UNIT, -60},
    {"يوم", DATE_UNIT, 1440},
    {"يوما", DATE_UNIT, 1440},
    {"ايام", DATE_UNIT, 1440},
    {"يومين", DATE_UNIT, -1440},
    {"يومان", DATE_UNIT, -1440},
    {"اسبوع", DATE_UNIT, 10080},
    {"اسابيع", DATE_UNIT, 10080},
    {"اسبوعين", DATE_UNIT, -10080},
    {"yesterday", DATE_YESTERDAY, 1},
    {"today", DATE_YESTERDAY, 0},
    {"امس", DATE_YESTERDAY, 1},
    {"اليوم", DATE_YESTERDAY, 0},
    /* what stands in between */
    {"of", DATE_DAY, 0},
    {"de", DATE_DAY, 0},
    {"del", DATE_DAY, 0},
    {"st", DATE_DAY, 0},
    {"nd", DATE_DAY, 0},
    {"rd", DATE_DAY, 0},
    {"th", DATE_DAY, 0},
    {"er", DATE_DAY, 0},
    {"the", DATE_DAY, 0},
    {"من", DATE_DAY, 0},
    {"شهر", DATE_DAY, 0},
    /* what a date is for */
    {"published", DATE_PUBLISHED, 0},
    {"posted", DATE_PUBLISHED, 0},
    {"created", DATE_PUBLISHED, 0},
    {"نشر", DATE_PUBLISHED, 0},
    {"نشرت", DATE_PUBLISHED, 0},
    {"النشر", DATE_PUBLISHED, 0},
    {"veroffentlicht", DATE_PUBLISHED, 0},
    {"publie", DATE_PUBLISHED, 0},
    {"publicado", DATE_PUBLISHED, 0},
    {"الاصدار", DATE_PUBLISHED, 0},
    {"updated", DATE_CHANGED, 0},
    {"update", DATE_CHANGED, 0},
    {"modified", DATE_CHANGED, 0},
    {"edited", DATE_CHANGED, 0},
    {"تحديث", DATE_CHANGED, 0},
    {"التحديث", DATE_CHANGED, 0},
    {"تعديل", DATE_CHANGED, 0},
    {"aktualisiert", DATE_CHANGED, 0},
    {"actualizado", DATE_CHANGED, 0},
};
#undef M

static bool is_letter(uint32_t c)
{
    return (c | 0x20) - 'a' < 26u || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) ||
           (c >= 0x0620 && c < 0x0660) || (c >= 0x066E && c < 0x06F0 && c != 0x06D4);
}

/* Latin letters with marks as ASCII, from U+00C0. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo ouuuuyts"
                            "aaaaaaaceeeeiiiidnooooo ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllllln"
                            "nnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static uint32_t fold(uint32_t c)
{
    if (c < 0x80)
        return c | 0x20;
    if (c >= 0xC0 && c < 0xC0 + sizeof latin - 1)
        return (uint32_t)latin[c - 0xC0];
    if (c == 0x0622 || c == 0x0623 || c == 0x0625 || c == 0x0671)
        return 0x0627;
    if ((c >= 0x064B && c <= 0x0652) || c == 0x0640 || c == 0x0670)
        return 0;
    return c;
}

static size_t put(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return c != 0;
    }
    out[0] = (char)(0xC0 | c >> 6); /* letters of Arabic: two bytes */
    out[1] = (char)(0x80 | (c & 0x3F));
    return 2;
}

size_t date_word_fold(const char *text, char out[DATE_WORD_MAXIMUM])
{
    const uint8_t *at = (const uint8_t *)text, *end = at + strlen(text);
    size_t length = 0;
    uint32_t c;
    while (at < end) {
        unsigned size = utf8_decode(at, end, &c);
        if (!size || c >= 0x800 || !is_letter(c))
            break;
        /* "p.m." is one word, and so is "Sept." */
        if (length + 3 < DATE_WORD_MAXIMUM)
            length += put(fold(c), out + length);
        at += size;
        if (at + 1 < end && *at == '.' && length == 1 && (at[1] | 0x20) == 'm')
            at++;
    }
    out[length] = '\0';
    return (size_t)(at - (const uint8_t *)text);
}

const struct date_word *date_word_find(const char *folded)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, folded) == 0)
            return &words[i];
    return NULL;
}
