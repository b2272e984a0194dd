"""Facturae 3.2.2, Spain's format: read and written through the semantic model (docs/rules/facturae.md)."""
