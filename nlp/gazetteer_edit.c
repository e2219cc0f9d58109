#include "nlp/gazetteer_edit.h"

#include "nlp/edit/editor.h"
#include "nlp/gazetteer_state.h"

#include <stdlib.h>

struct gazetteer_editor {
    const struct gazetteer *base;
    struct editor *editor;
};

struct gazetteer_editor *gazetteer_editor_new(const struct gazetteer *base)
{
    struct gazetteer_editor *editor = calloc(1, sizeof *editor);
    if (editor)
        *editor = (struct gazetteer_editor){base, editor_new(&base->image)};
    if (editor && editor->editor)
        return editor;
    free(editor);
    return NULL;
}

void gazetteer_editor_free(struct gazetteer_editor *editor)
{
    if (editor)
        editor_free(editor->editor);
    free(editor);
}

enum status gazetteer_editor_put(struct gazetteer_editor *editor, const char *id, enum entity_type type,
                                 struct text rows, struct error *error)
{
    return editor_put(editor->editor, id, type, rows, error);
}

enum status gazetteer_editor_restore(struct gazetteer_editor *editor, const char *id, struct error *error)
{
    return editor_restore(editor->editor, id, error);
}

enum status gazetteer_editor_remove(struct gazetteer_editor *editor, const char *id, struct error *error)
{
    return editor_remove(editor->editor, id, error);
}

bool gazetteer_editor_is_worn(const struct gazetteer_editor *editor)
{
    return editor_is_worn(editor->editor);
}

/* The memos of scores hold what follows from the grammar and the model, which no edit changes, so all views share them. What
 * look-ups find out about words does change. */
enum status gazetteer_editor_view(struct gazetteer_editor *editor, const char *version, struct gazetteer **ret_view,
                                  struct error *error)
{
    struct gazetteer *view = malloc(sizeof *view);
    struct word_memo *memo = word_memo_new();
    if (!view || !memo) {
        free(view);
        word_memo_free(memo);
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for another view of the gazetteer");
    }
    *view = *editor->base;
    view->mapping = (struct image_mapping){0};
    view->word_memo = memo;
    view->base = editor->base;
    enum status status = snapshot_make(&view->snapshot, &editor->editor->edited, version, error);
    if (status != STATUS_OK) {
        free(view);
        word_memo_free(memo);
        return status;
    }
    view->image = view->snapshot.image;
    *ret_view = view;
    return STATUS_OK;
}

struct text gazetteer_rows(const struct gazetteer *base, size_t index)
{
    return image_rows(&base->image, (uint32_t)index);
}
