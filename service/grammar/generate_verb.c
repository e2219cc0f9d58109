/* alam grammar generate: prints the sentences that a fit would generate. */
#include "service/app/usage.h"
#include "service/base/json.h"
#include "service/base/strbuf.h"
#include "service/grammar/patterns.h"
#include "service/grammar/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAXIMUM = 1 << 20 };

static const char usage[] =
    "usage: alam grammar generate DIRECTORY [arabic|latin] [SEED]\n"
    "Prints the labelled sentences that `alam grammar fit --sentences DIRECTORY` would fit to, one JSON object a "
    "line:\n"
    "{\"text\", \"entities\": [{\"start\", \"end\", \"type\"}], \"other\": [[start, end]]}, offsets in code points.\n";

static void write_entities(struct json *json, const struct generated *sentence)
{
    jsonw_key(json, "entities");
    jsonw_array(json);
    for (size_t i = 0; i < sentence->span_count; i++) {
        if (sentence->spans[i].other)
            continue;
        jsonw_object(json);
        jsonw_key(json, "start");
        jsonw_integer(json, sentence->spans[i].start);
        jsonw_key(json, "end");
        jsonw_integer(json, sentence->spans[i].end);
        jsonw_key(json, "type");
        jsonw_string(json, entity_type_name(sentence->spans[i].type));
        jsonw_end(json);
    }
    jsonw_end(json);
}

static void write_others(struct json *json, const struct generated *sentence)
{
    jsonw_key(json, "other");
    jsonw_array(json);
    for (size_t i = 0; i < sentence->span_count; i++) {
        if (!sentence->spans[i].other)
            continue;
        jsonw_array(json);
        jsonw_integer(json, sentence->spans[i].start);
        jsonw_integer(json, sentence->spans[i].end);
        jsonw_end(json);
    }
    jsonw_end(json);
}

static bool print_sentence(const struct generated *sentence, struct strbuf *out)
{
    struct json json;
    strbuf_clear(out);
    jsonw_init(&json, out);
    jsonw_object(&json);
    jsonw_key(&json, "text");
    jsonw_stringn(&json, sentence->text.bytes, sentence->text.length);
    write_entities(&json, sentence);
    write_others(&json, sentence);
    jsonw_end(&json);
    strbuf_putc(out, '\n');
    return strbuf_ok(out) && fwrite(out->data, 1, out->length, stdout) == out->length;
}

int grammar_verb_generate(int argc, char **argv)
{
    bool latin = argc > 2 && strcmp(argv[2], "latin") == 0, help = argc > 1 && usage_is_help(argv[1]);
    if (help || argc < 2 || argc > 4 || (argc > 2 && !latin && strcmp(argv[2], "arabic") != 0)) {
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    struct error error = {"out of memory"};
    struct generated sentence;
    struct strbuf out;
    struct generator *generator = generator_new(argc > 3 ? strtoull(argv[3], NULL, 10) : 1);
    enum status status = STATUS_OUT_OF_MEMORY;
    strbuf_init(&out, LINE_MAXIMUM);
    if (generator)
        status = patterns_read(generator, argv[1], latin ? SCRIPT_LATIN : SCRIPT_ARABIC, &error);
    while (status == STATUS_OK && generator_next(generator, &sentence))
        if (!print_sentence(&sentence, &out))
            status = error_set(&error, STATUS_IO, "writing failed");
    if (status == STATUS_OK && fflush(stdout) != 0)
        status = error_set(&error, STATUS_IO, "writing failed");
    if (status != STATUS_OK)
        fprintf(stderr, "alam grammar generate: %s\n", error.detail);
    generator_free(generator);
    strbuf_release(&out);
    return status != STATUS_OK;
}
