"""The vocabulary of responsibility: labels, role verbs, closing words, unit endings, functions."""

from __future__ import annotations

import re
from typing import Literal

from gksite.notation.characters import CLOSING, HAN, OPENING
from gksite.notation.values import Role as Role

LabelKind = Literal["lead", "responsible", "cooperating", "person", "deadline"]

_LABEL_ROLE_WORDS: tuple[tuple[str, Role], ...] = (
    ("牵头", "lead"), ("主办", "lead"), ("主责", "responsible"),
    ("配合", "cooperating"), ("协同", "cooperating"),
    ("协办", "cooperating"),
    ("协助", "cooperating"), ("参与", "cooperating"), ("参加", "cooperating"), ("支持", "cooperating"),
    ("责任", "responsible"), ("承办", "responsible"), ("落实", "responsible"), ("实施", "responsible"),
    ("负责", "responsible"), ("起草", "responsible"),
)  # fmt: skip
_LABEL_QUALIFIERS = ("主要", "第一", "具体", "组织", "共同", "联合", "分工")
_LABEL_NOUNS = ("单位", "部门", "科室", "处室", "股室", "机构", "机关", "主体")


def _spaced(word: str) -> str:
    return r"\s{0,3}".join(word) + r"\s{0,3}"


def _any(words: tuple[str, ...], spaced: bool = False) -> str:
    return "|".join(
        _spaced(word) if spaced else word for word in sorted(words, key=len, reverse=True)
    )


_ROLE_WORD = _any((*(word for word, _ in _LABEL_ROLE_WORDS), *_LABEL_QUALIFIERS), spaced=True)
_NOUN = _any(_LABEL_NOUNS, spaced=True)
_COLON = r"\s{0,3}[:：∶]"
_AT_START = r"(?:^|(?<=[\s；;，,。、：:∶（(〔\[［【）)〕\]］】]))"
_WHOSE = "(?:其他|其它|其余|项目|任务|工作|总|(?:省|市|县|区|镇|乡|街道|村)级)"
_RANK = "(?:省|市|县|区|州|旗|镇|乡|街道|局)(?:级|委|政府)?"
_CHARGE = "分管|牵头|负责|责任|包保|包抓|包联|联系|挂点|挂钩|挂联|主要|主管|督办|督导|协助|协管|配合|总|第一|具体|直接"
LEADER = (
    rf"(?:{_RANK})?(?:{_CHARGE}){{0,3}}(?:{_RANK})?"
    rf"(?:{'|'.join(map(_spaced, ('领导', '责任人', '负责人', '牵头人', '包保人', '负责同志')))})"
)
"""The words of a label for a leading person: 牵头负责领导, 市级包保领导, 分管县领导, 责任人."""
_PERSON = f"(?:{LEADER}|联系人|联络员|联系电话)"
_TIME = r"(?:完成|办结|推进|工作|整改|任务|送审|提请审议|审议|出台|上会|竣工)?(?:时限要求|时间节点|时间要求|时限|时间|期限|节点)(?:要求)?"
NEXT_LABEL = rf"(?:(?:{_ROLE_WORD}){{1,4}}(?:{_NOUN})?|{_TIME}|{LEADER}){_COLON}"
"""A label that ends what the label before it holds: 牵头单位：, 责 任 单 位∶, 配合：, 完成时限：."""
LABEL = re.compile(
    rf"(?P<unit>{_WHOSE}?(?:{_ROLE_WORD}){{1,4}}(?:{_NOUN})(?:[（(][^（()）\s]{{1,8}}[)）])?){_COLON}"
    rf"|{_AT_START}(?P<short>(?:{_ROLE_WORD}){{1,4}}){_COLON}"
    rf"|(?:^|(?<=[\n；;，,。]))\s{{0,3}}(?P<bare>(?:"
    rf"{_any(tuple(word for word, _ in _LABEL_ROLE_WORDS))}){{1,2}}"
    rf"(?:{_any(_LABEL_NOUNS)}))\s{{1,3}}(?=[{HAN}])"
    rf"|{_AT_START}(?P<person>{_PERSON}){_COLON}"
    rf"|{_AT_START}(?P<time>{_TIME}){_COLON}"
)
"""A label that opens a part of a responsibility: 牵头单位：, 责 任 单 位∶, 配合：, 责任人：, 完成时限：."""


