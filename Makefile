# Every target makes the environment first if it is missing: with uv where it is installed, else venv and pip.
#   make run IDEA="a lighthouse keeper winds the clock one last time"
#   make lab | make test | make bench | make lint

VENV    ?= .venv
PYTHON  ?= python3
IDEA    ?= a night baker finds one loaf shaped like his old dog
ROUNDS  ?= 7
SECONDS ?= 8
OUT     ?= outputs

BIN := $(VENV)/bin
export IDEA OUT

.PHONY: run lab test bench lint clean help
.DEFAULT_GOAL := help

help:
	@echo 'make run IDEA="..."   an idea becomes a prompt, live in the terminal (ROUNDS, SECONDS, OUT)'
	@echo 'make lab              JupyterLab on the start notebook'
	@echo 'make test             the tests;  make bench  the figures;  make lint  ruff and mypy'

define install
	@if command -v uv >/dev/null 2>&1; then \
	  test -x $(BIN)/python || uv venv --quiet --python '>=3.11' $(VENV); \
	  uv pip install --quiet --python $(BIN)/python -e '.$(1)'; \
	else \
	  test -x $(BIN)/python || $(PYTHON) -m venv $(VENV); \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.$(1)'; \
	fi
	@touch $@
endef

$(VENV)/.made-run: pyproject.toml
	@echo "Making the environment in $(VENV) (once) ..."
	$(call install,)

$(VENV)/.made-test: pyproject.toml
	@echo "Making the test environment in $(VENV) (once) ..."
	$(call install,[test])
	@touch $(VENV)/.made-run

$(VENV)/.made-lint: pyproject.toml
	$(call install,[lint])
	@touch $(VENV)/.made-run

run: $(VENV)/.made-run
	@$(BIN)/copilot-kit run "$$IDEA" --rounds $(ROUNDS) --seconds $(SECONDS) --out "$$OUT"

lab: $(VENV)/.made-run
	@$(BIN)/copilot-kit lab

test: $(VENV)/.made-test
	@$(BIN)/python -m pytest $(ARGS)

bench: $(VENV)/.made-test
	@$(BIN)/python benchmarks/run.py $(ARGS)

lint: $(VENV)/.made-lint
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

clean:
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
