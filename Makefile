# The two commands are `make demo` and `make test`; `make help` lists the others.
# Only relative paths are used, so that the checkout may lie in a folder with spaces.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
UV_VERSION := 0.13.9
# uv takes over pip's mirror and the system's certificates, which offices often need.
# What is installed is known by the hash of the lock file: a changed lock installs again, nothing else does.
STAMP := .venv/installed-$(shell cksum < requirements-dev.txt | tr ' ' '-')
SETTINGS_ENV := DJANGO_SETTINGS_MODULE=supervision.settings SECRET_KEY=check DATABASE_URL=postgres:///check REDIS_URL=redis://localhost
COMPILE := $(PY) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header
NOT_ON_SCREEN := .venv var tmp output tests bench samples docs launcher static
# Without its cache each process would compile two thousand modules anew, which takes it five seconds.
unexport PYTHONDONTWRITEBYTECODE
TOGETHER := -n 2 --dist worksteal
ARGS ?=
EXAMPLES ?= 1000
BENCH ?=

.PHONY: help setup demo demo-reset test test-slow test-browser test-processes test-ladders lint format types check locale bench lock

help: ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' Makefile

setup: $(STAMP) ## 建立 .venv 并按锁定文件安装依赖

$(STAMP):
	@for python in $${PYTHON:-python3 python3.13 python3.12 python3.11}; do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; done; \
	test -n "$$python" || { echo "需要 Python 3.11 或更高版本；装好后可用 make $(MAKECMDGOALS) PYTHON=/路径/python3 指定。" >&2; exit 1; }; \
	$(PY) -m pip --version >/dev/null 2>&1 || "$$python" -m venv --clear .venv \
	    || { echo "无法建立虚拟环境。Debian/Ubuntu 请先安装：apt-get install python3-venv" >&2; exit 1; }
	@echo "安装依赖（只在首次或依赖变化时）……"
	@$(PY) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@test -w "$$HOME" || export UV_NO_CACHE=1; \
	mirror=$${PIP_INDEX_URL:-$$($(PY) -m pip config get global.index-url 2>/dev/null)}; \
	test -z "$$mirror" || export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$$mirror}"; \
	$(PY) -m uv pip install --quiet --system-certs --python $(PY) --require-hashes -r requirements-dev.txt
	@rm -f .venv/installed-* && touch $@

demo: $(STAMP) ## 启动演示系统，Ctrl-C 停止；ARGS=--exit 跑完即退出
	@$(PY) -m launcher demo $(ARGS)

demo-reset: $(STAMP) ## 删除演示数据，下次 make demo 从头开始
	@$(PY) -m launcher reset

test: $(STAMP) ## 运行测试（两个进程）；ARGS 传给 pytest
	@$(PY) -m launcher run $(PY) -m pytest $(TOGETHER) -m "not slow and not browser and not processes" $(ARGS)

test-slow: $(STAMP) ## 每项数秒以上的测试：全部人员、状态与步骤，随机试法，整年样例
	@$(PY) -m launcher run $(PY) -m pytest $(TOGETHER) -m slow $(ARGS)

test-browser: $(STAMP) ## 无头 Chromium 走查全部页面
	@$(PY) -m launcher run $(PY) -m pytest -m browser $(ARGS)

test-processes: $(STAMP) ## 真实进程的启停与强杀测试
	@$(PY) -m launcher run $(PY) -m pytest -m processes $(ARGS)

test-ladders: $(STAMP) ## 随机一千个县、一千套催办阶梯：计划、了结、预演与逐条推算完全一致（较慢；EXAMPLES=数目）
	@ORACLE_EXAMPLES=$(EXAMPLES) $(PY) -m launcher run $(PY) -m pytest -q tests/alerts/test_oracle.py $(ARGS)

lint: $(STAMP) ## 代码风格（ruff）
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

format: $(STAMP) ## 按风格改写代码
	@$(PY) -m ruff check --fix . ; $(PY) -m ruff format .

types: $(STAMP) ## 类型检查（mypy）
	@$(SETTINGS_ENV) $(PY) -m mypy .

check: $(STAMP) ## 迁移完整，Django 自检（按正式部署的要求）
	@$(PY) -m launcher run $(PY) manage.py makemigrations --check --dry-run
	@SITE_URL=https://localhost $(PY) -m launcher run $(PY) manage.py check --deploy --fail-level ERROR

locale: $(STAMP) ## 收集新增文字、编译英文翻译并检查有无遗漏（需 gettext 工具）
	@$(SETTINGS_ENV) $(PY) manage.py makemessages -l en --no-wrap --no-location --no-obsolete $(NOT_ON_SCREEN:%=--ignore=%)
	@$(SETTINGS_ENV) $(PY) manage.py compilemessages -l en --ignore=.venv
	@$(PY) -m launcher run $(PY) -m pytest -q tests/locale

bench: $(STAMP) ## 基准测试；BENCH=名称 只跑一项
	@$(PY) -m launcher run --durable $(PY) -m bench $(BENCH) $(ARGS)

lock: $(STAMP) ## 由 *.in 重新锁定依赖（带哈希，不含下载地址）
	@$(COMPILE) -o requirements.txt requirements.in
	@$(COMPILE) -o requirements-dev.txt requirements-dev.in
