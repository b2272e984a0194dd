"""Figures and lists across rooms, each with its definition and the documents behind it."""
