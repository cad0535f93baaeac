# Everything is installed into .venv from the package registry that pip is set up for.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
ARGUMENTS ?= --write

.PHONY: map serve test check docs bench clean

serve: $(VENV)/installed ## publish the sample and serve it
	$(BIN)/iomgraph publish
	$(BIN)/iomgraph serve --host $(HOST) --port $(PORT)

map: ## the outlines of states for the home page, with npm; the site works without them
	npm install --prefix web/world --no-package-lock --ignore-scripts --no-audit --no-fund --silent
	mkdir -p src/iomgraph/server/built
	cp web/world/node_modules/world-atlas/countries-110m.json src/iomgraph/server/built/countries.json

test: $(VENV)/installed-for-tests ## every test that this machine can run
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/installed-for-tests ## lint, format, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/installed-for-tests ## write the references and the conformance table anew
	$(BIN)/python -m iomgraph.cli.reference > docs/cli.md
	$(BIN)/python -m iomgraph.mapping.functions.reference > docs/functions.md
	$(BIN)/python -m tests.conformance.page > docs/conformance.md

bench: $(VENV)/installed ## measure against other mappers; ARGUMENTS=--quick for a look that writes nothing
	$(BIN)/python bench/mapping.py $(ARGUMENTS)

$(VENV)/bin/python:
	$(shell command -v $(PYTHON) || command -v python3) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/installed-for-tests: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $(VENV)/installed $@

clean:
	rm -rf $(VENV) releases dist
