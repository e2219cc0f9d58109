/* GET /v1/gazetteer: what the gazetteer in use is made of. */
#include "handlers/handlers.h"
#include "handlers/output/member_json.h"

/* The works of others that the gazetteer image is built from, named because their licences ask for it; NOTICE has the
 * licences' texts. */
static const struct {
    const char *work, *licence, *url;
} attributions[] = {
    {"GeoNames", "CC BY 4.0", "https://www.geonames.org"},
    {"Unicode CLDR", "Unicode-DFS-2016", "https://cldr.unicode.org"},
    {"iso-codes", "LGPL-2.1-or-later", "https://salsa.debian.org/iso-codes-team/iso-codes"},
    {"Ayaspell (Debian hunspell-ar)", "MPL-1.1", "http://ayaspell.sourceforge.net"},
    {"SCOWL (Debian wamerican)", "SCOWL", "http://wordlist.aspell.net"},
    {"Faker (Debian php-faker)", "MIT", "https://fakerphp.github.io"},
};

enum status gazetteer_prepare(struct request *request)
{
    const struct gazetteer *gazetteer = request_gazetteer(request);
    struct json json;
    enum status status = request_allow_parameters(request, NULL);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    member_text(&json, "version", gazetteer_version(gazetteer));
    member_count(&json, "entities", (int64_t)gazetteer_entity_count(gazetteer));
    member_count(&json, "names", (int64_t)gazetteer_name_count(gazetteer));
    jsonw_key(&json, "attributions");
    jsonw_array(&json);
    for (size_t i = 0; i < sizeof attributions / sizeof *attributions; i++) {
        jsonw_object(&json);
        member_text(&json, "work", attributions[i].work);
        member_text(&json, "licence", attributions[i].licence);
        member_text(&json, "url", attributions[i].url);
        jsonw_end(&json);
    }
    jsonw_end(&json);
    jsonw_end(&json);
    return STATUS_OK;
}
