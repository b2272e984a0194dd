"""XAdES by signxml."""

from kvit.adapters.signers.xades.signer import XadesSigner

__all__ = ["XadesSigner"]
