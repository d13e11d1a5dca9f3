from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "catchment.portal.agreements"
    default_auto_field = "django.db.models.BigAutoField"
