#!/bin/sh
# Sees to it that there is a Chromium and a Chinese font for the browser tests: by apt where it may, else by Playwright.
set -eu
cd "$(dirname "$0")/.."

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

have_browser() { [ -x /usr/bin/chromium ] || [ -f .venv/.playwright-browser ]; }
have_font() { [ "$(uname)" = Darwin ] || { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh)" ]; }; }

if ! { have_browser && have_font; } && command -v apt-get >/dev/null; then
    echo "正在用 apt 安装 Chromium 和中文字体…" >&2
    as_root sh -c 'apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends chromium fontconfig fonts-noto-cjk' </dev/null >&2 ||
        echo "apt 没有成功，改用 Playwright 的安装程序。" >&2
fi
if ! have_browser; then
    .venv/bin/playwright install chromium >&2
    touch .venv/.playwright-browser
fi
if ! have_font; then
    echo "没有中文字体，截图里会缺字。Debian 请安装 fonts-noto-cjk。" >&2
    exit 1
fi
