/* version.h - the version of alam: the one place in the code. handlers/openapi.json and CHANGELOG.md hold it as well, and
 * tests/version.sh compares them.
 *
 * Constants alone.
 */
#ifndef ALAM_BASE_VERSION_H
#define ALAM_BASE_VERSION_H

/* Semantic Versioning 2.0.0: MAJOR.MINOR.PATCH */
#define ALAM_VERSION "0.2.0"

#endif
