"""Feeds of bank movements, a folder each."""
