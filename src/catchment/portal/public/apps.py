from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "catchment.portal.public"
    default_auto_field = "django.db.models.BigAutoField"
