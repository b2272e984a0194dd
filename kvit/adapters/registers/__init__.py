"""Registers: who stands behind a VAT id."""
