"""The JSON-LD of a page in the vocabulary of https://schema.org, as the text of a data block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from gksite.config.formats import FILES
from gksite.model.entities import Plan
from gksite.model.periods import Period
from gksite.pages import addresses
from gksite.pages.addresses import PageRequest
from gksite.pages.downloads import site_exports
from gksite.pages.view import View
from gksite.source.links import file_address

Node = dict[str, Any]

_encoder = msgspec.json.Encoder()


def linked_data(
    view: View, request: PageRequest, subject: Callable[[LinkedData, str], Node] | None
) -> str:
    """Return the JSON-LD of a page, safe inside a `script` element; "" where there is none, or
    where `exports.formats` lacks it.

    Addresses are absolute where that of the site is known, else relative to the page. `subject`
    gives the node of the entity. The breadcrumb is not said again: it stands on the page.
    """
    if subject is None or "jsonld" not in view.model.config.exports.formats:
        return ""
    node = subject(LinkedData(view, request), request.entity)
    text = _encoder.encode({"@context": "https://schema.org", "@graph": [node]}).decode()
    # A text may hold `</script>` or `<!--`; in JSON these characters can always be written as
    # escapes.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


class LinkedData:
    """The nodes of one page; those of an entity take its id or key."""

    def __init__(self, view: View, request: PageRequest) -> None:
        self.view = view
        self.model = view.model
        self.request = request
        self.base = view.model.config.base_url or request.root

    def address(self, path: str) -> str:
        """Return the address of a page as JSON-LD gives it."""
        return f"{self.base}{file_address(path)}"

    def website(self, entity: str = "") -> Node:
        """Return the node of the site."""
        return {
            "@type": "WebSite",
            "name": self.model.config.name,
            "url": self.address("index.html"),
            "inLanguage": self.languages(),
        }

    def languages(self) -> str | list[str]:
        """Return the languages of a page: the content is Chinese in any interface language."""
        return (
            "zh-CN" if self.model.config.language == "zh" else ["zh-CN", self.model.config.language]
        )

    def report(self, id: str) -> Node:
        """Return the node of a plan."""
        plan = self.model.plans[id]
        behalf = (
            self.authority(plan.authority)
            if plan.authority in self.model.registry.authorities
            else None
        )
        author = (
            {"@type": "GovernmentOrganization", "name": plan.issuer_name}
            if plan.issuer_name
            else None
        )
        if author and plan.issuer:
            author["url"] = self.address(addresses.unit_path(plan.issuer))
        return _known(
            {
                "@type": "Report",
                "@id": self.address(addresses.plan_path(plan.id)),
                "name": plan.title,
                "url": self.address(addresses.plan_path(plan.id)),
                "reportNumber": plan.document_number,
                "identifier": plan.index_number,
                "description": plan.summary,
                "inLanguage": "zh-CN",
                "keywords": list(plan.keywords),
                "dateCreated": plan.written.isoformat() if plan.written else "",
                "datePublished": plan.public_since,
                "temporalCoverage": _interval(plan.period),
                "author": author,
                "publisher": {"@type": "GovernmentOrganization", "name": plan.publisher}
                if plan.publisher
                else None,
                "sourceOrganization": behalf,
                "subjectOf": self._notice(plan),
                "isBasedOn": [
                    self.address(addresses.plan_path(name))
                    for name in plan.based_on
                    if name in self.model.plans
                ],
                "mainEntity": {"@id": f"{self.address(addresses.table_path(plan.id))}#tasks"}
                if plan.tasks
                else None,
            }
        )

    def _notice(self, plan: Plan) -> Node | None:
        """Return the node of the notice that issues a plan, as it stands on the plan's page."""
        notice, address = plan.notice, self.address(addresses.plan_path(plan.id))
        if notice is None:
            return None
        signed = {"@type": "Organization", "name": notice.signature}
        return _known(
            {
                "@type": "CreativeWork",
                "@id": f"{address}#{addresses.NOTICE_ANCHOR}",
                "name": notice.title,
                "identifier": notice.document_number,
                "inLanguage": "zh-CN",
                "dateCreated": notice.day.isoformat() if notice.day else "",
                "author": signed if notice.signature else None,
            }
        )

    def tasks(self, id: str) -> Node:
        """Return the node of a plan's list of tasks: of each only the address, since its text
        stands in the table, and would be there twice."""
        plan = self.model.plans[id]
        return {
            "@type": "ItemList",
            "@id": f"{self.address(addresses.table_path(plan.id))}#tasks",
            "name": plan.title,
            "numberOfItems": len(plan.tasks),
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": number,
                    "url": self.address(addresses.task_path(task.key)),
                }
                for number, task in enumerate(plan.tasks, 1)
            ],
        }

    def unit(self, key: str) -> Node:
        """Return the node of a unit."""
        unit = self.model.registry.units[key]
        return _known(
            {
                "@type": "GovernmentOrganization",
                "@id": self.address(addresses.unit_path(key)),
                "name": unit.name,
                "alternateName": list(unit.aliases),
                "url": self.address(addresses.unit_path(key)),
                "foundingDate": unit.since,
                "dissolutionDate": unit.until,
                "parentOrganization": self.authority(unit.authority),
            }
        )

    def authority_with_parent(self, id: str) -> Node:
        """Return the node of an authority, with that of the authority above it."""
        return self.authority(id, whole=True)

    def authority(self, id: str, *, whole: bool = False) -> Node:
        """Return the node of an authority; a `whole` one names the authority above it."""
        one = self.model.registry.authorities[id]
        address = self.address(addresses.authority_path(id))
        parent = (
            self.authority(one.parent)
            if whole and one.parent in self.model.registry.authorities
            else None
        )
        return _known(
            {
                "@type": "GovernmentOrganization",
                "@id": address,
                "name": one.name,
                "alternateName": one.short_name,
                "url": address,
                "parentOrganization": parent,
            }
        )

    def dataset(self, entity: str = "") -> Node:
        """Return the node of the data files of the site."""
        config = self.model.config
        return _known(
            {
                "@type": "Dataset",
                "name": config.name,
                "description": config.column_description or config.name,
                "url": self.address(addresses.DATA_PATH),
                "inLanguage": "zh-CN",
                "dateModified": self.model.as_of.isoformat() if self.model.is_dated else "",
                "license": config.exports.licence_url,
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "encodingFormat": FILES[request.kind].media_type,
                        "contentUrl": self.address(request.path),
                    }
                    for request in site_exports(self.model)
                    if FILES[request.kind].format != "feeds"
                ],
            }
        )


def _interval(period: Period) -> str:
    """Return a period as ISO 8601 (`2026/2030`), "" for one calendar year, which the title says."""
    if period.is_calendar_year or "/" in period.text:
        return "" if period.is_calendar_year else period.text
    return period.text.replace("-", "/")


def _known(node: Node) -> Node:
    return {key: value for key, value in node.items() if value}
