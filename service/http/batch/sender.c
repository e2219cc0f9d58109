#include "service/http/batch/sender.h"

#include <stdlib.h>

enum { PIECE = 64 * 1024 };

/* The oldest bytes that may be sent; waits for them. 0: the answer is complete; -1: it cannot be completed. */
static ssize_t take(struct sender *sender, char *buffer, bool *ret_roomy)
{
    ssize_t taken = 0;
    wake_lock(&sender->wake);
    while (!sender->ended && (!sender->begun || spool_is_empty(&sender->spool)))
        wake_wait(&sender->wake);
    if (!sender->ended || sender->complete)
        taken = spool_take(&sender->spool, buffer, PIECE);
    bool unable = sender->ended && !sender->complete;
    *ret_roomy = sender->refused && spool_is_empty(&sender->spool);
    sender->refused &= !*ret_roomy;
    if (!sender->socket.begun && sender->ended && !sender->socket.chunked)
        batch_socket_know_length(&sender->socket, sender->put);
    wake_unlock(&sender->wake);
    return unable ? -1 : taken;
}

static bool send_all(struct sender *sender)
{
    char *buffer = malloc(PIECE);
    ssize_t taken;
    bool sent = buffer != NULL, roomy;
    while (sent && (taken = take(sender, buffer, &roomy)) != 0) {
        sent = taken > 0 && batch_socket_write(&sender->socket, buffer, (size_t)taken, sender->patience_ms);
        if (roomy)
            sender->changed(sender->owner);
    }
    free(buffer);
    return sent && batch_socket_end(&sender->socket, sender->patience_ms);
}

static void *run(void *cls)
{
    struct sender *sender = cls;
    if (send_all(sender))
        return NULL;
    batch_socket_break(&sender->socket);
    wake_lock(&sender->wake);
    sender->gone = true;
    wake_unlock(&sender->wake);
    sender->changed(sender->owner);
    return NULL;
}

bool sender_start(struct sender *sender, const struct batch_input *input, void (*changed)(void *owner), void *owner)
{
    const struct config *config = input->app->config;
    *sender = (struct sender){.patience_ms = config->request_timeout_ms, .changed = changed, .owner = owner};
    wake_init(&sender->wake);
    spool_init(&sender->spool, config->spool_directory, config->batch_spool);
    sender->started = batch_socket_open(&sender->socket, input->fd, input->tls, input->head, input->chunked) &&
                      pthread_create(&sender->thread, NULL, run, sender) == 0;
    return sender->started;
}

void sender_release(struct sender *sender)
{
    batch_socket_close(&sender->socket);
    spool_release(&sender->spool);
    wake_release(&sender->wake);
}

bool sender_put(struct sender *sender, const char *bytes, size_t length)
{
    wake_lock(&sender->wake);
    bool taken = sender->gone || spool_put(&sender->spool, bytes, length);
    sender->refused = !taken;
    sender->begun |= !taken;
    sender->put += taken ? length : 0;
    wake_one(&sender->wake);
    wake_unlock(&sender->wake);
    return taken;
}

void sender_begin(struct sender *sender)
{
    wake_lock(&sender->wake);
    sender->begun = true;
    wake_one(&sender->wake);
    wake_unlock(&sender->wake);
}

bool sender_has_begun(struct sender *sender)
{
    wake_lock(&sender->wake);
    bool begun = sender->begun;
    wake_unlock(&sender->wake);
    return begun;
}

bool sender_is_gone(struct sender *sender)
{
    wake_lock(&sender->wake);
    bool gone = sender->gone;
    wake_unlock(&sender->wake);
    return gone;
}

bool sender_end(struct sender *sender, bool complete)
{
    wake_lock(&sender->wake);
    sender->ended = sender->begun = true;
    sender->complete = complete;
    wake_one(&sender->wake);
    wake_unlock(&sender->wake);
    if (sender->started)
        pthread_join(sender->thread, NULL);
    return !sender->gone;
}

void sender_heard(struct sender *sender)
{
    batch_socket_heard(&sender->socket);
}

size_t sender_abandon(struct sender *sender)
{
    return batch_socket_abandon(&sender->socket);
}

int sender_fault(struct sender *sender)
{
    wake_lock(&sender->wake);
    int fault = sender->spool.fault;
    wake_unlock(&sender->wake);
    return fault;
}
