from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "catchment.portal.team"
    default_auto_field = "django.db.models.BigAutoField"
