"""Telling what was just done, and how to take it back."""

from django.contrib import messages
from django.http import HttpRequest


def tell(request: HttpRequest, text: str, *, icon: str = "check", back: str = "") -> None:
    """A toast on the next page; `back` is the address that undoes what it names, by POST."""
    messages.info(request, text, extra_tags=f"{icon} {back}".strip())
