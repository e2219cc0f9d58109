/* Attached particles: what stands outside the span as prefix, and what belongs to the name. */
#include "tests/unit/rows.h"

#include "tests/unit/gazetteer_fixture.h"

static struct fixture f;

static const char *const rows = "iso:US\tplace\tالولايات المتحدة\tUnited States\n"
                                "iso:LB\tplace\tلبنان\tLebanon\n"
                                "iso:EG-C\tplace\tالقاهرة\tCairo\n"
                                "place:latakia\tplace\tاللاذقية\tLatakia\n"
                                "iso:FR\tplace\tفرنسا\tFrance\n"
                                "iso:CA\tplace\tكندا\tCanada\n"
                                "iso:DE\tplace\tألمانيا\tGermany\n"
                                "iso:JO\tplace\tالأردن\tJordan\n"
                                "iso:LY\tplace\tليبيا\tLibya\n"
                                "iso:SY\tplace\tسوريا\tSyria\n"
                                "place:washington\tplace\tواشنطن\tWashington\n"
                                "place:vienna\tplace\tفيينا\tVienna\n"
                                "place:paris\tplace\tباريس\tParis\n"
                                "place:beirut\tplace\tبيروت\tBeirut\n"
                                "place:london\tplace\tلندن\tLondon\n"
                                "place:kabul\tplace\tكابول\tKabul\n"
                                "place:seoul\tplace\tسيول\tSeoul\n"
                                "place:west-bank\tplace\tالضفة الغربية\tWest Bank\n"
                                "org:hamas\torganization\tحماس\tHamas\n"
                                "org:eu\torganization\tالاتحاد الأوروبي\tEuropean Union\n"
                                "org:un\torganization\tالأمم المتحدة\tUnited Nations\t\tUN\n"
                                "org:nato\torganization\tحلف شمال الأطلسي\tNATO\n"
                                "org:hezbollah\torganization\tحزب الله\tHezbollah\n"
                                "org:committee\torganization\tاللجنة الأولمبية\tOlympic Committee\n"
                                "person:netanyahu\tperson\tنتنياهو\tNetanyahu\n"
                                "person:boehler\tperson\tبوهلر\tBoehler\n"
                                "person:biden\tperson\tبايدن\tBiden\n"
                                "person:walid\tperson\tوليد\tWalid\n"
                                "person:wisam\tperson\tوسام\tWisam\n"
                                "person:sam\tperson\tسام\tSam\n"
                                "person:badr\tperson\tبدر\tBadr\n"
                                "person:durr\tperson\tدر\tDurr\n";

struct particle {
    const char *reason;
    const char *text, *shown;
};

static const struct particle single[] = {
    {"no particle, no prefix", "لبنان", "لبنان=iso:LB"},
    {"و is and", "وحماس", "و+حماس=org:hamas"},
    {"ف is so", "فحماس", "ف+حماس=org:hamas"},
    {"ب is in", "بحماس", "ب+حماس=org:hamas"},
    {"ل is to", "لحماس", "ل+حماس=org:hamas"},
    {"ك is like", "كحماس", "ك+حماس=org:hamas"},
    {"س is will", "سحماس", "س+حماس=org:hamas"},
    {"a particle before the article leaves the article whole", "بالقاهرة", "ب+القاهرة=iso:EG-C"},
    {"و before the article", "والقاهرة", "و+القاهرة=iso:EG-C"},
    {"ك before the article", "كالقاهرة", "ك+القاهرة=iso:EG-C"},
    {"a particle stands before the first word of a longer name", "بالولايات المتحدة", "ب+الولايات المتحدة=iso:US"},
    {"the letter behind the particle may be the same letter", "لليبيا", "ل+ليبيا=iso:LY"},
    {"a particle before a hamza", "لألمانيا", "ل+ألمانيا=iso:DE"},
};

