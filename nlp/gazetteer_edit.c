#include "nlp/gazetteer_edit.h"

#include "nlp/edit/editor.h"
#include "nlp/edit/redirects.h"
#include "nlp/gazetteer_state.h"

#include <stdlib.h>

struct gazetteer_editor {
    const struct gazetteer *base;
    struct editor *editor;
    struct redirects redirects;
};

struct gazetteer_editor *gazetteer_editor_new(const struct gazetteer *base)
{
    struct gazetteer_editor *editor = calloc(1, sizeof *editor);
    if (editor)
        *editor = (struct gazetteer_editor){.base = base, .editor = editor_new(&base->image)};
    if (editor && editor->editor)
        return editor;
    free(editor);
    return NULL;
}

void gazetteer_editor_free(struct gazetteer_editor *editor)
{
    if (editor) {
        editor_free(editor->editor);
        redirects_release(&editor->redirects);
    }
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

void gazetteer_editor_clear_redirects(struct gazetteer_editor *editor)
{
    redirects_clear(&editor->redirects);
}

bool gazetteer_editor_redirect(struct gazetteer_editor *editor, const char *id, const char *into)
{
    return redirects_add(&editor->redirects, id, into);
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
    if (!view)
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for another view of the gazetteer");
    *view = *editor->base;
    view->base = editor->base;
    view->mapping = (struct image_mapping){0};
    view->word_memo = word_memo_new();
    enum status status = snapshot_make(&view->snapshot, &editor->editor->edited, version, error);
    if (status == STATUS_OK) {
        view->image = view->snapshot.image;
        if (!view->word_memo || !redirects_give(&editor->redirects, &view->image, &view->redirects))
            status = error_set(error, STATUS_OUT_OF_MEMORY, "no memory for another view of the gazetteer");
    }
    if (status == STATUS_OK)
        *ret_view = view;
    else
        gazetteer_free(view);
    return status;
}

struct text gazetteer_rows(const struct gazetteer *base, size_t index)
{
    return image_rows(&base->image, (uint32_t)index);
}
