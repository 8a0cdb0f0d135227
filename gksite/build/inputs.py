"""Everything that a build or a check is made from, as it was read from disk, and its digest."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import msgspec

from gksite.build.cache import Cache, read_cache
from gksite.build.last_check import State, state_of
from gksite.build.options import Options
from gksite.build.published_set import PublishedSet, published_set
from gksite.diagnostics import Diagnostic
from gksite.source.files import Sources, read_sources
from gksite.source.program import read_program
from gksite.source.stored_versions import VersionStore
from gksite.source.theme_files import ThemeFiles, own_theme_files, read_theme
from gksite.work.fingerprint import digest


class Inputs(msgspec.Struct, frozen=True):
    """The program's digest, the sources, the theme, and the problems of reading them.

    `working` are the sources as they lie on the disk. `theme` is None until its name is known from
    config.yaml, `published` until the published set is.
    """

    program: bytes
    working: Sources
    store: VersionStore
    mark: bytes
    """Of the versions that were signed (`VersionStore.mark`)."""
    source_problems: tuple[Diagnostic, ...]
    theme_name: str | None = None
    theme: ThemeFiles | None = None
    theme_problems: tuple[Diagnostic, ...] = ()
    own_theme_files: frozenset[str] = frozenset()
    """The paths of its templates and strings that do not come with gksite."""
    published: PublishedSet | None = None
    cache: Cache = {}
    """Of the last build, when the published set was chosen."""

    @property
    def sources(self) -> Sources:
        """The sources that the site is made from: the published set, once it is known."""
        return self.published.sources if self.published else self.working

    def with_published(
        self, state_dir: Path | None, *, drafts: bool, only: Collection[str] | None = None
    ) -> Inputs:
        """Return the inputs with the published set, which is chosen unless it has been already; the
        cache of the last build lies in `state_dir`."""
        if self.published is not None:
            return self
        cache = read_cache(state_dir) if state_dir else {}
        published = published_set(
            self.working, self.store, cache, self.program, drafts=drafts, only=only
        )
        return msgspec.structs.replace(self, published=published, cache=cache)

    @property
    def is_whole(self) -> bool:
        """Whether the theme is known and every file could be read."""
        return self.theme is not None and not self.source_problems and not self.theme_problems

    def with_theme(self, root: Path, name: str) -> Inputs:
        """Return the inputs with the theme `name`, which is read unless it has been already."""
        if self.theme is not None and self.theme_name == name:
            return self
        theme, problems = read_theme(root, name)
        return msgspec.structs.replace(
            self,
            theme_name=name,
            theme=theme,
            theme_problems=tuple(problems),
            own_theme_files=own_theme_files(root, name, theme),
        )

    def digest(self, options: Options) -> bytes:
        """Return the digest of all that a build with `options` depends on."""
        sources = self.working
        parts = [self.program, self.mark, msgspec.msgpack.encode(options.decisive)]
        parts.append(msgspec.msgpack.encode((sources.snapshots, sources.public_snapshots)))
        for path, data in sources.texts.items():
            parts += [path.encode(), data]
        for path, file in (*sources.attachments.items(), *sources.static.items()):
            parts += [path.encode(), file.digest]
        return digest(*parts, msgspec.msgpack.encode(self.theme))

    def check_digest(self, options: Options) -> bytes:
        """Return the digest of everything that the findings of a check depend on.

        That is the input of a build, and today's date, which decides which reports lie in the
        future.
        """
        return digest(self.digest(options), str(options.clock).encode())

    def last_check(self, state_dir: Path) -> State | None:
        """Return the state of the last check of these inputs; None while the theme is not known."""
        if self.theme is None:
            return None
        return state_of(state_dir, self.program, self.working, self.theme)


def read_inputs(root: Path, theme_name: str | None) -> Inputs:
    """Read the program's digest and the project at `root`, and the theme if its name is given."""
    program = read_program()
    sources, problems = read_sources(root)
    store = VersionStore(root)
    inputs = Inputs(program, sources, store, store.mark(), tuple(problems))
    return inputs.with_theme(root, theme_name) if theme_name else inputs


def read_published(
    root: Path,
    cache: Cache | None = None,
    *,
    drafts: bool = False,
    only: Collection[str] | None = None,
) -> PublishedSet:
    """Read the sources of the project at `root` as they are public, or the working copies."""
    sources, _ = read_sources(root)
    store = VersionStore(root)
    return published_set(sources, store, cache or {}, read_program(), drafts=drafts, only=only)
