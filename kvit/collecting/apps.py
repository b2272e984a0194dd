from django.apps import AppConfig


class CollectingConfig(AppConfig):
    name = "kvit.collecting"
    label = "collecting"
    default_auto_field = "django.db.models.BigAutoField"
