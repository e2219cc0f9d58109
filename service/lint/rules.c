#include "service/lint/rules.h"

static const struct rule {
    enum check_severity severity;
    const char *slug, *text;
} rules[] = {
#define X(name, severity, slug, text) {severity, slug, text},
    CHECK_RULES(X)
#undef X
};

enum check_severity check_severity_of(enum check_rule rule)
{
    return rules[rule].severity;
}

const char *check_rule_name(enum check_rule rule)
{
    return rules[rule].slug;
}

const char *check_rule_text(enum check_rule rule)
{
    return rules[rule].text;
}
