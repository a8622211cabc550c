# The commands of the README. Everything they make is in .venv, .cache, node_modules, site and build.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
NEWEST ?= $(shell .ci/newest-python)
BIN := .venv/bin
SETUP := pyproject.toml constraints.txt

export NO_MKDOCS_2_WARNING := 1

.PHONY: site test newest bench recipes edition release publish serve lint clean

site: .venv/site  ## train, draw, build site/
	$(BIN)/mkdocs build --strict  # not --quiet: what is not said is not counted as a warning either
	@echo "Built: site/index.html"

test: .venv/test node_modules/.bin/tsc lint  ## every test
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal  # who is done early takes over what others have left

newest:  ## the tests that need no training, on the newest Python here that the pinned packages have wheels for
	@test -n "$(NEWEST)" || { echo "There is no Python newer than 3.11 here"; exit 1; }
	@test -d .venv-newest || $(NEWEST) -m venv .venv-newest
	grep -v '^torch=' constraints.txt > .venv-newest/without-torch.txt  # its wheels are gigabytes, and CUDA's
	.venv-newest/bin/python -m pip install --quiet --no-deps -r .venv-newest/without-torch.txt -e .
	.venv-newest/bin/python -m pytest -m "not built"

bench: .venv/site  ## ratios beside the tutorial's own way; BENCH=--full runs its whole training
	$(BIN)/python tests/bench $(BENCH)

recipes: .venv/site  ## the trials by which the network's training was chosen, on MNIST: recipes/mnist.json
	$(BIN)/python -m explainer recipes

edition: .venv/site  ## build both data sets, and write down what differs as the next edition
	$(BIN)/python -m explainer edition --renew

release: .venv/publish site  ## check that all is of one version, and build wheel and sdist; TAG=v0.1.0 where it is tagged
	$(BIN)/python -m explainer release $${TAG:+--tag "$$TAG"}

publish: .venv/publish  ## lay this version beside the others on the branch gh-pages: VERSION=dev, or a tag
	.ci/publish "$$VERSION"

serve: .venv/site  ## write and watch
	$(BIN)/mkdocs serve

lint: .venv/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

clean:  ## forget everything that was made, but for the environment
	rm -rf .cache build dist node_modules site

.venv/site: $(SETUP)
	@test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	touch $@

node_modules/.bin/tsc: package-lock.json | .venv/site
	$(BIN)/npm ci --include=dev --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

.venv/publish: .venv/site
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[publish]'
	touch $@

.venv/test: .venv/site
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[test]'
	touch $@
