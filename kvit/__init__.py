"""Kvit runs a company's invoices and payments by itself, both ways."""
