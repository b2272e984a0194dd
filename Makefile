# What a person types here. Everything runs from a clone that has Python 3.11 or newer and make.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m
PYTEST := $(RUN) pytest
ON_POSTGRES := $(RUN) tests.postgres --
DEMO ?=
CATALOGUES := $(wildcard kvit/locale/*/LC_MESSAGES/*.po)

# Where a machine keeps Python from keeping what it compiled, every start of a program compiles the house anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup demo test test-long check bench lock messages

help:
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup: .venv/.system .venv/.project .venv/.words ## the environment in .venv, from the hashed locks

demo: setup ## a working company on http://127.0.0.1:8000 (DEMO=--no-serve only fills it)
	$(BIN)/kvit demo $(DEMO)

test: setup ## the suite in its short form, on SQLite and PostgreSQL
	$(PYTEST) -n 2 -m "not long"
	$(ON_POSTGRES) $(PYTEST) -n 2 -m "not long and not browser" --only-database --first-values

test-long: setup ## kill loops, races, fuzzing, every page in every look, every value on PostgreSQL
	$(PYTEST) -n 2 -m long tests/long tests/test_harness.py
	$(PYTEST) -n 2 -m long kvit tests/scenarios tests/browser
	$(ON_POSTGRES) $(PYTEST) -m long $(RACES)
	$(ON_POSTGRES) $(PYTEST) -n 2 -m "not long and not browser" --only-database
	$(PYTEST) -n 2 kvit/core -m "hypothesis and not long" --hypothesis-profile=long

check: setup ## format, lint, types, import stairs, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(RUN) mypy kvit
	PYTHONPATH=. $(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=kvit.project.settings $(RUN) django makemigrations --check --dry-run

# What depends on how the database locks; how networks are called does not.
RACES := $(addprefix tests/long/test_,first_migrate.py issue_races.py kill_loop.py recurring_races.py worker_kills.py \
	checkout_kills.py charge_kills.py refund_kills.py reminder_kills.py gateway_cuts.py mail_cuts.py)

# Settings are loaded with an empty data folder, never with a real one.
check test test-long: export KVIT_DATA_DIR = $(CURDIR)/.venv/scratch

bench: setup ## each figure beside its floor, as a ratio of CPU times
	@for figure in $$(ls bench/*.py | grep -vE '/(__init__|measure|ground)\.py'); do \
		name=$$(basename $$figure .py); echo "== $$name"; $(RUN) bench.$$name || exit 1; done

lock: setup ## the hashed locks again, newest versions that resolve
	$(BIN)/uv pip compile --quiet --upgrade $(LOCK) requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade $(LOCK) requirements-dev.in -o requirements-dev.txt
LOCK := --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11

messages: setup ## collects the texts of pages and code into the five catalogues (needs gettext)
	cd kvit && ../$(RUN) django makemessages --all --no-location --no-obsolete --settings kvit.project.settings

# -- what setup is made of: each step leaves a stamp and is not repeated until its sources change

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Kvit needs Python 3.11 or newer; PYTHON=/path/to/python3 names another one."; exit 1; }
	@.ci/system-packages venv
	$(PYTHON) -m venv .venv

.venv/.system: .ci/system-packages | .venv/bin/python
	@.ci/system-packages
	@touch $@

# uv installs the same hashed wheels several times faster; where it cannot (a mirror set up for pip alone), pip does.
.venv/.locked: requirements.txt requirements-dev.txt | .venv/bin/python
	@awk '/^uv==/ {on = 1} on {print} on && !/\\$$/ {exit}' requirements-dev.txt > .venv/uv.txt
	$(RUN) pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r .venv/uv.txt
	$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.txt -r requirements-dev.txt \
		|| $(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

.venv/.project: pyproject.toml .venv/.locked
	$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.words: $(CATALOGUES) .venv/.locked
	@if [ -n "$(CATALOGUES)" ]; then $(BIN)/pybabel --quiet compile --directory kvit/locale --domain django; fi
	@touch $@
