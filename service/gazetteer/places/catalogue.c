#include "service/gazetteer/places/catalogue.h"

#include "service/gazetteer/memory.h"
#include "service/gazetteer/places/cldr.h"
#include "service/gazetteer/places/mo.h"

enum { KEY_ROOM = 64 };

static void init(struct catalogue *catalogue, struct places *places)
{
    *catalogue = (struct catalogue){.places = places, .texts = {.size = sizeof(const char *)}};
    names_init(&catalogue->index);
}

static void release(struct catalogue *catalogue)
{
    names_release(&catalogue->index);
    array_release(&catalogue->texts);
}

void catalogue_pair_init(struct catalogue_pair *pair, struct places *places)
{
    init(&pair->en, places);
    init(&pair->ar, places);
}

void catalogue_pair_release(struct catalogue_pair *pair)
{
    release(&pair->en);
    release(&pair->ar);
}

static void put(struct catalogue *catalogue, struct text key, struct text text)
{
    const char *kept = arena_strndup(&catalogue->places->arena, text.bytes, text.length);
    memory_require(kept != NULL);
    names_add(&catalogue->index, key, (uint32_t)catalogue->texts.count);
    *(const char **)memory_add(&catalogue->texts) = kept;
}

const char *catalogue_get(const struct catalogue *catalogue, struct text key)
{
    const char *const *texts = catalogue->texts.items;
    uint32_t entry = names_find(&catalogue->index, key);
    return entry == NAMES_NONE ? NULL : texts[names_value(&catalogue->index, entry)];
}

static void take_message(void *context, struct text id, struct text text)
{
    put(context, id, text);
}

static void take_display_name(void *context, const char *code, const char *alt, const char *name)
{
    char key[KEY_ROOM];
    snprintf(key, sizeof key, "%s%s%s", code, *alt ? " " : "", alt);
    put(context, text_of(key), text_of(name));
}

bool catalogue_read_geonames(struct catalogue_pair *pair, const char *folder)
{
    return mo_read(places_path(pair->en.places, folder, "geonames-en.mo"), take_message, &pair->en) &&
           mo_read(places_path(pair->ar.places, folder, "geonames-ar.mo"), take_message, &pair->ar);
}

static bool read_cldr(struct catalogue *catalogue, const char *folder, const char *kind, const char *language,
                      const char *element)
{
    char file[KEY_ROOM];
    snprintf(file, sizeof file, "%s-%s.xml", kind, language);
    return cldr_read(places_path(catalogue->places, folder, file), element, take_display_name, catalogue);
}

bool catalogue_read_cldr(struct catalogue_pair *pair, const char *folder, const char *kind, const char *element)
{
    return read_cldr(&pair->en, folder, kind, "en", element) && read_cldr(&pair->ar, folder, kind, "ar", element);
}

void catalogue_display_names(const struct catalogue *catalogue, const char *code, const char **ret_main,
                             const char **more, size_t *count)
{
    static const char *const forms[] = {"%s short", "%s", "%s variant"};
    char key[KEY_ROOM];
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        snprintf(key, sizeof key, forms[i], code);
        const char *name = catalogue_get(catalogue, text_of(key));
        if (name && !*ret_main)
            *ret_main = name;
        else
            draft_add_name(more, count, name);
    }
}
