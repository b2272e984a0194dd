"""VERI*FACTU, the service of the Spanish tax agency (AEAT) that takes the records of invoices."""

from kvit.adapters.networks.aeat.network import AeatNetwork

__all__ = ["AeatNetwork"]
