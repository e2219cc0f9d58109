#include "service/base/uuid.h"

#include <string.h>
#include <sys/random.h>
#include <sys/types.h>

static bool is_dash(int at)
{
    return at == 8 || at == 13 || at == 18 || at == 23;
}

void uuid_format(const unsigned char bytes[UUID_BYTES], unsigned version, char ret_text[UUID_LENGTH + 1])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0, at = 0; i < UUID_BYTES; i++) {
        unsigned byte = bytes[i];
        if (i == 6)
            byte = (byte & 0x0F) | version << 4;
        if (i == 8)
            byte = (byte & 0x3F) | 0x80;
        if (is_dash(at))
            ret_text[at++] = '-';
        ret_text[at++] = digits[byte >> 4];
        ret_text[at++] = digits[byte & 15];
    }
    ret_text[UUID_LENGTH] = '\0';
}

bool uuid_make_random(char ret_text[UUID_LENGTH + 1])
{
    unsigned char bytes[UUID_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return false;
    uuid_format(bytes, 4, ret_text);
    return true;
}

bool uuid_parse(const char *text, char ret_text[UUID_LENGTH + 1])
{
    if (strlen(text) != UUID_LENGTH)
        return false;
    for (int i = 0; i < UUID_LENGTH; i++) {
        char c = text[i] >= 'A' && text[i] <= 'F' ? (char)(text[i] | 0x20) : text[i];
        if (is_dash(i) ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        ret_text[i] = c;
    }
    ret_text[UUID_LENGTH] = '\0';
    return true;
}
