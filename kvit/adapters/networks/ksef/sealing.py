"""What KSeF wants encrypted: tokens and keys for the ministry's key, invoices and packages for a key of their own.

RSAES-OAEP with SHA-256, AES-256-CBC with PKCS#7 (ksef-docs, sesja-interaktywna.md, sesja-wsadowa.md). The prose there
puts the vector before the cipher text; the ministry's own description of the interface, and the sizes in it, do not.
"""

import hashlib
import os
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

BLOCK = 128
OAEP = padding.OAEP(mgf=padding.MGF1(algorithm=hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


@dataclass(frozen=True)
class Certificate:
    """A key of the ministry, by the name that it has there."""

    name: str
    der: bytes

    def sealed(self, content: bytes) -> str:
        """The content readable for the ministry alone, in Base64."""
        key = x509.load_der_x509_certificate(self.der).public_key()
        assert isinstance(key, rsa.RSAPublicKey), "KSeF's keys for tokens and keys are RSA"
        return as_text(key.encrypt(content, OAEP))


@dataclass(frozen=True, repr=False)
class Key:
    """A new AES key of 256 bits with its vector, for one session or one export."""

    key: bytes
    vector: bytes

    @classmethod
    def new(cls) -> "Key":
        return cls(os.urandom(32), os.urandom(16))

    def told(self, certificate: Certificate) -> Mapping[str, str]:
        """The key as a request carries it."""
        return {
            "encryptedSymmetricKey": certificate.sealed(self.key),
            "initializationVector": as_text(self.vector),
            "publicKeyId": certificate.name,
        }

    def encrypted(self, content: bytes) -> bytes:
        padder = PKCS7(BLOCK).padder()
        cipher = Cipher(algorithms.AES(self.key), modes.CBC(self.vector)).encryptor()
        return cipher.update(padder.update(content) + padder.finalize()) + cipher.finalize()

    def decrypted(self, content: bytes) -> bytes:
        """The content again. Raises ValueError where it was encrypted by another key."""
        cipher = Cipher(algorithms.AES(self.key), modes.CBC(self.vector)).decryptor()
        unpadder = PKCS7(BLOCK).unpadder()
        return unpadder.update(cipher.update(content) + cipher.finalize()) + unpadder.finalize()


def as_text(content: bytes) -> str:
    """Bytes in Base64."""
    return b64encode(content).decode()


def digest(content: bytes) -> str:
    """SHA-256 in Base64, by which KSeF names files."""
    return as_text(hashlib.sha256(content).digest())
