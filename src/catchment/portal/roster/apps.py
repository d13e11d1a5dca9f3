from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "catchment.portal.roster"
    default_auto_field = "django.db.models.BigAutoField"
