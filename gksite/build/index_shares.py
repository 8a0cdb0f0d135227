"""Update the search index: only the parts of changed plans are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from gksite.build.cache import Cache
from gksite.model.entities import Plan, Task
from gksite.model.site import SiteModel
from gksite.output.writer import Output, Staged
from gksite.search import index as files
from gksite.search.characters import fold
from gksite.search.documents import Document, Holder, holders_of, plan_documents, site_documents
from gksite.work.executor import choose_jobs, run_shares
from gksite.work.fingerprint import digest

PLANS_PER_SHARE = 10


class SearchWork(msgspec.Struct, frozen=True):
    """The input of all shares: the parts to make, and the common input of all documents."""

    model: SiteModel
    ids: list[str]
    names: dict[str, tuple[str, ...]]
    shards: int

    def documents(self, id: str) -> list[Document]:
        """Return the documents of a plan, or of the pages that belong to no plan."""
        model = self.model
        return plan_documents(model, model.plans[id], self.names) if id else site_documents(model)


def stage_index(
    model: SiteModel,
    plan_digests: Mapping[str, bytes],
    program: bytes,
    kept: Cache,
    output: Output,
    fingerprints: dict[str, bytes],
    jobs: int | None,
    is_overdue: Callable[[Task], bool],
) -> tuple[list[Staged], Cache]:
    """Stage the files of the index that differ from those in place, and add the fingerprints of all
    of them.

    `plan_digests` are the digests of the input of each plan; `kept` is the cache that the last call
    returned.
    """
    plans = files.plans_in_order(model.plans)
    holders = holders_of(model)
    shards = files.shards_for(len(model.tasks))
    keys = _keys(model, plan_digests, program, [plan.id for plan in plans])
    stale = [id for id, key in keys.items() if id not in kept or kept[id][0] != key]
    # A damaged chunk in place can only be made together with its plan.
    decoder = msgspec.msgpack.Decoder(files.Part)
    parts = {id: decoder.decode(kept[id][1]) for id in keys if id not in stale}
    stale += [id for id, part in parts.items() if not _stand(output, id, part)]
    work = SearchWork(
        model, stale, {holder.key: tuple(map(fold, holder.names)) for holder in holders}, shards
    )
    now = {id: kept[id] for id in keys if id in kept}
    scripts: dict[str, bytes] = {}
    for id, (encoded, chunks) in zip(stale, _made(work, jobs), strict=True):
        now[id] = keys[id], encoded
        parts[id] = decoder.decode(encoded)
        scripts |= chunks
    whole = _Whole(model, program, plans, holders, [parts[id] for id in keys], is_overdue)
    return list(_stage_scripts(whole, scripts, output, fingerprints)), now


class _Whole(msgspec.Struct, frozen=True):
    """The input of the index; `plans` oldest first, `parts` that of the site, then theirs."""

    model: SiteModel
    program: bytes
    plans: list[Plan]
    holders: list[Holder]
    parts: list[files.Part]
    is_overdue: Callable[[Task], bool]


def _keys(
    model: SiteModel, plan_digests: Mapping[str, bytes], program: bytes, ids: Iterable[str]
) -> dict[str, bytes]:
    """Return id → digest of the input of its part; the part without a plan comes first."""
    form = digest(program, str(files.shards_for(len(model.tasks))).encode())
    site = msgspec.msgpack.encode((model.registry, model.topics, model.pages))
    return {files.SITE: digest(form, site), **{id: digest(form, plan_digests[id]) for id in ids}}


def _stand(output: Output, id: str, part: files.Part) -> bool:
    """Whether the chunks of a part are in place."""
    paths = (files.chunk_path(id, number) for number in range(len(part.chunks)))
    return all(
        _is_in_place(output, path, chunk) for path, chunk in zip(paths, part.chunks, strict=True)
    )


def _is_in_place(output: Output, path: str, fingerprint: bytes) -> bool:
    state = output.previous.files.get(path)
    return state is not None and state.fingerprint == fingerprint and output.is_intact(path)


def _made(work: SearchWork, jobs: int | None) -> Iterable[tuple[bytes, dict[str, bytes]]]:
    shares = [
        (start, start + PLANS_PER_SHARE) for start in range(0, len(work.ids), PLANS_PER_SHARE)
    ]
    pages = sum(len(work.model.plans[id].tasks) for id in work.ids if id)
    for share in run_shares(make_parts, work, shares, choose_jobs(jobs, pages)):
        yield from share


def make_parts(work: SearchWork, share: tuple[int, int]) -> list[tuple[bytes, dict[str, bytes]]]:
    """Return the encoded parts of a share of the ids, each with the scripts of its chunks."""
    parts = []
    for id in work.ids[slice(*share)]:
        part, chunks = files.make_part(id, work.documents(id), work.shards, digest)
        parts.append((msgspec.msgpack.encode(part), chunks))
    return parts


def _stage_scripts(
    whole: _Whole, chunks: Mapping[str, bytes], output: Output, fingerprints: dict[str, bytes]
) -> Iterable[Staged]:
    for id, part in zip((files.SITE, *(plan.id for plan in whole.plans)), whole.parts, strict=True):
        for number, chunk in enumerate(part.chunks):
            path = files.chunk_path(id, number)
            fingerprints[path] = chunk
            if path in chunks:
                yield output.stage(path, chunks[path])
    versions = []
    for shard, lines in enumerate(zip(*(part.lines for part in whole.parts), strict=True)):
        # The lines decide the bytes, so they need not be joined to know that these are the same.
        state = digest("\n".join(lines).encode())
        versions.append(state)
        path = files.terms_path(shard)
        fingerprints[path] = digest(whole.program, state)
        if not _is_in_place(output, path, fingerprints[path]):
            yield output.stage(path, files.terms_script(shard, lines))
    for path, data in _single_scripts(whole, versions).items():
        fingerprints[path] = digest(data)
        if not _is_in_place(output, path, fingerprints[path]):
            yield output.stage(path, data)


def _single_scripts(whole: _Whole, versions: list[bytes]) -> dict[str, bytes]:
    """Return the files that every search needs, by path."""
    holders, characters = (
        files.holders_script(whole.holders, whole.parts),
        files.characters_script(),
    )
    index = files.index_of(
        whole.model,
        whole.holders,
        whole.plans,
        whole.parts,
        terms=versions,
        holder_version=digest(holders),
        characters=digest(characters),
        is_overdue=whole.is_overdue,
    )
    return {
        files.HOLDERS_PATH: holders,
        files.CHARACTERS_PATH: characters,
        files.MANIFEST_PATH: files.manifest_script(index),
    }
