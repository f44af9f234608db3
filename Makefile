# make run    build in release and process fixtures/2025
# make test   every test, on a clean clone too
# make lint   style and warnings
# make fuzz   every fuzz target for SECONDS each, and a million broken filings against libxml2
# make spark-test  a nation on three Spark workers, one of which is killed; installs Java and PySpark
# make spark-package  what spark-submit is given, in out/spark
# make tsan   the batch's tests under the thread sanitizer
# make bench  ratios against named peers, in one run

CETS := .build/release/cets
JOBS ?= $(shell nproc)
SECONDS ?= 60

.PHONY: run build test lint bench fuzz tsan spark-test spark-package schemas docs fixtures clean

run: build
	@$(CETS) process fixtures/2025 --year 2025 --out out/2025; code=$$?; \
	if [ $$code -gt 1 ]; then exit $$code; fi
	@echo "Look at out/2025/summary.html, out/2025/official-tables.xlsx and out/2025/entities/."

build:
	@scripts/install-missing run
	swift build -c release --product cets

test:
	@scripts/install-missing test
	swift build --build-tests
	swift test --skip-build
	python3 Tests/oracle/test_oracle.py
	swift build -c release --product cets
	swift build -c release --product cets-generate
	Tests/end-to-end/run $(CETS)

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

fuzz:
	fuzz/run all $(SECONDS)
	fuzz/run mutations 1000000

spark-test:
	@scripts/install-missing spark
	swift build -c release --product cets
	swift build -c release --product cets-generate
	CETS=$(CETS) .venv-spark/bin/python3 -W ignore::ResourceWarning -m unittest discover -s Tests/spark

# What travels to a cluster: the program with Swift's libraries in it, and the job's Python.
spark-package:
	swift build -c release --product cets --static-swift-stdlib --scratch-path .build-static
	mkdir -p out/spark
	cp .build-static/release/cets out/spark/cets
	python3 -m zipfile -c out/spark/cets_spark.zip spark/cets_spark

tsan:
	swift test --sanitize=thread --scratch-path .build-tsan --filter BatchTests

bench: build
	@scripts/install-missing test
	@.venv/bin/pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	swift build -c release --product cets-generate
	python3 bench/bench.py $(CETS)

# Rewrites what is generated from the code lists and tables: see CONTRIBUTING.md.
schemas:
	swift run cets-schemas

docs: build
	$(CETS) checks list --markdown > docs/checks.md
	python3 docs/make_diagnostics.py $(CETS) > docs/diagnostics.md

fixtures:
	python3 fixtures/make_fixtures.py
	python3 fixtures/make_check_fixtures.py

clean:
	rm -rf .build out .venv .venv-spark
