#include "nlp/image/subtype.h"

#include <string.h>

/* News names countries and capitals most, and villages and quarters of a town seldom. */
static const struct subtype rows[] = {
    {"athlete", PRIOR_DEFAULT, SUBTYPE_SPORT},
    {"capital", 220, 0},
    {"club", PRIOR_DEFAULT, SUBTYPE_SPORT | SUBTYPE_CLUB | SUBTYPE_SAID},
    {"coach", PRIOR_DEFAULT, SUBTYPE_SPORT},
    {"continent", 220, 0},
    {"country", 250, 0},
    {"federation", PRIOR_DEFAULT, SUBTYPE_SPORT},
    {"footballer", PRIOR_DEFAULT, SUBTYPE_SPORT},
    {"head-of-government", 150, 0},
    {"head-of-state", 160, 0},
    {"historical", 90, 0},
    {"league", PRIOR_DEFAULT, SUBTYPE_SPORT},
    {"media", PRIOR_DEFAULT, SUBTYPE_MEDIA | SUBTYPE_SAID},
    {"national-team", PRIOR_DEFAULT, SUBTYPE_SPORT},
    {"neighbourhood", 70, 0},
    {"news-agency", PRIOR_DEFAULT, SUBTYPE_MEDIA | SUBTYPE_SAID},
    {"platform", PRIOR_DEFAULT, SUBTYPE_SAID},
    {"region", 160, 0},
    {"sports-body", PRIOR_DEFAULT, SUBTYPE_SPORT},
    {"sports-official", PRIOR_DEFAULT, SUBTYPE_SPORT},
    {"team", PRIOR_DEFAULT, SUBTYPE_SPORT | SUBTYPE_SAID},
    {"town", 90, 0},
    {"village", 60, 0},
};

struct subtype subtype_find(const char *name)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i];
    return (struct subtype){name, PRIOR_DEFAULT, 0};
}
