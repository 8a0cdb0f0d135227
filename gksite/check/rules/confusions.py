"""Known slips (攻府 for 政府) with the right wording; `content/confusions.yaml` adds to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gksite.check.hits import Hit, Wording

CONFUSIONS: dict[str, str] = {
    "攻府": "政府", "正府": "政府", "政俯": "政府", "共合国": "共和国",
    "人名政府": "人民政府", "人民政俯": "人民政府", "扫黑险恶": "扫黑除恶", "秸杆": "秸秆",
    "政务工开": "政务公开", "正务公开": "政务公开", "政物公开": "政务公开",
    "依申请工开": "依申请公开", "信息工开": "信息公开", "工作要电": "工作要点", "贯砌": "贯彻",
    "惯彻": "贯彻", "工作布署": "工作部署", "安排布署": "安排部署", "决策布署": "决策部署",
    "统一布署": "统一部署", "帐号": "账号", "帐户": "账户", "报帐": "报账",
    "渡假村": "度假村", "松驰": "松弛", "凑和": "凑合", "严历": "严厉",
    "再接再励": "再接再厉", "迫不急待": "迫不及待", "按步就班": "按部就班",
    "走头无路": "走投无路", "一如继往": "一如既往", "行之有效地的": "行之有效的",
    "营商环镜": "营商环境", "乡村振新": "乡村振兴", "国务员": "国务院",
    "习近平新时代中国特色社会主意思想": "习近平新时代中国特色社会主义思想",
    "中国特设社会主义": "中国特色社会主义", "一代一路": "一带一路", "不望初心": "不忘初心",
    "脱贫公坚": "脱贫攻坚",
}  # fmt: skip
"""Wrong wording → right wording. The first ones are findings of real inspections. Only wordings
that are wrong in any context are listed."""
_ANY = re.compile("|".join(map(re.escape, CONFUSIONS)))


def check_confusions(wording: Wording, words: Mapping[str, str]) -> Iterator[Hit]:
    """Every place of a wrong wording; of two that overlap the longer one counts. Nothing of this is
    ever mended by itself."""
    text = wording.text
    if not _ANY.search(text) and not any(word in text for word in words.keys() - CONFUSIONS.keys()):
        return
    taken: set[int] = set()
    for wrong in sorted(
        (word for word in words if word and word in text), key=lambda word: (-len(word), word)
    ):
        at = text.find(wrong)
        while at >= 0:
            end = at + len(wrong)
            right = words[wrong]
            # The right wording may contain the wrong one (帐 in 帐篷): then it is no slip.
            shift = right.find(wrong)
            is_right = shift >= 0 and text.startswith(right, at - shift)
            if not is_right and taken.isdisjoint(range(at, end)):
                taken.update(range(at, end))
                yield Hit(at, end, wrong, (("right", right),))
            at = text.find(wrong, end)
