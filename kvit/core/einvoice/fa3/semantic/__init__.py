"""Between the one semantic model (EN 16931) and FA(3), with the Polish facts that the model has no term for.

`writing.from_invoice`, `reading.to_invoice`, `dropping.dropped`; `docs/rules/fa3.md`.
"""
