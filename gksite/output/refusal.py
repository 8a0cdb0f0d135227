"""Refused: the output folder cannot be, or may not be, written; the reason is a diagnostic."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from gksite.diagnostics import Diagnostic, Location, problem

_REASONS = {
    errno.ENOSPC: ("磁盘空间已满", "the disk is full"),
    errno.EDQUOT: ("磁盘配额已用完", "the disk quota is used up"),
    errno.EFBIG: ("文件超过允许的大小", "the file is larger than the system allows"),
    errno.EIO: ("磁盘读写出错", "the disk reports an input/output error"),
    errno.EROFS: ("磁盘是只读的", "the disk is read-only"),
    errno.EACCES: ("没有写入权限", "permission denied"),
    errno.EPERM: ("没有写入权限", "permission denied"),
    errno.ENAMETOOLONG: ("文件名太长", "the file name is too long"),
    errno.EISDIR: ("该是文件的地方有一个文件夹", "a folder stands where a file must be"),
    errno.EEXIST: ("该是文件夹的地方有一个文件", "a file stands where a folder must be"),
    errno.ENOTDIR: ("该是文件夹的地方有一个文件", "a file stands where a folder must be"),
    errno.ENOENT: ("文件或文件夹在写入过程中消失了", "a file or folder disappeared while writing"),
    errno.EMFILE: ("打开的文件太多", "too many open files"),
    errno.EPIPE: ("接收输出的程序已经结束", "the program that reads it has ended"),
    errno.EBADF: ("输出已关闭", "the output is closed"),
    errno.ENFILE: ("打开的文件太多", "too many open files"),
}


class Refused(Exception):
    """The output folder is left as it was, for the reason that `diagnostic` gives. Pickles."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


def refuse(code: str, path: str, **arguments: object) -> Refused:
    """Return the exception for the diagnostic `code` at `path`."""
    return Refused(problem(code, Location(path), **arguments))


def reasons(error: OSError) -> tuple[str, str]:
    """Return the meaning of an operating-system error in Chinese and in English."""
    return _REASONS.get(error.errno or 0) or (str(error.strerror or error),) * 2


def write_failed(path: str, error: OSError) -> Refused:
    """Return the refusal for an operating-system error, its cause in plain Chinese and English."""
    chinese, english = reasons(error)
    return refuse("write-failed", path, reason=english, reason_zh=chinese)


@contextmanager
def refusing_on_error(path: str) -> Iterator[None]:
    """Turn an OSError inside into the refusal `write-failed` at `path`."""
    try:
        yield
    except OSError as error:
        raise write_failed(path, error) from error
