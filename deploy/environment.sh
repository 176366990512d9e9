#!/bin/sh
# Makes .venv and brings it to the pinned requirements; does nothing where that is done already.
#   deploy/environment.sh run    what the system runs on
#   deploy/environment.sh dev    what tests and checks need as well
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$candidate" >/dev/null && new_enough "$candidate"; then command -v "$candidate"; return; fi
    done
    say "需要 Python 3.11 或更高版本，这里没有找到（python3 是 $(python3 --version 2>&1 || echo 无)）。"
    say "Python 3.11 or newer is needed and was not found. Debian: apt install python3 python3-venv; macOS: brew install python@3.13; or make PYTHON=/path/to/python3 ..."
    exit 1
}

make_venv() {
    python=$(find_python)
    say "正在建立 .venv（$("$python" --version)）…"
    "$python" -m venv --clear .venv >/dev/null 2>&1 && return
    # Debian keeps venv in a package of its own
    if command -v apt-get >/dev/null && as_root sh -c 'apt-get -q update && apt-get -q install -y python3-venv' >&2; then
        "$python" -m venv --clear .venv && return
    fi
    rm -rf .venv
    say "无法建立虚拟环境。Debian 请先执行：apt install python3-venv"
    exit 1
}

fingerprint() { cat "$@" | cksum; }

installed() { [ "$(cat ".venv/.$1.cksum" 2>/dev/null)" = "$2" ]; }

install() {
    stamp=.venv/.$1.cksum
    wanted=$(fingerprint requirements.txt)
    everything=$(fingerprint requirements.txt requirements-dev.txt)
    if installed dev "$everything" || { [ "$1" = run ] && installed run "$wanted"; }; then return; fi
    if [ "$1" = dev ]; then wanted=$everything; fi
    shift
    say "正在安装依赖（$*）…"
    files=""
    for file in "$@"; do files="$files -r $file"; done
    # shellcheck disable=SC2086
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes $files >&2
    printf '%s' "$wanted" > "$stamp"
}

if ! { [ -x .venv/bin/python ] && new_enough .venv/bin/python; }; then make_venv; fi

case "${1:-run}" in
    run) install run requirements.txt ;;
    dev) install dev requirements.txt requirements-dev.txt ;;
    *) say "usage: $0 run|dev"; exit 2 ;;
esac
