"""Peppol, through the REST surface of a phoss Access Point."""

from kvit.adapters.networks.peppol.network import PeppolNetwork

__all__ = ["PeppolNetwork"]
