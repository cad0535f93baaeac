# Everything is installed into .venv from the package registry that pip is set up for.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
ARGUMENTS ?= --write

# The scripts of the pages and the outlines of states; without npm, or where it reaches no registry, the site does without.
BUILT := $(if $(shell command -v npm),src/iomgraph/server/static/built/query-page.js)

.PHONY: serve web test check docs bench clean

serve: $(VENV)/installed ## publish the sample and serve it
	-$(if $(BUILT),@$(MAKE) --no-print-directory web)
	$(BIN)/iomgraph publish
	$(BIN)/iomgraph serve --host $(HOST) --port $(PORT)

web: $(BUILT) ## build the scripts of the pages

test: $(VENV)/installed-for-tests $(BUILT) ## every test that this machine can run
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

web/node_modules: web/package.json
	npm install --prefix web --no-package-lock --ignore-scripts --no-audit --no-fund --silent
	touch $@

src/iomgraph/server/static/built/query-page.js: web/node_modules $(wildcard web/*.mjs web/src/*)
	npm run --prefix web --silent build

clean:
	rm -rf $(VENV) releases dist web/node_modules src/iomgraph/server/static/built
