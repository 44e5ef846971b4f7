# `make demo` shows it at work, `make test` tests it. Both need python3 (3.11 or later) and git.
# PYTHON=python3.13 names another Python; uv is used when it is on PATH, venv and pip when not.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
PYTEST := $(BIN)/python -m pytest -q -n 2

# what a machine may set for itself and what would lead an installation elsewhere
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH VIRTUAL_ENV UV_SYSTEM_PYTHON \
  PIP_CONSTRAINT PIP_NO_DEPS PIP_PREFIX PIP_REQUIRE_HASHES PIP_ROOT PIP_TARGET PIP_USER
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

ifdef UV
MAKE_VENV = uv venv --quiet --allow-existing --no-project --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
INSTALL = uv pip install --quiet --python $(BIN)/python
else
MAKE_VENV = PIP_QUIET=2 $(PYTHON) -m venv --upgrade-deps $(VENV)
INSTALL = $(BIN)/python -m pip install -qq
endif

.PHONY: help demo test e2e lint types docs locks clean
help:
	@echo "make demo   a commit is stopped, the mended one passes; then an app is deployed, sound and with flaws"
	@echo "make test   the tests (about four minutes)"
	@echo "make e2e    the end-to-end tests, with pre-commit and prek"
	@echo "make lint   ruff, shellcheck, zizmor; make types: mypy and pyright"
	@echo "make docs   write docs/rules anew from the rules' docstrings"
	@echo "make locks  write requirements/*.txt anew from pyproject.toml (ARGS=--upgrade: newest versions)"
	@echo "make clean  remove what the others made"

demo: $(VENV)/installed-demo
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo_app.sh
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo_domain.sh

test: $(VENV)/installed-test
	$(PYTEST) -m "not slow"

e2e: $(VENV)/installed-test
	$(PYTEST) -m e2e

lint: $(VENV)/installed-dev
	$(BIN)/ruff check --output-format concise
	$(BIN)/ruff format --check
	$(BIN)/shellcheck hooks/* examples/*.sh examples/*/*.sh .ci/run .ci/build
	$(BIN)/zizmor --quiet --offline --pedantic action.yml .github/workflows/*.yml

types: $(VENV)/installed-dev
	$(BIN)/mypy
	$(BIN)/pyright

docs: $(VENV)/installed-test
	$(BIN)/python -m pytest -q --update-golden tests/test_documentation.py -k page_that_is_fresh

locks: $(VENV)/installed-test
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python requirements/lock.py $(ARGS)

clean:
	rm -rf $(VENV) .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# made once, and again when pyproject.toml changes
$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "launchready needs Python 3.11 or later, $(PYTHON) is not: make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }
	@echo "making $(VENV) ..."
	@$(MAKE_VENV)
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/installed-%: $(VENV)/installed
	@echo "installing the tools of group $* ..."
	@$(INSTALL) --group $*
	@touch $@
