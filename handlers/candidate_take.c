#include "handlers/candidate_take.h"

#include "handlers/entry_stored.h"
#include "service/edits/entry_id.h"
#include "service/store/operations/retag_jobs.h"

#include <inttypes.h>
#include <string.h>

enum { ID_ATTEMPTS = 50 };

struct take {
    struct request *request;
    struct store_conn *conn;
    const struct candidate_taking *taking;
    struct annotated_entity head; /* the first of the candidate's entities */
    struct candidate_facts facts;
    struct edit_state state;
    struct entry_stored stored;
    int64_t number;
};

static size_t words_in(const char *name)
{
    size_t count = 0;
    struct text rest = text_of(name);
    while (rest.length)
        count += text_split(&rest, ' ').length > 0;
    return count;
}

/* Spellings in full: a surname alone is the name of others too. */
static bool is_full(const struct take *take, const char *name)
{
    return words_in(name) == words_in(take->head.name);
}

static void add_spellings(struct take *take)
{
    for (size_t i = 0; i < take->facts.name_count; i++) {
        const char *name = take->facts.names[i];
        const struct entry_alias alias = {.name = name, .arabic = entry_is_arabic(name)};
        if (is_full(take, name))
            entry_add_alias(&take->stored.entry, alias, &take->request->arena);
    }
}

/* An id that nothing has yet. */
static enum status find_id(struct take *take)
{
    struct request *request = take->request;
    const char *made = entry_make_id(&take->stored.entry, &request->arena);
    struct entry_stored other;
    if (!made) {
        request_add_error(request, "/name_en", "No id can be made from this name: give name_en.");
        return error_set(&request->error, STATUS_INVALID_INPUT, "The entry cannot be accepted; see errors.");
    }
    for (int i = 1; i < ID_ATTEMPTS; i++) {
        const char *id = i == 1 ? made : arena_printf(&request->arena, "%s-%d", made, i);
        take->state = (struct edit_state){.kind = "entry", .id = id};
        enum status status =
            id ? edits_read(take->conn, &take->state, 1, &request->arena, &request->error) : STATUS_OUT_OF_MEMORY;
        if (status != STATUS_OK)
            return status;
        if (entry_stored(request, &take->state, &other) == STATUS_NOT_FOUND) {
            take->stored.entry.id = id;
            return STATUS_OK;
        }
    }
    return error_set(&request->error, STATUS_CONFLICT, "There are too many entries of this name.");
}

static enum status make_entry(struct take *take)
{
    const struct candidate_taking *taking = take->taking;
    struct entry *entry = &take->stored.entry;
    bool arabic = entry_is_arabic(take->head.name);
    take->stored = (struct entry_stored){.standing = {.edited = true}};
    entry_init(entry, "", taking->typed ? taking->type : take->head.type);
    entry->name_ar = taking->name_ar ? taking->name_ar : arabic ? take->head.name : "";
    entry->name_en = taking->name_en ? taking->name_en : arabic ? "" : take->head.name;
    return find_id(take);
}

static enum status find_entry(struct take *take)
{
    struct request *request = take->request;
    take->state = (struct edit_state){.kind = "entry", .id = take->taking->entry};
    enum status status = edits_read(take->conn, &take->state, 1, &request->arena, &request->error);
    if (status == STATUS_OK)
        status = entry_stored(request, &take->state, &take->stored);
    return status == STATUS_OK ? entry_stored_alive(request, &take->stored, "/entry") : status;
}

static enum status ask_for_retag(struct take *take, char ret_retag[UUID_LENGTH + 1])
{
    struct request *request = take->request;
    const char *base = gazetteer_version(views_base(request->app->views));
    const char **forms = arena_array(&request->arena, take->facts.name_count + 1, sizeof *forms);
    struct retag_job job = {.filter = {.forms = forms, .entity = take->taking->ids[0]}};
    if (!forms || !uuid_make_random(job.id))
        return STATUS_INTERNAL;
    for (size_t i = 0; i < take->facts.name_count && job.filter.form_count < RETAG_FORMS; i++)
        if (is_full(take, take->facts.names[i]))
            forms[job.filter.form_count++] = take->facts.names[i];
    job.gazetteer_version = arena_printf(&request->arena, "%s+%" PRId64, base, take->number);
    job.key_id = *request->key_id ? request->key_id : NULL;
    memcpy(ret_retag, job.id, sizeof job.id);
    return retag_jobs_put(take->conn, &job, &request->arena, &request->error);
}

static enum status store(struct take *take, struct candidate_decision *decision, char ret_retag[UUID_LENGTH + 1])
{
    struct request *request = take->request;
    struct lint lint;
    enum status status = entry_stored_check(request, &take->stored, "/entry", &lint);
    take->state.after = entry_stored_state(request, &take->stored);
    decision->entry = take->stored.entry.id;
    if (status == STATUS_OK)
        status = candidates_decide(take->conn, take->taking->ids, take->taking->count, decision, &request->arena,
                                   &request->error);
    if (status == STATUS_OK && take->taking->retag)
        status = ask_for_retag(take, ret_retag);
    struct edit_change change = {.action = take->taking->entry ? "change" : "create",
                                 .reason = decision->reason,
                                 .states = &take->state,
                                 .count = 1};
    return status == STATUS_OK
               ? edits_store(take->conn, &change, 1, take->number, request->key_id, &request->arena, &request->error)
               : status;
}

enum status candidate_take(struct request *request, struct store_conn *conn, const struct candidate_taking *taking,
                           struct candidate_decision *decision, char ret_retag[UUID_LENGTH + 1])
{
    struct take take = {.request = request, .conn = conn, .taking = taking};
    *ret_retag = '\0';
    enum status status = entities_find(conn, taking->ids[0], &request->arena, &take.head, &request->error);
    if (status == STATUS_OK)
        status = candidates_facts(conn, taking->ids, taking->count, &request->arena, &take.facts, &request->error);
    if (status == STATUS_OK)
        status = edits_begin(conn, 1, &request->arena, &take.number, &request->error);
    if (status == STATUS_OK)
        status = taking->entry ? find_entry(&take) : make_entry(&take);
    if (status != STATUS_OK)
        return status;
    add_spellings(&take);
    return store(&take, decision, ret_retag);
}
