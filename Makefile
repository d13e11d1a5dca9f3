# Every path here is relative, so that a folder with spaces in its name works too.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test test-all lint bench audit docs screenshots lock clean
MAKEFLAGS += --no-print-directory
export UV_PYTHON_DOWNLOADS := never

BIN := .venv/bin
UV := $(BIN)/uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --custom-compile-command "make lock"
WORKERS ?= 2
DIST := src/catchment/portal/static/dist
FRONTEND := $(shell find frontend -name node_modules -prune -o -type f -print 2>/dev/null)

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

setup: .venv/.installed $(DIST)/.built  ## install everything that is needed into .venv and frontend/node_modules

demo: setup  ## make a demo network, release it and serve it at http://127.0.0.1:8000
	@$(BIN)/catchment demo

test: lint  ## check style and import rules, then run the quick tests
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile

test-all: lint  ## the same with the slow tests
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --slow

lint: setup  ## check style, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports >.venv/lint-imports.log || { cat .venv/lint-imports.log; exit 1; }
	@$(BIN)/mypy

bench: setup  ## measure what the README states, one line a figure
	@for each in bench/bench_*.py; do $(BIN)/python -m "bench.$$(basename "$$each" .py)" || exit 1; done

bench-%: setup  ## one of them: make bench-build, bench-attack, bench-disclosure, …
	@$(BIN)/python -m bench.bench_$*

audit: setup  ## ask whether a package that Catchment is built on has a known vulnerability
	@$(BIN)/python -m tools.audit

docs: setup  ## write docs/reference from the code
	@$(BIN)/python -m tools.make_reference

screenshots: setup  ## take pictures of the demo's pages at 1280 and 390 pixels into screenshots/
	@$(BIN)/python -m tools.screenshots

lock: .venv/.installed  ## choose newer versions of all packages and write their hashes
	@$(LOCK) --upgrade -o requirements/base.txt --extra postgresql pyproject.toml
	@$(LOCK) --upgrade -c requirements/base.txt -o requirements/dev.txt --extra postgresql --extra spark --extra dev pyproject.toml
	@$(LOCK) --upgrade -c requirements/dev.txt -o requirements/uv.txt requirements/uv.in

clean:  ## remove what setup and the tests made
	rm -rf .venv frontend/node_modules $(DIST) .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis

# A new uv means a new .venv: what is installed must not depend on what was there before.
.venv/.uv: requirements/uv.txt
	@set -e; python=$$(tools/find-python); echo "making .venv with $$python"; "$$python" -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.packages: requirements/dev.txt .venv/.uv
	@echo "installing Python packages"
	@$(UV) pip sync --quiet --require-hashes requirements/dev.txt
	@touch $@

# Without build isolation, so that the builder too is one of the hashed packages.
.venv/.installed: pyproject.toml .venv/.packages
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json | .venv/.installed
	@echo "installing front-end packages"
	@tools/npm ci --prefix frontend --no-audit --no-fund --loglevel error
	@touch $@

$(DIST)/.built: frontend/node_modules/.installed $(FRONTEND)
	@echo "building the front-end"
	@tools/npm run --silent --prefix frontend build
	@touch $@