static const struct particle stacked[] = {
    {"and to", "ولنتنياهو", "ول+نتنياهو=person:netanyahu"},
    {"and in", "وبحماس", "وب+حماس=org:hamas"},
    {"and like", "وكحماس", "وك+حماس=org:hamas"},
    {"and will", "وسحماس", "وس+حماس=org:hamas"},
    {"so to", "فلنتنياهو", "فل+نتنياهو=person:netanyahu"},
    {"so in", "فبحماس", "فب+حماس=org:hamas"},
    {"so like", "فكحماس", "فك+حماس=org:hamas"},
    {"so will", "فسحماس", "فس+حماس=org:hamas"},
    {"and in the", "وبالقاهرة", "وب+القاهرة=iso:EG-C"},
    {"so in the", "فبالقاهرة", "فب+القاهرة=iso:EG-C"},
    {"and like the", "وكالقاهرة", "وك+القاهرة=iso:EG-C"},
    {"and to, name begins with lam", "وللبنان", "ول+لبنان=iso:LB"},
    {"so to, name begins with lam", "فللبنان", "فل+لبنان=iso:LB"},
    {"and to a name that begins with waw", "ولواشنطن", "ول+واشنطن=place:washington"},
};

static const struct particle article[] = {
    {"ل before ال writes لل", "للقاهرة", "ل+لقاهرة=iso:EG-C"},
    {"ل before ال in a name of two words", "للولايات المتحدة", "ل+لولايات المتحدة=iso:US"},
    {"and before it", "وللولايات المتحدة", "ول+لولايات المتحدة=iso:US"},
    {"so before it", "فللولايات المتحدة", "فل+لولايات المتحدة=iso:US"},
    {"so to the", "فللقاهرة", "فل+لقاهرة=iso:EG-C"},
    {"ل before ال before a hamza", "للأردن", "ل+لأردن=iso:JO"},
    {"ل before ال before a plain alef", "للاتحاد الأوروبي", "ل+لاتحاد الأوروبي=org:eu"},
    {"ل before ال before lam: three lams are written as two", "للاذقية", "ل+لاذقية=place:latakia"},
    {"and before those", "وللاذقية", "ول+لاذقية=place:latakia"},
    {"ل before ال before lam in a name of two words", "للجنة الأولمبية", "ل+لجنة الأولمبية=org:committee"},
    {"a name that begins with lam is not taken for the article", "للبنان", "ل+لبنان=iso:LB"},
    {"a name that begins with lam and no article", "للندن", "ل+لندن=place:london"},
    {"the article is not dropped without ل", "لضفة الغربية", ""},
    {"the article is not doubled", "لالقاهرة", "ل+القاهرة=iso:EG-C"},
};

static const struct particle own[] = {
    {"a name's own ب stays", "بوهلر", "بوهلر=person:boehler"},
    {"a name's own و stays", "واشنطن", "واشنطن=place:washington"},
    {"another own ب", "بايدن", "بايدن=person:biden"},
    {"a name's own ف stays", "فرنسا", "فرنسا=iso:FR"},
    {"a name's own ل stays", "لبنان", "لبنان=iso:LB"},
    {"a name's own ك stays", "كندا", "كندا=iso:CA"},
    {"a name's own س stays", "سوريا", "سوريا=iso:SY"},
    {"ولي- is no particle pair", "وليد", "وليد=person:walid"},
    {"في- is no particle pair", "فيينا", "فيينا=place:vienna"},
    {"با- is no particle", "باريس", "باريس=place:paris"},
    {"بي- is no particle", "بيروت", "بيروت=place:beirut"},
    {"كا- is no particle", "كابول", "كابول=place:kabul"},
    {"سي- is no particle", "سيول", "سيول=place:seoul"},
    {"a particle before a name's own ب", "ببيروت", "ب+بيروت=place:beirut"},
    {"two particles before a name's own ب", "وببيروت", "وب+بيروت=place:beirut"},
    {"و before a name's own و", "ووليد", "و+وليد=person:walid"},
    {"و before a name's own و, again", "وواشنطن", "و+واشنطن=place:washington"},
    {"ف before a name's own ف", "ففرنسا", "ف+فرنسا=iso:FR"},
    {"ك before a name's own ك", "ككندا", "ك+كندا=iso:CA"},
    {"و before a name's own ب", "وبوهلر", "و+بوهلر=person:boehler"},
    {"ل before a name's own ب", "لبايدن", "ل+بايدن=person:biden"},
    {"ب before a name's own ف", "بفرنسا", "ب+فرنسا=iso:FR"},
    {"ف before a name's own ل", "فلبنان", "ف+لبنان=iso:LB"},
    {"ك before a name's own ل", "كلبنان", "ك+لبنان=iso:LB"},
    {"س before a name's own و", "سوليد", "س+وليد=person:walid"},
    {"the unsplit name wins over the split one", "وسام", "وسام=person:wisam"},
    {"the unsplit name wins over the split one behind a particle too", "لوسام", "ل+وسام=person:wisam"},
    {"a short unsplit name wins over a split one", "بدر", "بدر=person:badr"},
};

