from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "kvit.onboarding"
    label = "onboarding"
    default_auto_field = "django.db.models.BigAutoField"
