# Two commands for people: `make run` (the site with its demo district) and `make test` (everything that must hold).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
unexport PYTHONDONTWRITEBYTECODE  # a program that is started a hundred times by the tests is compiled once

.PHONY: help setup system run test lint requirements migration weigh fuzz faults audit bench guide
help:
	@echo "make run    set up and open the demo district on http://127.0.0.1:8000"
	@echo "make test   set up and run every check"
	@echo "make guide  take the pictures of the guide anew; a test says when they are stale"
	@echo "make migration NAME=…  draft the script for tables that have changed"
	@echo "make bench  speed beside plain SQL; DATABASE=postgresql+psycopg://… names a database it may empty"
	@echo "make audit  known weaknesses of the libraries; needs the internet"
	@echo "make faults programs and databases killed at random under load, KILLS=200 on each of SQLite and PostgreSQL"
	@echo "make weigh  how heavy each page is, and how soon it is seen; the board of 1,000 units traced"
	@echo "make fuzz   throw changed and invented files at every reader, MINUTES=10 of processor time each"

$(VENV)/.ready: requirements.txt pyproject.toml hatch_build.py $(wildcard frontend/*.json frontend/*.mjs frontend/src/* frontend/src/*/*)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(VENV)/.ready

system:
	@sh tests/system.sh

run: setup
	$(BIN)/zhengxun serve --demo

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: setup system lint
	$(BIN)/pytest

guide: setup system
	$(BIN)/python -m tests.browser.make_guide

requirements:
	uv pip compile pyproject.toml --extra dev --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --output-file requirements.txt

NAME ?= What changes
migration: setup
	$(BIN)/python -m tests.schema.drafting "$(NAME)"

weigh: setup system
	$(BIN)/python -W ignore -m tests.browser.weighing

MINUTES ?= 10
fuzz: setup
	for target in draft form diagram table picture; do \
		$(BIN)/python -W ignore -m tests.security.fuzzing $$target --minutes $(MINUTES) || exit 1; done

KILLS ?= 200
UNITS ?= 200
faults: setup system
	$(BIN)/python -W ignore -m tests.faults --kills $(KILLS) --units $(UNITS) $(addprefix --on ,$(ON))

audit: setup
	$(BIN)/pip check --disable-pip-version-check
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	$(VENV)/audit/bin/pip-audit --disable-pip --require-hashes --strict --requirement requirements.txt

DATABASE ?= sqlite:///$(CURDIR)/var/bench.db
bench: setup
	@mkdir -p var
	$(BIN)/zhengxun bench --database $(DATABASE)
	$(BIN)/zhengxun bench --database $(DATABASE) --http --units 100
	$(BIN)/zhengxun bench --database $(DATABASE) --papers
