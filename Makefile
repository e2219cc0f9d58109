# alam: build, run, test. `make help` lists the targets.
SHELL := /bin/bash
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := all

BUILD := build
GEN := $(BUILD)/gen
PKGS := libmicrohttpd libcurl libpq nettle gnutls libxml-2.0 libzstd zlib
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(if $(CI),-Werror)
STD = -std=c17 -D_GNU_SOURCE -I. $(shell pkg-config --cflags $(PKGS)) -MMD -MP
# A flag, or nothing where the compiler or its processor does not know it.
accepted = $(shell echo | $(CC) -Werror -O2 $(1) -include stdlib.h -x c -c - -o /dev/null 2>/dev/null && echo '$(1)')
HARDEN := -fstack-protector-strong -fPIE $(call accepted,-fstack-clash-protection) $(call accepted,-fcf-protection) \
    -U_FORTIFY_SOURCE $(or $(call accepted,-D_FORTIFY_SOURCE=3),-D_FORTIFY_SOURCE=2)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
LIBS = $(shell pkg-config --libs $(PKGS)) -lbz2 -lm
LINK_HARDEN := -pie -Wl,-z,relro,-z,now

# The C files of a folder and of all folders below it.
sources = $(sort $(shell find $(1) -name '*.c'))
BASE_SRC := $(call sources,service/base)
NLP_SRC := $(filter-out nlp/tools/%,$(call sources,nlp))
APP_SRC := $(filter-out service/main.c service/base/%,$(call sources,service)) $(call sources,handlers)
LIB_SRC := $(BASE_SRC) $(NLP_SRC) $(GEN)/fold_table.c
PARTS_SRC := $(LIB_SRC) $(APP_SRC) $(GEN)/migrations.c $(GEN)/sql.c $(GEN)/openapi.c $(GEN)/page.c
ALL_SRC := $(PARTS_SRC) service/main.c
UNIT_SRC := $(wildcard tests/unit/test_*.c)
MIGRATIONS := $(sort $(wildcard migrations/*.sql))
PAGE := $(sort $(wildcard page/*))
CURATED := $(sort $(wildcard nlp/data/*-*.tsv))
# What a newsroom adds (nlp/data/README.md): files in this folder, which git does not track, or OWN="FILE.tsv…".
OWN := $(sort $(wildcard nlp/data/own/*.tsv))
GEODATA := $(BUILD)/geodata
IMPORTED := $(BUILD)/imported/places.tsv
WORDS := $(BUILD)/imported/words.tsv
MODEL := $(sort $(wildcard nlp/data/model/*.tsv))
GAZETTEER_SRC := $(CURATED) $(OWN) $(IMPORTED) $(WORDS) $(MODEL)

objects = $(patsubst %.c,$(1)/%.o,$(patsubst $(BUILD)/%,%,$(2)))
RELEASE_OBJ := $(call objects,$(BUILD)/release,$(ALL_SRC))
TEST_OBJ := $(call objects,$(BUILD)/test,$(ALL_SRC))
TSAN_OBJ := $(call objects,$(BUILD)/tsan,$(LIB_SRC) tests/threads/threads.c)
TEST_PARTS := $(BUILD)/test/parts.a
BENCH := $(patsubst %,$(BUILD)/bench/%,generate bench_tagger bench_floor peer_hyperscan linearity)
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/test/unit/%,$(UNIT_SRC))
IMAGE := $(BUILD)/gazetteer.img
MANUAL := $(BUILD)/alam.1
COVERAGE_OBJ := $(call objects,$(BUILD)/coverage,$(ALL_SRC))
COVERAGE_PARTS := $(BUILD)/coverage/parts.a
COVERAGE_UNIT := $(patsubst tests/unit/%.c,$(BUILD)/coverage/unit/%,$(UNIT_SRC))

# Where `make install` puts things: below $(DESTDIR), for packages; the program finds its image from its own place.
PREFIX ?= /usr/local
DESTDIR ?=
INSTALLED := $(DESTDIR)$(PREFIX)

.PHONY: all
all: alam $(IMAGE) ## the service ./alam and its gazetteer image (the default)

.PHONY: help
help: ## this list
	@sed -nE 's/^([a-z_.-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 30

# ---- generated sources ----

$(GEN)/generate_fold: nlp/tools/generate_fold.c nlp/text/letters.h
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -O2 $< -lutf8proc -o $@

$(GEN)/fold_table.c: $(GEN)/generate_fold
	$< > $@

$(GEN)/migrations.c: $(MIGRATIONS) scripts/embed.sh
	@mkdir -p $(@D)
	scripts/embed.sh migration_files migration_file_count $(MIGRATIONS) > $@

$(GEN)/sql.c: $(wildcard service/store/sql/*.sql) scripts/sql.sh scripts/sql.awk
	@mkdir -p $(@D)
	scripts/sql.sh embed > $@

$(GEN)/openapi.c: handlers/openapi.json scripts/embed.sh
	@mkdir -p $(@D)
	scripts/embed.sh openapi_files openapi_file_count $< > $@

$(GEN)/page.c: $(PAGE) scripts/embed.sh
	@mkdir -p $(@D)
	@scripts/embed.sh page_files page_file_count $(PAGE) > $@
	@printf 'const char page_version[] = "%s";\n' "$$(cat $(PAGE) | sha256sum | cut -c 1-16)" >> $@

# ---- objects ----

compile = @mkdir -p $(@D) && echo "cc $<" && $(CC) $(STD) $(WARN) $(1) $(CFLAGS) -c $< -o $@

$(BUILD)/release/gen/%.o: $(GEN)/%.c
	$(call compile,-O2 -g $(HARDEN))
$(BUILD)/release/nlp/%.o: nlp/%.c
	$(call compile,-O3 -g $(HARDEN))
$(BUILD)/release/tests/bench/%.o: tests/bench/%.c
	$(call compile,-O3 -g $(HARDEN))
$(BUILD)/release/%.o: %.c
	$(call compile,-O2 -g $(HARDEN))
$(BUILD)/test/gen/%.o: $(GEN)/%.c
	$(call compile,-O1 -g)
$(BUILD)/test/%.o: %.c
	$(call compile,-O1 -g $(SANITIZE))

$(BUILD)/tsan/gen/%.o: $(GEN)/%.c
	$(call compile,-O1 -g)
$(BUILD)/tsan/%.o: %.c
	$(call compile,-O1 -g -fsanitize=thread)

# For coverage: not optimized, so that each line is counted where it stands; counters that threads may share.
COVER := -O0 -g --coverage -fprofile-update=atomic
$(BUILD)/coverage/gen/%.o: $(GEN)/%.c
	$(call compile,-O0 -g)
$(BUILD)/coverage/%.o: %.c
	$(call compile,$(COVER))

# ---- programs ----

alam: $(RELEASE_OBJ)
	@echo "ld $@" && $(CC) $(LINK_HARDEN) $^ $(LIBS) -o $@

# All but main, for unit tests of any part: each test takes what it uses.
$(TEST_PARTS): $(call objects,$(BUILD)/test,$(PARTS_SRC))
	@rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/test/alam: $(TEST_OBJ)
	@echo "ld $@" && $(CC) $(SANITIZE) $^ $(LIBS) -o $@

# Every allocation of these tests can be made to fail.
$(foreach test,build_memory no_memory,$(BUILD)/test/unit/test_$(test) $(BUILD)/coverage/unit/test_$(test)): LIBS += -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

$(BUILD)/test/unit/%: $(BUILD)/test/tests/unit/%.o $(TEST_PARTS)
	@mkdir -p $(@D)
	@echo "ld $@" && $(CC) $(SANITIZE) $^ $(LIBS) -lcmocka -o $@

$(COVERAGE_PARTS): $(call objects,$(BUILD)/coverage,$(PARTS_SRC))
	@rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/coverage/alam: $(COVERAGE_OBJ)
	@echo "ld $@" && $(CC) --coverage $^ $(LIBS) -o $@

$(BUILD)/coverage/unit/%: $(BUILD)/coverage/tests/unit/%.o $(COVERAGE_PARTS)
	@mkdir -p $(@D)
	@echo "ld $@" && $(CC) --coverage $^ $(LIBS) -lcmocka -o $@

# The places of the world, from Debian packages. Offline the build goes on with the curated sources alone, and tries again
# when they or the program change; `make geodata` tries at once.
$(IMPORTED): alam scripts/fetch-geodata.sh $(CURATED) $(OWN)
	@mkdir -p $(@D)
	@if scripts/fetch-geodata.sh $(GEODATA); then \
	    ./alam gazetteer import debian-places $(patsubst %,--known %,$(filter-out %/places-local-arab.tsv %/places-regions-iso.tsv,$(CURATED) $(OWN))) $(GEODATA) > $@; \
	else \
	    echo "warning: no places of GeoNames and CLDR in this gazetteer: curated entries only" >&2; \
	    ./alam gazetteer import tsv /dev/null > $@ 2>/dev/null; \
	fi

# Ordinary words out of Debian's spelling dictionaries: what the grammar takes for no name. After the places: one download.
$(WORDS): alam $(IMPORTED)
	@if scripts/fetch-geodata.sh $(GEODATA); then \
	    ./alam gazetteer dictionary $(GEODATA)/words-en.txt $(GEODATA)/ar.aff $(GEODATA)/ar.dic > $@; \
	else \
	    echo "warning: no dictionaries for this gazetteer: unknown names are found less surely" >&2; \
	    printf 'class\tform\n' > $@; \
	fi

.SECONDARY: $(patsubst tests/unit/%.c,$(BUILD)/coverage/tests/unit/%.o,$(UNIT_SRC))
.SECONDARY: $(BENCH:$(BUILD)/bench/%=$(BUILD)/release/tests/bench/%.o)
BENCH_LIB_OBJ := $(call objects,$(BUILD)/release,$(LIB_SRC) tests/bench/bench.c tests/bench/floor.c)
$(BUILD)/bench/%: $(BUILD)/release/tests/bench/%.o $(BENCH_LIB_OBJ)
	@mkdir -p $(@D)
	$(CC) $(LINK_HARDEN) $^ $(if $(filter peer_hyperscan,$*),-lhs) -lm -o $@

$(BUILD)/tsan/threads: $(TSAN_OBJ)
	$(CC) -fsanitize=thread $^ -lcmocka -lm -lpthread -o $@

$(IMAGE): alam $(GAZETTEER_SRC) nlp/data/VERSION
	@./alam gazetteer build -o $@ --version "$$(cat nlp/data/VERSION)" $(GAZETTEER_SRC)

$(MANUAL): docs/alam.1.in scripts/man.sh alam
	@scripts/man.sh > $@

# ---- what people call ----

geodata: ## fetches the places of GeoNames and CLDR again and rebuilds the gazetteer image
	rm -rf $(GEODATA) $(IMPORTED)
	@$(MAKE) --no-print-directory all

# Annotated articles are named by path and never copied: FIT_AR and FIT_EN list files as `alam grammar fit --help` describes them.
FIT = ./alam grammar fit --anew --folds $(or $(FOLDS),5) --sentences nlp/data $(patsubst %,--golden %,$(sort $(wildcard tests/golden/*.tsv)))
.PHONY: fit
fit: all ## fits the weights in nlp/data/model to FIT_AR="…" and FIT_EN="…", labelled articles, and rebuilds the image
	@[ -n "$(FIT_AR)$(FIT_EN)" ] || { echo "usage: make fit FIT_AR=\"FILE.jsonl…\" FIT_EN=\"FILE.jsonl…\" (alam grammar fit --help)" >&2; exit 2; }
	$(if $(FIT_AR),$(FIT) --script arabic --generated 0.6 -o nlp/data/model/weights-ar.tsv $(FIT_AR))
	$(if $(FIT_EN),$(FIT) --script latin --generated 0.3 -o nlp/data/model/weights-en.tsv $(FIT_EN))
	@$(MAKE) --no-print-directory all

.PHONY: run stop test unit bench bench-http image geodata install-build install-run install-test install-image
install-%:
	@scripts/install.sh $*

run: ## installs what is missing, builds, starts a private PostgreSQL and serves on 127.0.0.1:8080
	@scripts/install.sh run
	@$(MAKE) --no-print-directory all
	@scripts/run.sh

stop: ## ends the private PostgreSQL that `make run` started
	@scripts/database.sh stop

test: ## installs what is missing, builds with sanitizers, runs every test
	@scripts/install.sh test
	@$(MAKE) --no-print-directory all $(BUILD)/test/alam $(UNIT) $(BUILD)/tsan/threads
	@scripts/test.sh

unit: $(UNIT) ## the unit tests alone
	@scripts/test.sh unit

bench-http: alam $(IMAGE) $(BUILD)/bench/http/echo ## /v1/annotate against a bare libmicrohttpd echo of the same sizes, in turns
	@scripts/install.sh bench
	@scripts/bench-http.sh

$(BUILD)/bench/http/echo: tests/bench/http/echo.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -O2 $< $(shell pkg-config --libs libmicrohttpd) -o $@

bench-store: ## installs what is missing, measures queries over a million articles and storing beside pgbench, six minutes
	@scripts/install.sh bench
	@$(MAKE) --no-print-directory all
	@scripts/bench-store.sh

bench: ## installs what is missing, measures the engine against the floor and against its peers, two to four minutes
	@scripts/install.sh bench
	@$(MAKE) --no-print-directory $(BENCH)
	@scripts/bench.sh

image: ## the container image, with docker, podman or buildah
	@docker/build.sh

.PHONY: install uninstall coverage
install: all $(MANUAL) ## program, image, manual page and systemd unit under PREFIX (/usr/local); DESTDIR= for packages, STRIP=yes for less
	install -D -m 0755 $(if $(STRIP),--strip) alam $(INSTALLED)/bin/alam
	install -D -m 0644 $(IMAGE) $(INSTALLED)/share/alam/gazetteer.img
	install -D -m 0644 $(MANUAL) $(INSTALLED)/share/man/man1/alam.1
	install -D -m 0644 -t $(INSTALLED)/share/doc/alam LICENSE NOTICE
	install -d -m 0755 $(INSTALLED)/lib/systemd/system
	sed 's|/usr/local/bin/|$(PREFIX)/bin/|' docker/alam.service > $(INSTALLED)/lib/systemd/system/alam.service
	chmod 0644 $(INSTALLED)/lib/systemd/system/alam.service

uninstall: ## removes what `make install` put there, with the same PREFIX and DESTDIR
	rm -f $(INSTALLED)/bin/alam $(INSTALLED)/share/man/man1/alam.1 $(INSTALLED)/lib/systemd/system/alam.service
	rm -rf $(INSTALLED)/share/alam $(INSTALLED)/share/doc/alam

coverage: ## installs what is missing, runs every test in a build that counts lines: coverage/summary.txt and coverage/lines/
	@scripts/install.sh test
	@$(MAKE) --no-print-directory all $(BUILD)/coverage/alam $(COVERAGE_UNIT)
	@scripts/coverage.sh

.PHONY: format lint clean distclean compile_commands.json
compile_commands.json: $(filter $(GEN)/%,$(ALL_SRC)) ## how each C file is compiled, for clangd and clang-tidy
	@scripts/compile-commands.sh "$(CC) $(STD) $(WARN) -O2" $(ALL_SRC) $(UNIT_SRC) nlp/tools/generate_fold.c \
	    tests/threads/threads.c $(call sources,tests/bench) > $@

format: ## rewrites the C sources in the house style
	clang-format -i $$(git ls-files --cached --others --exclude-standard '*.c' '*.h')

lint: ## clang-format, clang-tidy, cppcheck, each header compiled alone, includes, shellcheck
	@scripts/install.sh lint
	@$(MAKE) --no-print-directory alam compile_commands.json
	@scripts/lint.sh

clean: ## removes what was built; what was downloaded and the database under var/ stay
	rm -rf alam $(filter-out $(GEODATA) $(BUILD)/tools,$(wildcard $(BUILD)/*))

distclean: clean ## removes what was downloaded too
	rm -rf $(BUILD)

-include $(RELEASE_OBJ:.o=.d) $(wildcard $(BUILD)/release/tests/bench/*.d) $(COVERAGE_OBJ:.o=.d) $(TEST_OBJ:.o=.d) $(TSAN_OBJ:.o=.d) $(patsubst tests/unit/%.c,$(BUILD)/test/tests/unit/%.d,$(UNIT_SRC))
