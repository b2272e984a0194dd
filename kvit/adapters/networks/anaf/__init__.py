"""RO e-Factura, the network of the Romanian tax authority (ANAF)."""

from kvit.adapters.networks.anaf.network import AnafNetwork

__all__ = ["AnafNetwork"]
