from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "catchment.portal.desk"
    default_auto_field = "django.db.models.BigAutoField"
