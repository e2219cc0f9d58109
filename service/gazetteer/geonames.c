#include "service/gazetteer/geonames.h"

#include <math.h>

enum { PRIOR_LEAST = 10, PRIOR_STEPS = 110 };

int geonames_prior(uint32_t population)
{
    const double smallest = log10(GEONAMES_POPULATION_MINIMUM), largest = log10(2e7);
    if (population <= GEONAMES_POPULATION_MINIMUM)
        return PRIOR_LEAST;
    double steps = (log10(population) - smallest) / (largest - smallest);
    return PRIOR_LEAST + (int)(PRIOR_STEPS * (steps > 1 ? 1 : steps));
}
