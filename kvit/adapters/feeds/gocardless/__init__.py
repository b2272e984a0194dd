"""GoCardless Bank Account Data: accounts of European banks by a consent, in the shapes of the Berlin Group."""

from kvit.adapters.feeds.gocardless.feed import GoCardlessFeed

__all__ = ["GoCardlessFeed"]
