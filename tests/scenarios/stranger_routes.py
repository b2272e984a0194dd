"""Every address of ours, read from the house itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address of ours."""

    path: str
    name: str
    view: Callable[..., Any]

    @property
    def takes(self) -> list[str]:
        """The names of what the address is filled with."""
        return [part.split(":")[-1].rstrip(">") for part in self.path.split("<")[1:] for part in [part.split(">")[0]]]


def routes() -> list[Route]:
    """Every address whose view is ours; signing in and the like is allauth's."""
    return [route for route in _under("", get_resolver().url_patterns) if route.view.__module__.startswith("kvit.")]


def _under(before: str, patterns: list[URLPattern | URLResolver]) -> list[Route]:
    found: list[Route] = []
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += _under(path, pattern.url_patterns)
        else:
            found.append(Route(path, pattern.name or path, pattern.callback))
    return found
