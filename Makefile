# make site: build the sample site.  make serve: preview it.  make sign: sign off the sample.
# make quick: the tests that build no site, in half a minute.  make test: all of them, and the style.
# make bench: time builds beside other generators, into benchmarks/RESULTS.md.
# make slow: all of them, and which forty took longest.
# make axe-all: axe on every kind of page in every look of it; half an hour.
# make test-oldest, make test-newest: run everything with the oldest, or newest, versions that
# pyproject.toml allows (needs uv). Without make: see README.md.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: site serve quick test slow bench axe-all test-oldest test-newest sign clean lock

site: .venv/site.done
	$(BIN)/gksite build
	@echo "打开 public/index.html 查看网站 / open public/index.html"

serve: .venv/site.done
	$(BIN)/gksite serve

PYTEST := pytest -n auto --dist worksteal

quick: .venv/test.done
	$(BIN)/$(PYTEST) -q -m "not (browser or java or server or slow)"

test: .venv/test.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/$(PYTEST)

slow: .venv/test.done
	$(BIN)/$(PYTEST) -q --durations=40 --durations-min=0.5

axe-all: .venv/test.done
	GKSITE_AXE=all $(BIN)/$(PYTEST) -q tests/site/test_accessibility.py -k axe_finds_nothing

bench: .venv/test.done
	$(BIN)/python benchmarks/run.py --runs 5 --results benchmarks/RESULTS.md

# The bounds of pyproject.toml, tried: environments of their own beside .venv, made anew each time.
OLDEST_PYTHON ?= 3.11
NEWEST_PYTHON ?= 3.13
PRODUCT := --extra pdf --extra links --extra publish --extra sign

test-oldest:
	uv venv -q --clear -p $(OLDEST_PYTHON) .venv/oldest
	uv pip compile -q -p $(OLDEST_PYTHON) --resolution lowest-direct $(PRODUCT) pyproject.toml -o .venv/oldest/product.txt
	uv pip install -q -p .venv/oldest -c .venv/oldest/product.txt -e '.[test]'
	.venv/oldest/bin/$(PYTEST)

test-newest:
	uv venv -q --clear -p $(NEWEST_PYTHON) .venv/newest
	uv pip install -q -p .venv/newest -e '.[test]'
	.venv/newest/bin/$(PYTEST)

# After an edit of the sample: make sign PLANS="qinghe-2025 yunchuan-2025". In an office each step signs for itself.
sign: .venv/site.done
	for step in 拟稿 科室审核 保密审查 签发; do $(BIN)/gksite review sign $(PLANS) --step $$step --by 示例网站维护人 || exit 1; done

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