def label_kind(label: re.Match[str]) -> LabelKind:
    """Return the kind of a match of `LABEL`: 牵头 beats 责任, 配合 beats 责任; 主要责任单位 is responsible."""
    if label["person"]:
        return "person"
    if label["time"]:
        return "deadline"
    return _strongest("".join(label[0].split()), dict(_LABEL_ROLE_WORDS))


def _strongest(text: str, words: dict[str, Role]) -> Role:
    roles = {role for word, role in words.items() if word in text}
    return "lead" if "lead" in roles else "cooperating" if "cooperating" in roles else "responsible"


_VERBS: dict[str, Role] = {
    "牵头": "lead", "主办": "lead", "主抓": "lead", "抓总": "lead",
    "配合": "cooperating", "参与": "cooperating", "协助": "cooperating",
    "协办": "cooperating", "参加": "cooperating",
    "支持": "cooperating", "协同": "cooperating", "协同配合": "cooperating",
    "负责": "responsible", "主责": "responsible", "落实": "responsible", "实施": "responsible",
    "承办": "responsible", "办理": "responsible",
    "推进": "responsible", "执行": "responsible", "各负其责": "responsible",
}  # fmt: skip
_ADVERBS = (
    "按照各自职责分工", "按各自职责分工", "按照职责分工", "根据职责分工", "依据职责分工", "依职责分工", "按职责分工",
    "按照各自职责", "按各自职责", "根据各自职责", "按照职责", "按职责", "依职责", "按照分工", "按分工", "按职能",
    "按任务分工", "按照任务分工", "结合工作实际", "结合实际", "结合职责", "分别", "共同", "具体", "各自", "组织", "抓好",
    "做好", "积极", "密切", "分头", "联合", "指导", "督促", "贯彻", "协调", "统筹", "全程",
)  # fmt: skip


def _ends_with(text: str, words: tuple[str, ...]) -> str:
    return max((word for word in words if text.endswith(word)), key=len, default="")


def split_verb(text: str) -> tuple[str, str, Role | None]:
    """Split `text` before a final role verb: text, verb with adverbs, role (None for no verb)."""
    rest = text
    while word := _ends_with(rest, tuple(_VERBS) if rest == text else (*_VERBS, *_ADVERBS)):
        if rest.endswith("政协办"):
            break
        rest = rest[: -len(word)]
    verb = text[len(rest) :]
    return rest, verb, _strongest(verb, _VERBS) if verb else None


_CLOSING_NOUNS = (
    "单位", "部门", "科室", "处室", "委办局", "机构", "企业", "地区", "街镇", "乡镇", "县区",
)  # fmt: skip
_CLOSING_QUALIFIERS = (
    "有关", "相关", "责任", "成员", "职能", "市直", "区直", "县直", "省直", "市级", "区级", "县级", "主管", "行业", "各", "多个",
)  # fmt: skip
_COUNT = re.compile(r"[\d一二三四五六七八九十]{1,3}(?:个|家)$")


def split_closing(text: str) -> tuple[str, str]:
    """Split `text` before a closing 等 (等有关部门, 等8个单位): the text before it, and the closing words."""
    rest = text
    if noun := _ends_with(rest, _CLOSING_NOUNS):
        rest = rest[: -len(noun)]
        while word := _ends_with(rest, _CLOSING_QUALIFIERS):
            rest = rest[: -len(word)]
        rest = _COUNT.sub("", rest[-6:]).join((rest[:-6], ""))
    return (rest[:-1], text[len(rest) - 1 :]) if rest.endswith("等") else (text, "")


_STRONG_ENDINGS = _any((
    "局", "厅", "委", "办", "部", "院", "署", "科", "处", "室", "队", "中心", "政府", "公司", "集团", "银行", "分行", "支行",
    "协会", "委员会", "联合会", "工会", "妇联", "残联", "科协", "文联", "侨联", "团委", "办事处", "单位", "部门", "报社",
    "电视台", "大学", "学校", "海关", "专班", "小组", "指挥部", "街镇", "镇街", "乡镇", "管委会", "红十字会",
))  # fmt: skip
_ENDINGS = _any((
    "司", "股", "所", "站", "会", "社", "台", "行", "馆", "校", "街道", "镇", "乡", "村", "社区",
    "苏木", "区", "县", "市", "省",
    "州", "旗", "盟", "场", "园", "基地", "平台", "厂", "关", "军分区", "人大", "政协", "地方", "企业", "机构", "协调机制",
))  # fmt: skip
_STRONG_ENDING = re.compile(f"(?:{_STRONG_ENDINGS})$")
_ENDING = re.compile(f"(?:{_STRONG_ENDINGS}|{_ENDINGS})$")
_TERRITORY_ENDING = re.compile("(?:街道|镇|乡)$")
_LAST_BRACKET = re.compile(r"[(（〔\[［【][^(（〔\[［【)）〕\]］】]*[)）〕\]］】]$")


