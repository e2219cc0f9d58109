#include "service/page/date_words.h"

#include "service/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Sorted by their bytes, for bsearch. Months stand in Arabic (by the names of Latin months, of the Levant and of the
 * Maghreb), English, German, French, Spanish, Portuguese, Italian, Dutch, Polish and Turkish. */
/* clang-format off */
#define W(word, kind, value) {word, DATE_##kind, value}
static const struct date_word words[] = {
    W("abr", MONTH, 4), W("abril", MONTH, 4), W("actualizado", CHANGED, 0), W("ago", AGO, 0), W("agosto", MONTH, 8),
    W("agustos", MONTH, 8), W("ah", HIJRI, 0), W("aktualisiert", CHANGED, 0), W("am", MORNING, 0),
    W("aout", MONTH, 8), W("apr", MONTH, 4), W("april", MONTH, 4), W("aprile", MONTH, 4), W("aralik", MONTH, 12),
    W("ast", ZONE, 180), W("aug", MONTH, 8), W("august", MONTH, 8), W("augustus", MONTH, 8), W("avr", MONTH, 4),
    W("avril", MONTH, 4), W("bst", ZONE, 60), W("cdt", ZONE, -300), W("cest", ZONE, 120), W("cet", ZONE, 60),
    W("created", PUBLISHED, 0), W("cst", ZONE, -360), W("czerwca", MONTH, 6), W("day", UNIT, 1440),
    W("days", UNIT, 1440), W("de", DAY, 0), W("dec", MONTH, 12), W("december", MONTH, 12), W("decembre", MONTH, 12),
    W("del", DAY, 0), W("dez", MONTH, 12), W("dezember", MONTH, 12), W("dezembro", MONTH, 12), W("dic", MONTH, 12),
    W("dicembre", MONTH, 12), W("diciembre", MONTH, 12), W("edited", CHANGED, 0), W("edt", ZONE, -240),
    W("eest", ZONE, 180), W("eet", ZONE, 120), W("ekim", MONTH, 10), W("ene", MONTH, 1), W("enero", MONTH, 1),
    W("er", DAY, 0), W("est", ZONE, -300), W("et", ZONE, -300), W("eylul", MONTH, 9), W("feb", MONTH, 2),
    W("febbraio", MONTH, 2), W("feber", MONTH, 2), W("febrero", MONTH, 2), W("februar", MONTH, 2),
    W("februari", MONTH, 2), W("february", MONTH, 2), W("fev", MONTH, 2), W("fevereiro", MONTH, 2),
    W("fevr", MONTH, 2), W("fevrier", MONTH, 2), W("gennaio", MONTH, 1), W("giugno", MONTH, 6), W("gmt", ZONE, 0),
    W("grudnia", MONTH, 12), W("haziran", MONTH, 6), W("hour", UNIT, 60), W("hours", UNIT, 60), W("hr", UNIT, 60),
    W("hrs", UNIT, 60), W("ist", ZONE, 330), W("jan", MONTH, 1), W("janeiro", MONTH, 1), W("janner", MONTH, 1),
    W("januar", MONTH, 1), W("januari", MONTH, 1), W("january", MONTH, 1), W("janv", MONTH, 1),
    W("janvier", MONTH, 1), W("juil", MONTH, 7), W("juillet", MONTH, 7), W("juin", MONTH, 6), W("jul", MONTH, 7),
    W("julho", MONTH, 7), W("juli", MONTH, 7), W("julio", MONTH, 7), W("july", MONTH, 7), W("jun", MONTH, 6),
    W("june", MONTH, 6), W("junho", MONTH, 6), W("juni", MONTH, 6), W("junio", MONTH, 6), W("kasim", MONTH, 11),
    W("ksa", ZONE, 180), W("kwietnia", MONTH, 4), W("lipca", MONTH, 7), W("listopada", MONTH, 11),
    W("luglio", MONTH, 7), W("lutego", MONTH, 2), W("maart", MONTH, 3), W("maerz", MONTH, 3), W("maggio", MONTH, 5),
    W("mai", MONTH, 5), W("maio", MONTH, 5), W("maja", MONTH, 5), W("mar", MONTH, 3), W("marca", MONTH, 3),
    W("march", MONTH, 3), W("marco", MONTH, 3), W("mars", MONTH, 3), W("mart", MONTH, 3), W("marz", MONTH, 3),
    W("marzo", MONTH, 3), W("may", MONTH, 5), W("mayis", MONTH, 5), W("mayo", MONTH, 5), W("mdt", ZONE, -360),
    W("mei", MONTH, 5), W("min", UNIT, 1), W("mins", UNIT, 1), W("minute", UNIT, 1), W("minutes", UNIT, 1),
    W("modified", CHANGED, 0), W("mrz", MONTH, 3), W("msk", ZONE, 180), W("mst", ZONE, -420), W("muharram", HIJRI, 0),
    W("nd", DAY, 0), W("nisan", MONTH, 4), W("nov", MONTH, 11), W("november", MONTH, 11), W("novembre", MONTH, 11),
    W("novembro", MONTH, 11), W("noviembre", MONTH, 11), W("ocak", MONTH, 1), W("oct", MONTH, 10),
    W("october", MONTH, 10), W("octobre", MONTH, 10), W("octubre", MONTH, 10), W("of", DAY, 0), W("okt", MONTH, 10),
    W("oktober", MONTH, 10), W("ottobre", MONTH, 10), W("outubro", MONTH, 10), W("pazdziernika", MONTH, 10),
    W("pdt", ZONE, -420), W("pm", EVENING, 0), W("posted", PUBLISHED, 0), W("pst", ZONE, -480), W("pt", ZONE, -480),
    W("publicado", PUBLISHED, 0), W("publie", PUBLISHED, 0), W("published", PUBLISHED, 0), W("rajab", HIJRI, 0),
    W("ramadan", HIJRI, 0), W("rd", DAY, 0), W("safar", HIJRI, 0), W("sep", MONTH, 9), W("sept", MONTH, 9),
    W("september", MONTH, 9), W("septembre", MONTH, 9), W("septiembre", MONTH, 9), W("setembro", MONTH, 9),
    W("setiembre", MONTH, 9), W("settembre", MONTH, 9), W("shaban", HIJRI, 0), W("shawwal", HIJRI, 0),
    W("sierpnia", MONTH, 8), W("st", DAY, 0), W("stycznia", MONTH, 1), W("subat", MONTH, 2), W("temmuz", MONTH, 7),
    W("th", DAY, 0), W("the", DAY, 0), W("today", YESTERDAY, 0), W("update", CHANGED, 0), W("updated", CHANGED, 0),
    W("utc", ZONE, 0), W("veroffentlicht", PUBLISHED, 0), W("week", UNIT, 10080), W("weeks", UNIT, 10080),
    W("wrzesnia", MONTH, 9), W("yesterday", YESTERDAY, 1), W("z", ZONE, 0), W("اب", MONTH, 8), W("ابان", JALALI, 8),
    W("ابريل", MONTH, 4), W("اذار", MONTH, 3), W("اذر", JALALI, 9), W("اردیبهشت", JALALI, 2),
    W("اسابيع", UNIT, 10080), W("اسبوع", UNIT, 10080), W("اسبوعين", UNIT, -10080), W("اسفند", JALALI, 12),
    W("اغسطس", MONTH, 8), W("افريل", MONTH, 4), W("اكتوبر", MONTH, 10), W("الاصدار", PUBLISHED, 0),
    W("التحديث", CHANGED, 0), W("النشر", PUBLISHED, 0), W("اليوم", YESTERDAY, 0), W("امس", YESTERDAY, 1),
    W("اوت", MONTH, 8), W("ايار", MONTH, 5), W("ايام", UNIT, 1440), W("ايلول", MONTH, 9), W("بهمن", JALALI, 11),
    W("تحديث", CHANGED, 0), W("تشرين", MONTH, 0), W("تشرين الاول", MONTH, 10), W("تشرين الثاني", MONTH, 11),
    W("تشرين اول", MONTH, 10), W("تشرين ثاني", MONTH, 11), W("تعديل", CHANGED, 0), W("تموز", MONTH, 7),
    W("تیر", JALALI, 4), W("جانفي", MONTH, 1), W("جرينتش", ZONE, 0), W("جمادى", HIJRI, 0), W("جمادي", HIJRI, 0),
    W("جوان", MONTH, 6), W("جويلية", MONTH, 7), W("جويليه", MONTH, 7), W("حزيران", MONTH, 6), W("خرداد", JALALI, 3),
    W("دجنبر", MONTH, 12), W("دقائق", UNIT, 1), W("دقايق", UNIT, 1), W("دقيقة", UNIT, 1), W("دقيقتان", UNIT, -1),
    W("دقيقتين", UNIT, -1), W("دقيقه", UNIT, 1), W("ديسمبر", MONTH, 12), W("دی", JALALI, 10), W("ذو", HIJRI, 0),
    W("ذي", HIJRI, 0), W("ربيع", HIJRI, 0), W("رجب", HIJRI, 0), W("رمضان", HIJRI, 0), W("ساعات", UNIT, 60),
    W("ساعة", UNIT, 60), W("ساعتان", UNIT, -60), W("ساعتين", UNIT, -60), W("ساعه", UNIT, 60), W("سبتمبر", MONTH, 9),
    W("شباط", MONTH, 2), W("شتنبر", MONTH, 9), W("شعبان", HIJRI, 0), W("شهر", DAY, 0), W("شهریور", JALALI, 6),
    W("شوال", HIJRI, 0), W("ص", MORNING, 0), W("صباح", MORNING, 0), W("صباحا", MORNING, 0), W("صفر", HIJRI, 0),
    W("ظهرا", EVENING, 0), W("عصرا", EVENING, 0), W("غرينتش", ZONE, 0), W("غرينيتش", ZONE, 0), W("غشت", MONTH, 8),
    W("فبراير", MONTH, 2), W("فجرا", MORNING, 0), W("فروردین", JALALI, 1), W("فيفري", MONTH, 2), W("قبل", AGO, 0),
    W("كانون", MONTH, 0), W("كانون الاول", MONTH, 12), W("كانون الثاني", MONTH, 1), W("كانون اول", MONTH, 12),
    W("كانون ثاني", MONTH, 1), W("ليلا", EVENING, 0), W("م", EVENING, 0), W("مارس", MONTH, 3), W("ماي", MONTH, 5),
    W("مايو", MONTH, 5), W("محرم", HIJRI, 0), W("مرداد", JALALI, 5), W("مساء", EVENING, 0), W("مكة", ZONE, 180),
    W("مكه", ZONE, 180), W("من", DAY, 0), W("منذ", AGO, 0), W("مهر", JALALI, 7), W("نشر", PUBLISHED, 0),
    W("نشرت", PUBLISHED, 0), W("نوفمبر", MONTH, 11), W("نونبر", MONTH, 11), W("نيسان", MONTH, 4), W("ه", HIJRI, 0),
    W("هجري", HIJRI, 0), W("هجرية", HIJRI, 0), W("هجريه", HIJRI, 0), W("يناير", MONTH, 1), W("يوليه", MONTH, 7),
    W("يوليو", MONTH, 7), W("يوليوز", MONTH, 7), W("يوم", UNIT, 1440), W("يوما", UNIT, 1440), W("يومان", UNIT, -1440),
    W("يومين", UNIT, -1440), W("يونيه", MONTH, 6), W("يونيو", MONTH, 6),
};
#undef W
/* clang-format on */

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

static int compare(const void *word, const void *row)
{
    return strcmp(word, ((const struct date_word *)row)->word);
}

const struct date_word *date_word_find(const char *folded)
{
    return bsearch(folded, words, sizeof words / sizeof *words, sizeof *words, compare);
}
