"""Secrets of a target: read from the environment alone, and never shown anywhere."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

PREFIX = "GKSITE"


class Credentials:
    """The secrets of a target, named after their variables: GKSITE_<TARGET>_PASSWORD, _PASSPHRASE,
    _TOKEN …"""

    def __init__(
        self, target: str, environment: Mapping[str, str] | None = None, user: str = ""
    ) -> None:
        self._user = user
        self._name = re.sub(r"\W", "_", target, flags=re.ASCII).upper()
        self._environment = os.environ if environment is None else environment

    def variable(self, kind: str) -> str:
        """Return the name of the variable that holds a kind of secret."""
        return f"{PREFIX}_{self._name}_{kind}"

    @property
    def password(self) -> str | None:
        """The password."""
        return self._environment.get(self.variable("PASSWORD")) or None

    @property
    def passphrase(self) -> str | None:
        """The passphrase of a key file."""
        return self._environment.get(self.variable("PASSPHRASE")) or None

    @property
    def token(self) -> str | None:
        """The bearer token."""
        return self._environment.get(self.variable("TOKEN")) or None

    @property
    def s3(self) -> dict[str, str]:
        """The target's own keys as arguments of boto3; {} to let its usual chain decide."""
        names = {
            "ACCESS_KEY_ID": "aws_access_key_id",
            "SECRET_ACCESS_KEY": "aws_secret_access_key",
            "SESSION_TOKEN": "aws_session_token",
        }
        secrets = {
            argument: self._environment.get(self.variable(kind), "")
            for kind, argument in names.items()
        }
        return {argument: value for argument, value in secrets.items() if value}

    @property
    def secrets(self) -> tuple[str, ...]:
        """All secrets and the forms in which they are sent, longest first, never to be shown."""
        keys = self.s3
        plain = (
            self.password,
            self.passphrase,
            self.token,
            keys.get("aws_secret_access_key"),
            keys.get("aws_session_token"),
        )
        secrets = {
            form
            for secret in plain
            if secret
            for form in (secret, quote(secret, safe=""), quote(secret), quote_plus(secret))
        }
        secrets |= {_basic(self._user, self.password)} if self.password else set()
        return tuple(sorted(secrets, key=lambda secret: (-len(secret), secret)))

    def __repr__(self) -> str:
        return f"Credentials({self._name})"


def _basic(user: str, password: str) -> str:
    """Return the form of a password in HTTP's basic authentication (RFC 7617)."""
    return b64encode(f"{user}:{password}".encode()).decode()
