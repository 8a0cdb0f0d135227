"""The kinds of targets that a site can be published to: one row each."""

from __future__ import annotations

from typing import Literal

import msgspec

TargetKind = Literal["folder", "sftp", "s3", "webdav", "http"]
Profile = Literal["site", "fragment", "paste", "push"]
Layout = Literal["releases", "in-place"]


class TargetKindRow(msgspec.Struct, frozen=True):
    """The keys of config.yaml that a kind of target needs, those it may have besides, and the
    values of `profile` and `layout` where config.yaml names none. `store` is the module of
    publishing/targets/ that opens it; "" where documents are pushed, and no files stored."""

    store: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    profile: Profile = "site"
    layout: Layout = "in-place"

    @property
    def keys(self) -> frozenset[str]:
        """The keys that have a meaning for this kind, including those of every kind."""
        return frozenset(("kind", "profile", "verify", "trial", *self.needed, *self.optional))


TARGET_KINDS: dict[TargetKind, TargetKindRow] = {
    "folder": TargetKindRow(
        store="folder", needed=("path",), optional=("layout", "keep"), layout="releases"
    ),
    "sftp": TargetKindRow(
        store="sftp",
        needed=("host", "path"),
        optional=("layout", "keep", "port", "user", "host_key", "known_hosts", "key_file"),
        layout="releases",
    ),
    "s3": TargetKindRow(store="s3", needed=("bucket",), optional=("prefix", "endpoint", "region")),
    "webdav": TargetKindRow(store="webdav", needed=("url",), optional=("user",)),
    "http": TargetKindRow(store="", needed=("url",), profile="push"),
}
"""Kind → its row."""
