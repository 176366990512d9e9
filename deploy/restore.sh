#!/bin/sh
# Puts a copy of deploy/backup.sh back: database, uploaded files, keys; then migrates and builds the index.
#   GONGKAI_VAR=/srv/gongkai/var deploy/restore.sh /backup/gongkai-20260101-031500
# The folder must hold no instance yet (move the broken one aside); a PostgreSQL database that DATABASE_URL names must be empty.
set -eu
copy=$(cd "${1:?usage: deploy/restore.sh COPY}" && pwd)
cd "$(dirname "$0")/.."
var=${GONGKAI_VAR:-var}

refuse() { printf '%s\n' "$*" >&2; exit 1; }

for there in "$var/db.sqlite3" "$var/media"; do
    if [ -e "$there" ]; then refuse "已有 $there：请先停止系统并把旧目录移走。"; fi
done
case "${DATABASE_URL:-}" in
    postgres*)
        [ -f "$copy/database.dump" ] || refuse "这份备份里没有 PostgreSQL 的数据（database.dump）。"
        pg_restore --exit-on-error --single-transaction --no-owner --dbname="$DATABASE_URL" "$copy/database.dump"
        ;;
    *)
        [ -f "$copy/db.sqlite3" ] || refuse "这份备份里没有 SQLite 的数据（db.sqlite3）。"
        mkdir -p "$var"
        cp "$copy/db.sqlite3" "$var/db.sqlite3"
        ;;
esac
mkdir -p "$var"
if [ -f "$copy/media.tar" ]; then tar -C "$var" -xf "$copy/media.tar"; fi
for key in secret_key sealing_key; do
    if [ -f "$copy/$key" ]; then cp "$copy/$key" "$var/"; chmod 600 "$var/$key"; fi
done
.venv/bin/python manage.py migrate --noinput --verbosity 0
.venv/bin/python manage.py index --rebuild
