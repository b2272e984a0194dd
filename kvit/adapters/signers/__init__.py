"""Signers of electronic documents."""
