from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "kvit.capture"
