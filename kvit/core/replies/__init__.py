"""What customers answer, understood by small tables of words. Rules: docs/rules/replies.md."""
