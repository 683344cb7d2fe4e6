# Everything starts here: `make demo`, `make test`. It needs Python 3.11 to 3.13, make and git.
SHELL := /bin/sh
PYTHON ?= python3
STAGE ?= dev
NAME ?=
ADMIN ?=
PHOTO ?=
DIR ?=
USER_ID ?=
FROM ?=
LETTERS ?=
EVERY ?=
PHOTOS ?=
CLIENTS ?=
SIDE ?=
SEED ?=
VENV := .venv
PY := $(VENV)/bin/python
# Temporary files of tests stay in the clone, and go with the run.
PYTEST := $(PY) -m pytest --basetemp=build/pytest
STEP := $(PYTHON) tools/step.py
# The venv's Node comes first, if the machine's own is not one that the CDK supports.
export PATH := $(CURDIR)/$(VENV)/bin:$(CURDIR)/node_modules/.bin:$(PATH)
export PYTHONDONTWRITEBYTECODE := 1
# The CDK's own notices and counts would ask the network.
export CDK_DISABLE_CLI_TELEMETRY := true
export JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION := 1

.DEFAULT_GOAL := help
.PHONY: help bench-imaging install bundle web web-test session demo up down synth deploy deploy-web team format lint types unit contracts \
	handlers architecture infra e2e test check judge openapi roles reproducible secrets audit asked sbom bench upgrade-test fuzz soak soak-erasure soak-load picture web-picture styles lock clean

help: ## what can be done
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.packages $(VENV)/.node node_modules/.packages ## packages, Node if it is missing, the CDK command line

$(VENV)/.packages: requirements.txt requirements/bootstrap.txt
	@$(STEP) "making a virtual environment" $(PYTHON) -m venv $(VENV)
	@$(STEP) "downloading and installing uv" $(VENV)/bin/pip install --quiet --no-compile --disable-pip-version-check \
		--require-hashes -r requirements/bootstrap.txt
	@$(STEP) "downloading and installing Python packages" $(VENV)/bin/uv pip install --quiet --python $(PY) \
		--require-hashes -r requirements.txt
	@touch $@

$(VENV)/.node: $(VENV)/.packages requirements/node.txt
	@if node -e 'process.exit([22, 24].includes(+process.versions.node.split(".")[0]) ? 0 : 1)' 2>/dev/null; then :; \
	else $(STEP) "downloading and installing Node" $(VENV)/bin/uv pip install --quiet --python $(PY) \
		--require-hashes -r requirements/node.txt; fi
	@touch $@

node_modules/.packages: package-lock.json $(VENV)/.node
	@$(STEP) "downloading and installing the CDK command line" npm ci --silent --no-progress
	@touch $@

web/node_modules/.packages: web/package-lock.json $(VENV)/.node
	@$(STEP) "downloading and installing the web's packages" npm ci --prefix web --silent --no-progress
	@touch $@

web: build/web/.built ## the web's files, into build/web

build/web/.built: web/node_modules/.packages web/index.html web/vite.config.ts web/tsconfig.json \
		$(shell find web/src web/public -type f)
	@$(STEP) "building the web" npm run --prefix web --silent build
	@touch $@

bundle: $(VENV)/.packages ## wheels and models for a stage: STAGE=dev|prod|local
	@$(PY) -m tools.bundle_stage $(STAGE)

demo: install ## one photo, in and out, on a cloud of its own: PHOTO=…
	@$(PY) -m tools.demo $(if $(PHOTO),--photo "$(PHOTO)")

up: install web ## start the local cloud and leave it running; .local/cloud.json says how to reach it
	@$(PY) -m tools.up

session: ## a link to the web of the local cloud, for a user: USER_ID=…
	@$(PY) -m tools.web_link $(if $(USER_ID),"$(USER_ID)")

down: ## end the local cloud
	@$(PYTHON) tools/down.py

synth: install bundle ## the CloudFormation template of a stage, into cdk.out
	@cdk synth --quiet --context stage=$(STAGE)

deploy: install bundle ## deploy a stage into your AWS account
	@cdk deploy --context stage=$(STAGE)

deploy-web: install bundle web ## deploy a stage and, in a second stack, its web
	@cdk deploy --context stage=$(STAGE) --context web=true --all
	@$(PY) -m tools.web_publish --stack Moretta-$(STAGE)

team: $(VENV)/.packages ## make a team, its machine client and its first admin: NAME=… ADMIN=… STAGE=…
	@$(PY) -m tools.team --stack Moretta-$(STAGE) --name "$(NAME)" $(if $(ADMIN),--admin "$(ADMIN)")

format: $(VENV)/.packages ## format the code
	@ruff format . && ruff check --fix .

lint: $(VENV)/.packages ## format and lint, as CI sees it
	ruff format --check .
	ruff check .

types: $(VENV)/.packages ## strict types
	mypy

