from django.apps import AppConfig


class CheckinConfig(AppConfig):
    name = "catchment.portal.checkin"
    default_auto_field = "django.db.models.BigAutoField"
