# Projektbank: how to run, check and lock it. Needs Python 3.11 or newer with pip and venv; plain POSIX make.
.POSIX:
.SUFFIXES:

PYTHON ?= python3
PORT ?= 8000
ENV = .venv
CHECKS = lint types unit
PEERS = benchmarks/peers/environments
TYPESCRIPT = tests/generated/typescript
OFFICIAL = tests/official
# Programs that tests drive or are judged by, and their Debian packages.
PROGRAMS = chromium:chromium soffice:libreoffice-calc Rscript:r-base-core wrk:wrk npm:npm

# Bytecode is wanted even where the environment forbids it: without it, imports take three times as long.
BYTECODE = unset PYTHONDONTWRITEBYTECODE
COMPILE = $(ENV)/bin/python -m compileall -q -j 0
# An outer pip fills the environment, which then needs none of its own: four seconds less.
PIP = $(BYTECODE); pip="$(PYTHON) -m pip --python $(ENV)/bin/python"; \
	$(PYTHON) -c 'import pip' 2>/dev/null || { \
		pip="$(ENV)/bin/python -m pip"; \
		$(ENV)/bin/python -c 'import pip' 2>/dev/null || $(ENV)/bin/python -m ensurepip >/dev/null; \
	}; \
	$$pip install --quiet --disable-pip-version-check --no-input --no-deps --no-compile
LOCK = pip compile --quiet --universal --generate-hashes --no-header --annotation-style line \
	--python-version 3.11

help: ## list the targets (this is the default)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

run: $(ENV)/run.stamp ## serve on PORT (8000): migrated, an empty database filled with the packaged documents
	@$(BYTECODE); exec $(ENV)/bin/projektbank run --port $(PORT)

test: $(ENV)/dev.stamp browser $(TYPESCRIPT)/node_modules/.package-lock.json $(OFFICIAL)/node_modules/.package-lock.json ## every check, then a summary: lint, types, unit
	@failed=; \
	for check in $(CHECKS); do \
		printf '\n== make %s\n' "$$check"; \
		$(MAKE) -s "$$check" || failed="$$failed $$check"; \
	done; \
	printf '\n== summary\n'; \
	for check in $(CHECKS); do \
		case " $$failed " in (*" $$check "*) word=failed ;; (*) word=passed ;; esac; \
		printf '%-6s %s\n' "$$check" "$$word"; \
	done; \
	test -z "$$failed"

lint: $(ENV)/dev.stamp ## ruff (rules and format), hadolint
	@failed=0; \
	$(ENV)/bin/ruff check || failed=1; \
	$(ENV)/bin/ruff format --check || failed=1; \
	$(ENV)/bin/hadolint Dockerfile || failed=1; \
	exit $$failed

types: $(ENV)/dev.stamp ## mypy, strict
	@$(BYTECODE); $(ENV)/bin/mypy

unit: $(ENV)/dev.stamp ## pytest on every core; TESTS=… picks some
	@$(BYTECODE); $(ENV)/bin/python -m pytest -n logical --dist worksteal $(TESTS)

bench: $(ENV)/dev.stamp ## measure against the peers, with a million records too (2 h), write benchmarks/RESULTS.md
	@$(BYTECODE); $(ENV)/bin/python -m benchmarks --full

crash: $(ENV)/dev.stamp ## kill -9 the service and an import 50 times each, write trials/RESULTS.md
	@$(BYTECODE); $(ENV)/bin/python -m trials && $(ENV)/bin/python -m trials.importing

fuzz: $(ENV)/dev.stamp ## throw 300,000 mutated documents at the importer, write trials/RESULTS.md
	@$(BYTECODE); $(ENV)/bin/python -m trials.fuzz

lock: ## write every *.lock anew from pyproject.toml and *.in; UPGRADE=--upgrade takes newer versions
	@uv=$$(command -v uv) || { \
		uv=.venv-lock/bin/uv; \
		test -x $$uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv; }; \
	}; \
	set -e; \
	$$uv $(LOCK) $(UPGRADE) pyproject.toml -o requirements/run.lock; \
	$$uv $(LOCK) $(UPGRADE) --group build -c requirements/run.lock -o requirements/build.lock; \
	$$uv $(LOCK) $(UPGRADE) pyproject.toml --group build --group lint --group test \
		-c requirements/run.lock -c requirements/build.lock -o requirements/dev.lock; \
	for peer in $(PEERS)/*.in; do $$uv $(LOCK) $(UPGRADE) $$peer -o $${peer%.in}.lock; done

clean: ## remove environments, caches and builds; databases stay
	rm -rf .venv .venv-lock .bench .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis build dist \
		$(TYPESCRIPT)/node_modules $(OFFICIAL)/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(ENV)/run.stamp: requirements/run.lock requirements/build.lock pyproject.toml app/__init__.py
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@echo 'Making $(ENV) from requirements/run.lock: a quarter of a minute, once'
	@$(ENV)/bin/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear --without-pip $(ENV)
	@$(PIP) --require-hashes -r requirements/run.lock -r requirements/build.lock
	@$(PIP) --no-build-isolation --editable .
	@$(BYTECODE); $(COMPILE) $(ENV)/lib app migrations || :
	@touch $@

$(ENV)/dev.stamp: $(ENV)/run.stamp requirements/dev.lock
	@echo 'Adding the test and lint tools from requirements/dev.lock'
	@$(PIP) --require-hashes -r requirements/dev.lock
	@$(BYTECODE); $(COMPILE) $(ENV)/lib || :
	@touch $@

# Playwright's own driver is linked with libatomic.
browser:
	@missing=; \
	for one in $(PROGRAMS); do command -v $${one%:*} >/dev/null || missing="$$missing $${one#*:}"; done; \
	$(PYTHON) -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null || missing="$$missing libatomic1"; \
	test -z "$$missing" || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -qq -y --no-install-recommends $$missing; \
	} || echo "Some tests need the Debian packages$$missing, or their like"

# npm writes this file last.
$(TYPESCRIPT)/node_modules/.package-lock.json: $(TYPESCRIPT)/package-lock.json
	@echo 'Fetching the makers of TypeScript clients'
	@cd $(TYPESCRIPT) && npm ci --silent --ignore-scripts --no-audit --no-fund \
		|| echo 'The tests of TypeScript clients need npm and its registry'

$(OFFICIAL)/node_modules/.package-lock.json: $(OFFICIAL)/package-lock.json
	@echo 'Fetching the schemas that answers are judged by'
	@cd $(OFFICIAL) && npm ci --silent --ignore-scripts --no-audit --no-fund \
		|| echo 'The tests by official schemas need npm and its registry'

.PHONY: help run test lint types unit bench crash fuzz lock clean browser
