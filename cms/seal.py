"""The database's own refusal to change or delete what was recorded: triggers, made by a migration.

Emptying the whole database (`manage.py flush`, which the test suite uses) lifts the seal and puts it back.
"""

from contextlib import contextmanager

TABLE = "cms_auditrecord"
SENTENCE = "append-only: audit records are neither changed nor deleted"

_SQLITE = [
    f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    for verb in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
]
SEAL = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
LIFT = {
    "sqlite": [f"DROP TRIGGER IF EXISTS audit_no_{verb}" for verb in ("update", "delete")],
    "postgresql": [f"DROP TRIGGER IF EXISTS audit_no_change ON {TABLE}", "DROP FUNCTION IF EXISTS audit_refuse()"],
}


def seal(connection) -> None:
    """Make the database refuse. Raises KeyError on a database that has not been thought about."""
    _run(connection, LIFT[connection.vendor] + SEAL[connection.vendor])


def lift(connection) -> None:
    _run(connection, LIFT[connection.vendor])


@contextmanager
def lifted(connection):
    """While the whole database is emptied."""
    sealed = TABLE in connection.introspection.table_names()
    if sealed:
        lift(connection)
    try:
        yield
    finally:
        if sealed:
            seal(connection)


def _run(connection, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
