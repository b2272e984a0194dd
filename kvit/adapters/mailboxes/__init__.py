"""Mailboxes: how mails of suppliers are fetched."""
