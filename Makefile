# make demo | test | test-long | bench | release; each first installs what is missing (setup).

SHELL := /bin/bash
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
ARCH := $(shell uname -m)
VENV := .cache/venv
JOBS := -j 2

# The first line builds and runs leat; the others serve the demo, the tests and the benchmark.
PACKAGES := pkg-config libmariadb-dev libisal-dev libzstd-dev liblz4-dev zlib1g-dev libssl-dev libjs-chart.js \
	mariadb-server-core mariadb-client-core kcat python3 python3-pymysql \
	python3-venv mariadb-client mmdebstrap

.PHONY: setup binary demo test test-long bench release

setup:
	@missing=; for package in $(PACKAGES); do \
		dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing+=" $$package"; \
	done; \
	[ -z "$$missing" ] || { echo "installing:$$missing"; export DEBIAN_FRONTEND=noninteractive; \
		$(SUDO) apt-get update -q && $(SUDO) apt-get install -y -q --no-install-recommends $$missing; }

# One release build serves the demo, the tests, the benchmark and the tarball.
binary: setup
	swift build -c release --product leat --static-swift-stdlib $(JOBS)

$(VENV)/installed: Tests/requirements.txt | setup
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install -q -r $<
	touch $@

# DURATION=20 stops by itself and compares; KAFKA_PORT= and HTTP_PORT= choose other ports.
demo: binary
	@DURATION=$(DURATION) KAFKA_PORT=$(KAFKA_PORT) HTTP_PORT=$(HTTP_PORT) /usr/bin/python3 demo/demo.py

# The page's tests use a real browser, and a font for its Chinese texts.
test test-long: PACKAGES += chromium fonts-wqy-microhei
test: setup $(VENV)/installed
	@$(VENV)/bin/python Tests/run.py

test-long: setup $(VENV)/installed
	@LEAT_LONG=1 $(VENV)/bin/python Tests/run.py

bench: PACKAGES += fio gcc librdkafka-dev chromium
bench: binary $(VENV)/installed
	swift build -c release --product LogBenchmark --static-swift-stdlib $(JOBS)
	swift build -c release --product ViewBenchmark --static-swift-stdlib $(JOBS)
	@$(VENV)/bin/python Tests/Benchmarks/bench.py
	@$(VENV)/bin/python Tests/Benchmarks/decode.py
	@$(VENV)/bin/python Tests/Benchmarks/log.py
	@$(VENV)/bin/python Tests/Benchmarks/consume.py
	@$(VENV)/bin/python Tests/Benchmarks/dashboard.py
	@$(VENV)/bin/python Tests/Benchmarks/views.py

release: binary
	@set -eu; version=$$(.build/release/leat --version); name=leat-$$version-linux-$(ARCH); \
	rm -rf dist/$$name && mkdir -p dist/$$name; \
	cp -r README.md CHANGELOG.md config pipelines dist/$$name; \
	install -s .build/release/leat dist/$$name/leat; \
	tar -C dist --owner=0 --group=0 -czf dist/$$name.tar.gz $$name; rm -rf dist/$$name; ls -lh dist/$$name.tar.gz
