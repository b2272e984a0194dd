from django.apps import AppConfig


class CheckoutsConfig(AppConfig):
    name = "kvit.checkouts"
    label = "checkouts"
    default_auto_field = "django.db.models.BigAutoField"
