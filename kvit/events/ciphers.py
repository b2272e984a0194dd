"""Texts that nobody may read in the database: encrypted with a key made from the secret key of the installation."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kvit.core.errors import Refused

PURPOSE = b"kvit.ciphers"
"""Binds the derived key to this use: the same secret key also signs sessions and links."""


def encrypt(text: str) -> str:
    """The text, readable with the secret key alone."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """The text again. Refuses `secret.unreadable` when the secret key is another one by now."""
    try:
        return _fernet().decrypt(encrypted.encode()).decode()
    except InvalidToken:
        raise Refused("secret.unreadable") from None


def _fernet() -> MultiFernet:
    """Written with today's secret key; read with today's or one that Django still accepts."""
    return MultiFernet([Fernet(_key(str(secret))) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
