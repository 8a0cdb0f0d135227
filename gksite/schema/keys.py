"""The one table of Chinese spellings of the keys and of the fixed values in source files."""

from __future__ import annotations

from typing import Literal, get_args

from gksite.notation.cell_values import CellType

ColumnKind = Literal[
    "number", "section", "subsection", "title", "text", "units", "lead", "responsible",
    "cooperating", "deadline", "leader", "note", "status",
]  # fmt: skip
"""A column of a task list whose cells are a key of tasks, by that key."""

FORMAT = 2
"""The format of sources that this version reads: `format` in config.yaml."""

KEYS: dict[str, str] = {
    # config.yaml
    "格式版本": "format", "站点": "site", "域名": "domain", "网站标识码": "id_code",
    "网址": "base_url", "语言": "language", "主题风格": "theme", "模式": "mode", "截至日期": "as_of",
    "时区": "timezone", "栏目": "column", "页脚": "footer", "位置": "breadcrumb", "链接": "url",
    "不设页面": "leave_out", "关键词": "keywords", "类型": "type", "说明": "description",
    "党政机关标识": "government_mark", "网站找错": "report_error", "本页纠错": "report_page",
    "申请公开": "request_page",
    "备案号": "icp", "搜索": "search", "网页二维码": "page_codes", "门户": "portal", "版式": "layout",
    "页头": "head", "门户页脚": "foot", "公共资源": "resources", "链接前缀": "link_base",
    "行内样式": "inline_styles", "脚本": "script", "公安备案": "police", "主办单位": "host", "联系方式": "contact",
    "文字": "text", "发布": "publish", "发布目标": "targets", "内容形式": "profile", "布局": "layout",
    "保留": "keep", "校验": "verify", "试发布": "trial", "路径": "path", "主机": "host",
    "端口": "port", "用户": "user", "主机密钥": "host_key", "已知主机": "known_hosts",
    "密钥文件": "key_file", "存储桶": "bucket", "前缀": "prefix", "服务地址": "endpoint",
    "地域": "region", "导出": "exports", "格式": "formats", "使用许可": "licence",
    "许可链接": "licence_url", "规则": "rules", "级别": "levels", "公开时限": "working_days",
    "更新周期": "stale_months", "网页大小": "page_kilobytes", "允许": "allow",
    # waivers, confusions, holidays, the ledger of index numbers
    "代码": "code", "所指": "found", "误": "wrong", "正": "right", "放假": "free",
    "上班": "worked", "计划": "plan",
    # registries and topics
    "行政机关": "authority", "名称": "name", "简称": "short_name", "上级": "parent",
    "单位": "units", "集合单位": "groups", "编号": "id", "别名": "aliases", "类别": "kind",
    "设立": "since", "撤销": "until", "承接单位": "successor", "曾用名": "former_names",
    "成员": "members", "开放": "open", "备注": "note", "主题列表": "topics",
    # kinds of plans
    "种类列表": "kinds", "种类": "kind", "任务名称": "item", "量词": "measure",
    "英文名称": "english", "英文复数": "plural", "概览": "overview",
    # the glossary
    "术语列表": "terms", "术语": "term", "全称": "expansion", "释义": "explanation",
    # plans
    "标题": "title", "年度": "year", "时段": "period", "发文机关": "issuer", "发布机构": "publisher",
    "署名": "signature", "发文字号": "document_number", "索引号": "index_number",
    "主题分类": "category", "成文日期": "written", "发布日期": "published", "有效性": "validity",
    "摘要": "summary", "公开属性": "disclosure", "主送": "addressees", "抄送": "copies_to",
    "印发机关": "printed_by", "印发日期": "printed_on", "附注": "annotation",
    "原文链接": "source_url", "依据": "basis", "依据计划": "based_on", "上一年度": "previous",
    "任务表": "lists", "表题": "caption", "列": "columns", "合并": "merged", "部分": "section",
    "各部分": "sections", "附件": "attachments", "文件": "file", "更正": "corrections",
    "旧网址": "aliases", "草稿": "draft", "印制": "printed",
    # the notice that issues a plan, and annexes
    "发文机关标志": "masthead", "附件清单": "annexes", "编排顺序": "order",
    # columns of a task list
    "序号": "number", "子部分": "subsection", "表头": "head", "合计": "sum", "上级表头": "over",
    # cells of columns that are a document's own
    "各栏": "cells", "独立成格": "apart",
    # tasks
    "内容": "text", "责任分工": "units", "牵头": "lead", "责任": "responsible",
    "配合": "cooperating", "时间节点": "deadline", "分管领导": "leader", "主题": "topics",
    "延续": "continues", "指标": "indicators", "不少于": "at_least", "不超过": "at_most",
    "等于": "equal", "计量单位": "unit", "原文": "printed", "所属表": "list",
    "分期目标": "targets", "目标值": "value", "所属指标": "indicator",
    "上级任务": "parent", "随子任务": "rolls_up",
    # progress
    "任务": "task", "日期": "date", "状态": "status", "情况": "note", "佐证": "evidence",
    "数值": "readings", "填报单位": "unit", "录入日期": "recorded", "事项": "what", "原因": "why",
    "对应目标": "target", "更正报送": "corrects", "撤回报送": "retracts",
    # duties: transfers, adjustments, the rule of a task's state
    "职责划转": "transfers", "划出单位": "from", "划入单位": "to", "划转日期": "on",
    "任务状态": "task_status", "合计方式": "total", "调整": "adjustments", "撤销任务": "withdrawn",
    "批准": "approved_by",
    # the ledger of published plans
    "各任务": "tasks", "首次发布": "first", "最近发布": "last",
    "首次发布时间": "first_at", "最近发布时间": "last_at",
    # reviews
    "审查": "review", "要求审查": "required", "审查环节": "steps", "环节": "step", "签署": "by",
    "期限": "by",  # behind 签署, which messages show
    "结论": "result", "意见": "opinion", "内容校验值": "digest",
    "迁移": "migrated", "迁移前": "from", "迁移后": "to",
    "版本": "version", "文件校验值": "content", "启用前发布": "adopted",
    "报送": "reports", "网页": "pages", "各文本": "texts", "条目": "entries", "已不在": "gone",
    "分人签署": "separate", "未经审签": "unsigned", "已看存疑": "doubts",
    # assessments
    "核查": "assessments", "被核查单位": "unit", "核查单位": "by", "核查结论": "verdict",
    "得分": "points",
    # free pages
    "顺序": "weight", "页脚链接": "in_footer",
    # archive: config.yaml, content/withdrawn.yaml, snapshots/index.yaml
    "归档": "archive", "保管期限": "retention", "存放位置": "folder", "提供下载": "download",
    "责任者": "creator", "地址": "address", "另见": "see", "归档时间": "at", "大小": "size",
    "校验值": "sha256", "上一份": "previous", "页数": "pages", "文件数": "files", "变化": "changes",
    "签名公钥": "signed_by", "公开版大小": "public_size", "公开版校验值": "public_sha256",
    # the answers to a migration
    "行": "line", "记为调整": "is_adjustment", "决定日期": "decided",
}  # fmt: skip
"""Chinese spelling → the key. A key has one English name and any number of Chinese ones."""

