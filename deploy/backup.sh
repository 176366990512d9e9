#!/bin/sh
# A copy of everything that cannot be made again: the database, the uploaded files and the keys.
#   deploy/backup.sh /backup            writes /backup/gongkai-20260101-031500/
# The index, the queue and the static files are left out: they follow from the database and the code.
# deploy/restore.sh puts it back.
set -eu
mkdir -p "${1:?usage: deploy/backup.sh FOLDER}"
target=$(cd "$1" && pwd)/gongkai-$(date +%Y%m%d-%H%M%S)
cd "$(dirname "$0")/.."
var=${GONGKAI_VAR:-var}
umask 077
mkdir "$target.part"

case "${DATABASE_URL:-}" in
    postgres*) pg_dump --format=custom --file="$target.part/database.dump" "$DATABASE_URL" ;;
    # SQLite's own online copy: consistent while the site is running
    *) .venv/bin/python - "$var/db.sqlite3" "$target.part/db.sqlite3" <<'PY'
import sqlite3, sys
source, copy = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True), sqlite3.connect(sys.argv[2])
source.backup(copy)
assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
PY
    ;;
esac
# after the database: a row never names a file that the copy lacks
if [ -d "$var/media" ]; then tar -C "$var" -cf "$target.part/media.tar" media; fi
for key in secret_key sealing_key; do
    if [ -f "$var/$key" ]; then cp "$var/$key" "$target.part/"; fi
done
mv "$target.part" "$target"
echo "$target"
