"""What the database itself refuses: a changed event, a deleted one, and one that does not follow the last.

Only those may go that a later event says are forgotten, and never one of the last day
or one to come. Put in place after
every `migrate`, because a table that SQLite makes anew loses its triggers.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from catchment.portal.audit.chain import START

EVENTS, TEACHERS = "audit_auditevent", "audit_auditedteacher"
DAY_AGO = {"sqlite": "datetime('now', '-1 day')", "postgresql": "now() - interval '1 day'"}
"""As the least `audit.keep_days` of a network's policy."""


@dataclass(frozen=True)
class Rule:
    """What is refused of a statement on a row of a table, and what is said then."""

    table: str
    statement: str
    refused: str
    says: str

    @property
    def name(self) -> str:
        return f"{self.table}_{self.statement}"


def rules(vendor: str) -> list[Rule]:
    follows = f"""NEW.number = coalesce((SELECT max(number) FROM {EVENTS}), 0) + 1
        AND NEW.previous = coalesce((SELECT hash FROM {EVENTS} ORDER BY number DESC LIMIT 1), '{START}')"""
    too_much = f"""NEW.forgets_through IS NOT NULL AND (NEW.forgets_through >= NEW.number OR EXISTS (
        SELECT 1 FROM {EVENTS} WHERE number <= NEW.forgets_through AND at > {DAY_AGO[vendor]}))"""
    # SQLite's INSERT OR REPLACE takes a row away without asking the trigger of its deletion
    of_the_last = f"""NEW.event_id = (SELECT max(number) FROM {EVENTS})
        AND NOT EXISTS (SELECT 1 FROM {TEACHERS} WHERE id = NEW.id)"""
    forgotten = f"EXISTS (SELECT 1 FROM {EVENTS} WHERE forgets_through >= %s)"
    changed, deleted = "an audit event is never changed", "an audit event is never deleted before its time"
    emptied = [Rule(table, "truncate", "true", deleted) for table in (EVENTS, TEACHERS)]
    return [
        Rule(EVENTS, "insert", f"NOT ({follows})", "an audit event must follow the last one"),
        Rule(EVENTS, "forget", too_much, "no audit event of the last day is forgotten, nor one to come"),
        Rule(TEACHERS, "insert", f"NOT ({of_the_last})", "teachers belong to the last audit event"),
        Rule(EVENTS, "update", "true", changed),
        Rule(TEACHERS, "update", "true", changed),
        Rule(EVENTS, "delete", f"NOT {forgotten % 'OLD.number'}", deleted),
        Rule(TEACHERS, "delete", f"NOT {forgotten % 'OLD.event_id'}", deleted),
        # SQLite has no such statement
        *(emptied if vendor == "postgresql" else ()),
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place, all at once, unless they are: others may be writing."""
    if missing(connection):
        with transaction.atomic(using=connection.alias):
            remove(connection)
            for rule in rules(connection.vendor):
                _run(connection, written(connection.vendor, rule))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take them away: to put them in place anew, and for tests, which throw their rows away."""
    on = connection.vendor == "postgresql"
    _run(
        connection,
        [
            f"DROP TRIGGER IF EXISTS {rule.name}" + (f" ON {rule.table}" if on else "")
            for rule in rules(connection.vendor)
        ],
    )


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there, are switched off, or do something else."""
    postgresql = connection.vendor == "postgresql"
    found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    if postgresql:
        found = """SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
            WHERE tgenabled IN ('O', 'A')"""
    with connection.cursor() as cursor:
        cursor.execute(found)
        there = dict(cursor.fetchall())
    does = _body if postgresql else _trigger
    return [rule.name for rule in rules(connection.vendor) if there.get(rule.name) != does(rule)]


def _statement(rule: Rule) -> str:
    return "INSERT" if rule.statement == "forget" else rule.statement.upper()


def _trigger(rule: Rule) -> str:
    """SQLite's."""
    return (
        f"CREATE TRIGGER {rule.name} BEFORE {_statement(rule)} ON {rule.table} WHEN {rule.refused} "
        f"BEGIN SELECT RAISE(ABORT, '{rule.says}'); END"
    )


def _body(rule: Rule) -> str:
    """What PostgreSQL's function does."""
    refuse = f"RAISE EXCEPTION '{rule.says}' USING ERRCODE = 'integrity_constraint_violation';"
    passed_on = {"delete": "OLD", "truncate": "NULL"}.get(rule.statement, "NEW")
    return f"BEGIN IF {rule.refused} THEN {refuse} END IF; RETURN {passed_on}; END"


def written(vendor: str, rule: Rule) -> list[str]:
    """The statements that put a rule in place."""
    if vendor != "postgresql":
        return [_trigger(rule)]
    each = "STATEMENT" if rule.statement == "truncate" else "ROW"
    function = f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql"
    return [
        f"{function} AS $${_body(rule)}$$",
        f"CREATE TRIGGER {rule.name} BEFORE {_statement(rule)} ON {rule.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {rule.name}()",
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
