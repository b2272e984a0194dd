"""Calls the web for us, but never our own network."""

from kvit.adapters.http.guarded.client import GuardedHttp

__all__ = ["GuardedHttp"]
