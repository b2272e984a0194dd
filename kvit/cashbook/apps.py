from django.apps import AppConfig


class CashbookConfig(AppConfig):
    name = "kvit.cashbook"
    label = "cashbook"
    default_auto_field = "django.db.models.BigAutoField"
