# make demo    the portal with a sample province, on Python alone
# make test    style, types, contracts, tests on every database and browser found
# make format  style mended
# make assets  optional browser files (needs npm)
# make bench   the measures of docs/benchmarks.md

PYTHON ?= python3
VENV = .venv
BIN = $(VENV)/bin
PORT ?= 8000
LANES ?=
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet install --only-binary :all:

.PHONY: demo test format assets bench

demo: $(VENV)/.runtime
	@$(BIN)/python manage.py migrate --no-input --verbosity 0
	@$(BIN)/python manage.py demo load --if-empty
	@exec $(BIN)/python manage.py portal --port $(PORT)

test: $(VENV)/.development
	@if command -v npm >/dev/null 2>&1 && [ ! -f node_modules/axe-core/axe.min.js ]; then npm ci --silent || echo "npm could not install axe-core"; fi
	@$(BIN)/python -m tests.lanes $(LANES)

format: $(VENV)/.development
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

assets: $(VENV)/.runtime
	@command -v npm >/dev/null 2>&1 || { echo "npm not found: the portal works without it, with the larger charts file."; exit 1; }
	@npm ci --silent
	@mkdir -p build/assets
	@cp node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js node_modules/hls.js/dist/hls.light.min.js build/assets/
	@echo "Copied plotly-cartesian.min.js and hls.light.min.js to build/assets; restart the portal to use them."

bench: $(VENV)/.development
	@$(BIN)/python -m benchmarks

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	@echo "Installing what the portal runs on ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.development: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.runtime

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "$(PYTHON) not found: install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ": name another with make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The environment could not be made; on Debian: apt-get install python3-venv"; exit 1; }
