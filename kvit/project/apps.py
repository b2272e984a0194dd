from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Ties the house together once every room is known to Django."""

    name = "kvit.project"
    label = "project"

    def ready(self) -> None:
        from kvit.project import wiring

        wiring.wire()
