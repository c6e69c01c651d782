# Afterword's commands. All that is needed is Python 3.11 or newer, make, and a package index.

VENV := .venv
PYTHON := $(VENV)/bin/python
FIND_PYTHON := for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exec echo $$python; \
	done; echo "Afterword needs Python 3.11 or newer (python3 on the PATH)." >&2; exit 1
PIP := $(PYTHON) -m pip install --disable-pip-version-check --quiet --require-hashes

.PHONY: faults run test lint bench attack audit fuzz fuzz-api

# One command, so that make becomes no second parent and Ctrl-C reaches it directly.
run: $(VENV)/.installed
	@exec $(PYTHON) manage.py up

test: $(VENV)/.installed-dev
	@tests/install_tools
	@exec $(PYTHON) -m tests.on_both_databases $(ARGS)

# The attacks of docs/reliability.md at full length, on both databases or on one: make attack NAME=model N=100000 DB=sqlite
attack: $(VENV)/.installed-dev
	@tests/install_tools
	@exec $(PYTHON) -m tests.attacks $(NAME) $(N) --db $(or $(DB),both)

# What Afterword costs, in multiples of the least program for the same job. On PostgreSQL: make bench DB=postgres
bench: $(VENV)/.installed-dev
	@exec $(PYTHON) -m tests.bench --db $(or $(DB),sqlite) --out $(or $(OUT),bench.json) $(ARGS)

# Kill what runs, N times on each database and before each kind of relay, and count what became of the mails.
faults: $(VENV)/.installed-dev
	@tests/install_tools
	@exec $(PYTHON) -m tests.faults --kills $(or $(N),40) --stops $$(($(or $(N),40) / 10)) --out $(or $(OUT),test-results/faults) $(if $(DB),--db $(DB)) $(ARGS)

lint: $(VENV)/.installed-dev
	@DATA_DIR=$$(mktemp -d); export DATA_DIR SITE_URL=https://afterword.example; \
	trap 'rm -rf "$$DATA_DIR"' EXIT; set -ex; \
	$(VENV)/bin/ruff check .; \
	$(VENV)/bin/ruff format --check .; \
	$(VENV)/bin/mypy; \
	find templates -name '*.html' -exec $(VENV)/bin/djade --check --target-version 5.2 {} +; \
	$(VENV)/bin/lint-imports --no-logo; \
	$(PYTHON) manage.py makemigrations --check --dry-run; \
	$(PYTHON) manage.py check --deploy --fail-level WARNING

# The bill of materials (afterword.cdx.json) and what is known against it. Fails where no advisory service answers.
audit: $(VENV)/audit/.installed
	@exec $(PYTHON) -m tests.audit $(VENV)/audit/bin

# Hostile input, at length: each reader of what strangers write, N runs of hypothesis and N of atheris.
fuzz: $(VENV)/.installed-dev $(VENV)/.installed-fuzz
	@exec $(PYTHON) -m tests.hostile.fuzz --runs $(or $(N),20000) $(ARGS)

# The API under schemathesis, on a demo installation of its own, N requests of each kind to each operation.
fuzz-api: $(VENV)/.installed-dev
	@exec $(PYTHON) -m tests.hostile.fuzz_api --max-examples $(or $(N),100) $(ARGS)

# Installed once, and again when the lock file changed.
$(VENV)/.installed: requirements.txt | $(PYTHON)
	@echo "Installing what Afterword needs into $(VENV) …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(PYTHON)
	@echo "Installing what the tests need into $(VENV) …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

# The tools that audit stay apart: what they are made of is none of what they look at.
$(VENV)/audit/.installed: requirements-audit.txt | $(PYTHON)
	@echo "Installing what audits into $(VENV)/audit …"
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-audit.txt
	@touch $@

# Atheris has wheels for Linux alone; where there is none, hypothesis fuzzes by itself.
$(VENV)/.installed-fuzz: requirements-fuzz.txt | $(PYTHON)
	@$(PIP) --only-binary :all: -r requirements-fuzz.txt || echo "Atheris does not install here: hypothesis alone."
	@touch $@

$(PYTHON):
	@python=$$($(FIND_PYTHON)) || exit 1; \
	$$python -m venv $(VENV) || { rm -rf $(VENV); echo "$$python cannot make a virtual environment: install python3-venv." >&2; exit 1; }
