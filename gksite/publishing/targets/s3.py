"""A bucket of an S3-compatible storage."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config as ClientConfig
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    PartialCredentialsError,
)

from gksite.config.values import Target
from gksite.output.refusal import Refused, refuse
from gksite.publishing.answers import LARGEST_NOTE, said_by, too_large
from gksite.publishing.content_types import cache_control, content_type
from gksite.publishing.credentials import Credentials
from gksite.publishing.listing import SiteFile

_TIMEOUT = 60
_CHUNK_SIZE = 1 << 20
_MOST_DELETED = 1000
_MISSING = {"404", "NoSuchKey", "NotFound"}
_STANDS = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
_LOGIN = {
    "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken",
    "403", "401",
}  # fmt: skip
_SPACE = {"QuotaExceeded", "XMinioStorageFull", "EntityTooLarge", "ServiceQuotaExceeded"}


def store_of(target: Target, credentials: Credentials, _: Path) -> S3Store:
    """Return the store of a target."""
    return S3Store(target, credentials)


class S3Store:
    """A bucket, or its part with a prefix. Objects appear whole, sha256 checked on arrival."""

    def __init__(self, target: Target, credentials: Credentials) -> None:
        self._target = target
        self._credentials = credentials
        self._listed: dict[str, str] = {}
        """Key → ETag of objects that were listed and not written since."""

    def __enter__(self) -> S3Store:
        with self._telling(""):
            self._client: Any = boto3.client(
                "s3",
                endpoint_url=self._target.endpoint or None,
                region_name=self._target.region or None,
                config=ClientConfig(connect_timeout=20, read_timeout=_TIMEOUT),
                **self._credentials.s3,
            )
            self._client.head_bucket(Bucket=self._target.bucket)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def place(self, path: str = "") -> str:
        """Return `s3://bucket/key`."""
        return f"s3://{self._target.bucket}/{self._key(path)}"

    def sizes(self, folder: str, paths: Collection[str]) -> Mapping[str, int]:
        """As in Store: one listing of all keys that begin with the folder's name."""
        start = self._key(f"{folder}/") if folder else self._key("")
        sizes: dict[str, int] = {}
        with self._telling(folder):
            for page in self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._target.bucket, Prefix=start
            ):
                sizes |= {
                    item["Key"].removeprefix(start): item["Size"]
                    for item in page.get("Contents", ())
                }
                self._listed |= {item["Key"]: item["ETag"] for item in page.get("Contents", ())}
        return {path: size for path, size in sizes.items() if path in paths} if paths else sizes

    def read(self, path: str) -> bytes | None:
        """As in Store."""
        with self._telling(path):
            try:
                body = self._client.get_object(Bucket=self._target.bucket, Key=self._key(path))[
                    "Body"
                ]
            except ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise
            with closing(body):
                data: bytes = body.read(LARGEST_NOTE + 1)
            if len(data) > LARGEST_NOTE:
                raise too_large(self.place(path))
            return data

    def holds(self, path: str, file: SiteFile) -> bool:
        """Whether the storage states this MD5 as ETag in a listing, or this sha256; otherwise read
        the bytes back."""
        listed = self._listed.get(self._key(path))
        if listed is not None and listed == _etag(file):
            return True
        with self._telling(path):
            try:
                answer = self._client.head_object(
                    Bucket=self._target.bucket, Key=self._key(path), ChecksumMode="ENABLED"
                )
            except ClientError as error:
                if _code(error) in _MISSING:
                    return False
                raise
            if answer["ContentLength"] != file.size:
                return False
            if checksum := answer.get("ChecksumSHA256"):
                return bool(checksum == _base64(file.sha256))
            return self._sha256(path) == file.sha256

    def send(self, path: str, file: SiteFile) -> None:
        """As in Store. The storage refuses bytes that arrive with another sha256."""
        self._listed.pop(self._key(path), None)
        with Path(file.full_path).open("rb") as body, self._telling(path):
            self._client.put_object(
                Bucket=self._target.bucket,
                Key=self._key(path),
                Body=body,
                ChecksumSHA256=_base64(file.sha256),
                ContentType=content_type(file.path),
                CacheControl=cache_control(file.path),
            )

    def write(self, path: str, data: bytes) -> None:
        """As in Store."""
        with self._telling(path):
            self._client.put_object(
                Bucket=self._target.bucket,
                Key=self._key(path),
                Body=data,
                ContentType="application/json",
                CacheControl="no-store",
            )

    def create(self, path: str, data: bytes) -> bool:
        """As in Store, by a conditional put."""
        with self._telling(path):
            try:
                self._client.put_object(
                    Bucket=self._target.bucket,
                    Key=self._key(path),
                    Body=data,
                    IfNoneMatch="*",
                    CacheControl="no-store",
                )
            except ClientError as error:
                if _code(error) in _STANDS:
                    return False
                raise
            return True

    def put_in_place(self, staged: str, path: str, file: SiteFile) -> None:
        """Copy within the storage, with the headers."""
        self._listed.pop(self._key(path), None)
        with self._telling(path):
            source = {"Bucket": self._target.bucket, "Key": self._key(staged)}
            self._client.copy_object(
                Bucket=self._target.bucket,
                Key=self._key(path),
                CopySource=source,
                ChecksumAlgorithm="SHA256",
            )

    def remove(self, path: str) -> None:
        """As in Store."""
        with self._telling(path):
            self._client.delete_object(Bucket=self._target.bucket, Key=self._key(path))

    def remove_tree(self, folder: str) -> None:
        """As in Store."""
        keys = [{"Key": self._key(f"{folder}/{path}")} for path in self.sizes(folder, ())]
        with self._telling(folder):
            for start in range(0, len(keys), _MOST_DELETED):
                self._client.delete_objects(
                    Bucket=self._target.bucket,
                    Delete={"Objects": keys[start : start + _MOST_DELETED], "Quiet": True},
                )

    def _key(self, path: str) -> str:
        return f"{self._target.prefix}/{path}" if self._target.prefix else path

    def _sha256(self, path: str) -> str:
        state = hashlib.sha256()
        with closing(
            self._client.get_object(Bucket=self._target.bucket, Key=self._key(path))["Body"]
        ) as body:
            for chunk in body.iter_chunks(_CHUNK_SIZE):
                state.update(chunk)
        return state.hexdigest()

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        try:
            yield
        except (NoCredentialsError, PartialCredentialsError) as error:
            raise refuse(
                "publish-no-credentials",
                self.place(),
                variable=self._credentials.variable("SECRET_ACCESS_KEY"),
            ) from error
        except ClientError as error:
            raise self._refused(path, _code(error), said_by(error, self._credentials)) from error
        except (BotoCoreError, OSError) as error:
            raise refuse(
                "publish-cut", self.place(), detail=said_by(error, self._credentials)
            ) from error

    def _refused(self, path: str, code: str, detail: str) -> Refused:
        if code in _LOGIN:
            return refuse(
                "publish-login-refused",
                self.place(path),
                variable=self._credentials.variable("SECRET_ACCESS_KEY"),
            )
        if code in _MISSING or code == "NoSuchBucket":
            return refuse(
                "publish-unreachable", self.place(), detail=f"no bucket {self._target.bucket}"
            )
        if code in _SPACE:
            return refuse(
                "publish-write-failed",
                self.place(path),
                reason="the storage is full",
                reason_zh="存储空间已满",
            )
        return refuse("publish-write-failed", self.place(path), reason=detail, reason_zh=detail)


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _etag(file: SiteFile) -> str:
    with Path(file.full_path).open("rb") as stream:
        md5 = hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False))
    return f'"{md5.hexdigest()}"'


def _base64(sha256: str) -> str:
    return base64.b64encode(bytes.fromhex(sha256)).decode()
