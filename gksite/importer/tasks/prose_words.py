"""The words around a time in prose that make it a deadline, or show that it is none."""

from __future__ import annotations

import re
from typing import NamedTuple

from gksite.notation.deadlines import Deadline
from gksite.notation.unit_words import has_strong_ending, is_group

YEAR_NUMBER = r"(?:[\d０-９]{4}|[〇○零一二三四五六七八九]{4})"
YEAR = rf"(?:{YEAR_NUMBER}年度?|今年|本年度?|当年|明年|来年|次年|翌年|后年)"
N = r"(?:[\d０-９]{1,2}|[一二三四五六七八九十]{1,3})"
BEFORE_WORD = r"(?:之前|以前|前夕|前)"

DUTY = (
    "完成|公布|发布|报送|公开|更新|通报|开展|组织|举办|建成|上线|启动|投入|投用|出台|印发|制定|编制|梳理|汇总|上报|提交|反馈|整改|"
    "实现|建立|召开|集中|达到|达标|修订|形成|向社会|通过|确定|开通|动工|开工|完工|竣工|封顶|"
    "力争|全面|基本|对|将|各|全部|系统|政府|录入|答复|办结|回复|告知|维护|核对|排查|检查|抽查|调度|晾晒|清理|调整|验收|交付|投产|"
    "通车|新增|新建|见效|成型|收官|清零|销号|到位"
)
DEED = (
    "集中|完成|公布|建成|上线|启动|投入|投用|出台|实现|召开|达到|达标|开通|动工|开工|完工|竣工|封顶|办结|验收|交付|投产|通车|组织|"
    "举办|开展"
)
ISSUED = "发布(?!会|情况|数|量|率)|印发|修订|编制|制定|报送|提交|公开(?!情况|数|量|率|工作)"
DEEDS = (
    f"{DEED}|发布|印发|修订|编制|制定|报送|上报|提交|公开|更新|通报|梳理|汇总|反馈|建立|形成|确定|清理|新增|新建|改造|拆除|"
    "推行|实行|推到|见效|开放|开业|开街|试运行|运行|开馆|开诊|开学|招生|入驻|挂牌|落地|落成|签约|普及|覆盖|推开|推广|铺开|取消|废止|归档|移交|办理|"
    "受理|表彰|评选|慰问|走访|征集|征求|审议|审定|报批|汇报|述职|答复|回复|录入|接入|迁移|切换|引进|新改建|修缮|维修|清淤|加固|"
    "除险|回访|"
    # These words also name papers and meetings: 三季度考核结果, 6月培训计划.
    "(?:整改|整治|排查|检查|抽查|督查|评估|评查|评议|考核|考评|测评|调整|调度|培训|宣传|论证|报告|总结)"
    "(?!结果|计划|报告|意见|方案|制度|办法|会|工作|任务|清单|台账|指标|得分|名单|经验|问题|发现|内容|资料|材料|班|机制|体系)"
)
_ADVERBS = (
    "(?:全面|全部|基本|率先|正式|陆续|分批|分别|分级|逐步|及时|按时|如期|力争|争取|确保|务必|必须|应当|应|需|要|再|再次|各|均|统一|"
    "联合|同步|首次|重点|集中|组织|启动|向社会|向区政府|向市政府|向县政府|对外|依法|牵头|会同)"
)
_NO_DEED = r"(?!情况|率|数|量|额|会(?!议)|的|后|时|前|以来|工作总结|现场|进度|日期|时间|标准|成果|成效|目标)"
_DUTY_NOW = re.compile(f"(?:{DUTY}){_NO_DEED}")
_DONE_IN_YEAR = re.compile(f"(?:全面|全部|基本)?(?:{DEED}){_NO_DEED}")
_DEED_NOW = re.compile(rf"{_ADVERBS}{{0,4}}(?:{DEEDS}){_NO_DEED}")
_DEED_LATER = re.compile(rf"[^，。；]{{0,24}}?(?:{DEED}|{ISSUED})")
_VERB_AHEAD = re.compile(
    f"(?:{DEEDS})(?!局|部|委|办|处|科|站|中心|平台)|统计|分析|回顾|部署|落实|巩固|纳入|做好|抓好|推进|推动|加快|提升|完善|健全|"
    "加强|公示|核对|安排|参照|对标|围绕|聚焦|锚定|瞄准|利用|按照|根据|依据|实施|承接|衔接|结合|执行|核查|核验"
)
_NO_SUBJECT = re.compile(
    r"[\d０-９]$|[对将把按据与和较比至从自为是如在以及或用共已近每前后上下去全同往历某半多几数两]$|的$"
)
_POINT_NUMBER = re.compile(r"^(?:[\d０-９]{1,2}[.．]|[①-⑳]|[一二三四五六七八九十]是)")
_LONGEST_SUBJECT = 16


class StatedTime(NamedTuple):
    """An expression of time in a sentence: its place, its words, its reading."""

    start: int
    words: str
    deadline: Deadline


def deed_follows(after: str) -> bool:
    """Whether the text right after a time says what shall be done then: 印发方案, 全面完成."""
    return _DEED_NOW.match(after) is not None


def duty_follows(after: str) -> bool:
    """Whether the text right after the end of a month says who does what, or to whom."""
    return _DUTY_NOW.match(after) is not None


def is_done_in_year(after: str) -> bool:
    """Whether the text right after a year is reached in that year (2026年建成), and is no title."""
    return _DONE_IN_YEAR.match(after) is not None


def has_deed(after: str) -> bool:
    """Whether the clause after a time says somewhere what shall be done."""
    return _DEED_LATER.match(after) is not None or deed_follows(after)


def clause_of(ahead: str) -> str:
    """Return the text before a time in its own clause, without the number of a point."""
    return _POINT_NUMBER.sub("", re.split(r"[，。；、：:（()）\n□]", ahead)[-1])


def begins(ahead: str) -> bool:
    """Whether a time opens its clause, or only the acting unit stands before it: 区司法局第三季度印发方案."""
    clause = clause_of(ahead)
    if not clause:
        return True
    if len(clause) > _LONGEST_SUBJECT or _NO_SUBJECT.search(clause):
        return False
    return has_strong_ending(clause) or is_group(clause) or not _VERB_AHEAD.search(clause)
