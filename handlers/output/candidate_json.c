#include "handlers/output/candidate_json.h"

#include "handlers/output/member_json.h"

enum { AROUND = 120 /* bytes */ };

struct text candidate_field(const struct candidate_article *article, const struct mention *mention)
{
    return mention->field == FIELD_TITLE ? text_of(article->title) : article->text;
}

static bool is_blank(char c)
{
    return (unsigned char)c <= ' ';
}

struct text candidate_before(struct text field, const struct mention *mention)
{
    size_t end = mention->start_byte, start = end > AROUND ? end - AROUND : 0;
    while (start > 0 && start < end && !is_blank(field.bytes[start]))
        start++;
    return (struct text){field.bytes + start, end - start};
}

struct text candidate_behind(struct text field, const struct mention *mention)
{
    size_t start = mention->end_byte, end = field.length - start > AROUND ? start + AROUND : field.length;
    while (end < field.length && end > start && !is_blank(field.bytes[end]))
        end--;
    return (struct text){field.bytes + start, end - start};
}

static void member_stretch(struct json *json, const char *key, struct text text)
{
    jsonw_key(json, key);
    jsonw_stringn(json, text.bytes, text.length);
}

static void write_context(struct json *json, const struct candidate_article *article)
{
    const struct mention *mention = &article->entity.mentions[0];
    struct text field = candidate_field(article, mention);
    jsonw_object(json);
    member_text(json, "article", article->id);
    member_time(json, "dated_at", article->dated_at);
    member_text(json, "field", text_field_name(mention->field));
    member_stretch(json, "before", candidate_before(field, mention));
    member_stretch(json, "text",
                   (struct text){field.bytes + mention->start_byte, mention->end_byte - mention->start_byte});
    member_stretch(json, "after", candidate_behind(field, mention));
    jsonw_end(json);
}

void candidate_json_contexts(struct json *json, const struct candidate_facts *facts)
{
    size_t written = 0;
    jsonw_key(json, "contexts");
    jsonw_array(json);
    for (size_t i = 0; i < facts->article_count && written < CANDIDATE_CONTEXTS; i++) {
        if (facts->articles[i].entity.mention_count == 0)
            continue;
        write_context(json, &facts->articles[i]);
        written++;
    }
    jsonw_end(json);
}
