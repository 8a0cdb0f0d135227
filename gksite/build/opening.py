"""What a build begins with: what is known from before, the templates, the model."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import msgspec

from gksite.build.assemble import TASKS_PER_PLAN, Assembled, assemble, plan_folders
from gksite.build.cache import read_cache, read_compiled, write_cache
from gksite.build.site import Options
from gksite.build.stale import Notes
from gksite.config.values import CONFIG_PATH, theme_named
from gksite.output.writer import Output
from gksite.source.files import Sources, ThemeFiles, read_theme
from gksite.source.text import decode
from gksite.theme.render import compiled_templates, packed, unpacked
from gksite.theme.theme import build_theme
from gksite.work.executor import choose_jobs, start_beside
from gksite.work.fingerprint import digest


def _assembled(
    kept_dir: Path,
    sources: Sources,
    program: bytes,
    options: Options,
    late: ExitStack,
    beside: Callable[[], object] | None = None,
) -> Assembled:
    """The model. What was read is kept for the next time when `late` is closed."""
    cache = read_cache(kept_dir)
    assembled = assemble(
        sources,
        cache,
        program,
        today=options.today,
        drafts=options.drafts,
        jobs=options.jobs,
        beside=beside,
    )
    if assembled.cache and assembled.cache != cache:
        late.callback(write_cache, kept_dir, assembled.cache, cache)
    return assembled


def _templates(
    root: Path, kept_dir: Path, sources: Sources, program: bytes, options: Options
) -> tuple[dict[str, bytes], Callable[[], dict[str, bytes]]]:
    """The templates that were compiled before, and what waits for those that are being compiled,
    while other things are loaded and plans are read."""
    compiled = read_compiled(kept_dir, program)
    processes = choose_jobs(options.jobs, TASKS_PER_PLAN * len(plan_folders(sources)))
    if compiled or processes == 1:
        return compiled, lambda: dict(compiled)
    made = start_beside(partial(_compile, root, sources.texts.get(CONFIG_PATH, b"")), processes)
    return compiled, lambda: unpacked(made())


def _compile(root: Path, config: bytes) -> bytes:
    """The theme's templates, compiled."""
    text, _ = decode(config, CONFIG_PATH)
    files, _ = read_theme(root, theme_named(text))
    theme = build_theme(files, "zh")[0] if files.templates else None
    return compiled_templates(theme) if theme else packed({})


def _inputs_digest(program: bytes, options: Options, sources: Sources, theme: ThemeFiles) -> bytes:
    parts = [
        program,
        str(options.drafts).encode(),
        str(options.today).encode(),
        str(options.strict).encode(),
    ]
    parts += [
        str(options.archived_at).encode(),
        msgspec.msgpack.encode((sources.snapshots, sources.public_snapshots)),
    ]
    parts += [options.profile.encode(), options.since.data if options.since else b""]
    for path, data in sources.texts.items():
        parts += [path.encode(), data]
    for path, file in (*sources.attachments.items(), *sources.static.items()):
        parts += [path.encode(), file.digest]
    parts.append(msgspec.msgpack.encode(theme))
    return digest(*parts)


def _notes(output: Output) -> Notes | None:
    try:
        return msgspec.msgpack.decode(output.previous.notes, type=Notes)
    except msgspec.DecodeError:
        return None
