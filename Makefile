# SPDX-License-Identifier: GPL-3.0-or-later
# One non-recursive Makefile; it reads top to bottom. `make help` lists what it does.

MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:
.SECONDARY:

VERSION := 0.1.0
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
UNITDIR ?= $(PREFIX)/lib/systemd/system
DESTDIR ?=
SAN ?=
comma := ,
BUILD ?= build$(if $(SAN),-$(subst $(comma),-,$(SAN)))
PYTHON ?= /usr/bin/python3

# --- compiler -----------------------------------------------------------------------------------
CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
OPT ?= $(if $(SAN),-O1,-O2)
WARN := -Wall -Wextra -Wshadow -Wformat=2 -Wmissing-prototypes -Wstrict-prototypes \
	-Wpointer-arith -Wundef -Wvla -Wno-unused-parameter -Wno-missing-field-initializers
ifneq ($(WERROR),)
WARN += -Werror
endif
HARDEN := -fstack-protector-strong $(if $(SAN),,-D_FORTIFY_SOURCE=2) -fstack-clash-protection -fcf-protection
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer)
CFLAGS ?= -g
DEFINES := -D_GNU_SOURCE -DVET_VERSION='"$(VERSION)"' -DVET_PREFIX='"$(PREFIX)"' \
	-DVET_SYSCONFDIR='"$(SYSCONFDIR)"' $(if $(SAN),-DVET_SANITIZED=1) -I.
ALL_CFLAGS = -std=gnu11 $(OPT) $(CFLAGS) $(WARN) $(HARDEN) $(SANFLAGS) $(DEFINES) -fPIC -MMD -MP
ALL_LDFLAGS = $(LDFLAGS) $(SANFLAGS) -Wl,-z,relro,-z,now -Wl,--as-needed

PKG_CONFIG ?= pkg-config
# headers that a folder may see: lib and daemon never see a document parser
CORE_PKGS := glib-2.0 gio-unix-2.0 json-glib-1.0 yajl libpcre2-8 sqlite3 yaml-0.1 opencc
DAEMON_PKGS := libzmq libseccomp libsystemd libmagic libpng
core_cflags := $(shell $(PKG_CONFIG) --cflags $(CORE_PKGS) 2>/dev/null)
# libgettextpo has no file for pkg-config
core_libs := $(shell $(PKG_CONFIG) --libs $(CORE_PKGS) 2>/dev/null) -lgettextpo -lm
daemon_cflags := $(shell $(PKG_CONFIG) --cflags $(DAEMON_PKGS) 2>/dev/null)
daemon_libs := $(shell $(PKG_CONFIG) --libs $(DAEMON_PKGS) 2>/dev/null)
# the prompt of vetctl; nothing that is trusted or sandboxed links it
VETCTL_PKGS := readline
vetctl_cflags := $(shell $(PKG_CONFIG) --cflags $(VETCTL_PKGS) 2>/dev/null)
vetctl_libs := $(shell $(PKG_CONFIG) --libs $(VETCTL_PKGS) 2>/dev/null)

