#include "nlp/lattice/weights.h"

const double weight_values[WEIGHT_COUNT] = {
#define X(name, text, value, why) value,
    WEIGHTS(X)
#undef X
};

const char *const weight_names[WEIGHT_COUNT] = {
#define X(name, text, value, why) text,
    WEIGHTS(X)
#undef X
};
