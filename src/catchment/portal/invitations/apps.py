from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "catchment.portal.invitations"
    default_auto_field = "django.db.models.BigAutoField"
