# `make run` and `make test` are all a newcomer needs; `make help` lists the rest.
PORT ?= 8000
export PORT
PY := .venv/bin/python
SOURCE := lms curriculum assessments cms reports scripts tests bench manage.py

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check format bench lock messages

help:  ## List what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:  ## Bring Python packages, browser libraries, fonts and translations into this folder
	@scripts/setup

setup-dev:
	@scripts/setup --dev

run: setup  ## Start the system with demo data on http://localhost:8000 (PORT=8001 make run for another port)
	@$(PY) scripts/serve.py

test: setup-dev  ## Run the tests on SQLite (not the browser journeys, which .ci/run adds)
	@$(PY) -m pytest -n 2 --ignore=tests/browser

check: setup-dev  ## Format, lint, types, imports, migrations, deployment settings, translations
	@scripts/check

format: setup-dev  ## Format the code and mend what ruff can mend
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

bench: setup-dev  ## Measure and print figures (bench/results/latest.json)
	@$(PY) -m bench

lock: setup  ## Refresh the lock files from pyproject.toml and package.json
	@scripts/lock

messages: setup-dev  ## Collect strings for translation into the locale folders
	@$(PY) scripts/messages.py update
