# Every way into the project; CI calls the same targets. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
Q ?= Which minerals did China stop exporting to the United States?
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup app ask index eval test check fix bench clean

help: ## list these targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## make .venv with everything that answering needs

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Footnote needs Python 3.11 or newer: make setup PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

# torch comes first and alone: asked for together with the rest, pip may choose a build with gigabytes of CUDA.
$(VENV)/.torch: $(VENV)/bin/python requirements.txt
	$(BIN)/pip install --quiet $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) "$$(grep '^torch==' requirements.txt)"
	@touch $@

$(VENV)/.ready: $(VENV)/.torch requirements.txt pyproject.toml
	$(BIN)/pip install --quiet -r requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.txt
	$(BIN)/pip install --quiet -r requirements-dev.txt
	@touch $@

index: $(VENV)/.ready ## build the index of corpus/, or bring it up to date
	$(BIN)/rag index corpus --index index

app: index ## open the chat on http://127.0.0.1:8501
	$(BIN)/streamlit run app.py --server.port $(PORT)

ask: index ## answer one question: make ask Q="Who attended the talks?"
	@$(BIN)/rag ask "$(Q)" --index index || test $$? -eq 3

eval: $(VENV)/.ready-dev ## run the grounded-answer eval set and its gate
	$(BIN)/rag eval --baseline eval/baseline.json

test: $(VENV)/.ready-dev ## run every test
	$(BIN)/pytest

check: $(VENV)/.ready-dev ## lint, format, types and import contracts; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/.ready-dev ## mend what the linter and the formatter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# --no-deps: newspaper4k asks for an older python-dateutil than ours, and works with ours.
bench: $(VENV)/.ready-dev ## measure beside other tools: make bench DATA=folder of the public data sets
	$(BIN)/pip install --quiet --no-deps -r requirements-bench.txt
	$(BIN)/python -m benchmarks.index
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.cleaning $(DATA)/wcxb_dev
	$(BIN)/python -m benchmarks.metadata $(DATA)/wcxb_dev
	$(BIN)/python -m benchmarks.duplicates $(DATA)/wcxb_dev
	$(BIN)/python -m benchmarks.retrieval $(DATA)
	$(BIN)/python -m benchmarks.answering $(DATA)
	$(BIN)/python -m benchmarks.verifying $(DATA)

clean: ## remove what the other targets made
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find index -mindepth 1 ! -name README.md -delete