# A name can end after these; 园, 区 and 基地 may go on with 管委会.
_CLOSED_ENDING = re.compile(f"(?:{_STRONG_ENDINGS}|司|股|所|站|会|社|台|行|馆|校|厂)$")
_SHORT_NAMES = frozenset((
    "妇联", "团委", "工会", "残联", "科协", "文联", "侨联", "党办", "政办", "人大", "政协", "学校", "医院", "法院",
))  # fmt: skip
"""Names that are whole with two characters, among others that only white space separates."""


def has_strong_ending(text: str) -> bool:
    """Whether `text`, but for a final bracket, ends as only whole unit names do (局, 委, 中心 …)."""
    return bool(_STRONG_ENDING.search(_LAST_BRACKET.sub("", text)))


def has_ending(text: str) -> bool:
    """Whether `text`, a bracket at its end apart, ends as a unit or a territory does."""
    return bool(_ENDING.search(_LAST_BRACKET.sub("", text)))


_GROUP = re.compile(
    r"(?:各|有关|相关|其他|其它|属地|所有|驻|[省市区县州](?:直|属|级|政府各|各)|全[省市区县州])"
    r".{0,30}(?:单位|部门|政府|街道|科室|处室|委办局|机构|企业|园区|开发区|办事处|[镇乡县区市州旗局委办场村)）〕])$"
)
_GENERIC = re.compile(
    r"(?:县级市|街道|乡镇|镇街|街镇|苏木|民族乡|园区|开发区|功能区|新区|[区县市乡镇旗局委办场])"
    r"(?:[（(〔\[][^（(〔\[\]〕)）]{1,12}[)）〕\]])?(?:办事处|人民政府|政府|党工委)?$"
)
_GROUP_HEAD = re.compile(
    r"(?:各(?:有关|相关|涉及)?|有关|相关)(?:县级市|街道|乡镇|镇街|苏木|[区县市乡镇旗委办场])$"
)


def is_group(text: str) -> bool:
    """Whether `text` names units by their kind (各街镇, 县直相关单位)."""
    return bool(_GROUP.match(text))


def continues_group(group: str, text: str) -> bool:
    """Whether `text` belongs to the group before it: 各区 + 县级市, 各乡 + 镇人民政府, 区政府各委 + 办."""
    head = group[group.rfind("、") + 1 :]
    if text in ("政府", "人民政府", "管委会", "办事处"):
        return "各" in group and head.endswith(("党委", "党工委"))
    return bool(
        re.search("各|^有关|^相关", group)
        and (_GROUP_HEAD.search(head) or _GENERIC.fullmatch(head))
        and _GENERIC.fullmatch(text)
    )


def is_two_units(left: str, right: str) -> bool:
    """Whether white space between `left` and `right` separates two units, or is inside a name."""
    name = split_closing(split_verb(right)[0])[0] or right
    if name.startswith("各"):
        return has_ending(left) and not _BODY.fullmatch(left)
    if left in _SHORT_NAMES or name in _SHORT_NAMES:
        return _is_whole(left) and _is_whole(name)
    if name == "办公室" and _OWNER.search(left):
        return False
    if (
        len(left) < 3
        or len(name) < 3
        or left.endswith("总局")
        or _BODY.fullmatch(left)
        or name.startswith("员会")
    ):
        return False
    territories = _TERRITORY_ENDING.search(left) and _TERRITORY_ENDING.search(name)
    return bool(territories or (_CLOSED_ENDING.search(left) and has_ending(name)))


def _is_whole(name: str) -> bool:
    return name in _SHORT_NAMES or (len(name) > 2 and bool(_CLOSED_ENDING.search(name)))


