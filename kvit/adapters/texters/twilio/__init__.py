"""Short messages and calls through Twilio."""

from kvit.adapters.texters.twilio.texter import Account, TwilioTexter

__all__ = ["Account", "TwilioTexter"]
