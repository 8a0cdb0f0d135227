# make site: build the sample site.  make serve: preview it.  make test: run everything.  Without make: see README.md.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: site serve test clean lock

site: .venv/site.done
	$(BIN)/gksite build
	@echo "打开 public/index.html 查看网站 / open public/index.html"

serve: .venv/site.done
	$(BIN)/gksite serve

test: .venv/test.done
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

clean:
	rm -rf .venv public public-* .gksite

# Lock files name no registry, so that they hold wherever packages are taken from.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --extra test --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements-test.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header tests/archive/requirements.in -o tests/archive/requirements.txt

.venv/made:
	$(PYTHON) -m venv .venv
	touch $@

.venv/site.done: .venv/made requirements.txt pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

.venv/test.done: .venv/made requirements-test.txt pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	touch $@