static const struct particle none[] = {
    {"in and and: particles stack in one order only", "بولبنان", ""},
    {"ب and ل do not stack", "بللبنان", ""},
    {"three conjunctions do not stack", "وفولبنان", ""},
    {"the question particle is none of ours", "ألبنان", ""},
    {"a particle behind the name is none", "لبنانك", ""},
    {"a nationality is another word", "لبناني واللبنانية", ""},
    {"the second word of a name takes no particle", "الولايات بالمتحدة", ""},
    {"the second word of a name takes no و", "حزب والله", ""},
    {"a particle alone is no name", "و ب ل", ""},
    {"a name inside a longer word is none", "اللبنان", ""},
};

static const struct particle written[] = {
    {"vowels on particle and name", "وَلُبْنَان", "وَ+لُبْنَان=iso:LB"},
    {"tatweel behind the particle belongs to the prefix", "لـلبنان", "لـ+لبنان=iso:LB"},
    {"tatweel inside lam and article", "لــلقاهرة", "لــ+لقاهرة=iso:EG-C"},
    {"a particle that stands apart is no prefix", "لـ «حماس»", "حماس=org:hamas"},
    {"a particle before a quotation mark is no prefix", "بـ\"القاهرة\"", "القاهرة=iso:EG-C"},
    {"folded spelling behind a particle", "بالقاهره", "ب+القاهره=iso:EG-C"},
    {"Persian kaf as particle", "کحماس", "ک+حماس=org:hamas"},
    {"the presentation form ﻟ as particle", "ﻟﺤﻤﺎﺱ", "ﻟ+ﺤﻤﺎﺱ=org:hamas"},
    {"a particle before Latin capitals", "وNATO", "و+NATO=org:nato"},
    {"a particle with tatweel before Latin capitals", "لـUN", "لـ+UN=org:un"},
    {"a particle before a Latin name", "بـParis", "بـ+Paris=place:paris"},
    {"a Latin word glued to an Arabic one is a word of its own", "كتابParis", "Paris=place:paris"},
    {"a particle before Latin small letters that are no acronym", "وnato", ""},
    {"each name of a list has its own و", "فرنسا وكندا ولبنان", "فرنسا=iso:FR; و+كندا=iso:CA; و+لبنان=iso:LB"},
    {"ل before each name of a list", "للقاهرة ولبيروت وللأمم المتحدة",
     "ل+لقاهرة=iso:EG-C; ول+بيروت=place:beirut; ول+لأمم المتحدة=org:un"},
};

static void prefixes(void **state)
{
    ROW(struct particle, row, state);
    assert_string_equal(fixture_tag(&f, row->text), row->shown);
}

/* The same inside a sentence: other words on both sides, offsets no longer 0. */
static void prefixes_in_a_sentence(void **state)
{
    ROW(struct particle, row, state);
    struct strbuf text;
    strbuf_init(&text, 4096);
    strbuf_printf(&text, "غادر الوفد صباحا، %s، ثم عاد مساء.", row->text);
    assert_string_equal(fixture_tag(&f, text.data), row->shown);
    strbuf_release(&text);
}

#define BOTH(group, table)                                                                                             \
    (RUN_ROWS(group, table, prefixes) + RUN_ROWS(group ", in a sentence", table, prefixes_in_a_sentence))

int main(void)
{
    fixture_open(&f, rows);
    int failed = BOTH("one particle", single) + BOTH("stacked particles", stacked) +
                 BOTH("lam and the article", article) + BOTH("letters of the name", own) +
                 BOTH("what is no particle", none) + BOTH("ways of writing", written);
    fixture_close(&f);
    return failed;
}