# --- sources: a new file in its folder is built without being named here --------------------------
LIB_SRC := $(sort $(wildcard lib/*.c lib/cel/*.c))
PROGRAM_MAINS := daemon/vetd.c daemon/worker.c daemon/vetctl.c
DAEMON_SRC := $(sort $(filter-out $(PROGRAM_MAINS),$(wildcard daemon/*.c)))
# the example is a template to copy: built with the tests, neither installed nor loaded
EXAMPLE_PLUGIN := example
PLUGINS := $(filter-out $(EXAMPLE_PLUGIN),$(notdir $(patsubst %/,%,$(dir $(wildcard plugins/*/plugin.mk)))))
TEST_PLUGINS := $(notdir $(basename $(wildcard tests/malice/*.c tests/misbehave/*.c)))
UNIT_SRC := $(sort $(wildcard tests/unit/test-*.c))
REPLAYS := $(patsubst tests/fuzz/fuzz-%.c,$(BUILD)/tests/fuzz/replay-%,$(sort $(wildcard tests/fuzz/fuzz-*.c)))
# a tool is a file of its own, or a folder of that name
TOOL_SRC := $(sort $(wildcard tests/tools/*.c))
TOOL_FOLDERS := $(sort $(patsubst %/,%,$(dir $(wildcard tests/tools/*/*.c))))
EXAMPLE_SRC := $(sort $(wildcard daemon/examples/*.c))

LIB := $(BUILD)/libvet.a
# the expression language alone, for others
CEL_LIB := $(BUILD)/libcel.a
DAEMON_LIB := $(BUILD)/libvetd.a
obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

PROGRAMS := $(foreach main,$(wildcard $(PROGRAM_MAINS)),$(BUILD)/$(patsubst worker,vet-worker,$(notdir $(basename $(main)))))
PLUGIN_SO := $(PLUGINS:%=$(BUILD)/plugins/%.so)
TEST_PLUGIN_SO := $(TEST_PLUGINS:%=$(BUILD)/tests/plugins/%.so) $(BUILD)/tests/plugins/$(EXAMPLE_PLUGIN).so
UNIT := $(UNIT_SRC:%.c=$(BUILD)/%)
TOOLS := $(TOOL_SRC:%.c=$(BUILD)/%) $(TOOL_FOLDERS:%=$(BUILD)/%)
EXAMPLES := $(EXAMPLE_SRC:%.c=$(BUILD)/%)
# the words of the programs in other languages: po/LANGUAGE.po
LANGUAGES := $(sort $(patsubst po/%.po,%,$(wildcard po/*.po)))
WORDS := $(LANGUAGES:%=$(BUILD)/locale/%/LC_MESSAGES/vetd.mo)

.PHONY: all
all: ## build programs, plugins and examples (the default)
all: $(PROGRAMS) $(PLUGIN_SO) $(EXAMPLES) $(WORDS) compile_commands.json

$(BUILD)/obj/daemon/%.o: EXTRA_CFLAGS = $(daemon_cflags)
$(BUILD)/obj/daemon/cel-prompt.o: EXTRA_CFLAGS = $(daemon_cflags) $(vetctl_cflags)
$(BUILD)/obj/tests/%.o: EXTRA_CFLAGS = $(daemon_cflags) $(call test_pkgs,--cflags,$(notdir $*))

# as one word of the shell
quoted = '$(subst ','\'',$(1))'
# each object leaves its compile command beside it, for compile_commands.json
$(BUILD)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@printf '{"directory": "%s", "file": "%s", "command": "%s"},\n' '$(CURDIR)' '$<' \
		$(call quoted,$(subst ",\",$(CC) $(ALL_CFLAGS) $(core_cflags) $(EXTRA_CFLAGS) -c $<)) > $(@:.o=.cmd)
	@$(CC) $(ALL_CFLAGS) $(core_cflags) $(EXTRA_CFLAGS) -c $< -o $@

# what is compiled into these: another PREFIX compiles them again
$(shell mkdir -p $(BUILD); echo '$(VERSION) $(PREFIX) $(SYSCONFDIR)' | cmp -s - $(BUILD)/settings || \
	echo '$(VERSION) $(PREFIX) $(SYSCONFDIR)' > $(BUILD)/settings)
$(call obj,$(shell grep -lE 'VET_(VERSION|PREFIX|SYSCONFDIR)' $(LIB_SRC) $(DAEMON_SRC) $(wildcard $(PROGRAM_MAINS)))): \
	$(BUILD)/settings

$(LIB): $(call obj,$(LIB_SRC))
	@echo "  AR    $@"
	@rm -f $@ && ar rcs $@ $^

$(CEL_LIB): $(call obj,$(sort $(wildcard lib/cel/*.c)))
	@echo "  AR    $@"
	@rm -f $@ && ar rcs $@ $^

$(DAEMON_LIB): $(call obj,$(DAEMON_SRC))
	@echo "  AR    $@"
	@rm -f $@ && ar rcs $@ $^

$(BUILD)/vetctl: program_libs = $(vetctl_libs)
$(BUILD)/vetd $(BUILD)/vetctl: $(BUILD)/%: $(BUILD)/obj/daemon/%.o $(DAEMON_LIB) $(LIB)
	@echo "  LD    $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $< $(DAEMON_LIB) $(LIB) $(program_libs) $(daemon_libs) $(core_libs)

# what the worker lends to the plugins it loads: named, or the linker would leave it in the archive
LENT := $(call obj,$(wildcard lib/certificate.c lib/charset.c lib/der.c lib/extract.c lib/sink.c lib/sink-*.c lib/content.c lib/limits.c lib/error.c lib/picture.c))
$(BUILD)/vet-worker: $(BUILD)/obj/daemon/worker.o $(LENT) $(DAEMON_LIB) $(LIB)
	@echo "  LD    $@"
	@$(CC) $(ALL_LDFLAGS) -rdynamic -o $@ $(filter %.o,$^) $(DAEMON_LIB) $(LIB) $(daemon_libs) $(core_libs)

$(WORDS): $(BUILD)/locale/%/LC_MESSAGES/vetd.mo: po/%.po
	@mkdir -p $(@D)
	@echo "  MO    $@"
	@msgfmt --check -o $@ $<

# --- plugins: plugins/NAME/plugin.mk sets NAME_PKGS (pkg-config names); NAME_SOURCES are files of other plugins that
# it is linked with, NAME_HEADER_PKGS packages whose headers those need and whose libraries it does not ---------------
-include $(PLUGINS:%=plugins/%/plugin.mk) plugins/$(EXAMPLE_PLUGIN)/plugin.mk
# $(1) name, $(2) folder of the shared object
define plugin_rules
$(BUILD)/obj/plugins/$(1)/%.o: EXTRA_CFLAGS = $$(shell $(PKG_CONFIG) --cflags $$($(1)_PKGS) $$($(1)_HEADER_PKGS))
$(2)/$(1).so: $$(call obj,$$(sort $$(wildcard plugins/$(1)/*.c)) $$($(1)_SOURCES))
	@mkdir -p $$(@D)
	@echo "  SO    $$@"
	@$(CC) $(ALL_LDFLAGS) -shared -Wl,--build-id=sha1 -o $$@ $$^ $$(shell $(PKG_CONFIG) --libs $$($(1)_PKGS) glib-2.0) -lm
endef
$(foreach name,$(PLUGINS),$(eval $(call plugin_rules,$(name),$(BUILD)/plugins)))
$(eval $(call plugin_rules,$(EXAMPLE_PLUGIN),$(BUILD)/tests/plugins))

$(BUILD)/tests/plugins/%.so: $(BUILD)/obj/tests/malice/%.o
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) -shared -Wl,--build-id=sha1 -o $@ $< $(core_libs)
$(BUILD)/tests/plugins/%.so: $(BUILD)/obj/tests/misbehave/%.o
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) -shared -Wl,--build-id=sha1 -o $@ $< $(core_libs)

# --- tests ----------------------------------------------------------------------------------------
# what one test needs besides: test-NAME_PKGS (pkg-config names)
test-plugin-pdf_PKGS := pangocairo cairo-pdf
test-plugin-archive-formats_PKGS := libarchive
test-plugin-ofd-package_PKGS := libzip
test-plugin-pdf-pictures_PKGS := pangocairo cairo-pdf
test-plugin-recognise_PKGS := pangocairo lept
test-plugin-image_PKGS := pangocairo lept libheif
test_pkgs = $(if $($(2)_PKGS),$(shell $(PKG_CONFIG) $(1) $($(2)_PKGS)))

# tests of plugins go through the worker
$(filter $(BUILD)/tests/unit/test-plugin-%,$(UNIT)): | $(BUILD)/vet-worker $(PLUGIN_SO)
$(UNIT): $(BUILD)/%: $(BUILD)/obj/%.o $(LENT) $(DAEMON_LIB) $(LIB)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(ALL_LDFLAGS) -rdynamic -o $@ $< $(LENT) $(DAEMON_LIB) $(LIB) \
		$(call test_pkgs,--libs,$(@F)) $(daemon_libs) $(core_libs)

$(BUILD)/tests/unit/test-reading-stored: | $(BUILD)/vet-worker $(PLUGIN_SO)

# these run the worker with plugins that misbehave
$(filter $(BUILD)/tests/unit/test-pool%,$(UNIT)): | $(BUILD)/vet-worker $(TEST_PLUGIN_SO)

tool_pkgs := pangocairo cairo-pdf libzip lept
$(BUILD)/obj/tests/tools/%.o: EXTRA_CFLAGS = $(daemon_cflags) $(shell $(PKG_CONFIG) --cflags $(tool_pkgs))
$(TOOL_SRC:%.c=$(BUILD)/%): $(BUILD)/%: $(BUILD)/obj/%.o
# draws with the pen of make-samples
$(BUILD)/tests/tools/draw-papers: $(call obj,$(addprefix tests/tools/make-samples/,archive.c docx.c jpeg.c page.c seal.c sheet.c))
$(foreach folder,$(TOOL_FOLDERS),$(eval $(BUILD)/$(folder): $$(call obj,$$(sort $$(wildcard $(folder)/*.c)))))
$(TOOLS): $(DAEMON_LIB) $(LIB)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(DAEMON_LIB) $(LIB) $(shell $(PKG_CONFIG) --libs $(tool_pkgs)) $(daemon_libs) $(core_libs)

$(EXAMPLES): $(BUILD)/%: $(BUILD)/obj/%.o
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $< $(daemon_libs) $(core_libs)

.PHONY: tests check
tests: ## build the tests and their tools as well
tests: all $(UNIT) $(REPLAYS) $(TOOLS) $(TEST_PLUGIN_SO)

# a make of its own: what pkg-config says is known only once the packages are there
check: ## install what is missing, build, run every test; last line "N passed, N failed"
	@$(MAKE) deps
	@$(MAKE) tests
	@tests/run $(BUILD)

.PHONY: soak valgrind
soak: tests ## the long form of the stress tests: 200 kills, 1000 submissions at once, the corpus
	@VET_BUILD=$(BUILD) VET_KILLS=200 VET_SUBMISSIONS=50 VET_LOAD=1000 PYTHONDONTWRITEBYTECODE=1 \
		$(PYTHON) -m pytest -q -s -p no:cacheprovider \
		tests/e2e/test_crash.py tests/e2e/test_load.py tests/e2e/test_corpus.py

# vetctl alone: the worker's children run under a sandbox that valgrind cannot keep to
valgrind: all $(BUILD)/tests/tools/make-samples ## vetctl check of one submission under valgrind
	@rm -rf $(BUILD)/valgrind-samples
	@$(BUILD)/tests/tools/make-samples --set demo --count 1 $(BUILD)/valgrind-samples
	@valgrind -q --suppressions=tests/valgrind.supp --leak-check=full --show-leak-kinds=definite \
		--errors-for-leak-kinds=definite --error-exitcode=99 --child-silent-after-fork=yes \
		$(BUILD)/vetctl check $(BUILD)/valgrind-samples/inbox/*; [ $$? -le 1 ]
	@echo "valgrind: nothing to say"

.PHONY: bench bench-cel
bench: ## measure throughput, memory, the sandbox and expressions into tests/bench/RESULTS.md
bench: tests $(BUILD)/tests/bench/poppler-peer $(BUILD)/tests/bench/sandboxed-reader
	@PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/bench/run.py $(BUILD) tests/bench/RESULTS.md
	@$(MAKE) bench-cel

bench-cel: ## expressions beside Lua and jq, a whole pack, hostile input, into tests/bench/RESULTS.md
	@$(MAKE) deps-bench
	@$(MAKE) $(BUILD)/tests/bench/cel-bench/cel-bench
	@PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/bench/cel.py $(BUILD) tests/bench/RESULTS.md

ACCURACY_SEED ?= 2026
.PHONY: accuracy
accuracy: ## invent 200 labelled submissions, screen them, print precision and recall of each rule
accuracy: all $(BUILD)/tests/tools/draw-papers
	@$(MAKE) deps-bench
	@rm -rf $(BUILD)/accuracy
	@PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/accuracy/generate.py --seed $(ACCURACY_SEED) $(BUILD) $(BUILD)/accuracy
	@PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/accuracy/measure.py --verbose --write tests/bench/RESULTS.md \
		$(BUILD) $(BUILD)/accuracy

.PHONY: bench-ocr
bench-ocr: all $(BUILD)/tests/tools/make-scans $(BUILD)/tests/tools/read-document $(BUILD)/tests/bench/ocr-peer ## how well and how fast pictures are read, beside a bare loop over Tesseract
	@PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/bench/ocr.py $(BUILD)

$(BUILD)/obj/tests/bench/ocr-peer.o: EXTRA_CFLAGS = $(shell $(PKG_CONFIG) --cflags tesseract lept)
$(BUILD)/tests/bench/ocr-peer: $(BUILD)/obj/tests/bench/ocr-peer.o
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) -o $@ $< $(shell $(PKG_CONFIG) --libs tesseract lept)

$(BUILD)/obj/tests/bench/poppler-peer.o: EXTRA_CFLAGS = $(shell $(PKG_CONFIG) --cflags poppler-glib)
$(BUILD)/tests/bench/poppler-peer: $(BUILD)/obj/tests/bench/poppler-peer.o
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) -o $@ $< $(shell $(PKG_CONFIG) --libs poppler-glib gio-2.0)
$(BUILD)/tests/bench/%-reader: $(BUILD)/obj/tests/bench/%-reader.o $(DAEMON_LIB) $(LIB)
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(daemon_libs) $(core_libs)

# jq 1.6 has no file for pkg-config
$(BUILD)/obj/tests/bench/cel-bench/%.o: EXTRA_CFLAGS = $(shell $(PKG_CONFIG) --cflags lua5.4)
$(BUILD)/tests/bench/cel-bench/cel-bench: $(call obj,$(sort $(wildcard tests/bench/cel-bench/*.c))) $(LIB)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs lua5.4) -ljq $(core_libs)

# --- fuzzing: each tests/fuzz/fuzz-NAME.c is a target; the other files but replay.c are shared --------
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz-*.c))
FUZZ_NAMES := $(FUZZ_SRC:tests/fuzz/fuzz-%.c=%)
FUZZ_SHARED := $(call obj,$(filter-out %/replay.c $(FUZZ_SRC),$(sort $(wildcard tests/fuzz/*.c))))
FUZZ_SECONDS ?= 600
FUZZ ?= $(FUZZ_NAMES)
FUZZ_BUILD := build-fuzz
# what one target is linked with besides: plugins, by name, or files of them; their objects are as for the plugin
# itself
fuzz-docx_PLUGIN := ooxml
fuzz-markup_PLUGIN := markup
fuzz-mp4_PLUGIN := video
fuzz-ofd_PLUGIN := ofd
fuzz-pptx_PLUGIN := ooxml
fuzz-text_PLUGIN := text
fuzz-zip-directory_SOURCES := plugins/archive/names.c
fuzz-xlsx_PLUGIN := ooxml
fuzz_plugin = $(call obj,$($(1)_SOURCES)) $(if $($(1)_PLUGIN),$(call obj,$(sort $(wildcard plugins/$($(1)_PLUGIN)/*.c)) $($($(1)_PLUGIN)_SOURCES)))
fuzz_plugin_pkgs = $(if $($(1)_PLUGIN),$(shell $(PKG_CONFIG) $(2) $($($(1)_PLUGIN)_PKGS)))

.PHONY: fuzz fuzzers
fuzz: ## fuzz each target with clang for FUZZ_SECONDS=600; FUZZ=name for one; crashes in build-fuzz/
	@$(MAKE) deps-bench
	@$(MAKE) BUILD=$(FUZZ_BUILD) CC=clang SAN=fuzzer-no-link,address,undefined \
		CFLAGS='-g -fno-sanitize-recover=all' fuzzers
	@tests/fuzz/run $(FUZZ_BUILD) $(FUZZ_SECONDS) $(FUZZ)

fuzzers: $(FUZZ:%=$(BUILD)/tests/fuzz/fuzz-%)
$(FUZZ_NAMES:%=$(BUILD)/tests/fuzz/fuzz-%): $(BUILD)/tests/fuzz/fuzz-%: $(BUILD)/obj/tests/fuzz/fuzz-%.o $(FUZZ_SHARED) $(LIB)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIB) $(call fuzz_plugin_pkgs,$(@F),--libs) $(core_libs)

# the corpora as tests: the same targets with a main() of ours and the usual compiler
$(REPLAYS): $(BUILD)/tests/fuzz/replay-%: $(BUILD)/obj/tests/fuzz/fuzz-%.o $(BUILD)/obj/tests/fuzz/replay.o $(FUZZ_SHARED) $(LIB)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIB) $(call fuzz_plugin_pkgs,fuzz-$*,--libs) $(core_libs)
$(foreach name,$(FUZZ_NAMES),$(eval $(BUILD)/tests/fuzz/fuzz-$(name) $(BUILD)/tests/fuzz/replay-$(name): $(call fuzz_plugin,fuzz-$(name))))

# --- style ----------------------------------------------------------------------------------------
.PHONY: style layers po-check format format-check cppcheck tidy
C_FILES = $(shell git ls-files '*.c' '*.h')
TIDY_SRC := $(LIB_SRC) $(DAEMON_SRC) $(wildcard $(PROGRAM_MAINS)) $(sort $(wildcard plugins/*/*.c))

