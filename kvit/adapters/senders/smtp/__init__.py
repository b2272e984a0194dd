"""Sends by SMTP (RFC 5321), one connection a mail, encrypted or not at all."""

from kvit.adapters.senders.smtp.sender import Server, SmtpSender

__all__ = ["Server", "SmtpSender"]
