from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "catchment.portal.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from catchment.portal.accounts import signals  # noqa: F401  (its receivers register on import)
