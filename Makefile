# The commands of the README. Everything they make is in .venv, .cache, node_modules, site and build.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SETUP := pyproject.toml constraints.txt

export NO_MKDOCS_2_WARNING := 1

.PHONY: site test bench serve lint clean

site: .venv/site  ## train, draw, build site/
	$(BIN)/mkdocs build --strict --quiet
	@echo "Built: site/index.html"

test: .venv/test lint  ## every test
	$(BIN)/pytest

bench: .venv/site  ## ratios beside the tutorial's own way; BENCH=--full runs its whole training
	$(BIN)/python tests/bench $(BENCH)

serve: .venv/site  ## write and watch
	$(BIN)/mkdocs serve

lint: .venv/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

clean:  ## forget everything that was made, but for the environment
	rm -rf .cache build node_modules site

.venv/site: $(SETUP)
	@test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	touch $@

.venv/test: .venv/site
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[test]'
	touch $@
