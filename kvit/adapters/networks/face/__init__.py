"""FACe, the entry point of Spanish public bodies for electronic invoices."""

from kvit.adapters.networks.face.network import FaceNetwork

__all__ = ["FaceNetwork"]
