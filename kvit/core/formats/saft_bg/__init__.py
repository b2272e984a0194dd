"""Bulgaria's standard audit file (SAF-T, стандартен одитен файл) V_1.0.1, monthly (docs/rules/saft-bg.md)."""
