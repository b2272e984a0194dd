"""What customers answer to invoices and reminders, understood by small tables of words. Rules: docs/rules/replies.md."""
