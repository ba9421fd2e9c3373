# The commands of the project. `make up` and `make test` set up what they need; nothing is installed by hand.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1
STAMPS := $(VENV)/stamps

# Where surroundings forbid to keep bytecode (containers like to), every process compiles Django and the school anew, for ten seconds:
# it is kept apart from the sources then.
ifdef PYTHONDONTWRITEBYTECODE
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/build/bytecode
endif

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

up: setup ## set up and start the school with its demonstration data on http://$(HOST):$(PORT)
	@$(BIN)/nastavnik up --demo --host $(HOST) --port $(PORT)

setup: $(STAMPS)/base $(STAMPS)/front $(STAMPS)/messages ## set everything up, start nothing

test: setup-dev ## run all tests
	@$(BIN)/python tools/run_tests.py $(ARGS)

check: setup-dev ## format, lint, types, imports, templates, migrations
	@$(BIN)/python tools/run_checks.py

fmt: setup-dev ## repair what can be repaired by machine
	$(BIN)/ruff check --fix-only --quiet src tests tools bench
	$(BIN)/ruff format --quiet src tests tools bench
	$(BIN)/python tools/front.py fmt

bench: setup-dev ## measure, each thing beside a peer or a limit
	@$(BIN)/python -m bench $(ARGS)

docs: setup-dev ## make the screenshots of the guide anew
	@$(BIN)/python tools/run_tests.py --journeys --screenshots

lock: $(STAMPS)/venv ## lock the versions anew
	$(BIN)/uv pip compile -q --no-emit-index-url --no-emit-find-links --no-header --no-annotate --generate-hashes \
	  --python-version 3.11 pyproject.toml -o requirements/base.txt
	$(BIN)/uv pip compile -q --no-emit-index-url --no-emit-find-links --no-header --no-annotate --generate-hashes \
	  --python-version 3.11 pyproject.toml --group build -c requirements/base.txt -o requirements/build.txt
	$(BIN)/uv pip compile -q --no-emit-index-url --no-emit-find-links --no-header --no-annotate --generate-hashes \
	  --python-version 3.11 pyproject.toml --group dev -c requirements/build.txt -o requirements/dev.txt

setup-dev: $(STAMPS)/dev $(STAMPS)/front $(STAMPS)/messages

$(STAMPS)/venv: ; @$(PYTHON) -m venv $(VENV) && $(BIN)/pip install --quiet --disable-pip-version-check uv && mkdir -p $(STAMPS) && touch $@

# Node comes from a wheel when the system has none; production needs it only to build.
$(STAMPS)/base: requirements/build.txt requirements/base.txt pyproject.toml | $(STAMPS)/venv
	@echo "Setting up Python packages ..."
	@if node --version 2>/dev/null | grep -qE '^v(1[89]|[2-9][0-9])'; then lock=base; else lock=build; fi; \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/$$lock.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(STAMPS)/dev: requirements/dev.txt pyproject.toml | $(STAMPS)/base
	@echo "Setting up test tools ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

FRONT_SOURCES := $(shell find frontend -type f -not -name '*.md' 2>/dev/null) package.json package-lock.json
$(STAMPS)/front: $(FRONT_SOURCES) | $(STAMPS)/base
	@echo "Building the front end ..."
	@$(BIN)/python tools/front.py build
	@touch $@

$(STAMPS)/messages: $(wildcard src/nastavnik/*/locale/ru/LC_MESSAGES/django.po) | $(STAMPS)/base
	@$(BIN)/python tools/messages.py compile
	@touch $@

.PHONY: help up setup setup-dev test check fmt bench docs lock
