#include "service/post/transfer.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

static bool add_header(struct transfers *transfers, const char *line)
{
    struct curl_slist *longer = curl_slist_append(transfers->headers, line);
    if (longer)
        transfers->headers = longer;
    return longer != NULL;
}

enum status transfers_init(struct transfers *transfers, const char *url, const char *key, const char *authorities,
                           struct error *error)
{
    char authorization[TRANSFER_ADDRESS];
    size_t length = strlen(url);
    *transfers = (struct transfers){.authorities = authorities};
    while (length && url[length - 1] == '/')
        length--;
    int written = snprintf(transfers->address, sizeof transfers->address, "%.*s/v1/articles", (int)length, url);
    int header = snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", key ? key : "");
    if (written >= (int)sizeof transfers->address || header >= (int)sizeof authorization)
        return error_set(error, STATUS_INVALID_INPUT, "the address or the key is too long");
    bool sound = curl_global_init(CURL_GLOBAL_DEFAULT) == 0 && (transfers->multi = curl_multi_init()) &&
                 add_header(transfers, "Content-Type: application/x-ndjson") &&
                 add_header(transfers, "Prefer: return=minimal") && add_header(transfers, "Expect:") &&
                 (!key || add_header(transfers, authorization));
    return sound ? STATUS_OK : error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
}

static size_t take(char *bytes, size_t size, size_t count, void *cls)
{
    struct parcel *parcel = cls;
    long http = 0;
    curl_easy_getinfo(parcel->transfer, CURLINFO_RESPONSE_CODE, &http);
    parcel_take_answer(parcel, http, bytes, size * count);
    return size * count;
}

static void set_options(const struct transfers *transfers, CURL *easy, struct parcel *parcel)
{
    curl_easy_setopt(easy, CURLOPT_URL, transfers->address);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfers->headers);
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, parcel->body.data);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)parcel->body.length);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, parcel);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, parcel);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)TRANSFER_CONNECT_S);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)TRANSFER_SILENCE_S);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "alam-post");
    if (transfers->authorities)
        curl_easy_setopt(easy, CURLOPT_CAINFO, transfers->authorities);
}

bool transfer_begin(struct transfers *transfers, struct parcel *parcel)
{
    CURL *easy = curl_easy_init();
    if (!easy)
        return false;
    parcel_begin(parcel);
    parcel->transfer = easy;
    set_options(transfers, easy, parcel);
    if (curl_multi_add_handle(transfers->multi, easy) == CURLM_OK) {
        transfers->flying++;
        return true;
    }
    curl_easy_cleanup(easy);
    return false;
}

/* A parcel whose transfer has ended; NULL: there is none. */
static struct parcel *ended(struct transfers *transfers)
{
    struct parcel *parcel = NULL;
    for (CURLMsg *message; !parcel && (message = curl_multi_info_read(transfers->multi, &(int){0}));) {
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode code = message->data.result;
        CURL *easy = message->easy_handle;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&parcel);
        curl_multi_remove_handle(transfers->multi, easy);
        curl_easy_cleanup(easy);
        parcel->transfer = NULL;
        transfers->flying--;
        parcel_end(parcel, code == CURLE_OK ? NULL : curl_easy_strerror(code));
    }
    return parcel;
}

struct parcel *transfers_next(struct transfers *transfers, int wait_ms)
{
    int running;
    curl_multi_perform(transfers->multi, &running);
    struct parcel *parcel = ended(transfers);
    if (parcel)
        return parcel;
    curl_multi_poll(transfers->multi, NULL, 0, wait_ms, NULL);
    curl_multi_perform(transfers->multi, &running);
    return ended(transfers);
}

/* The parcels that are still flying are the caller's, which has no more use for them. */
void transfers_release(struct transfers *transfers)
{
    curl_slist_free_all(transfers->headers);
    curl_multi_cleanup(transfers->multi);
    curl_global_cleanup();
}
