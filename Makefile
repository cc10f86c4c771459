# Two commands for everybody: `make run` and `make test`. GNU Make 3.81 is enough.
# Set-up happens once and again only when the lock or the package metadata changes.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .stamps/python

.PHONY: run test test-slow test-full check format setup frontend openapi lock wheel bench clean

run: setup frontend
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m compileall -q src
	@$(BIN)/theloop serve

setup: $(STAMP)

$(STAMP): pyproject.toml requirements.lock
	@mkdir -p .stamps
	@test -x $(BIN)/python || { echo "set-up: virtual environment"; $(PYTHON) -m venv .venv; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	@echo "set-up: Python packages"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m compileall -q src
	@touch $(STAMP)

frontend: setup
	@$(BIN)/python tools/build_frontend.py

check: setup frontend
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/openapi.py --check
	$(BIN)/python tools/reference.py --check
	$(BIN)/theloop content check
	$(BIN)/python tools/build_frontend.py check

test: setup frontend
	$(BIN)/python tools/build_frontend.py test
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow" --ignore tests/e2e
	$(BIN)/python -m pytest tests/e2e -m "not slow"

test-slow: setup frontend
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m slow

test-full: test test-slow

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

openapi: setup
	$(BIN)/python tools/openapi.py
	$(BIN)/python tools/reference.py

lock: setup
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev --output-file requirements.lock pyproject.toml

wheel: setup
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

bench: setup
	@for b in benchmarks/*.py; do echo; echo "== $$b"; $(BIN)/python $$b || exit 1; done

clean:
	rm -rf .venv .stamps dist build src/theloop/web/static frontend/node_modules
