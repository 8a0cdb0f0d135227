"""What the tests of the exports look at: the sample's model, and small sites."""

from __future__ import annotations

from pathlib import Path

import msgspec

from gksite.build.assemble import assemble
from gksite.build.published_set import working_set
from gksite.exports.make import Maker
from gksite.model.site import SiteModel
from gksite.pages.downloads import ExportRequest, route_exports
from gksite.source.files import read_sources

PROJECT = Path(__file__).parents[2]


def sample_model() -> SiteModel:
    return model_at(PROJECT)


def model_at(root: Path) -> SiteModel:
    sources, unread = read_sources(root)
    assembled = assemble(working_set(sources), {}, b"")
    assert assembled.model is not None and not unread
    return assembled.model


def with_base(model: SiteModel, base_url: str, domain: str = "") -> SiteModel:
    """The model of the same site at another address."""
    config = msgspec.structs.replace(
        model.config, base_url=base_url, domain=domain or model.config.domain
    )
    return msgspec.structs.replace(model, config=config)


def files_of(model: SiteModel) -> dict[str, bytes]:
    maker = Maker(model)
    return {request.path: maker.make(request) for request in route_exports(model)}


def requests_of(model: SiteModel, kind: str) -> list[ExportRequest]:
    return [request for request in route_exports(model) if request.kind == kind]
