"""Templates that a run of tests compiles once, and not again for every site that it builds."""

from __future__ import annotations

import marshal
import sys
import tempfile
from hashlib import blake2b
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2


def compile_once(environment: type[jinja2.Environment], folder: Path) -> None:
    """Have an environment keep compiled templates in a folder of the run: the same text gives the
    same code.

    All workers have it, and so have the processes that builds fork, whose memory is gone when they
    end, and the programs that tests start.
    """
    folder.mkdir(exist_ok=True)
    compile_template = environment.compile
    known: dict[str, CodeType] = {}

    def compile_or_take(environment: jinja2.Environment, *arguments: Any) -> CodeType:
        key = blake2b(repr((sys.version, arguments)).encode(), digest_size=16).hexdigest()
        if key not in known:
            kept = folder / key
            try:
                known[key] = marshal.loads(kept.read_bytes())
            except FileNotFoundError:
                known[key] = compile_template(environment, *arguments)
                _write_whole(kept, marshal.dumps(known[key]))
        return known[key]

    environment.compile = compile_or_take  # type: ignore[method-assign, assignment]


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file that other processes see whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)
