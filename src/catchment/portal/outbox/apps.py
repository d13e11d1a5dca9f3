from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "catchment.portal.outbox"
    default_auto_field = "django.db.models.BigAutoField"
