"""KSeF 2.0, the invoice system of the Polish ministry of finance."""

from kvit.adapters.networks.ksef.network import KsefNetwork

__all__ = ["KsefNetwork"]
