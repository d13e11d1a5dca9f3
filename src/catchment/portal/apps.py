from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "catchment.portal"
    label = "portal"
