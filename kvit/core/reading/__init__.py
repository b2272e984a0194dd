"""Reading bills: words on pages in, facts with their confidence out. Rule and examples: docs/rules/reading-bills.md."""
