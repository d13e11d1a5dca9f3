from django.apps import AppConfig


class MyAccountConfig(AppConfig):
    name = "catchment.portal.my_account"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from catchment.portal.my_account import signals  # noqa: F401  (its receivers register on import)
