/* newsroom.h - the newsroom page: the files of page/, which the build links into the binary.
 *
 * GET / answers page/index.html to browsers; in it, {base} stands for ALAM_BASE_PATH and {assets} for the address of the
 * other files, "/page/VERSION/", where VERSION is made from their contents. So each of them is cached for ever, and a new
 * binary brings new addresses. Threads: pure functions over constant data.
 */
#ifndef ALAM_HANDLERS_NEWSROOM_H
#define ALAM_HANDLERS_NEWSROOM_H

#include "service/route/request.h"

/* Answers the page itself, with a policy that lets it load its own files and speak with this service, and nothing else. */
enum status newsroom_answer(struct request *request);

#endif
