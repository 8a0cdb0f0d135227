"""RULES, a literal tuple: each rule with its function and norm; texts are in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Literal

import msgspec

from gksite.check.rules import (
    attachments,
    body_table,
    cells,
    consistency,
    corrections,
    disclosure,
    duties,
    external,
    glossary,
    hidden,
    index_numbers,
    numbering,
    pages,
    privacy,
    secrecy,
    style,
)
from gksite.check.rules.confusions import check_confusions
from gksite.diagnostics import Diagnostic

Family = Literal[
    "consistency", "privacy", "secrecy", "style", "disclosure", "output", "attachments"
]
Stage = Literal["text", "words", "plan", "site", "page", "links", "attachment", "build"]
"""The input of a rule: the texts of a source file (`words`: with the confusion list), one plan, the
whole site, one rendered page, the links of all pages, an attachment. `build` rules have no function
here: every build checks them while it reads the sources."""

FAMILIES: dict[Family, tuple[str, str]] = {
    "consistency": ("前后一致", "Consistency"),
    "privacy": ("个人信息", "Privacy"),
    "secrecy": ("保密", "Secrecy"),
    "style": ("公文格式", "Official style"),
    "disclosure": ("公开规范", "Disclosure norms"),
    "output": ("网页", "Output"),
    "attachments": ("附件", "Attachments"),
}


class Rule(msgspec.Struct, frozen=True):
    """A rule. `code` is the code of its findings in the catalogue; `norm` is the source of the
    rule, `[M]` where the norm itself was not consulted.

    `mends` says that `--fix` may mend the findings; `prose` that only running text is checked.
    """

    code: str
    family: Family
    stage: Stage
    zh: str
    en: str
    norm: str
    check: Callable[..., Iterable[Any]] | None = None
    mends: bool = False
    prose: bool = False


_OFFICIAL = "GB/T 9704—2012 党政机关公文格式"
_PUNCTUATION = "GB/T 15834—2011 标点符号用法"
_ACT = "政府信息公开条例"
_PORTALS = "政府网站发展指引（国办发〔2017〕47号）"
_INDICATORS = "政府网站与政务新媒体检查指标（国办秘函〔2019〕19号）"
_LEAKS = "个人信息保护法；地方通报要求以 138****1234、35*************123 的形式遮盖"
_SECRETS = "保守国家秘密法；政府信息公开条例 §14、§17"
_DIRECTORY = "政府信息公开目录系统实施指引（试行）"
_OURS = "gksite"

RULES: tuple[Rule, ...] = (
    # ── consistency ───────────────────────────────────────────────────────────────────────────────
    Rule("body-table-wording", "consistency", "plan",
         "正文与表格的文字不同", "Body and table are worded differently", _OURS, body_table.check_wording),
    Rule("body-table-units", "consistency", "plan",
         "正文与表格的单位不同", "Body and table name different units", _OURS, body_table.check_units),
    Rule("body-table-deadline", "consistency", "plan",
         "正文与表格的时限不同", "Body and table state different deadlines",
         _OURS, body_table.check_deadlines),
    Rule("only-in-table", "consistency", "plan",
         "任务只在表格里", "A task stands in the table only", _OURS, body_table.check_missing_in_body),
    Rule("only-in-body", "consistency", "plan",
         "编号段落没有列为任务", "A numbered paragraph is no task", _OURS, body_table.check_missing_in_table),
    Rule("number-gap", "consistency", "plan",
         "编号有缺漏", "Numbers are left out", _OFFICIAL, numbering.check_number_gaps),
    Rule("number-repeated", "consistency", "plan",
         "编号重复", "A number stands twice", _OFFICIAL, numbering.check_number_repeats),
    Rule("date-outside-year", "consistency", "plan",
         "日期与计划年度不符", "A date does not suit the plan's year", _OURS, consistency.check_years),
    Rule("date-outside-period", "consistency", "plan",
         "日期或标题与计划时段不符", "A date or the title does not suit the plan's period",
         _OURS, consistency.check_period),
    Rule("deadline-before-publication", "consistency", "plan",
         "时限早于发布日期", "A deadline is past at publication",
         _OURS, consistency.check_late_publication),
    Rule("unit-repeated", "consistency", "plan",
         "单位重复", "A unit is named twice", _OURS, consistency.check_repeated_units),
    Rule("progress-after-done", "consistency", "plan",
         "完成之后又有进展", "Progress after completion", _OURS, duties.check_progress_order),
    Rule("report-before-plan", "consistency", "plan",
         "进展早于计划", "A report is older than its plan", _OURS, duties.check_early_reports),
    Rule("reporter-not-responsible", "consistency", "site",
         "不承担任务的单位填报的", "A report by a unit without the duty",
         _OURS, duties.check_reporters),
    Rule("two-reports-a-day", "consistency", "plan",
         "一天报送两次", "A unit reports twice a day", _OURS, duties.check_reports_of_a_day),
    Rule("two-reporters-a-day", "consistency", "plan",
         "一个责任项一天由两家报送", "A duty is reported under two names a day",
         _OURS, duties.check_reporters_of_a_day),
    Rule("duty-contradiction", "consistency", "plan",
         "牵头单位报已完成，其他单位报未开始或延期", "Units of a task contradict its lead",
         _OURS, duties.check_contradictions),
    Rule("report-stale", "consistency", "site",
         "报送长期没有更新", "Reports on a duty are old", _OURS, duties.check_silence),
    Rule("duty-unreported", "consistency", "site",
         "责任项从未报送", "Duties were never reported", _OURS, duties.check_unreported),
    Rule("task-of-ended-unit", "consistency", "site",
         "已撤销的单位还有任务", "A unit that ended has open duties", _OURS, duties.check_ended_units),
    Rule("adjustment-after-withdrawal", "consistency", "plan",
         "撤销之后又有调整", "A withdrawn task is adjusted",
         _OURS, consistency.check_withdrawn_tasks),
    Rule("parts-withdrawn", "consistency", "plan",
         "子任务都已撤销", "All parts of a task were withdrawn",
         _OURS, consistency.check_withdrawn_parts),
    Rule("indicator-reached", "consistency", "plan",
         "指标已达到而任务未完成", "Targets are reached, the task is open",
         _OURS, consistency.check_reached_indicators),
    Rule("unread-cell", "consistency", "plan",
         "格里的内容不是该列的类型", "A cell is not of its column's type", _OURS, cells.check_read_cells),
    Rule("basis-withdrawn", "consistency", "site",
         "依据的计划已失效", "The basis was withdrawn", _OURS, disclosure.check_withdrawn_bases),
    Rule("unit-outside-validity", "consistency", "build",
         "单位当年不存在", "A unit did not exist then", _OURS),
    Rule("empty-group", "consistency", "build", "集合单位没有成员", "A group has no members", _OURS),
    Rule("written-after-published", "consistency", "build",
         "成文晚于发布", "Written after publication", _INDICATORS),
    # ── privacy ───────────────────────────────────────────────────────────────────────────────────
    Rule("resident-id", "privacy", "text",
         "居民身份证号码", "A resident ID", f"{_LEAKS}；GB 11643—1999", privacy.check_resident_ids),
    Rule("resident-id-doubtful", "privacy", "text",
         "疑似身份证号码", "What looks like a resident ID",
         f"{_LEAKS}；GB 11643—1999", privacy.check_doubtful_ids),
    Rule("mobile-number", "privacy", "text",
         "手机号码", "A mobile number", _LEAKS, privacy.check_mobiles),
    Rule("bank-card", "privacy", "text",
         "银行卡号", "A bank card", f"{_LEAKS}；ISO/IEC 7812", privacy.check_bank_cards),
    Rule("passport-number", "privacy", "text",
         "护照或通行证号码", "A passport or permit", _LEAKS, privacy.check_passports),
    Rule("vehicle-plate", "privacy", "text",
         "机动车号牌", "The plate of a vehicle", f"{_LEAKS}；GA 36—2018", privacy.check_plates),
    Rule("personal-email", "privacy", "text",
         "非政府电子邮箱", "An e-mail address that is not the government's", _LEAKS, privacy.check_emails),
    Rule("home-address", "privacy", "text",
         "细到门牌的住址", "The address of a home", "个人信息保护法；通报要求地址只写到乡镇、街道", privacy.check_addresses),
    # ── secrecy ───────────────────────────────────────────────────────────────────────────────────
    Rule("secrecy-mark", "secrecy", "text",
         "密级标志", "A mark of secrecy", _SECRETS, secrecy.check_secrecy_marks),
    Rule("internal-mark", "secrecy", "text",
         "内部资料标志", "A mark of internal papers", _SECRETS, secrecy.check_internal_marks),
    Rule("copy-number", "secrecy", "text",
         "份号", "The number of a copy", f"{_OFFICIAL} 7.2.1", secrecy.check_copy_numbers),
    Rule("inner-envelope", "secrecy", "text",
         "签发人、紧急程度", "Signer or urgency", f"{_OFFICIAL} 7.2.3、7.2.6", secrecy.check_inner_envelope),
    Rule("not-for-disclosure", "secrecy", "site",
         "公开属性不是主动公开", "Not for disclosure", f"{_ACT} §19、§20", disclosure.check_disclosure),
    # ── official style ────────────────────────────────────────────────────────────────────────────
    Rule("wrong-colon", "style", "text",
         "冒号写法", "A wrong colon", _PUNCTUATION, style.check_colons, mends=True, prose=True),
    Rule("narrow-mark", "style", "text",
         "半角标点", "Half-width punctuation",
         _PUNCTUATION, style.check_widths, mends=True, prose=True),
    Rule("straight-quotes", "style", "text",
         "直引号", "Straight quotes", _PUNCTUATION, style.check_quotes, mends=True, prose=True),
    Rule("document-number-brackets", "style", "text",
         "发文字号的括号", "Brackets of a document number",
         f"{_OFFICIAL} 7.2.5", style.check_number_brackets, mends=True),
    Rule("document-number-form", "style", "text",
         "发文字号的写法", "Form of a document number",
         f"{_OFFICIAL} 7.2.5；[M]", style.check_number_form, mends=True),
    Rule("number-mark", "style", "text",
         "序号后的标点", "The mark behind a number",
         f"{_OFFICIAL} 7.3.3", style.check_number_marks, mends=True, prose=True),
    Rule("unpaired-mark", "style", "text",
         "标点不成对", "A mark without its partner", _PUNCTUATION, style.check_pairs, prose=True),
    Rule("blank-in-text", "style", "text",
         "汉字间的空格", "Blanks between Chinese characters",
         _OFFICIAL, style.check_blanks, mends=True, prose=True),
    Rule("invisible-character", "style", "text",
         "看不见的字符", "An invisible character",
         "Unicode：Default_Ignorable_Code_Point", hidden.check_invisible),
    Rule("text-direction", "style", "text",
         "改变文字方向的字符", "A control of direction",
         "Unicode UAX #9；Unicode TR #36", hidden.check_direction),
    Rule("unreadable-character", "style", "text",
         "无法识读的字符", "A character that nobody can read",
         "Unicode：U+FFFD、Private Use", hidden.check_unreadable),
    Rule("radicals", "style", "build",
         "部首字符", "Radicals for ideographs", "Unicode：EquivalentUnifiedIdeograph.txt"),
    Rule("page-residue", "style", "text",
         "页码或网页残留", "Left over from pages", _OURS, style.check_residue, prose=True),
    Rule("cut-sentence", "style", "text",
         "句子被断开", "A sentence is cut in two", _OURS, style.check_cut_sentences, prose=True),
    Rule("confused-word", "style", "words",
         "易错词", "A known slip", f"{_INDICATORS}：严重表述错误单项否决", check_confusions, prose=True),
    # ── disclosure norms ──────────────────────────────────────────────────────────────────────────
    Rule("published-late", "disclosure", "site",
         "超过20个工作日公开", "Published late", f"{_ACT} §26", disclosure.check_twenty_days),
    Rule("holidays-unknown", "disclosure", "site",
         "没有当年节假日数据", "Holidays not known", f"{_ACT} §26", disclosure.check_calendar_range),
    Rule("date-in-future", "disclosure", "site",
         "其他日期在将来", "Another date in the future", _OURS, disclosure.check_stated_days),
    Rule("future-publication", "disclosure", "site",
         "日期在将来", "A date in the future",
         f"{_INDICATORS}：伪造发稿日期单项否决", disclosure.check_future_dates),
    Rule("publication-backdated", "disclosure", "site",
         "发布日期早于首次发布", "A publication dated back",
         f"{_INDICATORS}：伪造发稿日期单项否决", disclosure.check_stated_publication),
    Rule("publication-postdated", "disclosure", "site",
         "发布日期晚于首次发布", "A publication dated late",
         f"{_INDICATORS}：伪造发稿日期单项否决", disclosure.check_stated_publication),
    Rule("as-of-old", "disclosure", "site",
         "判断逾期的日期过旧", "The day that deadlines are held against is past",
         _OURS, disclosure.check_day),
    Rule("missing-source-or-date", "disclosure", "site",
         "缺少来源或日期", "Source or date is missing",
         f"{_PORTALS}；{_INDICATORS}", disclosure.check_sources_and_dates),
    Rule("missing-publication-key", "disclosure", "build",
         "缺少元数据所需的信息", "What a meta tag needs is missing", _PORTALS),
    Rule("index-number-form", "disclosure", "site",
         "索引号的写法", "Form of an index number", _DIRECTORY, index_numbers.check_index_form),
    Rule("index-number-repeated", "disclosure", "site",
         "索引号重复", "An index number stands twice", _DIRECTORY, index_numbers.check_index_repeats),
    Rule("index-number-reissued", "disclosure", "site",
         "索引号再次使用", "An index number is given out again", _DIRECTORY, index_numbers.check_ledger),
    Rule("index-number-changed", "disclosure", "site",
         "索引号被更改", "An index number was changed", _DIRECTORY, index_numbers.check_ledger),
    Rule("correction-missing", "disclosure", "site",
         "改动没有更正说明", "A change without a correction", _OURS, corrections.check_corrections),
    Rule("correction-removed", "disclosure", "site",
         "更正说明被删去", "A correction was removed", _OURS, corrections.check_kept_corrections),
    Rule("adjustment-removed", "disclosure", "site",
         "调整被删去", "An adjustment was removed", _OURS, corrections.check_kept_adjustments),
    Rule("published-gone", "disclosure", "site",
         "发布过的内容没有去向", "What was published is gone", _OURS, corrections.check_published_addresses),
    Rule("empty-column", "disclosure", "site",
         "空白栏目", "An empty column", f"{_INDICATORS}：空白栏目", disclosure.check_empty_columns),
    Rule("stale-column", "disclosure", "site",
         "栏目长期未更新", "A stale column", f"{_INDICATORS}：政策文件 6 个月", disclosure.check_stale_columns),
    Rule("id-code-form", "disclosure", "site",
         "网站标识码的写法", "Form of the site's ID code", _PORTALS, disclosure.check_id_code),
    Rule("meta-tag-missing", "disclosure", "page",
         "页面缺少元数据", "A meta tag is missing", f"{_PORTALS} 网页设计规范", pages.check_meta_tags),
    Rule("meta-tag-empty", "disclosure", "page",
         "元数据为空", "A meta tag is empty", f"{_PORTALS} 网页设计规范", pages.check_meta_tags),
    Rule("footer-item-missing", "disclosure", "page",
         "页脚缺项", "An item of the foot is missing", f"{_PORTALS} 网页设计规范", pages.check_footer),
    Rule("term-unused", "consistency", "site",
         "术语没有用到", "A term that is not used", _OURS, glossary.check_unused_terms),
    # ── output ────────────────────────────────────────────────────────────────────────────────────
    Rule("dead-link", "output", "build", "站内链接失效", "A dead internal link", _INDICATORS),
    Rule("dead-fragment", "output", "links",
         "页内位置不存在", "A link to no place of its page", _INDICATORS, pages.check_page_links),
    Rule("external-link-dead", "output", "site",
         "外部链接失效", "A dead external link",
         f"{_INDICATORS}；过期域名被不良网站占用的通报", external.check_external_links),
    Rule("external-link-moved", "output", "site",
         "外部链接已迁移", "An external link has moved", _OURS, external.check_moved_links),
    Rule("external-link-unchecked", "output", "site",
         "外部链接没有查过", "An external link was never visited", _OURS, external.check_unvisited_links),
    Rule("page-too-heavy", "output", "page",
         "网页过大", "A page is too heavy", f"{_PORTALS}：3 秒内打开", pages.check_weight),
    Rule("heading-order", "output", "page",
         "标题层级", "Order of headings", "WCAG 2.2 1.3.1", pages.check_headings),
    Rule("image-without-text", "output", "page",
         "图片没有替代文字", "An image without text", "WCAG 2.2 1.1.1；GB/T 37668—2019", pages.check_images),
    Rule("foreign-request", "output", "page",
         "引用站外资源", "A request to another host", _OURS, pages.check_foreign_requests),
    Rule("empty-link", "output", "page",
         "空链接", "A link to nothing", _INDICATORS, pages.check_empty_links),
    # ── attachments ───────────────────────────────────────────────────────────────────────────────
    Rule("attachment-author", "attachments", "attachment",
         "附件属性里有姓名或单位", "Properties name somebody", _LEAKS, attachments.check_properties),
    Rule("attachment-comments", "attachments", "attachment",
         "附件里有批注", "Comments in an attachment", _SECRETS, attachments.check_comments),
    Rule("attachment-changes", "attachments", "attachment",
         "附件里有修订", "Tracked changes in an attachment", _SECRETS, attachments.check_changes),
    Rule("attachment-hidden", "attachments", "attachment",
         "附件里有隐藏内容", "Hidden content in an attachment", _SECRETS, attachments.check_hidden),
    Rule("attachment-unread", "attachments", "attachment",
         "附件无法检查", "An attachment could not be looked into", _SECRETS, attachments.check_readable),
    Rule("missing-attachment", "attachments", "build",
         "附件不存在", "An attachment is missing", _INDICATORS),
)  # fmt: skip

RULES_BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}


def findings_of(stage: Stage, *values: Any) -> list[Diagnostic]:
    """Return the findings of all rules of a stage in its values."""
    return [finding for rule in rules_of(stage) if rule.check for finding in rule.check(*values)]


@cache
def rules_of(*stages: Stage) -> tuple[Rule, ...]:
    """Return the rules of some stages, in order; a function with several codes is listed once."""
    seen: set[Callable[..., Iterable[Any]]] = set()
    rules = []
    for rule in RULES:
        if rule.stage in stages and rule.check and rule.check not in seen:
            seen.add(rule.check)
            rules.append(rule)
    return tuple(rules)
