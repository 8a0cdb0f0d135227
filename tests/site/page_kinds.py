"""One page of every kind of the sample site, by address: what is looked at in a browser."""

from __future__ import annotations

PAGE_KINDS: dict[str, str] = {
    "home": "index.html",
    "plans": "plans/index.html",
    "plan": "plans/qinghe-2025/index.html",
    "plan-annex-lists": "plans/dsj-2024/index.html",
    "plan-numbered": "plans/yunchuan-2025/index.html",
    "table": "plans/qinghe-2025/table.html",
    "table-merged": "plans/linjiang-2024/table.html",
    "table-two-lists": "plans/dsj-2024/table.html",
    "task": "plans/qinghe-2025/7.html",
    "task-shared": "plans/qinghe-2025/12.html",
    "matrix": "plans/qinghe-2025/matrix.html",
    "cascade": "plans/yunchuan-2025/cascade.html",
    "units": "units/index.html",
    "authority": "units/qinghe/index.html",
    "unit": "units/qinghe/econtech.html",
    "unit-passed": "units/qinghe/emergency.html",
    "group": "units/qinghe/streets-towns.html",
    "group-open": "units/qinghe/concerned.html",
    "deadlines": "deadlines/index.html",
    "topics": "topics/index.html",
    "topic": "topics/interpretation.html",
    "progress": "progress/index.html",
    "compare-index": "compare/index.html",
    "compare": "compare/qinghe-2025.html",
    "changes": "changes.html",
    "page": "pages/accessibility.html",
    "data": "data/index.html",
    "subscribe": "subscribe.html",
    "glossary": "glossary.html",
    "search": "search.html",
    "sitemap": "sitemap.html",
    "404": "404.html",
    "archive": "archive/index.html",
    "withdrawn": "plans/linjiang-2022/index.html",
}
"""Each kind of page, and a kind again by another example where its shape differs."""

WORKED_PAGES: dict[str, str] = {
    "search-results": "search.html?q=%E8%A7%A3%E8%AF%BB&year=2025",
    "search-empty": "search.html?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E5%8F%A5%E8%AF%9D",
    "table-sorted": "plans/linjiang-2024/table.html?sort=-deadline&words=%E5%85%AC",
    "deadlines-filtered": "deadlines/index.html?status=done&sort=title",
}
"""Pages that a reader has searched, sorted or filtered, by what a script makes of their
addresses."""

ARCHIVED_PAGES: dict[str, str] = {
    "redirect": "old/about.html",
    "archived-home": "index.html",
    "archived-search": "search.html",
    "draft": "plans/qinghe-2026/index.html",
    "draft-task": "plans/qinghe-2026/1.html",
}
"""Pages that the sample doesn't have: of the snapshot with drafts that `archived_site` is."""

LARGE_PAGES: dict[str, str] = {
    "deadlines-in-parts": "deadlines/2010.html",
    "deadlines-part": "deadlines/2010/2010-06.html",
    "unit-in-years": "units/qinghe/data.html",
    "unit-year": "units/qinghe/data/2010.html",
}
"""Pages that the sample is too small for: of `large_site`."""
