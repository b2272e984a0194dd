"""VERI*FACTU: the chained records of Spanish invoices (RD 1007/2023, Orden HAC/1177/2024; docs/rules/verifactu.md)."""