_OWNER = re.compile("(?:局|委|委员会|管委会|小组|指挥部|专班|厅)$")
_BODY = re.compile("[^各].{0,7}(?:人民政府|政府)|(?:中共)?.{0,6}[省市县区州旗镇乡]委")

# Sentences about responsibility, and commands, are not unit names.
_SENTENCE = re.compile(
    r"[。！？!?《》“”‘’]|均需|不再|下同|第一位|牵头|负责|以下|上述|所列|本表|的|是|https?:"
)
_COMMAND = re.compile(
    "(?:推进|加强|做好|完善|深化|落实|完成|开展|提高|提升|确保|建立|健全|按照|根据|加快|加大|严格|强化|优化|规范|围绕|聚焦|依托|依法|发挥|启动|推动|扩大|增强|"
    "集中|逐步|借助|通过|打造|探索|认真|抓实|"
    "结合|坚持|组织|制定|报送|及时|持续|定期|进一步|全面|积极|主动|切实|发布|公布)"
)
_DESCRIPTION = re.compile(
    r"推进|加强|做好|完善|落实|完成|开展|提高|确保|建立|公开|按照|根据|要求|报送|公布|配合|并|，"
)
_ROLE_GROUP = re.compile(
    rf"(?:各|有关|相关|其他|其它|所有|每个)[^，。；：]{{0,16}}?(?:{'|'.join(w for w, _ in _LABEL_ROLE_WORDS)})"
    rf"(?:{'|'.join((*_LABEL_NOUNS, '企业'))})"
)
"""A group that is named by a role in something else: 各项目牵头单位, 各活动承办单位."""
_OFFICE = "(?:书记|[省市县区州旗镇乡厅局部院校]长|秘书长|主任|主席|常委|组长|领导|同志)"
_OFFICIAL = re.compile(rf"{_OFFICE}(?:[（(][^（()）]{{1,12}}[)）])?$")
"""How the name of a person with an office ends: 王某副市长."""
_OFFICE_FIRST = re.compile(rf".{{0,12}}{_OFFICE}(?!热线|信箱|专线|接待|办公)[{HAN}]{{2,3}}")
"""A person behind an office: 副局长王某某."""
_LED = re.compile(
    "(?P<who>.{2,40}?)(?:总?牵头|负责|主抓|抓总|包保|包抓|分管|协调|统筹|推进|落实){0,3}"
)
_SAME_AS_ABOVE = re.compile("[同与][上前](?:述|一?[项条栏款行])?(?:单位|部门)?(?:相同|一致)?|[〃″]")
_TWO_HAN = re.compile(f"[{HAN}]{{2}}")
_LONGEST_NAME, _LONGEST_UNUSUAL_NAME = 40, 14


def official_in(piece: str) -> str:
    """Return the person whom a piece among units names with an office, or "".

    >>> official_in("王某副市长牵头"), official_in("分管副区长"), official_in("市水务局牵头")
    ('王某副市长', '分管副区长', '')
    """
    match = _LED.fullmatch(piece) if len(piece) <= _LONGEST_NAME else None
    if match and (_OFFICIAL.search(match["who"]) or _names_office_first(match["who"])):
        return match["who"]
    return ""


def _names_office_first(text: str) -> bool:
    return bool(_OFFICE_FIRST.fullmatch(text)) and not has_ending(text)


def is_same_as_above(text: str) -> bool:
    """Whether a list of units only says that they are those of the item above: 同上."""
    return _SAME_AS_ABOVE.fullmatch(text.strip("。 ")) is not None


def is_unit_like(text: str) -> bool:
    """Whether `text` can name a unit: short, no sentence or command; an unusual end is shorter."""
    if _ROLE_GROUP.fullmatch(text):
        return True
    if official_in(text) or is_same_as_above(text):
        return False
    plain = text.strip(f"{OPENING}{CLOSING}")
    if (
        len(plain) < 2
        or len(text) > _LONGEST_NAME
        or not _TWO_HAN.search(text)
        or _SENTENCE.search(text)
    ):
        return False
    if has_ending(text):
        return len(text) <= 6 or not _COMMAND.match(text)
    bracketed = _LAST_BRACKET.search(text) is not None
    short = bracketed or len(text) <= _LONGEST_UNUSUAL_NAME
    return short and not _COMMAND.match(text) and not _DESCRIPTION.search(text)
