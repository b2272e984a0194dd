"""What Bulgaria's standard audit file says of a company's month, read across rooms (docs/rules/saft-bg.md)."""
