from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kvit.portal"
    label = "portal"
