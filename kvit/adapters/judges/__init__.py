"""Judges of electronic invoices."""
