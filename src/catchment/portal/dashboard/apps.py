from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "catchment.portal.dashboard"
    default_auto_field = "django.db.models.BigAutoField"
