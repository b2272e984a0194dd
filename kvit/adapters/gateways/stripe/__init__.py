"""Stripe: hosted Checkout, refunds, disputes, signed events. Written against its public API, without its library."""

from kvit.adapters.gateways.stripe.gateway import StripeGateway

__all__ = ["StripeGateway"]