unit: install ## tests of core, imaging, edge and tools
	$(PYTEST) tests/unit
contracts: install ## fakes and moto under one suite
	$(PYTEST) tests/contracts
handlers: install ## handlers with real event JSON
	$(PYTEST) tests/handlers
architecture: install ## who may import whom
	$(PYTEST) tests/architecture
infra: install ## assertions on the templates
	$(PYTEST) tests/infra
e2e: install ## end to end on the local cloud, under IAM and TLS
	$(PYTEST) tests/e2e

web-test: install web ## the web in a real browser, against the local cloud
	$(PY) -m tools.bundle_stage local
	$(PYTEST) tests/web

web-picture: web-test ## docs/web.jpg: the upload, as the browser test saw it
	@$(PY) -m tools.web_picture

test: install web ## all tests
	$(PY) -m tools.bundle_stage local
	$(PY) -m tools.fetch
	$(PYTEST) --numprocesses=2 --dist=loadgroup --cov --cov-report=term

check: lint types secrets asked sbom test ## what CI runs: format, lint, types, secrets, advisories, licences, all tests, coverage

secrets: $(VENV)/.packages ## look for secrets in every file; `.secrets.json` has what only looks like one
	@$(PY) -m tools.leaks

audit: $(VENV)/.packages $(VENV)/.node ## known weaknesses of what is shipped; says so when nobody can be asked
	@$(PY) -m tools.advisories

asked: $(VENV)/.packages $(VENV)/.node
	@$(PY) -m tools.advisories || [ $$? -eq 2 ] # that nobody could be asked is said, and holds up nobody

sbom: install ## what is shipped, as CycloneDX, into build/sbom
	@mkdir -p build/sbom
	@cyclonedx-py requirements --output-reproducible --of JSON -o build/sbom/functions.json requirements/imaging.txt
	@cd web && npm sbom --package-lock-only --omit dev --sbom-format cyclonedx >../build/sbom/web.json
	@$(PY) -m tools.licences
	@echo "build/sbom/functions.json and build/sbom/web.json"

reproducible: install ## every kind of asset for both architectures, twice: one hash, and how large it is
	@$(PY) -m tools.reproduce

judge: install ## cdk-nag on a stage, with a reason for each finding: STAGE=…
	@$(PY) -m tools.judge $(STAGE)

soak: install soak-erasure soak-load ## every fault at every call of AWS, dead letters, load: LETTERS=… EVERY=1
	LETTERS=$(LETTERS) EVERY=$(EVERY) $(PY) -m pytest soak/test_faults.py soak/test_dead_letters.py -W default

soak-load: install ## photos of many clients, poison among them, maskers killed: PHOTOS=… CLIENTS=… SIDE=…
	PHOTOS=$(PHOTOS) CLIENTS=$(CLIENTS) SIDE=$(SIDE) $(PY) -m pytest soak/test_load.py -W default

soak-erasure: install ## the erasure of much, whose worker is killed at five random points: SEED=…
	SEED=$(SEED) $(PY) -m pytest soak/test_killed_erasure.py -W default

fuzz: install ## schemathesis over the whole API, with every kind of token
	$(PY) -m pytest soak/test_fuzz.py -W default

picture: install ## the picture of the README, made by the demo
	@$(PY) -m tools.demo && cp demo/before-after.jpg docs/before-after.jpg

styles: install ## docs/styles.jpg: every style on one photo
	@$(PY) -m tools.fetch && $(PY) -m tools.styles

bench-imaging: install ## speed, memory and imports of the imaging package: DIR=… for accuracy on a labelled folder
	@$(PY) -m tools.fetch
	-@$(PY) -m bench.speed
	-@$(PY) -m bench.memory
	-@$(PY) -m bench.imports
	$(if $(DIR),@$(PY) -m bench.accuracy "$(DIR)")

roles: $(VENV)/.packages ## write docs/roles.md: which role may do what, out of the template of prod
	@$(PY) -m tools.roles

bench: install web ## every figure against its goal, in one table, with plots: DIR=… of labelled photos
	@$(PY) -m tools.bundle_stage local
	@$(PY) -m tools.fetch
	@$(PY) -m bench.summary $(if $(DIR),--photos "$(DIR)")

upgrade-test: install ## the release before with data in it, then this one over it: FROM=…
	@$(PY) -m tools.upgrade $(if $(FROM),--from "$(FROM)")

openapi: $(VENV)/.packages ## write docs/openapi.json, docs/api.md and docs/recipe.schema.json
	@$(PY) -m tools.openapi

lock: $(VENV)/.packages ## the lock files anew
	tools/lock.sh

clean: down ## remove what was built or installed here
	rm -rf $(VENV) node_modules web/node_modules build cdk.out demo .local .coverage .hypothesis .mypy_cache .ruff_cache .pytest_cache
