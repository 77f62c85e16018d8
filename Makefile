# make demo   plan the worked example, check the plan, print where to look
# make test   everything the tests need, and all of them

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test clean

demo: $(VENV)/run
	$(BIN)/safepassage demo --out out

# pytest goes last: its closing line is the verdict.
test: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses auto --dist worksteal

$(VENV)/run: requirements-lock.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -r requirements-lock.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/test: $(VENV)/run requirements-test-lock.txt
	$(PIP) install -r requirements-test-lock.txt
	touch $@

clean:
	rm -rf $(VENV) out dist
