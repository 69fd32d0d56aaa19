# Everything a newcomer needs: `make demo` and `make test`. Needs Python 3.11 or later and a network.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
PORT   ?= 8000
# a file of tests stays with one worker: what is set up for it is set up once
WORKERS ?= -n auto --dist loadfile

.PHONY: help setup demo test test-fast check docs score bench lock numbers shots clean

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

# --- set-up: a stamp for each lock, so the second time costs nothing -------------------------------
$(VENV)/.runtime: requirements/runtime.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; name it: make PYTHON=python3.11 …"; exit 1; }
	@test -x $(BIN)/python || { echo "• making $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "• installing what Luheng runs on"
	@$(PIP) install --quiet --require-hashes --no-deps -r requirements/runtime.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	@echo "• installing what the tests need"
	@$(PIP) install --quiet --require-hashes --no-deps -r requirements/dev.txt
	@touch $@

setup: $(VENV)/.runtime  ## .venv with the luheng command in it
	@echo "ready: $(BIN)/luheng --help"

demo: $(VENV)/.runtime  ## the example city on http://127.0.0.1:8000, with a sign-in printed
	@$(BIN)/luheng demo --port $(PORT)

# --- checks ----------------------------------------------------------------------------------------
programs: $(VENV)/.dev
	@$(BIN)/python tools/find_programs.py

test: $(VENV)/.dev programs  ## every test: fast, slow, browser, PostgreSQL
	@$(BIN)/python -m pytest $(WORKERS)

test-fast: $(VENV)/.dev  ## the tests to run while working
	@$(BIN)/python -m pytest -q $(WORKERS) -m "not slow and not browser and not postgres"

check: $(VENV)/.dev  ## lint, format, spelling, types, rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/codespell
	@$(BIN)/mypy
	@$(BIN)/lint-imports

docs: $(VENV)/.dev  ## the documentation as pages in docs/_build/html; a warning is an error
	@$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

score: $(VENV)/.dev  ## how well the labelled texts are read
	@$(BIN)/python bench/score.py $(ARGS)

bench: $(VENV)/.dev  ## speed and size, as ratios in one run
	@for each in bench/bench_*.py; do echo "== $$each"; $(BIN)/python $$each; done

shots: $(VENV)/.dev programs  ## the pictures of the README, taken anew
	@$(BIN)/python tools/take_pictures.py

numbers: $(VENV)/.dev  ## the changelog entry of results that moved: TOPIC=coal-factor WHY="…"
	@$(BIN)/python tools/write_numbers.py "$(TOPIC)" "$(WHY)"

lock: $(VENV)/.dev  ## requirements/*.txt from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q \
	  --extra server --extra build -o requirements/runtime.txt
	@uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q \
	  --extra server --extra build --extra dev -c requirements/runtime.txt -o requirements/dev.txt

clean:  ## forget the environment and the demo city
	@rm -rf $(VENV) demo-city docs/_build
