# make run: try it.  make test: prove it.  make help: the rest.
SHELL = /bin/sh
PY = .venv/bin/python
WORKERS ?= 2
# one file's tests stay together on one worker, so that each worker needs at most one Chromium
# which file begins first is tests/conftest.py's to say
PYTEST = $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --max-worker-restart 0
export PYTHONUNBUFFERED = 1

.PHONY: run setup setup-dev test test-services bench lint fmt lock demo-data help

run: setup ## 安装、装入样例机关、启动网站（PORT=8000，Ctrl-C 停止）
	@exec $(PY) manage.py serve

setup: ## 只准备环境（.venv 与锁定的依赖）
	@deploy/environment.sh run

setup-dev:
	@deploy/environment.sh dev

test: setup-dev ## 在内嵌数据库上运行全部测试
	@deploy/browser.sh
	env -u DATABASE_URL -u CELERY_BROKER_URL -u ELASTICSEARCH_URL GONGKAI_NO_SKIPS=1 $(PYTEST) $(ARGS)

test-services: setup-dev ## 在 PostgreSQL 和 Redis 上运行同一套测试（自行启动和停止）
	@deploy/browser.sh
	GONGKAI_NO_SKIPS=1 $(PY) tests/services.py $(PYTEST) $(ARGS)

bench: setup-dev ## 测量速度（docs/performance.md）
	$(PY) -m bench $(ARGS)

lint: setup-dev ## 检查代码
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

fmt: setup-dev ## 整理代码
	$(PY) -m ruff check --fix --quiet .
	$(PY) -m ruff format .

demo-data: setup ## 装入 ../shared/data 中的真实文件（该目录存在时）
	$(PY) manage.py demo_data

# The pins must suit the oldest Python that is promised (Debian 12: 3.11.2): run this with that one when you can.
COMPILE = $(PY) -m piptools compile --quiet --upgrade --strip-extras --allow-unsafe --generate-hashes --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock: setup-dev ## 重新锁定依赖及其哈希
	env -u PIP_FIND_LINKS $(COMPILE) -o requirements.txt requirements.in
	env -u PIP_FIND_LINKS $(COMPILE) -o requirements-dev.txt requirements-dev.in

help: ## 列出各项命令
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do printf '%-22s %s\n' "$$name" "$$text"; done