_OF_RECORDS: dict[str, dict[str, str]] = {
    "TaskRecord": {
        "text": "内容",
        "units": "责任分工",
        "topics": "主题",
        "targets": "分期目标",
        "parent": "上级任务",
    },
    "TaskTargetRecord": {"text": "内容", "by": "期限"},
    "AdjustmentRecord": {"text": "内容", "units": "责任分工"},
    "ColumnsRecord": {"text": "内容", "units": "责任分工"},
    "ProgressRecord": {"note": "情况", "unit": "填报单位", "by": "签署"},
    "SignatureRecord": {"by": "签署"},
    "TextsSignatureRecord": {"by": "签署"},
    "ReviewRecord": {"pages": "网页"},
    "AssessmentRecord": {"note": "情况", "unit": "被核查单位", "by": "核查单位"},
    "IndicatorRecord": {"printed": "原文"},
    "TransferRecord": {"tasks": "各任务"},
    "PlanRecord": {"aliases": "旧网址", "kind": "种类"},
    "OwnColumnRecord": {"head": "表头"},
    "KnownColumnRecord": {"head": "表头"},
    "FreePageRecord": {"aliases": "旧网址"},
    "SnapshotRecord": {"previous": "上一份"},
    "TargetRecord": {"host": "主机"},
    "MigratedRecord": {"from": "迁移前", "to": "迁移后"},
}
"""Record → key → its Chinese spelling there, where that isn't the first one of KEYS."""

