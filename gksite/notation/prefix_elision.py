"""Elided prefixes in lists of units: 省教育厅、财政厅 means 省财政厅; names with a place stay."""

from __future__ import annotations

import re

from gksite.notation.unit_words import has_strong_ending

PREFIX = re.compile(
    "自治区|自治州|自治县|[省市县区州]委(?!员)|[省市县区州](?!场|容|域|块|县|区|州|直|属|级|各|会|委员|人民法院|人民检察院)"
)
"""The level that opens a name (区, 市委); 市场监管局 and 区域协作办 have none."""
_PARTY_BODY = re.compile(
    "(?:宣传部|组织部|统战部|政法委|编办|网信办|社会工作部|机要保密局|老干部局|巡察办)$"
)
_PARTY_PREFIX = re.compile("[省市县区州]委$")
# The first word of a name that says what a unit does. Other names (云川银保监局, 国家税务总局…) may carry a
# place.
_FUNCTION = re.compile(
    "教育|教体|科技|科学|工业|工信|公安|民政|民族|民宗|宗教|司法|财政|人力|人社|人防|自然|规划|生态|环境|环保|住房|住建|城乡|"
    "城市|城管|城建|城运|交通|水利|水务|水文|农业|农村|商务|商业|文化|文旅|文广|文物|文明|旅游|卫生|卫健|退役|应急|审计|国资|"
    "国有资产|市场|市容|体育|统计|医保|医疗|粮食|林业|林草|园林|绿化|政务|数据|大数据|经济|经信|经委|科委|信访|机关事务|金融|"
    "地方金融|地方志|发展|发改|外事|外办|侨办|侨务|台办|税务|气象|地震|消防|邮政|通信|烟草|融媒体|广播|广电|新闻|档案|党史|团委|"
    "妇联|总工会|残联|红十字|科协|工商|文联|行政|审批|综合|知识产权|药监|药品|食品|乡村|扶贫|投资|招商|口岸|海洋|渔业|畜牧|"
    "住房公积金|公积金|公共|编办|宣传|组织部|统战|政法|网信|社会工作|政府办|质监|安监|物价|价格|法院|检察|能源|营商|热线|"
    "煤炭|煤矿|建设|房屋|房管|国防动员|国动|史志|供销|老龄|养老|就业|社保|社会保险|监察|纪委"
)


def restore_prefixes(names: tuple[tuple[str, bool], ...]) -> tuple[str, ...]:
    """Return the names with elided prefixes restored where that is certain enough to offer a
    candidate.

    Each name comes with whether it follows the one before by 、; a stronger separator starts a new
    prefix.
    """
    restored: list[str] = []
    prefix = ""
    for name, follows in names:
        own = PREFIX.match(name)
        if own and len(name) > len(own[0]) + 1:
            prefix = own[0]
        elif not own and prefix and follows and _FUNCTION.match(name) and has_strong_ending(name):
            restored.append(_with_prefix(prefix, name))
            continue
        else:
            prefix = ""
        restored.append(name)
    return tuple(restored)


def _with_prefix(prefix: str, name: str) -> str:
    """Restore a prefix: 区委宣传部、统战部 → 区委统战部, 区委宣传部、教育局 → 区教育局; a party body
    behind a plain 区 stays as printed."""
    if _PARTY_BODY.search(name):
        return f"{prefix}{name}" if _PARTY_PREFIX.search(prefix) else name
    return f"{prefix[:-1] if _PARTY_PREFIX.search(prefix) else prefix}{name}"
