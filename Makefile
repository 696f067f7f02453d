# `make demo` shows the sample register, `make test` runs the suite, `make check` its fast part and the linters;
# each makes its environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
FAST_TESTS := $(addprefix tests/,changes checks custody dates model names pages queries register terminal views yaml test_words_of_code.py)

.PHONY: demo test check lint fmt docs site golden bench mutants oldest locked release clean

demo: $(VENV)/.installed
	@$(BIN)/casefile list --on 2025-06-10
	@echo
	@$(BIN)/casefile timeline kloop-2025 --on 2025-06-10

test: $(VENV)/.tested $(VENV)/.readers .tools/node_modules
	$(BIN)/python -m pytest -n auto --dist worksteal -q -m "not long"

# In a minute, while you work: `lint`, and the tests of what needs neither git nor a process.
check: lint
	$(BIN)/python -m pytest -n auto --dist worksteal -q -m "not long" $(FAST_TESTS)

# Style, spelling, types, import laws, the generated pages, the sample register.
lint: $(VENV)/.checked
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell src docs .github $(wildcard *.md) action.yml
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	$(BIN)/casefile validate --strict

# Corrects the style, and makes the generated pages and schemas anew.
fmt: $(VENV)/.checked
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format
	$(BIN)/python docs/generate.py
	$(BIN)/casefile schema --write

docs: $(VENV)/.installed
	$(BIN)/python docs/generate.py

# The documentation as a site in .site/; a link or an anchor that leads nowhere is an error.
site: $(VENV)/.site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

# The fast tests with the oldest version of each dependency that pyproject.toml allows.
oldest:
	$(MAKE) --no-print-directory VENV=$(VENV)-oldest $(VENV)-oldest/bin/python
	$(VENV)-oldest/bin/python tests/oldest.py > $(VENV)-oldest/oldest.txt
	$(VENV)-oldest/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(VENV)-oldest/oldest.txt --editable '.[test]'
	$(VENV)-oldest/bin/python -m pytest -n auto --dist worksteal -q -m "not long and not sweep" $(FAST_TESTS) tests/acceptance/test_story.py

# Writes requirements.txt: the versions of constraints.txt that casefile itself needs, with the SHA-256 of each archive.
locked: $(VENV)/.packaging
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --python-version 3.11 --constraint constraints.txt --extra backend --output-file requirements.txt pyproject.toml

# Both archives in dist/, checked, and the wheel tried in an empty environment: see RELEASING.md.
release: $(VENV)/.packaging
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --quiet
	$(BIN)/twine check --strict dist/*
	sha256sum dist/*
	$(PYTHON) -m venv dist/.try
	dist/.try/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt dist/*.whl
	dist/.try/bin/casefile --version
	dist/.try/bin/casefile -C $(CURDIR) -q doctor
	rm -rf dist/.try

# Writes the words of each command in tests/golden/words anew; read the difference before you commit it.
golden: $(VENV)/.installed
	$(BIN)/python tests/golden words

# Of 10k cases; SIZE=11, 200, 2k, 100k or any number. `benchmarks/run.py --write` also makes docs/performance.md anew.
bench: $(VENV)/.installed
	$(BIN)/python benchmarks/run.py $(SIZE)

# Changes the code of publication/ in many small ways and lists the changes that no test notices; MODULES="name_consent field_filter"
# for some modules. CONTRIBUTING.md explains the output.
mutants: $(VENV)/.checked
	$(BIN)/python tests/mutants.py $(MODULES)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "casefile needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python cannot make environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(INSTALL) --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(INSTALL) --editable '.[test]'
	@touch $@

# followthemoney reads what we write for it; it needs PyICU, which is built from source. Where that cannot be done
# (Debian: libicu-dev pkg-config g++) those tests skip and say so; in CI they fail.
$(VENV)/.readers: $(VENV)/.tested
	@$(INSTALL) --editable '.[test,readers]' && touch $@ \
	|| echo "followthemoney could not be installed (libicu-dev, pkg-config, g++?); the tests that need it will skip"

$(VENV)/.checked: $(VENV)/.tested
	$(INSTALL) --editable '.[test,dev]'
	@touch $@

$(VENV)/.site: $(VENV)/.installed
	$(INSTALL) --editable '.[docs]'
	@touch $@

$(VENV)/.packaging: $(VENV)/.installed
	$(INSTALL) --editable '.[packaging]'
	@touch $@

# js-yaml is one of the readers that must read our files as we do; jest-sarif carries the schema of SARIF;
# html-validate and axe-core judge the pages of a site, playwright-core opens them in Chromium. Where they cannot be
# installed those tests skip and say so; in CI they fail.
.tools/node_modules: Makefile
	@npm install --silent --no-audit --no-fund --no-save --prefix .tools js-yaml@5 @microsoft/jest-sarif@1.0.0-beta.0 \
	  html-validate@9 axe-core@4 playwright-core@1 && touch $@ \
	|| echo "the packages of npm could not be installed (npm, network?); the tests that need them will skip"

clean:
	rm -rf $(VENV) $(VENV)-oldest .site dist .tools mutants benchmarks/.peers .pytest_cache .mypy_cache .ruff_cache .hypothesis