OPEN_KEYS: dict[str, dict[str, str]] = {
    "columns": {key: english for key, english in KEYS.items() if english in get_args(ColumnKind)},
    "cells": {},
}
"""Keys whose value is a mapping from names that the source chooses to values: Chinese spelling →
those of the names that are keys of gksite all the same."""

CELL_TYPES: dict[str, CellType] = {
    "文字": "text", "数": "number", "金额": "money", "日期": "date", "单位": "unit", "年度": "year"
}  # fmt: skip
"""How the cells of a column are read: Chinese → English."""

_FIRST = {english: chinese for chinese, english in reversed(KEYS.items())}

FORMER_STATUSES: dict[str, str] = {"已调整": "adjusted", "已取消": "cancelled"}
"""Statuses of format 1 that are no states any more: Chinese → English. `gksite migrate` makes
adjustments of them."""

RESULTS: dict[str, str] = {"同意": "approved", "退回": "returned"}
"""Chinese result of a step of a review → the result."""

WITHDRAWALS: dict[str, str] = {"已撤销": "withdrawn", "已删除": "deleted", "已迁移": "moved"}
"""The fate of an address that no page answers any more: Chinese → English."""

TaskStatus = Literal["lead", "all", "assessed"]
TASK_STATUSES: dict[str, TaskStatus] = {"牵头": "lead", "全部": "all", "核查": "assessed"}
"""How the states of its duties make a task's: Chinese → English."""

Verdict = Literal["confirmed", "partly", "refuted"]
VERDICTS: dict[str, Verdict] = {"属实": "confirmed", "部分属实": "partly", "不属实": "refuted"}
"""What an assessment found of a report: Chinese → English."""

WHOLE_TASK: dict[str, str] = {"全部": "all"}
"""What an assessment is of where it names no unit."""

Release = Literal["internal", "public"]
RELEASES: dict[str, Release] = {"内部": "internal", "公开": "public"}
"""Whether assessments are published: Chinese → English."""

ALL_TASKS: dict[str, str] = {"全部": "all"}
"""What a transfer is of where it names no tasks."""

TOTALS: dict[str, str] = {"牵头": "lead", "合计": "sum", "平均": "mean", "最低": "least"}
"""How the figures of several units make one: Chinese → English."""


PartOrder = Literal["as_printed", "plan_first"]
ORDERS: dict[str, PartOrder] = {"按原件": "as_printed", "计划在前": "plan_first"}
"""Where notice, plan and annexes stand: Chinese → English."""


def chinese_key(key: str, record: str = "") -> str:
    """Return the Chinese spelling of a key in a record (by class name), "" where there is none."""
    return _OF_RECORDS.get(record, {}).get(key) or _FIRST.get(key, "")


def spelled(key: str, record: str = "") -> str:
    """Return a key of a record (by class name) as messages show it: English, with the Chinese
    spelling where there is one."""
    chinese = chinese_key(key, record)
    return f"{key}/{chinese}" if chinese else key
