"""Remove site chrome: navigation, printing and sharing aids, forms, page numbers, lone bars."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gksite.importer.draft import LeftOut
from gksite.importer.envelope.metadata import holds_facts
from gksite.importer.lines.lines import Item, Line, ends_sentence, squeezed
from gksite.notation.characters import HAN

_WORDS = (
    "网站首页|返回首页|首页|栏目导航|网站导航|导航|打印本页|打印此页|打印页面|打印|关闭窗口|关闭本页|关闭此页|关闭页面|关闭|分享到|分享|字号|字体大小|字体|大中小|"
    "默认|特大|大|中|小|收藏本页|收藏|返回顶部|返回列表|返回|我要纠错|网站纠错|内容纠错|纠错|留言咨询|在线咨询|智能问答|使用说明|无障碍浏览|无障碍阅读|无障碍|"
    "长者模式|长者版|适老化|关怀版|登录|注册|搜索|检索|English|EN|繁体版|简体版|繁体|简体|网站地图|联系我们|关于我们|扫一扫在手机打开当前页|"
    "扫一扫手机阅读|手机扫一扫|手机版|移动版|上一篇|下一篇|上一页|下一页|末页|尾页|相关链接|相关文档|相关文件|相关解读|相关阅读|相关信息|附件下载|点击下载|下载|"
    "微信|微博|新浪微博|QQ空间|QQ好友|QQ|朋友圈|视力保护色|护眼|政务公开|政府信息公开|信息公开|政务服务|办事服务|互动交流|政民互动|"
    "新闻中心|要闻动态|政务动态|数据开放|走进|本页二维码|二维码|复制链接|展开全文|收起|播放|朗读|语音播报|听全文|更多|正文|"
    "新闻详情|文章详情|信息详情|内容详情|文件详情|公文详情|详情|文章内容|信息内容|详细内容|文件内容|网站支持IPv6|本网站支持IPv6|下载附件|"
    "扫一扫在手机打开|扫描二维码在手机上查看|"
    "上一页|下一页|尾页|末页|上一条|下一条|法定主动公开内容|政府信息公开年报|政府信息公开制度|政府信息公开指南|依申请公开|智能搜索|站群导航|设为首页|加入收藏"
)
_NAVIGATION = re.compile(rf"(?:(?:{_WORDS})[\s|｜/\\·•:：>＞»\[\]【】()（）_<＜+-]{{0,8}}){{1,14}}")
_TOOLBAR = re.compile(
    rf"(?:[【\[](?:{_WORDS})[】\]]\s{{0,4}}){{1,8}}(?:相关(?:解读|阅读|链接|文档|附件)\s{{0,2}}[:：].{{0,60}})?"
)
_ENGLISH = re.compile(r"[A-Z][A-Z &'.]{5,60}")
_BREADCRUMB = re.compile(
    r"(?:您?(?:现在|当前)?(?:的|所在)?(?:位置|栏目))\s{0,3}[:：]|(?:网站)?首页\s{0,3}(?:>|＞|»|/|-|—|→|\\)|"
    r"[^>＞»›]{2,20}(?:[>＞»›][^>＞»›]{2,20}){2,8}$"
)
_SEPARATOR = re.compile(r"\s{0,8}[|｜丨/·]\s{0,8}|\s{2,8}")
_MENU_WORD = re.compile(
    "(?:网站)?首页|新闻(?:中心|动态|资讯)|政务(?:公开|服务|动态|大厅)|(?:政府)?信息公开|互动交流|政民互动|办事(?:服务|大厅|指南)|"
    "数据开放|公告(?:公报|公示)|通知公告|机构(?:设置|职能|概况)|领导之窗|走进.{2,4}|在线服务|专题专栏|无障碍.{0,4}|登录|注册|简体版?|繁体版?|English"
)
_FEWEST_IN_MENU, _FEWEST_MENU_WORDS = 3, 2
_LONGEST_IN_MENU = 10
_SCAN = re.compile(
    "(?:请?用?(?:手机|微信))?(?:扫一扫|扫描?|扫码)[^。]{0,16}(?:本页|当前页|公众号|"
    "手机(?:上|端)?(?:查看|阅读|浏览|打开|访问)|(?:查看|阅读|浏览|分享)(?:到|至|本文)?)[^。]{0,10}"
)
_RELATED = re.compile(
    "(?:相关|推荐|延伸|热门|最新|往期)(?:阅读|文件|链接|新闻|信息|文档|稿件|解读|报道|文章|政策|推荐|资讯|内容)[:：]?"
)
_NO_LINK = re.compile(
    "[。；]|^(?:附\\s{0,4}件|抄\\s{0,4}[送报]|联系|[（(]此件)|年\\s?\\d{1,2}\\s?月\\s?\\d{1,2}\\s?日[)）]?$"
)
_LONGEST_LINK = 80
_COUNTER = re.compile(
    r"[【\[(（]?\s{0,3}(?:字号|字体|字体大小|浏览|浏览量|浏览次数|阅读|阅读量|阅读次数|点击|点击数|点击量|访问量|访问次数|分享|分享到|分享至|打印|收藏|"
    r"视力保护色|背景色|保护视力色|选择字号|责任编辑|编辑|审核|信息来源编辑)"
    r"\s{0,3}[:：][^。]{0,60}"
)
_FOOTER = re.compile(
    r"版权所有|ICP备|网站标识码|公网安备|技术支持\s?[:：]|Copyright|建议使用.{0,12}浏览器|本网站支持IPv6|政府网站找错"
)
_FOOTER_START = re.compile(
    r"(?:主办|承办|协办|主管|运维)(?:单位)?\s?[:：]|(?:(?:联系|单位|办公)?地址|邮编|邮政编码|传真)\s?[:：]"
)
_FORM_TITLE = re.compile(
    r"(?:留言咨询|我要纠错|网站纠错|内容纠错|网上纠错|信息纠错|纠错|我要留言|在线留言|意见反馈|满意度调查|我要评价|网友留言|发表评论)"
)
_FORM_LINE = re.compile(
    r".{0,80}[:：]\s{0,2}[*＊]|[*＊].{0,40}[:：]?|.{0,4}(?:姓名|电话|手机号码?|联系方式|邮箱|电子邮件|验证码|看不清|提交|重置|取消|"
    r"确定|网址|链接地址|页面的?地址).{0,20}|[-—_*＊]{1,3}"
)
_NEIGHBOUR = re.compile(r"(?:上一篇|下一篇|上一条|下一条|上一页|下一页)\s{0,3}[:：].{0,100}")
_PAGE_NUMBER = re.compile(
    r"[-—－–―─·]{1,2}\s{0,3}\d{1,4}\s{0,3}[-—－–―─·]{1,2}|第\s{0,2}\d{1,4}\s{0,2}页(?:\s{0,2}[,，"
    r"/]?\s{0,2}[（(]?共\s{0,2}\d{1,4}\s{0,2}页[)）]?)?|\d{1,4}\s?/\s?\d{1,4}|Page\s?\d{1,4}.{0,12}"
)
_RULE = re.compile(r"[-—_=*＊·.…~～━─]{3,200}")
_PROSE = re.compile(f"[{HAN}]{{12}}.{{0,400}}。")
_FOOTER_LINES = 15


def remove_page_numbers(items: Sequence[Item]) -> tuple[list[Item], list[LeftOut]]:
    """Return the items without lines that hold only a page number, and these lines; with each the
    head or foot of the pages, a line that stands beside several of them."""
    numbers = [
        index
        for index, item in enumerate(items)
        if isinstance(item, Line) and _PAGE_NUMBER.fullmatch(item.text)
    ]
    beside: dict[str, set[int]] = {}
    for index in numbers:
        for near in (index - 1, index + 1):
            item = items[near] if 0 <= near < len(items) else None
            if isinstance(item, Line) and not ends_sentence(item.text):
                beside.setdefault(squeezed(item.text), set()).add(near)
    heads = {index for places in beside.values() if len(places) > 1 for index in places}
    kept: list[Item] = []
    left_out: list[LeftOut] = []
    for index, item in enumerate(items):
        if isinstance(item, Line) and index in heads:
            left_out.append(item.left_out("repeated-head"))
        elif isinstance(item, Line) and _PAGE_NUMBER.fullmatch(item.text):
            left_out.append(item.left_out("page-number"))
        else:
            kept.append(item)
    return kept, left_out


def remove_chrome(items: Sequence[Item]) -> tuple[list[Item], list[LeftOut]]:
    """Return the items without the chrome that a portal prints around a document, and the removed
    lines with their reasons.

    Call this after tables were found: a cell may hold the same word as a menu, and a bar may
    separate two cells.
    """
    kept: list[Item] = []
    left_out: list[LeftOut] = []
    footer = _related_start(items, _footer_start(items))
    form_until = 0
    for index, item in enumerate(items):
        if not isinstance(item, Line):
            kept.append(item)
            continue
        if index >= form_until and _FORM_TITLE.fullmatch(item.text):
            form_until = _form_end(items, index)
        if index < form_until:
            left_out.append(item.left_out("form"))
        elif index >= footer or _is_chrome(item.text):
            left_out.append(item.left_out("chrome"))
        else:
            kept.append(item)
    return kept, left_out


def _is_chrome(text: str) -> bool:
    bare = text.strip("|｜ \t*·>＞【】[]")
    if not bare or _RULE.fullmatch(text):
        return True
    return (
        len(text) <= 120
        and not holds_facts(text)
        and bool(
            _NAVIGATION.fullmatch(bare)
            or _TOOLBAR.fullmatch(text.strip())
            or _ENGLISH.fullmatch(bare)
            or ("。" not in text and _BREADCRUMB.match(bare))
            or _COUNTER.fullmatch(bare)
            or _NEIGHBOUR.fullmatch(bare)
            or _SCAN.fullmatch(bare)
            or _is_menu(bare)
        )
    )


def _is_menu(text: str) -> bool:
    """Whether a line is the menu of a site: short names side by side, some of them known."""
    names = [name for name in _SEPARATOR.split(text) if name]
    known = sum(_MENU_WORD.fullmatch(name) is not None for name in names)
    return (
        len(names) >= _FEWEST_IN_MENU
        and known >= min(_FEWEST_MENU_WORDS, len(names) - 1)
        and all(len(name) <= _LONGEST_IN_MENU for name in names)
    )


def _related_start(items: Sequence[Item], footer: int) -> int:
    """Return the index of the line above links to other pages (相关阅读) that end the document, or
    `footer`."""
    start = footer
    for index in range(footer - 1, max(-1, footer - _FOOTER_LINES - 1), -1):
        item = items[index]
        if not isinstance(item, Line):
            break
        if _RELATED.fullmatch(item.text):
            start = index
        elif len(item.text) > _LONGEST_LINK or _NO_LINK.search(item.text):
            break
    return start


def _footer_start(items: Sequence[Item]) -> int:
    """Return the index of the first line of the portal's footer, or the number of items."""
    first = max(0, len(items) - _FOOTER_LINES)
    for index in range(first, len(items)):
        item = items[index]
        if isinstance(item, Line) and len(item.text) <= 120 and _FOOTER.search(item.text):
            while index > first and _opens_footer(items[index - 1]):
                index -= 1
            return index
    return len(items)


def _opens_footer(item: Item) -> bool:
    return (
        isinstance(item, Line)
        and len(item.text) <= 60
        and _FOOTER_START.match(item.text) is not None
    )


def _form_end(items: Sequence[Item], start: int) -> int:
    """Return the index after a form that opens at `start`; `start` if no field follows."""
    following = [item.text for item in items[start + 1 : start + 9] if isinstance(item, Line)]
    if not any(_is_field(text) for text in following):
        return start
    for index in range(start + 1, len(items)):
        item = items[index]
        if not isinstance(item, Line) or (_PROSE.match(item.text) and not _is_field(item.text)):
            return index
    return len(items)


def _is_field(text: str) -> bool:
    return len(text) <= 90 and _FORM_LINE.fullmatch(text) is not None
