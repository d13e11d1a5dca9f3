from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "catchment.portal"
    label = "portal"

    def ready(self) -> None:
        from catchment.portal.security import sweeping  # noqa: F401  (its receiver registers on import)