style: ## formatting, cppcheck and clang-tidy: not one warning
style: format-check cppcheck tidy

layers: ## who may include whom, and the form of each file
	@$(PYTHON) tests/layers

po-check: ## every word for people is in po/POTFILES and translated
	@$(PYTHON) tests/po-check

format: ## format all C files in place
	@clang-format -i $(C_FILES)

format-check:
	@clang-format --dry-run -Werror $(C_FILES)
	@echo "format: $(words $(C_FILES)) files, nothing to say"

cppcheck:
	@cppcheck --quiet -j2 --std=c11 --enable=warning,performance,portability --inline-suppr \
		--suppressions-list=tests/cppcheck.suppressions --library=gtk --error-exitcode=1 \
		-D_GNU_SOURCE '-DG_DEFINE_QUARK(a,b)=' '-DG_GNUC_PRINTF(a,b)=' -I. \
		lib daemon plugins tests/tools tests/unit tests/fuzz tests/bench
	@echo "cppcheck: nothing to say"

# one mark for each file that passed, so that only what changed is looked at again
tidy: $(TIDY_SRC:%=$(BUILD)/tidy/%.passed)
	@echo "clang-tidy: $(words $^) files, nothing to say"
$(BUILD)/tidy/%.passed: % .clang-tidy compile_commands.json | all
	@mkdir -p $(@D)
	@echo "  TIDY  $<"
	@clang-tidy --quiet -p . $< 2>/dev/null
	@touch $@

