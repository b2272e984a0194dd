"""Senders: how mails leave, or do not."""
