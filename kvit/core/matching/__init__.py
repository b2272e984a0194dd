"""The evidence that ties a bank line to open items, and the rules over it (docs/rules/matching.md)."""
