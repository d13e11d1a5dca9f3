from django.apps import AppConfig


class RecruitConfig(AppConfig):
    name = "catchment.portal.recruit"
    default_auto_field = "django.db.models.BigAutoField"
