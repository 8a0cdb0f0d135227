"""Ed25519 signatures (RFC 8032) of snapshots: made with a private key in a PEM file, checked with
the public one."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from pathlib import Path
from typing import Literal

from gksite.archive.package_texts import Signature
from gksite.output.refusal import Refused, refuse

PASSWORD = "GKSITE_KEY_PASSWORD"
"""The environment variable that holds the password of an encrypted private key."""

Check = Literal["unsigned", "not-checked", "wrong", "by-its-own-key", "by-another-key", "trusted"]
"""`by-its-own-key`: sound, but by the key in the snapshot itself, which proves no author."""


def sign(data: bytes, key_path: Path) -> Signature:
    """Return the signature of `data`. Raises Refused if the private key is unusable."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    password = os.environ.get(PASSWORD, "").encode() or None
    try:
        key = load_pem_private_key(key_path.read_bytes(), password)
    except (OSError, ValueError, TypeError) as error:
        raise _unusable(key_path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unusable(key_path)
    return Signature("Ed25519", _text(key.public_key().public_bytes_raw()), _text(key.sign(data)))


def check_signature(data: bytes, signature: Signature | None, key_path: Path | None) -> Check:
    """Check a signature of `data`. Raises Refused if the public key is unusable."""
    if signature is None:
        return "unsigned"
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError:
        if key_path:
            raise missing_library() from None
        return "not-checked"
    try:
        own = Ed25519PublicKey.from_public_bytes(
            base64.b64decode(signature.public_key, validate=True)
        )
        own.verify(base64.b64decode(signature.value, validate=True), data)
    except (ValueError, binascii.Error, InvalidSignature):
        return "wrong"
    if key_path is None:
        return "by-its-own-key"
    try:
        known = load_pem_public_key(key_path.read_bytes())
    except (OSError, ValueError) as error:
        raise _unusable(key_path) from error
    if not isinstance(known, Ed25519PublicKey):
        raise _unusable(key_path)
    return "trusted" if known.public_bytes_raw() == own.public_bytes_raw() else "by-another-key"


def fingerprint(signature: Signature | None) -> str:
    """Return the SHA-256 of the public key; "" without a signature."""
    if signature is None:
        return ""
    try:
        return hashlib.sha256(base64.b64decode(signature.public_key, validate=True)).hexdigest()
    except (ValueError, binascii.Error):
        return ""


def make_keys(private_path: Path, public_path: Path) -> str:
    """Write a new pair of keys, the private one readable by its owner alone. Return the
    fingerprint. Raises Refused if a file is there already."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        KeySerializationEncryption,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    password = os.environ.get(PASSWORD, "").encode()
    hidden: KeySerializationEncryption = (
        BestAvailableEncryption(password) if password else NoEncryption()
    )
    key = Ed25519PrivateKey.generate()
    public = key.public_key()
    for path, mode, data in (
        (private_path, 0o600, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden)),
        (public_path, 0o644, public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)),
    ):
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except OSError as error:
            raise refuse(
                "snapshot-key",
                path.as_posix(),
                reason="a file stands there, or the folder cannot be written",
                reason_zh="那里已有文件，或文件夹不可写",
            ) from error
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()


def missing_library() -> Refused:
    """Return the refusal for a signature without the library that makes it."""
    return refuse(
        "snapshot-key",
        "cryptography",
        reason="the library is not installed",
        reason_zh="没有安装这个库",
    )


def _unusable(path: Path) -> Refused:
    return refuse(
        "snapshot-key",
        path.as_posix(),
        reason="it is no Ed25519 key in a PEM file, or its password is wrong",
        reason_zh="不是 PEM 格式的 Ed25519 密钥，或密码不对",
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