# --- installation ---------------------------------------------------------------------------------
.PHONY: install uninstall clean
PACKS := $(notdir $(patsubst %/,%,$(dir $(wildcard rules/*/pack.yaml))))
fill = sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@SYSCONFDIR@|$(SYSCONFDIR)|g' -e 's|@VERSION@|$(VERSION)|g' $(1) > $(2) && \
	chmod 644 $(2)

install: ## install below DESTDIR and PREFIX
install: all
	@install -d $(DESTDIR)$(PREFIX)/share/doc/vetd
	install -D -m 755 $(BUILD)/vetd $(DESTDIR)$(PREFIX)/sbin/vetd
	install -D -m 755 $(BUILD)/vetctl $(DESTDIR)$(PREFIX)/bin/vetctl
	install -D -m 755 $(BUILD)/vet-worker $(DESTDIR)$(PREFIX)/libexec/vet-worker
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/lib/vetd/plugins $(PLUGIN_SO)
	for pack in $(PACKS); do \
		(cd rules && find $$pack -type f -exec install -D -m 644 {} \
			$(DESTDIR)$(PREFIX)/share/vetd/rules/{} \;); \
	done
	for language in $(LANGUAGES); do \
		install -D -m 644 $(BUILD)/locale/$$language/LC_MESSAGES/vetd.mo \
			$(DESTDIR)$(PREFIX)/share/locale/$$language/LC_MESSAGES/vetd.mo; \
	done
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man1 man/vetctl.1
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man5 man/vetd.conf.5
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man8 man/vetd.8
	install -D -m 644 systemd/vetd.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/vetd.conf
	install -D -m 644 systemd/vetd.tmpfiles $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/vetd.conf
	install -d $(DESTDIR)$(UNITDIR)
	$(call fill,systemd/vetd.service.in,$(DESTDIR)$(UNITDIR)/vetd.service)
	$(call fill,systemd/vetd.conf.in,$(DESTDIR)$(PREFIX)/share/doc/vetd/vetd.conf)
	install -m 644 README.md NEWS.md COPYING $(DESTDIR)$(PREFIX)/share/doc/vetd

.PHONY: install-cel
install-cel: ## install the expression language alone: library, header, pkg-config file, cel(3)
install-cel: $(CEL_LIB)
	install -D -m 644 $(CEL_LIB) $(DESTDIR)$(PREFIX)/lib/libcel.a
	install -D -m 644 lib/cel/cel.h $(DESTDIR)$(PREFIX)/include/cel/cel.h
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man3 man/cel.3
	install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig
	$(call fill,lib/cel/cel.pc.in,$(DESTDIR)$(PREFIX)/lib/pkgconfig/cel.pc)

uninstall: ## remove what install put there; configuration and state stay
	rm -f $(DESTDIR)$(PREFIX)/sbin/vetd $(DESTDIR)$(PREFIX)/bin/vetctl \
		$(DESTDIR)$(PREFIX)/libexec/vet-worker $(DESTDIR)$(UNITDIR)/vetd.service \
		$(DESTDIR)$(PREFIX)/share/man/man1/vetctl.1 $(DESTDIR)$(PREFIX)/share/man/man5/vetd.conf.5 \
		$(DESTDIR)$(PREFIX)/share/man/man8/vetd.8 $(DESTDIR)$(PREFIX)/lib/sysusers.d/vetd.conf \
		$(DESTDIR)$(PREFIX)/lib/tmpfiles.d/vetd.conf \
		$(LANGUAGES:%=$(DESTDIR)$(PREFIX)/share/locale/%/LC_MESSAGES/vetd.mo) \
		$(DESTDIR)$(PREFIX)/lib/libcel.a $(DESTDIR)$(PREFIX)/include/cel/cel.h \
		$(DESTDIR)$(PREFIX)/lib/pkgconfig/cel.pc $(DESTDIR)$(PREFIX)/share/man/man3/cel.3
	rm -rf $(DESTDIR)$(PREFIX)/lib/vetd $(DESTDIR)$(PREFIX)/share/vetd $(DESTDIR)$(PREFIX)/share/doc/vetd

clean: ## remove every build folder
	rm -rf build build-* compile_commands.json

.PHONY: print-prefix
print-prefix:
	@echo $(PREFIX)

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  variables: SAN=address,undefined (build-address-undefined/), BUILD=, PREFIX=, DESTDIR=, CC=, CFLAGS=, WERROR=1"

# --- what a fresh machine needs ------------------------------------------------------------------
define install_missing
	@missing=; for package in $$(sed 's/#.*//' $(1)); do \
		dpkg-query -W -f '$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed || \
			missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	echo "  DEPS $$missing"; \
	root=; [ "$$(id -u)" = 0 ] || root=sudo; \
	$$root apt-get update -q && \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing
endef

# `make deps` installs the lines of packages.list that are missing; with none missing it asks for nothing
.PHONY: deps deps-bench
deps: ## install the packages of packages.list that are missing
	$(call install_missing,packages.list)
deps-bench: deps ## what only bench and fuzz need: packages-bench.list
	$(call install_missing,packages-bench.list)

# pkg-config was asked before `deps` ran, so the rest is a make of its own
.PHONY: demo
demo: deps ## invent an inbox, screen it, show the findings; KEEP=1 stays
	@$(MAKE) all $(BUILD)/tests/tools/make-samples
	@$(PYTHON) tests/tools/demo.py --build $(BUILD) $(if $(KEEP),--keep)

compile_commands.json: $(call obj,$(LIB_SRC) $(DAEMON_SRC) $(wildcard $(PROGRAM_MAINS) $(PLUGINS:%=plugins/%/*.c)))
	@(echo '['; cat $$(find $(BUILD)/obj -name '*.cmd') | sed '$$ s/,$$//'; echo ']') > $@

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
