from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "catchment.portal.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_guard, sender=self)


def _guard(using: str, **_: Any) -> None:
    from catchment.portal.audit import triggers

    # a database may have been migrated in part, without these tables
    if triggers.EVENTS in connections[using].introspection.table_names():
        triggers.install(connections[using])
