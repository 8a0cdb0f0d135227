"""What every diagnostic code means: its level, its text and what to do, in Chinese and in English."""

from __future__ import annotations

from typing import Literal

import msgspec

from gksite.diagnostics import Diagnostic, Severity

Language = Literal["zh", "en"]


class Entry(msgspec.Struct, frozen=True):
    """A code's level and texts. `{name}` in a text is an argument of the diagnostic; `fix` says what to do."""

    severity: Severity
    zh: str
    en: str
    fix_zh: str
    fix_en: str


def _error(zh: str, en: str, fix_zh: str, fix_en: str) -> Entry:
    return Entry("error", zh, en, fix_zh, fix_en)


def _warning(zh: str, en: str, fix_zh: str, fix_en: str) -> Entry:
    return Entry("warning", zh, en, fix_zh, fix_en)


def _info(zh: str, en: str, fix_zh: str, fix_en: str) -> Entry:
    return Entry("info", zh, en, fix_zh, fix_en)


CATALOGUE: dict[str, Entry] = {
    # ── files ────────────────────────────────────────────────────────────────────────────────────────────
    "file-unreadable": _error(
        "无法读取文件：{reason_zh}", "the file cannot be read: {reason}",
        "检查文件权限，或关闭占用它的程序", "check its permissions, or close the program that holds it"),
    "file-vanished": _error(
        "构建过程中文件消失了", "the file disappeared during the build",
        "恢复该文件后重新构建", "put it back and build again"),
    "file-too-large": _error(
        "文件有 {size} 字节，超过 5 MB 上限", "the file has {size} bytes; the limit is 5 MB",
        "拆成几个文件；附件请放进 files/ 文件夹", "split it; attachments belong into files/"),
    "symlink-outside": _error(
        "符号链接指向项目之外", "a symbolic link leads out of the project",
        "把文件本身复制进来", "copy the file itself into the project"),
    "file-name": _error(
        "文件名“{name}”{reason_zh}", "the file name “{name}”: {reason}",
        "改文件名，并相应改正引用它的地方", "give it another name, also where it is named"),
    "file-names-alike": _error(
        "与“{other}”在 Windows 或 macOS 上是同一个文件：这里是 {points}，那里是 {other_points}",
        "Windows or macOS take this and “{other}” for one file: here stands {points}, there {other_points}",
        "改名或删去其中一个", "rename or delete one of them"),
    "file-name-windows": _warning(
        "文件名“{name}”含有 Windows 不允许的字符：{characters}", "the file name “{name}” holds characters that Windows does not allow: {characters}",
        "改文件名，否则用 Windows 的人不能下载或保管它", "rename it, else nobody with Windows can keep it"),
    "unexpected-file": _warning(
        "不认识这个文件，已忽略", "this file has no meaning here and is ignored",
        "移走它，或改用手册所列的文件名", "move it elsewhere, or give it a name that the manual lists"),
    "name-not-utf8": _error(
        "文件名不是 UTF-8 编码，像是 GBK 的“{name}”", "the name of the file is not UTF-8; in GBK it would be “{name}”",
        "改名；从压缩包解出来的，用 unzip -O gbk 重新解压", "rename it; where it comes out of a zip, unpack it again with unzip -O gbk"),
    "not-utf8": _error(
        "不是 UTF-8 编码（第 {byte} 个字节起无法识读）", "not UTF-8 (from byte {byte} on)",
        "用编辑器另存为 UTF-8", "save it as UTF-8"),
    "gb18030-file": _error(
        "文件是 GB18030/GBK 编码，不是 UTF-8", "the file is in GB18030/GBK, not in UTF-8",
        "用编辑器“另存为”，编码选 UTF-8", "choose “Save as”, encoding UTF-8"),
    "utf16-file": _error(
        "文件是 UTF-16 编码（记事本里叫 Unicode），不是 UTF-8", "the file is in UTF-16, not in UTF-8",
        "用编辑器“另存为”，编码选 UTF-8", "choose “Save as”, encoding UTF-8"),
    # ── YAML and front matter ────────────────────────────────────────────────────────────────────────────
    "radicals": _warning(
        "有 {count} 个部首字符（第一个是“{found}”{number}），已按汉字“{right}”等读取",
        "{count} characters are radicals and were read as the ideographs they look like (the first, “{found}” {number}, as “{right}”)",
        "网页上已是正常的汉字；源文件里的请重新输入，或从 Word 原件复制（从 PDF 复制的文字常有这种字符）",
        "the pages are right; type them anew in the source, or copy them from the Word file (text out of a PDF often has them)"),
    "yaml-syntax": _error(
        "YAML 写法有误：{detail_zh}", "YAML syntax: {detail}",
        "检查缩进、引号和冒号后的空格", "look at the indentation, the quotes and the space after a colon"),
    "yaml-full-width-colon": _error(
        "键“{key}”后面用了全角冒号“：”", "the key “{key}” is followed by a full-width colon “：”",
        "改成半角冒号加一个空格，即“{key}: ”", "write a half-width colon and a space: “{key}: ”"),
    "yaml-colon-without-blank": _error(
        "键“{key}”后面的冒号缺少空格", "the colon behind the key “{key}” lacks a blank",
        "冒号后加一个半角空格，即“{key}: ”；如果不是键，给这段文字加引号", "write a blank behind it: “{key}: ”; quote the text if this is no key"),
    "yaml-full-width-comma": _error(
        "各项之间用了全角的“{mark}”", "entries are parted by a full-width “{mark}”",
        "改成半角逗号加一个空格“, ”；如果它是文字的一部分，给这段文字加引号",
        "write a half-width comma and a space; quote the text if the mark belongs to it"),
    "yaml-tab": _error(
        "缩进里有制表符", "a tab is used for indentation",
        "改用空格缩进", "indent with spaces"),
    "yaml-wide-blank": _error(
        "缩进里或键旁边的空格不是半角空格（{character}）", "a blank in the indentation or beside a key is no ordinary one ({character})",
        "改用半角空格；缩进和键的两边都只能用它", "use ordinary blanks (U+0020); no others count in indentation or beside a key"),
    "yaml-control-character": _error(
        "含有控制字符 {character}", "holds the control character {character}",
        "删除该字符", "delete it"),
    "yaml-duplicate-key": _error(
        "键“{key}”重复，前一处在第 {line} 行", "the key “{key}” stands twice, first in line {line}",
        "保留一处", "keep one of them"),
    "yaml-alias": _error(
        "不允许使用 YAML 锚点和别名（& 和 *）", "YAML anchors and aliases (& and *) are not allowed",
        "把内容写全；以 * 或 & 开头的文字请加引号", "write the value out; quote a text that begins with * or &"),
    "yaml-tag": _error(
        "不允许使用 YAML 标签“{tag}”", "the YAML tag “{tag}” is not allowed",
        "删除标签；以 ! 开头的文字请加引号", "remove it; quote a text that begins with !"),
    "yaml-too-deep": _error(
        "嵌套超过 100 层", "nested deeper than 100 levels",
        "减少嵌套", "nest less"),
    "yaml-several-documents": _error(
        "一个文件里有多个 YAML 文档（---）", "several YAML documents (---) in one file",
        "只保留一个", "keep one"),
    "front-matter-missing": _error(
        "文件开头没有用 --- 围起来的信息区", "the file does not begin with front matter between --- lines",
        "在第一行写 ---，写完各项信息后再写一行 ---", "begin with a line ---, then the keys, then a line ---"),
    "front-matter-unclosed": _error(
        "信息区没有结束的 ---", "the front matter has no closing ---",
        "在正文之前加一行 ---", "add a line --- before the text"),
    "front-matter-dashes": _error(
        "信息区的界线写成了“{found}”", "the front matter is fenced with “{found}”",
        "改成三个半角连字符 ---", "write three hyphens: ---"),
    # ── records ──────────────────────────────────────────────────────────────────────────────────────────
    "unknown-key": _error(
        "不认识的键“{key}”", "unknown key “{key}”",
        "可用的键：{known}", "known keys: {known}"),
    "key-in-two-languages": _error(
        "“{key}”和“{other}”是同一个键，写了两次", "“{key}” and “{other}” are the same key, written twice",
        "保留一处", "keep one of them"),
    "missing-key": _error(
        "缺少必填的键“{key}”", "the key “{key}” is required",
        "补上这个键和它的值", "add it with its value"),
    "empty-value": _error(
        "“{key}”是空的", "“{key}” is empty",
        "填写内容，或删除这个键", "fill it in or remove the key"),
    "wrong-type": _error(
        "“{key}”应当是{expected_zh}，现在是{found_zh}", "“{key}” should be {expected}, not {found}",
        "按手册改写这一项", "rewrite it as the manual shows"),
    "wrong-value": _error(
        "“{key}”的值“{value}”不在允许范围内", "“{value}” is not a value of “{key}”",
        "可用的值：{known}", "allowed: {known}"),
    "date-without-year": _error(
        "日期“{value}”没有写年份", "the date “{value}” says no year",
        "写成 2025-04-20 这样带年份的日期", "write the year too: a date like 2025-04-20"),
    "impossible-date": _error(
        "“{value}”不是一个存在的日期", "“{value}” is not a date",
        "写成 2025-04-20 这样的日期", "write a date like 2025-04-20"),
    "date-out-of-range": _error(
        "“{value}”的年份不在 {first}—{last} 之间", "the year of “{value}” is not one of {first}–{last}",
        "检查年份是否写错", "look whether the year is a slip"),
    "character-in-name": _error(
        "名称、编号或键里“{before}”之后有看不见或无法识读的字符 {number}", "a name, id or key holds the character {number} behind “{before}”, which cannot be seen or read",
        "删除它，或重新输入这个名称", "delete it, or type the name anew"),
    "newer-format": _error(
        "此网站由较新版本制作，请升级（格式 {format}；本版本只识读格式 {known}）",
        "this site was made with a newer version, please upgrade (format {format}; this version reads format {known})",
        "安装新版 gksite 后再运行", "install a newer gksite and run it again"),
    "unsafe-id": _error(
        "编号“{id}”不能用作网址：{reason_zh}", "the id “{id}” cannot be part of an address: {reason}",
        "只用小写字母、数字、连字符和汉字", "use lower-case letters, digits, hyphens and Chinese characters"),
    "duplicate-id": _error(
        "编号“{id}”重复，前一处在 {other}", "the id “{id}” is used twice, first at {other}",
        "改用另一个编号", "choose another id"),
    "written-twice": _error(
        "“{id}”写了两次，前一处在 {other}", "“{id}” is written twice, first at {other}",
        "保留一处，或改正其中一处", "keep one of them, or correct one"),
    "indicator-bounds": _error(
        "指标“{name}”没有写明要达到的数值，或几个数值互相矛盾", "the indicator “{name}” has no figure to reach, or figures that contradict each other",
        "写 equal（等于），或 at_least（不少于）和 at_most（不超过）中的一个或两个",
        "write equal, or one or both of at_least and at_most"),
    "term-too-short": _error(
        "术语“{term}”太短，会在许多不相干的地方标出", "the term “{term}” is so short that it would be found where it isn't meant",
        "写两个字以上的术语", "write a term of two characters or more"),
    "text-missing": _error(
        "任务“{task}”没有内容：tasks.yaml 里没有 text，正文里也没有标出它",
        "the task “{task}” has no wording: no text in tasks.yaml and no mark in the body",
        "写上 text，或在正文的段落前加一行 {mark}", "write text, or put the line {mark} above its paragraph"),
    # ── units ────────────────────────────────────────────────────────────────────────────────────────────
    "unknown-authority": _error(
        "没有名为“{name}”的行政机关", "there is no authority “{name}”",
        "在 content/units/ 里建立它的单位名册", "give it a registry in content/units/"),
    "unknown-unit": _error(
        "单位名册里没有名为“{name}”的单位或集合单位", "no unit or group is called “{name}”",
        "在名册中补上这个单位、它的别名或集合单位", "add the unit, an alias or a group to the registry"),
    "ambiguous-unit": _error(
        "“{name}”可以指 {candidates}", "“{name}” may mean {candidates}",
        "用全称，或去掉其中一个别名", "use the full name, or remove one of the aliases"),
    "duplicate-name": _error(
        "名称“{name}”在同一名册中用了两次，前一处在 {other}", "the name “{name}” is used twice in this registry, first at {other}",
        "同一名册中的名称和别名不能重复", "names and aliases are unique within a registry"),
    "unit-outside-validity": _warning(
        "“{name}”只在 {span} 存续，而计划年度是 {year}", "“{name}” existed {span} only; the plan is for {year}",
        "改用当年存续的单位", "use the unit that existed then"),
    "unknown-successor": _error(
        "承接单位“{name}”不存在", "the successor “{name}” does not exist",
        "写名册中的单位编号", "write the id of a unit in the registry"),
    "unknown-parent": _error(
        "上级“{name}”不存在", "the parent “{name}” does not exist",
        "写已有的编号", "write an id that exists"),
    "unknown-member": _error(
        "集合单位的成员“{name}”不存在", "the group member “{name}” does not exist",
        "写名册中的单位编号", "write the id of a unit in the registry"),
    "empty-group": _warning(
        "集合单位“{name}”没有成员", "the group “{name}” has no members",
        "写明 members，或把规则要的单位补进名册；确实不确定的写 open: true",
        "state its members, or add the units that its rule asks for; write open: true if nobody can say"),
    "parent-loop": _error(
        "上下级关系形成了循环：{path}", "parents form a loop: {path}",
        "断开其中一处", "break it at one place"),
    "successor-loop": _error(
        "承接关系形成了循环：{path}", "successors form a loop: {path}",
        "断开其中一处", "break it at one place"),
    "group-loop": _error(
        "集合单位包含了自己：{path}", "a group contains itself: {path}",
        "去掉其中一处", "remove one of them"),
    "unread-units": _warning(
        "“{text}”没有读成单位名称，按原文保留", "“{text}” could not be read as units and is kept as printed",
        "改写，或用 lead/responsible/cooperating 分列", "rewrite it, or list lead, responsible, cooperating"),
    # ── plans and tasks ──────────────────────────────────────────────────────────────────────────────────
    "written-after-published": _error(
        "成文日期 {written} 晚于发布日期 {published}", "written on {written}, after it was published on {published}",
        "核对两个日期", "check the two dates"),
    "section-without-task": _warning(
        "部分“{title}”（{id}）里没有任务，网页上不会出现", "the section “{title}” ({id}) has no task and is shown nowhere",
        "在任务里写 section: {id}，或从 sections 里去掉它", "write section: {id} in its tasks, or take it out of sections"),
    "unknown-section": _error(
        "计划里没有部分“{name}”", "the plan has no section “{name}”",
        "写正文标题的序号，如 2 或 2.3（“二、”下的“（三）”），或在 sections 里列出",
        "write the number of a heading, such as 2 or 2.3 ((三) below 二、), or list it under sections"),
    "unknown-list": _error(
        "计划里没有任务表“{name}”", "the plan has no task list “{name}”",
        "在 plan.md 的 lists 里列出", "list it under lists in plan.md"),
    "unknown-task": _error(
        "没有任务“{name}”", "there is no task “{name}”",
        "在 tasks.yaml 里加上它，或改正编号", "add it to tasks.yaml or correct the id"),
    "task-marked-twice": _error(
        "正文里两次标出了任务“{task}”，前一处在第 {line} 行", "the body marks the task “{task}” twice, first in line {line}",
        "一个任务只标一处", "mark it once"),
    "mark-without-block": _error(
        "任务标记 {mark} 下面没有段落", "the mark {mark} has no block below it",
        "标记单独一行，紧挨着写在段落的上一行；列表和引用里面不能写标记",
        "write it on a line of its own right above the paragraph; not within a list or quote"),
    "mark-in-text": _error(
        "任务标记 {found} 没有单独成行或写法有误，会按原样显示",
        "the mark {found} has no line of its own or is written otherwise, and would stand on the page",
        "写成 {{task=7}} 或 {{任务=7}}，单独一行，紧挨在段落的上一行",
        "write {{task=7}} on a line of its own, right above the paragraph"),
    "heading-empty": _warning(
        "“{found}”后面没有文字，是空标题", "no text behind {found}: an empty heading",
        "写上标题，或删去这一行", "write the heading, or delete the line"),
    "unknown-plan": _error(
        "没有计划“{name}”", "there is no plan “{name}”",
        "写 content/plans/ 里的文件夹名", "write the name of a folder in content/plans/"),
    "unknown-basis": _error(
        "依据“{name}”不存在", "the basis “{name}” does not exist",
        "写成“计划编号”或“计划编号#任务编号”", "write “plan-id” or “plan-id#task-id”"),
    "basis-loop": _error(
        "依据关系形成了循环：{path}", "bases form a loop: {path}",
        "断开其中一处", "break it at one place"),
    "unknown-topic": _error(
        "没有主题“{name}”", "there is no topic “{name}”",
        "在 topics.yaml 里加上它", "add it to topics.yaml"),
    "unknown-indicator": _error(
        "任务“{task}”没有名为“{name}”的指标", "the task “{task}” has no indicator “{name}”",
        "写任务 indicators 里的名称", "use a name from the task's indicators"),
    "unread-deadline": _warning(
        "时限“{text}”没有读懂，按原文保留", "the deadline “{text}” could not be read and is kept as printed",
        "改写，或写成 2025-06-30 这样的日期", "rewrite it, or write a date like 2025-06-30"),
    "deadline-without-year": _warning(
        "时限“{text}”没有写年份，计划又跨几个年度，因此没有日期",
        "the deadline “{text}” prints no year in a plan for several years: it has no date",
        "写明年份，如 2026年6月底前", "print the year: 2026年6月底前"),
    "missing-attachment": _error(
        "附件“{file}”不在 files/ 文件夹里", "the attachment “{file}” is not in files/",
        "把文件放进去，或改正文件名", "put it there or correct its name"),
    "file-type": _error(
        "这类文件（.{type}）不公开：{why_zh}", "files of this type (.{type}) are not published: {why}",
        "换成 PDF、OFD、Word、Excel、图片或压缩文件；确实要公开的，在 config.yaml 写 attachments: {{allow: [{type}]}}",
        "make it a PDF, a document, a sheet, a picture or an archive; to publish it all the same, write attachments: {{allow: [{type}]}} in config.yaml"),
    "file-type-inside": _error(
        "名称中间有“.{type}”，有的网站服务器或浏览器会因此运行这个文件", "“.{type}” inside of the name makes some web servers or browsers run the file",
        "给文件或它的文件夹改名，去掉“.{type}”", "rename the file or its folder, without “.{type}”"),
    "file-without-type": _error(
        "文件名没有扩展名，看不出是什么文件，不公开", "the file name has no ending that says what it is: it is not published",
        "给文件名补上扩展名，如 .pdf", "give it one, such as .pdf"),
    "missing-site-key": _error(
        "门户要求的“{key}”没有填写", "“{key}”, which a portal must carry, is not filled in",
        "在 config.yaml 的“{path}”中填写；本地预览可设 mode: preview", "fill in “{path}” in config.yaml; mode: preview does without"),
    "unsafe-portal-address": _error(
        "“{key}”的值“{value}”不是门户内的地址", "“{key}”: “{value}” is no address within the portal",
        "写成从根开始的路径，如 /common/header.html；不能有引号、空格、“--”和“..”",
        "write a path from the root, such as /common/header.html, without quotes, blanks, “--” and “..”"),
    "missing-portal-slot": _error(
        "layout: ssi 没有写明门户的页头和页脚", "layout: ssi names neither the head nor the foot of the portal",
        "在 config.yaml 的 portal 中填写 head 或 foot", "fill in head or foot under portal in config.yaml"),
    "report-link": _error(
        "“{value}”不能用作本页纠错的地址：{reason_zh}", "errors on a page cannot be reported at “{value}”: {reason}",
        "写成 https://…?title={{title}}&url={{address}} 这样的网址，或 mailto:邮箱",
        "write an address like https://…?title={{title}}&url={{address}}, or mailto: and a mailbox"),
    "missing-base-url": _error(
        "没有填写 site.base_url，而“{profile}”形式里的链接必须是完整网址",
        "site.base_url is not filled in, and the links of the profile “{profile}” must be absolute",
        "在 config.yaml 中填写网站对外的网址，以 https:// 开头", "fill in the public address of the site in config.yaml, beginning with https://"),
    "missing-publication-key": _error(
        "没有填写“{key}”，而门户页面必须有元数据 {tag}", "“{key}” is not filled in, and a portal's pages must carry {tag}",
        "在 plan.md 中补上“{key}”", "add “{key}” to plan.md"),
    # ── pages and theme ──────────────────────────────────────────────────────────────────────────────────
    "duplicate-address": _error(
        "网址“{address}”有两个来源，另一个是 {other}", "the address “{address}” has two sources; the other is {other}",
        "改掉其中一个编号或文件名（大小写不同也算相同）", "change one of the ids or file names (case does not tell them apart)"),
    "address-gone": _error(
        "已归档的网址“{address}”现在没有页面了", "the address “{address}” was archived, and nothing answers it any more",
        "在 plan.md 或页面的旧网址（aliases）里写上它，或在 content/withdrawn.yaml 里说明去向",
        "list it under aliases of the plan or page that it became, or give it a tombstone in content/withdrawn.yaml"),
    "archived-plan-unsigned": _error(
        "计划“{plan}”在等审签，不公开，已归档的 {count} 个网址因此没有页面", "the plan “{plan}” waits for signatures and is not public, so {count} archived addresses have no page",
        "签完就恢复：gksite review status {plan} 列出缺的环节；不再公开的，在 content/withdrawn.yaml 里写 plans/{plan}/index.html 的去向",
        "they come back when it is signed: gksite review status {plan} lists what is missing; withdraw plans/{plan}/index.html in content/withdrawn.yaml if it stays away"),
    "archived-plan-draft": _error(
        "计划“{plan}”是草稿，不公开，已归档的 {count} 个网址因此没有页面", "the plan “{plan}” is a draft and not public, so {count} archived addresses have no page",
        "删去 plan.md 里的 draft: true 就恢复；不再公开的，在 content/withdrawn.yaml 里写 plans/{plan}/index.html 的去向",
        "they come back without draft: true in plan.md; withdraw plans/{plan}/index.html in content/withdrawn.yaml if it stays away"),
    "dead-link": _error(
        "链接“{target}”在站内不存在", "the link “{target}” leads to no page of this site",
        "改正链接；链接的是文件时，先把它放进计划的 files/ 文件夹", "correct the link; a file that it leads to belongs into files/ of the plan"),
    "link-to-hidden-plan": _error(
        "链接“{target}”指向的计划“{plan}”不公开（是草稿，或在等审签）", "“{target}” leads to the plan “{plan}”, which is not public: a draft, or not signed off",
        "等它公开后再加这个链接，或先去掉链接只留文字", "add the link once the plan is public, or keep its words alone until then"),
    "unsafe-link": _error(
        "不允许的链接“{target}”", "the link “{target}” is not allowed",
        "只可使用 https、http、mailto、tel 和站内链接", "use https, http, mailto, tel or a link within the site"),
    "links-joined": _error(
        "“{target}”把几个网址写在了一起", "“{target}” is several addresses in one",
        "一项只写一个网址：evidence 里每个网址各写一项，填报表里每个网址单独一行，名称也逐行对应",
        "write one address an item: an item of evidence for each, or a line for each in a sheet, with as many titles"),
    "link-with-blank": _error(
        "网址“{target}”里有空格", "the address “{target}” holds a blank",
        "删去空格；空格是网址的一部分时写成 %20", "delete it; write %20 if it belongs to the address"),
    "link-in-full-width": _error(
        "网址“{target}”里有全角符号", "the address “{target}” holds full-width marks",
        "改成半角", "write them half-width"),
    "link-with-mark-at-end": _error(
        "网址“{target}”末尾带了标点", "the address “{target}” ends with a mark of the sentence",
        "删去末尾的标点", "delete the mark at its end"),
    "link-incomplete": _error(
        "“{target}”不是完整的网址", "“{target}” is no whole address",
        "从浏览器地址栏复制完整的网址，形如 https://www.example.gov.cn/a.html",
        "copy the whole address from the browser, like https://www.example.gov.cn/a.html"),
    "link-to-own-disk": _error(
        "“{target}”是自己电脑或内网共享里的文件，别人打不开", "“{target}” is a file on a disk of one's own, which nobody else can open",
        "把文件放进计划的 files/ 文件夹，写成 files/文件名；或写公开的网址", "put it into files/ of the plan and write files/name, or a public address"),
    "link-without-scheme": _error(
        "“{target}”缺少 https://", "“{target}” lacks https://",
        "写成 https://{target}", "write https://{target}"),
    "raw-html": _warning(
        "正文里的 HTML 标签 {found} 按文字显示", "the HTML tag {found} is shown as text",
        "删去标签，改用 Markdown；换行可以写 <br>", "remove it and use Markdown; <br> breaks a line"),
    "comment-removed": _info(
        "HTML 注释（{size} 个字符）不公开，已从正文去掉", "an HTML comment ({size} characters) is not published and was left out",
        "如果其中的文字应当公开，去掉 <!-- 和 -->；不需要的注释可以删去",
        "if its text ought to be public, remove <!-- and -->; delete it if nobody needs it"),
    "comment-unclosed": _error(
        "HTML 注释 <!-- 没有结束，后面的内容会当作正文公开", "the HTML comment <!-- is not closed: what follows it would be published",
        "在注释末尾写上 -->，或删去 <!--", "write --> at its end, or remove <!--"),
    "comment-unread": _error(
        "“{found}”像是注释，但不是 HTML 注释，会当作正文公开", "{found} looks like a comment but is none: it would be published",
        "注释写成 <!-- 注释 -->（半角符号），或删去；如果就是正文，在前面加反斜杠",
        "write <!-- comment --> in half-width marks, or delete it; if it is text, put a backslash before it"),
    "comment-in-value": _error(
        "值里有 HTML 注释，会当作文字公开", "a value holds an HTML comment, which would be published as text",
        "删去；YAML 的注释以 # 开头，单独成行", "delete it; a comment of YAML is a line that begins with #"),
    "markup-in-value": _warning(
        "“{found}”按原样显示：这个值不是 Markdown", "{found} is shown as it stands: this value is no Markdown",
        "删去标记，只留文字；正文、任务内容和落实情况里才能用 Markdown", "leave the text without marks; only bodies, wordings of tasks and notes of reports are Markdown"),
    "star-in-text": _warning(
        "“{found}”没有配成加粗，星号会显示在页面上", "{found} makes nothing bold: the stars stand on the page",
        "加粗写成 **文字**，星号与文字之间不留空格，前后成对；如果就是要印星号，写成 \\*",
        "bold is **text**, in pairs and without blanks inside; a star that is meant is written \\*"),
    "star-as-emphasis": _warning(
        "一对单个星号读作强调，页面上看不到星号", "two single stars were read as emphasis and don't stand on the page",
        "如果是注释号或乘号，写成 \\*（乘号最好写 ×）；强调写成 **文字**",
        "for a note or a product write \\* (better ×); for emphasis write **text**"),
    "underscores-in-text": _warning(
        "两个下划线“{found}”按原样显示，不是加粗", "two underscores {found} stand on the page and make nothing bold",
        "加粗写成 **文字**；填空写三个以上下划线，或写成 \\_", "bold is **text**; for a blank to fill in write three or more, or \\_"),
    "emphasis-in-full-width": _warning(
        "“{found}”里的全角星号按原样显示", "the full-width stars of {found} stand on the page",
        "改用半角星号：**文字**", "use half-width stars: **text**"),
    "link-unread": _error(
        "“{found}”不能读成链接或图片，会按原样显示", "{found} cannot be read as a link or picture and would stand on the page",
        "写成 [文字](地址)，用半角括号、中间不留空格；地址里有空格时写成 [文字](<files/a b.pdf>)；如果就是正文，在 [ 前加反斜杠",
        "write [text](address) in half-width brackets without a blank between; an address with a blank is [text](<files/a b.pdf>); if it is text, put a backslash before ["),
    "reference-link": _warning(
        "“{found}”这种分成两处写的链接按原样显示", "{found}, one half of a link written at two places, stands on the page",
        "把地址写在用到的地方：[文字](地址)；如果就是正文，在 [ 前加反斜杠",
        "write the address where it is used: [text](address); if it is text, put a backslash before ["),
    "picture-unread": _warning(
        "全角的“{found}”后面读成了链接，不是图片", "a link was read behind the full-width “{found}”, and no picture",
        "图片写成 ![说明](地址)，用半角叹号；如果就是叹号和链接，中间加一个空格",
        "a picture is ![text](address), with a half-width mark; if a link is meant, put a blank between"),
    "entity-unread": _warning(
        "“{found}”没有读成符号，按原样显示", "{found} names no character and stands on the page",
        "直接写那个符号，或写全，如 &nbsp;（末尾是半角分号）；如果就是要印它，在前面加反斜杠",
        "type the character itself, or write it in full, such as &nbsp; with its half-width semicolon; if it is meant as text, put a backslash before it"),
    "strikethrough": _warning(
        "删除线“{found}”不起作用，文字和波浪号都会显示", "{found} is not struck through: text and marks stand on the page",
        "删去不要的文字；如果就是要印波浪号，在前面加反斜杠", "delete what is no longer meant; if the marks are meant, put a backslash before them"),
    "footnote": _warning(
        "脚注“{found}”按原样显示", "the footnote {found} stands on the page",
        "把说明写进正文括号里，或另起一段写“注：……”", "write the note into the text in brackets, or as a paragraph of its own"),
    "task-box": _warning(
        "复选框“{found}”按原样显示", "the box {found} stands on the page",
        "删去方括号；完成情况写进 progress.yaml", "remove it; progress belongs into progress.yaml"),
    "heading-unread": _warning(
        "“{found}”后面缺空格，这一行不是标题，井号会显示", "a blank is missing behind {found}: the line is no heading, and the marks stand on the page",
        "写成 ## 标题（半角井号，后面加一个半角空格）", "write ## title, in half-width marks with one blank behind them"),
    "underlined-heading": _warning(
        "“{found}”不能把上一行变成标题，会按原样显示", "{found} makes no heading of the line above and stands on the page",
        "标题写成 ## 标题", "write a heading as ## title"),
    "list-unread": _warning(
        "行首“{found}”后面缺空格，这一行不是列表项，符号会显示", "a blank is missing behind {found}: the line is no item of a list, and the mark stands on the page",
        "写成“- 文字”，中间加一个半角空格；如果就是正文，在前面加反斜杠", "write “- text” with a blank; if it is text, put a backslash before it"),
    "table-unread": _warning(
        "“{found}”像是表格，但没有读成表格，竖线会显示", "{found} looks like a table but was not read as one: the bars stand on the page",
        "表头下面写一行分隔，格数与表头相同，如 |---|---|，竖线用半角；任务内容里不能放表格，表格写进正文",
        "write a line like |---|---| with as many cells below the head, in half-width bars; the wording of a task holds no table: put it into the plan's text"),
    "table-row-long": _error(
        "表格这一行比表头（{width} 格）多，多出的“{found}”不会显示", "this row has more cells than the head ({width}); {found} would not be shown",
        "补上表头，或合并格子；格里的竖线写成 \\|", "add to the head, or join cells; a bar within a cell is \\|"),
    "table-row-short": _warning(
        "表格这一行只有 {count} 格，表头有 {width} 格，后面的格子留空", "this row has {count} cells and the head {width}: the rest is left empty",
        "补上空格子（| |），并核对各格是否错位；表格下面的正文前空一行",
        "add the empty cells (| |) and see that none has moved; leave an empty line before a text below the table"),
    "fence-unclosed": _warning(
        "代码块没有结束，后面的内容都按代码显示", "a code block is not closed: all that follows is shown as code",
        "在代码块末尾单独写一行相同的符号，或删去开头的符号", "write a line of the same marks at its end, or remove those at its beginning"),
    "fence-words": _warning(
        "代码块开头的“{found}”不会显示", "“{found}” behind the first marks of a block of code is not printed",
        "文字写到下一行，或删去前面的符号", "write the words on the next line, or remove the marks before them"),
    "unknown-markup": _warning(
        "不认识“{found}”这种写法，按原样显示", "the mark {found} is not known and stands on the page",
        "改写成普通文字，可用的写法见手册；如果就是要印这些符号，在前面加反斜杠",
        "write plain text, or what the manual lists; if the marks are meant, put a backslash before them"),
    "unnamed-link": _error(
        "链接或图片“{target}”没有文字", "the link or image “{target}” has no text",
        "在方括号里写上文字，读屏软件靠它读出来", "write a text between the brackets: screen readers speak it"),
    "unknown-mark": _error(
        "不认识的标记 {mark}", "unknown mark {mark}",
        "任务标记写成 {{task=7}} 或 {{任务=7}}", "a task is marked {{task=7}}"),
    "text-too-complex": _error(
        "正文嵌套过深，或展开后过大", "the text is nested too deep or becomes too large",
        "减少列表、引用的层次，或拆分表格", "nest lists and quotes less, or split the table"),
    "theme-missing": _error(
        "没有主题“{name}”", "there is no theme “{name}”",
        "把主题放进 themes/，或改 site.theme", "put it into themes/ or change site.theme"),
    "template-syntax": _error(
        "模板语法错误：{detail_zh}", "template syntax: {detail}",
        "改正模板", "mend the template"),
    "template-error": _error(
        "模板出错（页面 {page}）：{detail_zh}", "the template failed on page {page}: {detail}",
        "改正模板；可用的变量见手册", "mend the template; the manual lists its variables"),
    "pdf-library-missing": _error(
        "exports.formats 要求生成 PDF，但没有安装 WeasyPrint", "exports.formats asks for PDF, but WeasyPrint is not installed",
        "运行 pip install 'gksite[pdf]'，或从 formats 中去掉 pdf", "run pip install 'gksite[pdf]', or take pdf out of formats"),
    "pdf-library-broken": _error(
        "exports.formats 要求生成 PDF，但 WeasyPrint 所需的 Pango 不能用：{reason}", "exports.formats asks for PDF, but Pango, which WeasyPrint needs, cannot be used: {reason}",
        "安装 Pango（Debian、Ubuntu：apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0），或从 formats 中去掉 pdf",
        "install Pango (Debian, Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0), or take pdf out of formats"),
    "pdf-characters-missing": _error(
        "PDF 里有 {count} 个字没有字体可用：{characters}", "no font has {count} characters of the PDF: {characters}",
        "安装中文字体（Debian、Ubuntu：apt install fonts-noto-cjk），或改正这些字", "install a Chinese font (Debian, Ubuntu: apt install fonts-noto-cjk), or mend these characters"),
    "missing-string": _error(
        "主题的 {language} 字符串缺少“{key}”", "the theme's {language} strings lack “{key}”",
        "补上这一项", "add it"),
    # ── archive ──────────────────────────────────────────────────────────────────────────────────────────────
    "snapshot-differs": _warning(
        "{file} 有 {size} 字节，台账记的是 {stated} 字节，没有提供下载", "{file} has {size} bytes; the ledger says {stated}, so it is not offered for download",
        "用 gksite snapshot verify 检查这个文件，或从另一份存档恢复它", "look at it with gksite snapshot verify, or put back the other copy of it"),
    "snapshot-unreadable": _error(
        "不是可以读取的归档文件：{reason_zh}", "it cannot be read as a snapshot: {reason}",
        "换用另一份存档；只要有一份完好，就能恢复", "use the other copy of it; one sound copy is enough"),
    "snapshot-unsafe": _error(
        "为安全拒绝打开：{reason_zh}", "refused, since opening it would be dangerous: {reason}",
        "这不是 gksite 写出的归档，查清来源", "gksite does not write such a file; find out where it is from"),
    "snapshot-newer": _error(
        "归档格式版本 {format} 比本程序新", "its format {format} is newer than this program",
        "更新 gksite 后再打开", "open it with a newer gksite"),
    "snapshot-member-missing": _error(
        "缺少成员 {member}", "the member {member} is missing",
        "文件被人动过；换用另一份存档", "somebody changed the file; use the other copy of it"),
    "snapshot-member-added": _error(
        "多出成员 {member}", "the member {member} was added",
        "文件被人动过；换用另一份存档", "somebody changed the file; use the other copy of it"),
    "snapshot-member-renamed": _error(
        "成员 {was} 被改名为 {member}", "the member {was} was renamed to {member}",
        "文件被人动过；换用另一份存档", "somebody changed the file; use the other copy of it"),
    "snapshot-member-changed": _error(
        "成员 {member} 的内容变了", "the content of the member {member} changed",
        "文件已损坏或被改动；换用另一份存档", "the file is damaged or was altered; use the other copy of it"),
    "snapshot-item-changed": _error(
        "{member} 里的 {item} 变了", "{item} in {member} changed",
        "文件已损坏或被改动；换用另一份存档", "the file is damaged or was altered; use the other copy of it"),
    "snapshot-form": _error(
        "{member} 的 zip 记录与原样不同", "the zip's own record of {member} is not as it was written",
        "内容可能完好，但文件已不是原件；换用另一份存档", "its content may be sound, but this is not the original file; use the other copy"),
    "snapshot-index": _error(
        "索引与网页存档不一致：{item}", "the index does not agree with the web archive: {item}",
        "文件被人重新打包过；换用另一份存档", "somebody packed the file anew; use the other copy of it"),
    "snapshot-signature": _error(
        "签名检查不通过：{reason_zh}", "the signature does not hold: {reason}",
        "核对公钥是否取自可信的地方；如是，这份归档不可信", "see that the public key is from where you trust; if so, do not trust this snapshot"),
    "snapshot-chain": _error(
        "{previous} 不是归档时的上一份“{name}”", "{previous} is not the snapshot “{name}” that this one was made after",
        "两份中有一份被换过，分别核对", "one of the two was replaced; verify each of them"),
    "snapshot-ledger": _error(
        "文件的 SHA-256 与台账所记不同", "its SHA-256 is not the one in the ledger",
        "文件或台账被换过；与另一份存档核对", "the file or the ledger was replaced; compare with the other copy"),
    "snapshot-sources-changed": _error(
        "归档过程中这个文件变了，没有归档", "the file changed while the snapshot was made; there is none",
        "编辑、签署、填报告一段落后重新归档", "make it again once nobody edits, signs or reports"),
    "snapshot-not-built": _error(
        "网站有错误，没法比较", "the site has errors and cannot be compared",
        "先用 gksite check 改正错误", "mend what gksite check finds first"),
    "snapshot-target": _error(
        "目标文件夹不是空的，没有写入", "the target folder is not empty; nothing was written",
        "换一个空文件夹或新文件夹", "name an empty or new folder"),
    "snapshot-key": _error(
        "密钥不能使用：{reason_zh}", "the key cannot be used: {reason}",
        "用 gksite snapshot key 生成密钥；缺库时安装 gksite[sign]", "make keys with gksite snapshot key; the library is in gksite[sign]"),
    # ── importing ────────────────────────────────────────────────────────────────────────────────────────
    "units-proposed": _warning(
        "{count} 个名称等待确认，暂时只按原文显示", "{count} names wait for acceptance and are shown as printed until then",
        "核对后把条目移到 {registry}，再删除本文件", "check the entries, move them to {registry} and delete this file"),
    "edited-by-hand": _error(
        "这个文件在导入之后改过，没有覆盖", "this file was edited since it was imported, and is not overwritten",
        "对照上面的差异手工修改；要用新导入的内容覆盖，加 --accept；要另建一个计划，加 --id",
        "take the changes over by hand; --accept overwrites the file, --id makes another plan"),
    "another-plan": _error(
        "这里已有另一个计划“{title}”，没有覆盖", "another plan lies here, “{title}”; it is not overwritten",
        "用 --id 另起一个编号；确是同一个计划的，写明 --id {id}", "name another id with --id; if it is the same plan, say --id {id}"),
    "superseded-file": _warning(
        "这是上一次导入放进 files/ 的原件，仍会作为附件发布", "an original that an earlier import put into files/; it is still published as an attachment",
        "不打算公开就删除它；新的原件在 source/ 里，不会公开", "delete it unless it is to be public; originals now lie in source/ and are not published"),
    "formula-cell": _error(
        "单元格是公式，没有计算，也没有读取", "the cell holds a formula, which is neither evaluated nor read",
        "改成填写的文字或日期", "write the text or the date itself"),
    "sheet-unreadable": _error(
        "表格无法读取：{reason_zh}", "the sheet cannot be read: {reason}",
        "用 gksite export progress 重新生成填报表后再填", "make a new sheet with gksite export progress"),
    "missing-cell": _error(
        "这一行填了内容，但缺少“{key}”", "the row is filled in, but lacks “{key}”",
        "补上这一格，或清空这一行", "fill it in, or clear the row"),
    "date-unread": _error(
        "“{value}”说的是哪一天不能确定", "it is not certain which day “{value}” is",
        "写成 2025-06-30 这样的日期", "write a date like 2025-06-30"),
    "status-unclear": _error(
        "状态“{value}”可以指{known}", "the status “{value}” may mean {known}",
        "写其中一个", "write one of them"),
    "report-not-theirs": _error(
        "任务 {task} 不由“{unit}”承担", "the task {task} is not “{unit}”'s",
        "核对任务编号和填报单位；承担这项任务的是：{known}", "look at the task and the unit; the task is that of {known}"),
    "reporter-unknown": _error(
        "填报单位“{name}”不是名册里的单位", "the unit “{name}” that reports is in no registry",
        "写下发时表里的单位名称（这项任务由 {known} 承担）；单位确已更名的，告诉下发这张表的人，由他改名册",
        "write the name that stood in the sheet (the task is that of {known}); if the unit was renamed, tell whoever sent the sheet, who changes the registry"),
    "cell-cleaned": _info(
        "“{before}”之后有看不见的字符 {number}，收入时已去掉", "an invisible character {number} behind “{before}” was left out",
        "不用改；多半是从网页或聊天记录复制来的", "nothing to do; such characters come from web pages and chats"),
    "cell-unreadable": _error(
        "“{before}”之后的字符 {number} 无法识读，或会打乱文字的顺序", "the character {number} behind “{before}” can't be read, or turns the text around it",
        "删去它，重新输入这几个字，再导入", "delete it, type these words anew, and import the sheet again"),
    "report-twice": _error(
        "“{unit}”{date} 对任务 {task} 已有另一条填报", "“{unit}” has another report of {date} on task {task}",
        "一天一条：合成一条，或改成各自的日期", "one report a day: join them, or give each its own date"),
    "older-plan-version": _warning(
        "填报表是计划“{plan}”修改之前生成的", "the sheet was made before the plan “{plan}” was changed",
        "核对任务内容没有变化；下次填报前重新生成填报表", "see that the task still says the same; export a new sheet for the next report"),
    "not-appendable": _error(
        "没法在文件末尾追加：它不是以 - 开头的列表", "entries cannot be appended: the file is not a list of lines that begin with -",
        "把它改成每条以 - 开头的列表", "write it as a list of entries that begin with -"),
    # ── the review gate ──────────────────────────────────────────────────────────────────────────────────
    "review-open": _warning(
        "计划“{plan}”还没有审签完（缺：{steps}），不会公开", "plan “{plan}” is not signed off (missing: {steps}) and is not published",
        "gksite review sign {plan} --step 环节 --by 签署人；没有发布过、还在起草的，在 plan.md 里写 draft: true",
        "gksite review sign {plan} --step STEP --by WHO; one that was never published and is still being written says draft: true in plan.md"),
    "snapshot-not-public": _info(
        "{count} 份归档没有公开版，不提供下载：{names}", "{count} snapshots have no edition for the public and are not offered for download: {names}",
        "归档原件里有签署人、批注和设置，只供自存；开启 download 以后所作的归档会另存一份公开版",
        "they hold who signed, comments and settings, and are the office's own; snapshots made with download turned on have an edition for the public beside them"),
    "review-reopened": _warning(
        "计划“{plan}”签发后又有改动，需要重新审签（{steps}），不会公开", "plan “{plan}” changed after it was signed off; it needs {steps} again and is not published",
        "用 gksite review diff {plan} 看改了什么，再逐项签署", "see what changed with gksite review diff {plan}, then sign again"),
    # ── output ───────────────────────────────────────────────────────────────────────────────────────────
    "output-not-ours": _error(
        "输出文件夹不是 gksite 写的，里面已有别的文件", "the output folder holds files that gksite did not write",
        "换一个空文件夹", "choose an empty folder"),
    "output-inside-sources": _error(
        "输出文件夹不能包含源文件，也不能在源文件夹里", "the output folder may neither hold the sources nor lie within them",
        "换一个文件夹", "choose another folder"),
    "output-of-another-profile": _error(
        "这是“{other}”形式的输出文件夹，不能写入“{profile}”形式", "this is the output folder of the profile “{other}”, not of “{profile}”",
        "换一个文件夹，或加上 --profile {other}", "choose another folder, or add --profile {other}"),
    "bad-push-manifest": _error(
        "--since 指定的文件不是推送清单：{reason_zh}", "the file that --since names is no manifest of a push: {reason}",
        "指定上次推送时的 manifest.json", "name the manifest.json of the last push"),
    "output-locked": _error(
        "另一个 gksite 正在写这个文件夹", "another gksite is writing to this folder",
        "等它结束后再试", "wait until it is done"),
    "sources-locked": _error(
        "另一个 gksite 一直在改动内容或归档，没有写入", "another gksite keeps changing the sources or archiving; nothing was written",
        "等它结束后再运行一次；确实没有别的 gksite 在运行时，删去这个文件", "run this again once it is done; where no other gksite runs, delete this file"),
    "source-changed": _error(
        "这个文件刚才被改过，或已有别的内容；没有写入，以免盖掉", "the file was changed just now, or holds something else; nothing was written over it",
        "看一下里面是什么，再运行一次", "see what it holds, then run this again"),
    "sources-unfinished": _error(
        "写入失败：{reason_zh}。有 {count} 个文件已是新内容，没能改回来", "writing failed: {reason}. {count} files hold the new content already and could not be put back",
        "检查磁盘后再运行一次；原内容在 {kept}", "see to the disk and run this again; what stood there is in {kept}"),
    "output-unfinished": _error(
        "写入失败：{reason_zh}。部分文件已换成新的，没能改回来，这个文件夹里新旧混杂", "writing failed: {reason}. Some files are new and could not be put back: this folder holds a mixture",
        "不要发布这个文件夹；检查磁盘后运行 gksite build，会先恢复原样", "do not publish this folder; see to the disk, then run gksite build, which restores it first"),
    "copy-differs": _error(
        "这个文件与读取时（或台账所记）的不一样，已停止，没有生成", "the file is not what was read, or what the ledger says; stopped, nothing was built",
        "停止编辑后重新生成；归档文件用 gksite snapshot verify 核对", "stop editing it and build again; hold a snapshot against gksite snapshot verify"),
    "write-failed": _error(
        "写入失败：{reason_zh}。原有内容没有变化", "writing failed: {reason}. All is as it was",
        "腾出磁盘空间或检查权限后重试", "free some space or check the permissions, then try again"),
    "disk-failed": _error(
        "读写文件时出错：{reason_zh}，命令没有做完", "a file could not be read or written: {reason}; the command is not finished",
        "检查磁盘和权限后重新运行", "look at the disk and the permissions, then run it again"),
    "not-a-project": _error(
        "这里没有 config.yaml", "there is no config.yaml here",
        "用 gksite init 新建网站，或用 -C 指定文件夹", "make a site with gksite init, or name its folder with -C"),
    # ── publishing ───────────────────────────────────────────────────────────────────────────────────────
    "credential-in-config": _error(
        "“{key}”里不能写密码、密钥一类的秘密", "“{key}” would hold a secret, and config.yaml is no place for one",
        "从这里删去，改用环境变量 GKSITE_<目标名>_PASSWORD（另有 _TOKEN、_PASSPHRASE、AWS_…）或 ssh-agent；已写进过文件的秘密应当更换",
        "remove it; use the environment (GKSITE_<TARGET>_PASSWORD, _TOKEN, _PASSPHRASE, AWS_…) or ssh-agent, and change a secret that stood in a file"),
    "target-name": _error(
        "发布目标的名称“{name}”不合用", "“{name}” is no name for a target",
        "用小写英文字母开头，只用小写字母、数字和连字符，例如 live", "begin with a small letter and use small letters, digits and hyphens, such as live"),
    "target-key": _error(
        "{kind} 类的发布目标没有“{key}”这一项", "a target of the kind {kind} has no use for “{key}”",
        "删去这一行，或改正 kind", "remove the line, or correct the kind"),
    "publish-unknown-target": _error(
        "config.yaml 里没有名为“{name}”的发布目标", "config.yaml has no target “{name}”",
        "可用的目标：{known}；在 config.yaml 的 publish: targets: 下添加", "known targets: {known}; add one under publish: targets:"),
    "publish-library-missing": _error(
        "发布到 {kind} 类目标需要软件包 {library}，还没有安装", "a target of the kind {kind} needs the package {library}, which is not installed",
        "运行 pip install 'gksite[publish]'", "run pip install 'gksite[publish]'"),
    "publish-review-open": _error(
        "有 {count} 个计划没有审签完，没有发布", "{count} plans are not signed off; nothing was published",
        "用 gksite review status 看缺哪些环节，签完再发布；没有发布过、还在起草的写 draft: true",
        "see what is missing with gksite review status, and publish when all is signed; one that was never published and is still being written says draft: true"),
    "publish-errors-remain": _error(
        "内容还有 {count} 个错误，没有发布", "{count} errors remain; nothing was published",
        "改正上面列出的错误后再发布", "correct the errors listed above, then publish again"),
    "publish-preview-mode": _error(
        "config.yaml 里 mode 是 preview（没有写也是），门户必备的各项没有核对，没有发布",
        "mode is preview in config.yaml (as it is where nothing is said), so what a portal must carry was not checked; nothing was published",
        "写 mode: portal，按 gksite check 的提示补全各项再发布；只给本单位试看的目标，在 publish 里写 trial: yes",
        "write mode: portal, fill in what gksite check then asks for, and publish; a target that only the office looks at says trial: yes under publish"),
    "publish-sample": _error(
        "计划“{plan}”还是 gksite init 写的示例，没有发布", "the plan “{plan}” is still the sample that gksite init wrote; nothing was published",
        "删去文件夹 content/plans/{plan}，或把它改成本机关的计划；导入第一份正式文件时它会自动删去",
        "delete the folder content/plans/{plan}, or make it a plan of your own; the first import of a document removes it"),
    "publish-empty": _error(
        "这里没有可以发布的网站：没有首页，或不是 gksite 生成的", "there is no site to publish here: no home page, or not built by gksite",
        "先运行 gksite build", "run gksite build first"),
    "publish-source-changed": _error(
        "发布过程中这个文件变了或不见了，已停止，线上网站没有变化", "the file changed or disappeared while it was being published; stopped, the live site is as it was",
        "不要同时生成网站；重新运行 gksite publish", "let no build run at the same time; run gksite publish again"),
    "publish-too-many-deletes": _error(
        "这次发布要删去 {before} 个文件中的 {count} 个，超过上限 {limit}，没有发布", "this would delete {count} of {before} files, more than the limit of {limit}; nothing was published",
        "先用 --dry-run 核对；确实要删就加 --max-deletes {count}", "look at --dry-run; if they are to go, add --max-deletes {count}"),
    "publish-not-ours": _error(
        "要写的地方已有别人的文件（共 {count} 处，这是第一处），没有发布", "something that gksite did not put there stands where the site must be (places: {count}, this is the first); nothing was published",
        "把它移到别处，或换一个空的目标文件夹", "move it elsewhere, or choose an empty folder as the target"),
    "publish-locked": _error(
        "{owner} 正在发布到这里（从 {since} 起，锁定到 {until}）", "{owner} is publishing here (since {since}, locked until {until})",
        "等发布结束；确知没有人在发布时，加 --break-lock", "wait until that is done; if you know that nobody is publishing, add --break-lock"),
    "publish-lock-expired": _error(
        "{owner} 的发布没有完成（{since} 开始，锁已于 {until} 过期），没有发布", "a publication by {owner} was never finished (begun {since}, its lock expired {until}); nothing was published",
        "问清 {owner} 后，加 --break-lock 接着发布", "ask {owner}, then add --break-lock to go on"),
    "publish-lock-lost": _error(
        "发布途中，锁{reason_zh}，已停止，线上网站没有变化", "the lock was lost on the way: {reason}; stopped, the live site is as it was",
        "确认没有别人在发布，再运行一次；传过的文件不会再传", "see that nobody else publishes, then run it again; what was sent is not sent twice"),
    "publish-host-key-wrong": _error(
        "服务器出示的主机密钥和登记的不一致：{kind} {fingerprint}。没有连接", "the server shows another host key than expected: {kind} {fingerprint}. Nothing was sent",
        "可能有人冒充服务器。向服务器管理员核对指纹；确实换过密钥，再改 host_key 或 known_hosts",
        "somebody may pose as the server. Ask its administrator for the fingerprint; only if the key was changed, correct host_key or known_hosts"),
    "publish-host-key-unknown": _error(
        "不认识这台服务器，它出示的主机密钥是 {kind} {fingerprint}。没有连接", "this server is not known; the host key that it shows is {kind} {fingerprint}. Nothing was sent",
        "向服务器管理员核对指纹，一致就在目标里写 host_key: {fingerprint}", "ask its administrator for the fingerprint; if it is the same, write host_key: {fingerprint} into the target"),
    "publish-login-refused": _error(
        "目标拒绝登录", "the target refused the login",
        "检查用户名，以及环境变量 {variable}、密钥文件或 ssh-agent", "check the user name, and the variable {variable}, the key file or ssh-agent"),
    "publish-no-credentials": _error(
        "没有登录目标所需的密钥", "there are no credentials for the target",
        "设置环境变量 {variable} 等，或 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY", "set {variable} and its kin, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
    "publish-unreachable": _error(
        "连接不上目标：{detail}", "the target cannot be reached: {detail}",
        "检查地址、端口和网络", "check the address, the port and the network"),
    "publish-cut": _error(
        "连接中断：{detail}", "the connection was cut: {detail}",
        "再运行一次，会接着传；传完并核对之前，线上网站不会切换", "run it again, it goes on where it stopped; nothing is switched before all is sent and read back"),
    "publish-answer-too-large": _error(
        "目标上的这个文件超过 {limit} MB，不会是 gksite 写的，已停止", "this file at the target has more than {limit} MB and cannot be gksite's own; stopped",
        "核对目标的地址，看看那里是什么在应答", "check the address of the target and what answers there"),
    "publish-write-failed": _error(
        "目标上写入失败：{reason_zh}", "the target cannot be written: {reason}",
        "腾出空间或检查权限后再运行一次，会接着传", "free some space or check the permissions, then run it again: it goes on where it stopped"),
    "publish-damaged": _error(
        "传过去的文件读回来不一样，已停止，线上网站没有变化", "what was sent reads back differently; stopped, the live site is as it was",
        "再运行一次；如果总是这样，检查目标的磁盘和中间的代理", "run it again; if it happens each time, look at the target's disk and at proxies on the way"),
    "publish-not-recorded": _error(
        "发布记录写不下来：{reason_zh}", "the publication cannot be recorded: {reason}",
        "检查项目文件夹的权限和磁盘空间", "check the permissions and the disk space of the project folder"),
    "publish-no-rollback": _error(
        "这个目标（{kind}）没有保留可以退回的版本", "this target ({kind}) keeps no releases to go back to",
        "恢复旧的内容，重新发布", "bring back the old sources and publish them"),
    "publish-release-damaged": _error(
        "这个版本不完整，没有切换：{count} 个文件不见了或被改过（{names}）", "this release is not whole, nothing was switched: {count} files are gone or were changed ({names})",
        "用 --rollback 加版本号退回另一个版本，或恢复原来的内容后重新发布", "go back to another release (--rollback RELEASE), or bring back the old sources and publish them"),
    "publish-no-release": _error(
        "没有可以退回的版本（{release}）", "there is no release to go back to ({release})",
        "可用的版本：{known}", "known releases: {known}"),
    "push-refused": _error(
        "对方不接收：HTTP {status}，{detail}", "the receiver refuses it: HTTP {status}, {detail}",
        "按对方的说明改正内容或权限，再运行一次；已接收的不会重推", "correct what the receiver complains of, then run it again; what was accepted is not pushed twice"),
    "push-unavailable": _error(
        "试了 {count} 次，对方都没有接收：{detail}", "the receiver took nothing in {count} attempts: {detail}",
        "过一会儿再运行一次，会接着推", "run it again later; it goes on where it stopped"),
    "push-manifest": _error(
        "推送清单 manifest.json 缺失或有误：{detail}", "manifest.json of the push is missing or wrong: {detail}",
        "重新生成 push 内容", "build the push profile again"),
    # ── importing: what the reading understood, doubted and left out ──────────────────────────────────────
    "import-no-title": _warning(
        "没有找到计划的标题", "no title of a plan was found",
        "在 plan.md 里填写 title", "fill in title in plan.md"),
    "import-no-tasks": _warning(
        "没有读出任何任务", "no task was found",
        "核对文件是不是工作要点；任务需要编号、责任单位或任务表", "check that this is a work plan: tasks have a number, units or a table"),
    "import-damaged-number": _warning(
        "发文字号“{text}”不完整，按原文保留", "the document number “{text}” is damaged and is kept as printed",
        "对照原件改成“机关代字〔年份〕序号号”", "correct it from the original, like 青府办发〔2025〕6号"),
    "import-dates-differ": _warning(
        "落款日期是 {signed}，网页标注的成文日期是 {stated}", "signed on {signed}, but the page states {stated}",
        "对照原件，在 written 中保留正确的一个", "look at the original and keep the right one in written"),
    "import-differs-wording": _warning(
        "任务 {task} 的正文与表格文字不同：正文“{body}”，表格“{table}”", "task {task} is worded differently: text “{body}”, table “{table}”",
        "核对哪一处是定稿；两种文字都已保留", "find out which is final; both are kept"),
    "import-differs-units": _warning(
        "任务 {task} 的正文与表格单位不同：正文“{body}”，表格“{table}”", "task {task} names different units: text “{body}”, table “{table}”",
        "核对责任单位：正文写法在 plan.md，表格写法在 tasks.yaml", "check the units: plan.md has the text's, tasks.yaml the table's"),
    "import-differs-deadline": _warning(
        "任务 {task} 的正文与表格时限不同：正文“{body}”，表格“{table}”", "task {task} has different deadlines: text “{body}”, table “{table}”",
        "核对时限；草稿采用表格，正文写法另存", "check the deadline: the draft has the table's, the text's is kept beside it"),
    "import-only-in-body": _warning(
        "任务 {task} 只在正文里，表格没有", "task {task} stands in the text and not in the table",
        "核对表格是否完整", "check whether the table is complete"),
    "import-only-in-table": _warning(
        "任务 {task} 只在表格里，正文没有", "task {task} stands in the table and not in the text",
        "核对正文是否完整", "check whether the text is complete"),
    "import-number-gap": _warning(
        "编号 {first}–{last} 中缺少 {missing}", "of the numbers {first}–{last}, {missing} are missing",
        "核对原件是否缺页或漏项", "check the original for lost pages or items"),
    "import-number-repeated": _warning(
        "编号 {number} 出现了 {count} 次", "the number {number} stands {count} times",
        "核对编号；任务编号已加字母区分", "check the numbers; the ids are told apart by a letter"),
    "import-deadline-before-year": _warning(
        "时限“{text}”早于计划年度 {year}", "the deadline “{text}” lies before the plan's year {year}",
        "对照原件，可能是笔误", "look at the original: it may be a slip"),
    "import-deadline-counted": _warning(
        "时限里的“{text}”没有写明从哪一天算起，因此没有日期",
        "“{text}” in a deadline is counted from a day that the document does not state: it has no date",
        "按原文保留；知道起算日的，在 tasks.yaml 的 deadline 写上截止的日期，如 2026-06-30",
        "it is kept as printed; if you know that day, write the last day into the deadline in tasks.yaml (2026-06-30)"),
    "import-radicals": _info(
        "原件里有 {count} 个部首字符（第一个是“{found}”{number}），已按汉字“{right}”等读取",
        "the document holds {count} radicals (the first, “{found}” {number}); they were read as the ideographs they look like (“{right}”)",
        "对照原件看一眼这些字", "look at these characters in the original"),
    "import-year-of-number": _info(
        "年度 {year} 取自发文字号“{number}”，没有写年份的时限按这一年算",
        "the year {year} was taken from the document number “{number}”; deadlines without a year are of that year",
        "不对时用 --year 写明年度", "give the year with --year if it is another one"),
    "import-deadlines-without-year": _warning(
        "{count} 项任务的时限（如“{text}”）没有写年份，文件也没有说明年度，因此没有日期",
        "the deadlines of {count} tasks (“{text}” …) print no year and the document states none: they have no date",
        "在时限里补上年份；全部是同一年的，导入时加 --year", "print the year with each; if all are of one year, import with --year"),
    "import-group-members": _warning(
        "“{name}”指哪些单位，文件没有说明（{count} 项任务）", "the document does not say which units “{name}” means ({count} tasks)",
        "在名册里给它写明 members；确实不确定的写 open: true", "state its members in the registry; write open: true if nobody can say"),
    "import-rule-applied": _info(
        "全文适用的规则“{rule}”已用于各项任务", "the rule “{rule}” was applied to the tasks",
        "核对各项任务的牵头单位和责任单位", "check who leads and who is responsible"),
    "import-reporting-date": _info(
        "任务之外有报送时限“{text}”（{date}）", "units must report by “{text}” ({date}), outside of any task",
        "需要提醒时，另列一项任务", "make it a task if units are to be reminded"),
    "import-table-skipped": _warning(
        "“{table}”不是任务表（{reason_zh}），没有读出任务", "“{table}” is no task table ({reason}); no tasks were read from it",
        "需要时作为附件放进 files/", "put it into files/ as an attachment if it is needed"),
    "import-annex-as-text": _warning(
        "附件“{text}”按文字保留，没有读出任务", "the annex “{text}” is kept as text; no tasks were read from it",
        "如果它是另一份计划，请单独导入", "import it by itself if it is a plan of its own"),
    "import-unaccounted": _warning(
        "这段文字没有放进草稿：“{text}”", "this piece has no place in the draft: “{text}”",
        "对照原件，手工补到相应位置", "put it where it belongs, by hand"),
    # ── importing: reading documents ─────────────────────────────────────────────────────────────────────
    "import-unreadable": _error(
        "读不出这份文件：{reason_zh}", "the document cannot be read: {reason}",
        "用 Word 或 WPS 打开确认内容完好，再另存一份", "open it in a word processor, see that it is whole, and save it anew"),
    "import-too-large": _error(
        "文件过大：{limit_zh}", "the document is too large: the limit is {limit}",
        "只保留工作要点和任务表，删去图片和其他附件后再导入", "keep the plan and its task table only, without pictures and other annexes"),
    "import-bomb": _error(
        "拒绝打开这个压缩结构异常的文件：{reason_zh}", "refused: the zip structure of this file is abnormal ({reason})",
        "如确认来源可靠，用 Word 或 Excel 打开后另存一份", "if you trust where it comes from, open it in an office program and save it anew"),
    "import-unsafe-member": _error(
        "拒绝打开：文件内部有不安全的路径或链接“{member}”", "refused: an unsafe path or link within the file: “{member}”",
        "如确认来源可靠，用 Word 或 Excel 打开后另存一份", "if you trust where it comes from, open it in an office program and save it anew"),
    "import-doctype": _error(
        "拒绝打开：{part} 里有 DOCTYPE 或 ENTITY 声明，正常的办公文件没有", "refused: {part} declares a DOCTYPE or ENTITY, which no office program writes",
        "如确认来源可靠，用 Word 或 Excel 打开后另存一份", "if you trust where it comes from, open it in an office program and save it anew"),
    "import-macro": _error(
        "拒绝打开带宏的文件", "refused: the file holds macros",
        "另存为不带宏的 .docx 或 .xlsx", "save it as .docx or .xlsx, without macros"),
    "import-encrypted": _error(
        "文件有密码保护", "the file is protected by a password",
        "在原程序里取消密码后另存一份", "remove the password in the program that made it, and save a copy"),
    "import-limits": _error(
        "读取这份文件超出了限度（{limit_zh}），已停止", "reading was stopped: the document needs more than {limit}",
        "拆成几份，或删去图片和无关内容后再导入", "split it, or remove pictures and what does not belong to the plan"),
    "import-crashed": _error(
        "读取程序意外终止（代码 {status}）", "the reader ended unexpectedly (code {status})",
        "用 Word 或 Excel 打开后另存一份再试；仍不行请把文件发给开发者", "save it anew in an office program; if that does not help, report it with the file"),
    "import-depth": _error(
        "内容嵌套超过 {most} 层", "nested deeper than {most} levels",
        "在浏览器里选中正文，复制到 Word 再导入", "select the text in a browser, copy it into a word processor and import that"),
    "import-format-unknown": _error(
        "不是可以导入的格式（{found}）", "no format that can be imported ({found})",
        "另存为 docx、xlsx、html、txt、csv 或 pdf", "save it as docx, xlsx, html, txt, csv or pdf"),
    "import-needs-extra": _error(
        "读取这种文件需要附加组件“{extra}”", "this kind of file needs the extra “{extra}”",
        "运行 pip install \"gksite[{extra}]\"，或把文件另存为 docx", "run pip install \"gksite[{extra}]\", or save the document as docx"),
    "import-needs-office": _error(
        "这是旧版 Word 文件（.doc），本机没有 LibreOffice，无法转换", "this is an old Word file (.doc), and there is no LibreOffice here to convert it",
        "用 Word 或 WPS 打开，选“另存为”，类型选“Word 文档（*.docx）”", "open it in Word or WPS, choose “Save as” and the type “Word document (*.docx)”"),
    "import-text-lost": _error(
        "有 {count} 个字没有读出来，首先是“{text}”，在 {place} 附近", "{count} characters were not read, first “{text}”, near {place}",
        "对照原文补上，或把文件另存为 docx 再导入", "add them from the original, or save the document as docx and import that"),
    "import-no-text": _error(
        "没有读到文字", "no text was found in it",
        "扫描件请先做文字识别（OCR）；否则检查是否选错了文件", "run text recognition (OCR) on a scan first; else see whether it is the right file"),
    "import-scanned": _warning(
        "有 {count} 页没有文字（第 {pages} 页），可能是扫描图片", "{count} pages hold no text (pages {pages}); they may be scans",
        "先做文字识别（OCR），或向发文单位要 Word 版", "run text recognition (OCR), or ask the issuer for the Word file"),
    "import-mislabelled-encoding": _warning(
        "文件声称编码是 {claimed}，实际是 {found}，已按实际编码读取", "labelled {claimed}, but in {found}, and read as such",
        "核对文字没有乱码", "see that no character is garbled"),
    "import-bad-bytes": _warning(
        "有 {count} 处不能按 {encoding} 识读，显示为“\ufffd”", "{count} places could not be decoded as {encoding} and show as “\ufffd”",
        "对照原文改正这些字", "correct them from the original"),
    "import-control-characters": _warning(
        "去掉了 {count} 个控制字符", "{count} control characters were removed",
        "核对文字完整", "see that the text is whole"),
    "import-wrong-ending": _warning(
        "文件扩展名和内容不符，已按 {found} 读取", "the ending of its name is wrong; it was read as {found}",
        "改正扩展名", "correct the ending"),
    "import-hidden-text": _warning(
        "略去了隐藏文字 {count} 个字：“{text}”", "hidden text of {count} characters was left out: “{text}”",
        "需要的话在原文中取消隐藏后重新导入", "if it is wanted, unhide it in the original and import again"),
    "import-deleted-text": _warning(
        "略去了修订中删除的 {count} 个字：“{text}”", "{count} characters that a tracked change deletes were left out: “{text}”",
        "导入前最好在 Word 里接受或拒绝全部修订", "better accept or reject all changes before importing"),
    "import-hidden-sheet": _warning(
        "略去了隐藏的工作表“{sheet}”（{count} 格有内容）", "the hidden sheet “{sheet}” was left out ({count} filled cells)",
        "需要的话在 Excel 里取消隐藏后重新导入", "if it is wanted, unhide it and import again"),
    "import-hidden-rows": _warning(
        "工作表“{sheet}”里隐藏的 {rows} 行、{columns} 列也读了进来", "{rows} hidden rows and {columns} hidden columns of the sheet “{sheet}” were read too",
        "不需要的话在 Excel 里删去后重新导入", "if they are not wanted, delete them and import again"),
    "import-formula": _warning(
        "有 {count} 格公式没有存下结果：{cells}", "{count} formulas have no stored result: {cells}",
        "在 Excel 里打开并保存一次，再导入", "open and save it in a spreadsheet program once, then import"),
    "import-embedded": _warning(
        "有 {count} 处嵌入的文件没有读", "{count} embedded files were not read",
        "把其中的内容复制到正文里", "copy what is in them into the text"),
    "import-pictures": _info(
        "有 {count} 张图片，图片里的文字没有读", "{count} pictures; text within them was not read",
        "如果表格是图片，请改成真正的表格", "if a table is a picture, turn it into a table"),
    "import-notes": _info(
        "脚注、尾注共 {count} 段，放在了文末", "{count} paragraphs of footnotes and endnotes stand at the end",
        "核对它们没有混进最后一项任务", "see that they did not become part of the last task"),
    "import-comments": _info(
        "略去了批注 {count} 个字：“{text}”", "comments of {count} characters were left out: “{text}”",
        "需要的话写进正文", "if they are wanted, put them into the text"),
    "import-page-margin": _info(
        "略去了页眉、页脚：“{text}”", "a page header or footer was left out: “{text}”",
        "核对里面没有正文", "see that none of the text is in it"),
    # ── preview ──────────────────────────────────────────────────────────────────────────────────────────
    "preview-host": _error(
        "“{host}”不能作为预览的地址：不是本机的一个具体地址", "“{host}” is no address to preview at: it is not one address of this machine",
        "写明一个地址，例如 --host 192.168.1.5；只在本机看则不用写", "name one address, such as --host 192.168.1.5, or leave it out for this machine alone"),
    "preview-not-private": _warning(
        "同一网络里的人都能看到 {host} 上的预览，包括草稿", "whoever is on the network can see the preview at {host}, drafts too",
        "看完按 Ctrl-C 结束；不需要别人看时去掉 --host", "end it with Ctrl-C as soon as they have seen it; leave --host out otherwise"),
    "preview-no-port": _error(
        "{host} 上从 {port} 起没有可用的端口：{reason}", "no port to be had at {host} from {port} on: {reason}",
        "用 --port 换一个端口，或检查 --host 是不是本机的地址", "choose another with --port, or see whether --host is an address of this machine"),
    "preview-polling": _info(
        "系统不通知文件改动（{reason}），改为定时查看", "the system does not tell of changes ({reason}); looking for them every so often instead",
        "用 --poll 秒数 可以调整间隔", "set how often with --poll SECONDS"),
    "preview-loop": _warning(
        "这个文件一再被改动而内容不变，放慢生成", "this file is touched again and again without a change; builds are slowed down",
        "看看是不是有同步软件或脚本在改它", "see whether a script or a synchronising program touches it"),
    "preview-worker-died": _error(
        "生成网站的进程意外终止（代码 {status}）", "the process that builds the site ended unexpectedly (code {status})",
        "保存任一文件即重新生成；反复出现时检查内存，并把最近改动的文件发给开发者", "save any file to build again; if it happens again, look at the memory, and report it with the last file changed"),
    "preview-crashed": _error(
        "gksite 内部出错：{error}（{place}）", "gksite failed: {error} ({place})",
        "撤销最近的改动可以继续；请把该文件和终端里的信息发给开发者", "undo the last change to go on, and report it with that file and what the terminal says"),
    # ── rules: consistency ───────────────────────────────────────────────────────────────────────────────
    "body-table-wording": _warning(
        "任务 {task} 的正文与表格文字不同：正文“{body}”，表格“{table}”", "task {task} is worded differently: body “{body}”, table “{table}”",
        "核对哪一处是定稿，改正另一处；表格与正文相同时，tasks.yaml 里不必再写 text",
        "find out which is final and correct the other; where both are the same, tasks.yaml needs no text"),
    "body-table-units": _warning(
        "任务 {task} 的正文与表格单位不同：正文“{body}”，表格“{table}”", "task {task} names different units: body “{body}”, table “{table}”",
        "核对责任单位，改正正文的括号或 tasks.yaml", "check the units, and correct the brackets in the body or tasks.yaml"),
    "body-table-deadline": _warning(
        "任务 {task} 的正文与表格时限不同：正文“{body}”，表格“{table}”", "task {task} has different deadlines: body “{body}”, table “{table}”",
        "核对时限，改正正文或 tasks.yaml 的 deadline", "check the deadline, and correct the body or the deadline in tasks.yaml"),
    "only-in-table": _warning(
        "任务 {task} 只在表格里，正文没有", "task {task} stands in the table and not in the body",
        "核对正文是否漏项；正文里有的，在段落上一行写 {{task=…}}", "see whether the body lacks it; if it has it, write {{task=…}} above its paragraph"),
    "only-in-body": _warning(
        "正文“{text}”编了号，但不是任务", "the body's “{text}” is numbered, and no task",
        "在段落上一行写 {{task=…}}，并在 tasks.yaml 里加上它", "write {{task=…}} above it, and add it to tasks.yaml"),
    "number-gap": _warning(
        "编号 {number} 之前缺 {missing}", "{missing} is missing before the number {number}",
        "核对是否漏项，或重新编号", "see whether something was left out, or number anew"),
    "number-repeated": _warning(
        "编号 {number} 重复，前一处在第 {other} 行", "the number {number} stands twice, first in line {other}",
        "改正编号", "correct the number"),
    "date-outside-year": _warning(
        "“{what}”与年度 {year} 不符", "“{what}” does not suit the year {year}",
        "核对年度和日期", "check the year and the date"),
    "deadline-before-publication": _warning(
        "时限“{deadline}”早于发布日期 {published}", "the deadline “{deadline}” lies before the publication on {published}",
        "核对时限；确实如此的，加一条 waiver 说明", "check the deadline; waive it with a reason if it is right"),
    "unit-repeated": _warning(
        "任务 {task} 两次列出“{name}”", "task {task} names “{name}” twice",
        "保留一处", "keep one of them"),
    "progress-after-done": _warning(
        "任务 {task} 在 {done} 已完成，这条之后的状态又不是已完成", "task {task} was done on {done}, and this later entry has another status",
        "核对状态和日期", "check the status and the date"),
    "report-before-plan": _warning(
        "任务 {task} 的这条进展日期是 {date}，比计划本身（{begins}）还早",
        "this report on task {task} is dated {date}, before its plan began ({begins})",
        "核对日期的年份", "check the year of the date"),
    "report-by-another": _warning(
        "任务 {task} 的这条进展由“{unit}”填报，它不是这项任务的责任单位", "this report on task {task} is by “{unit}”, which is none of its units",
        "写责任单位在名册里的名称；这项任务的责任单位：{known}", "write the name of one of its units: {known}"),
    "indicator-reached": _info(
        "任务 {task} 的指标“{name}”已达到（{value}），状态还不是已完成", "task {task} has reached “{name}” ({value}) and is still open",
        "核对是否可以填报已完成", "see whether it can be reported as done"),
    "basis-withdrawn": _warning(
        "依据“{name}”已{validity}", "the basis “{name}” is no longer valid ({validity})",
        "改用现行的依据，或删去", "name a basis that holds, or none"),
    # ── rules: privacy and secrecy ───────────────────────────────────────────────────────────────────────
    "resident-id": _error(
        "居民身份证号码 {found}{place_zh}", "a resident ID {found}{place}",
        "删去，或遮盖成 {found}", "remove it, or mask it as {found}"),
    "resident-id-doubtful": _warning(
        "疑似身份证号码 {found}{place_zh}（旧号，或校验码不对）", "what looks like a resident ID {found}{place} (an old one, or a wrong check digit)",
        "核对；确是身份证号码的，删去或遮盖", "look at it; remove or mask it if it is one"),
    "mobile-number": _error(
        "手机号码 {found}{place_zh}", "a mobile number {found}{place}",
        "删去，或遮盖成 {found}；应公开的值班手机加一条 waiver", "remove it, or mask it as {found}; waive the phone of a duty desk that is meant to be public"),
    "bank-card": _warning(
        "疑似银行卡号 {found}{place_zh}", "what looks like a bank card {found}{place}",
        "删去或遮盖", "remove or mask it"),
    "passport-number": _warning(
        "疑似护照或通行证号码 {found}{place_zh}", "what looks like a passport or permit {found}{place}",
        "删去或遮盖", "remove or mask it"),
    "vehicle-plate": _warning(
        "机动车号牌 {found}{place_zh}", "the plate of a vehicle {found}{place}",
        "个人车辆的号牌删去或遮盖", "remove or mask it if it is a private vehicle's"),
    "personal-email": _warning(
        "非政府电子邮箱 {found}{place_zh}", "an e-mail address that is not the government's: {found}{place}",
        "改用 gov.cn 邮箱，或删去", "use a gov.cn address, or none"),
    "home-address": _warning(
        "细到门牌的住址 {found}{place_zh}", "an address down to the door {found}{place}",
        "只写到乡镇、街道；办公地址加一条 waiver", "stop at the town or street; waive the address of an office"),
    "secrecy-mark": _error(
        "密级标志“{found}”{place_zh}", "a mark of secrecy “{found}”{place}",
        "立即停止发布，交保密审查", "stop the publication and have it reviewed"),
    "internal-mark": _error(
        "内部资料标志“{found}”{place_zh}", "a mark of internal papers “{found}”{place}",
        "确认可以公开并去掉标志，否则不得发布", "see that it may be published and remove the mark, or do not publish"),
    "copy-number": _error(
        "份号“{found}”{place_zh}", "the number of a copy “{found}”{place}",
        "份号只印在涉密公文上：确认可以公开后删去", "only classified papers bear one: see that it may be published, then remove it"),
    "inner-envelope": _error(
        "公开页面不应有“{found}”{place_zh}", "“{found}” has no place on a public page{place}",
        "删去这一行", "remove the line"),
    "not-for-disclosure": _error(
        "公开属性是“{value}”，不能发布", "the plan is “{value}” and may not be published",
        "写 draft: true，或核对公开属性", "write draft: true, or check the disclosure"),
    # ── rules: official style ────────────────────────────────────────────────────────────────────────────
    "wrong-colon": _warning(
        "冒号写成了“{found}”{more_zh}", "the colon is written “{found}”{more}",
        "改成“{right}”；gksite check --fix 可以改", "write “{right}”; gksite check --fix does it"),
    "fix-left": _info(
        "“{found}”没有自动改：它在文首的属性里、链接里，或改了以后标记、值的结构会变", "“{found}” was left: it stands in front matter or a link, or mending it would change markup or the structure of values",
        "手工核对、改写这一处", "look at it and write it by hand"),
    "narrow-mark": _warning(
        "汉字旁用了半角标点“{found}”{more_zh}", "half-width “{found}” beside Chinese characters{more}",
        "改成“{right}”；gksite check --fix 可以改", "write “{right}”; gksite check --fix does it"),
    "straight-quotes": _warning(
        "用了直引号 {found}{more_zh}", "straight quotes {found}{more}",
        "改成 {right}；成对的可用 gksite check --fix 改", "write {right}; gksite check --fix mends those in pairs"),
    "document-number-brackets": _warning(
        "发文字号的年份写成了“{found}”", "the year of a document number is written “{found}”",
        "改成“{right}”；gksite check --fix 可以改", "write “{right}”; gksite check --fix does it"),
    "document-number-form": _warning(
        "发文字号写法“{found}”：年份写全，序号不编虚位、不加“第”", "a document number “{found}”: the year has four digits, the number no 第 and no leading zero",
        "改成“{right}”", "write “{right}”"),
    "number-mark": _warning(
        "序号写成了“{found}”", "the number is written “{found}”",
        "改成“{right}”；gksite check --fix 可以改", "write “{right}”; gksite check --fix does it"),
    "unpaired-mark": _warning(
        "“{found}”不成对", "“{found}” has no partner",
        "补上另一半，或删去", "add the other one, or remove it"),
    "blank-in-text": _warning(
        "汉字之间或段首有空格：“{found}”{more_zh}", "blanks between Chinese characters or as an indent: “{found}”{more}",
        "删去；gksite check --fix 可以改", "remove them; gksite check --fix does it"),
    "invisible-character": _warning(
        "“{before}”之后有看不见的字符 {found}{more_zh}", "an invisible character {found} behind “{before}”{more}",
        "删除它：把光标放在这里，按退格键，或重新输入这几个字", "delete it, or type these words anew"),
    "text-direction": _error(
        "“{before}”之后有改变文字方向的字符 {found}，读到的次序与写的不同{more_zh}",
        "behind “{before}” a character {found} turns the direction of the text: it is read in another order than it is written{more}",
        "删除它，或重新输入这几个字", "delete it, or type these words anew"),
    "unreadable-character": _error(
        "“{before}”之后有无法识读的字符 {found}{more_zh}", "behind “{before}” stands a character {found} that cannot be read{more}",
        "对照原文，输入应有的字", "look at the original and type the character that belongs here"),
    "page-residue": _warning(
        "像是页码或网页上的文字：“{found}”", "what looks like a page number or a web page's words: “{found}”",
        "删去", "remove it"),
    "cut-sentence": _warning(
        "句子在“{found}”处断成两段", "a sentence is cut in two after “{found}”",
        "把两段接起来", "join the two paragraphs"),
    "confused-word": _error(
        "“{found}”应为“{right}”", "“{found}” should be “{right}”",
        "改正；专有名词确实如此的，加一条 waiver", "correct it; waive a name that is written so"),
    # ── rules: disclosure norms ──────────────────────────────────────────────────────────────────────────
    "published-late": _warning(
        "成文（{written}）后 {days} 个工作日才发布（{published}），超过 {most} 个", "published on {published}, {days} working days after it was written ({written}); the limit is {most}",
        "核对日期；节假日数据可在 content/holidays.yaml 补充", "check the dates; content/holidays.yaml may add holidays"),
    "holidays-unknown": _info(
        "没有 {year} 年的节假日数据，没有核对 20 个工作日", "the holidays of {year} are not known, so the 20 working days were not checked",
        "在 content/holidays.yaml 补上这一年", "add the year to content/holidays.yaml"),
    "future-publication": _error(
        "日期 {published} 晚于 {today}", "dated {published}, after {today}",
        "核对日期；提前准备的写 draft: true", "check the date; write draft: true until it comes"),
    "date-in-future": _error(
        "日期 {date} 晚于 {today}", "dated {date}, after {today}",
        "核对年份，改成实际的日期", "look at the year and write the day as it was"),
    "report-in-future": _error(
        "任务 {task} 的填报（{unit}）日期是 {date}，晚于今天（{today}）", "the report on task {task} ({unit}) is dated {date}, after today ({today})",
        "改成填报实际所说的那一天；今天不对的，核对这台电脑的日期和 config.yaml 的 timezone",
        "write the day that the report speaks of; if today is wrong, see the date of this machine and timezone in config.yaml"),
    "report-after-recorded": _error(
        "填报日期 {date} 晚于录入日期 {recorded}", "the report is dated {date}, after it was recorded on {recorded}",
        "改成填报实际所说的那一天", "write the day that the report speaks of"),
    "publication-backdated": _warning(
        "发布日期 {published} 早于首次发布的日期 {first}", "published is {published}, before the plan first went out on {first}",
        "改成实际公开的日期；早先已在别处公开的，在 waivers.yaml 里写明原因",
        "write the day on which it was made public; if that was elsewhere and earlier, say so in waivers.yaml"),
    "day-outdated": _warning(
        "判断逾期用的日期是 {day}，到今天（{today}）已超过 {most} 天", "deadlines are held against {day}, more than {most} days before today ({today})",
        "重新发布（gksite publish），或生成时加 --today，或更新 config.yaml 的 as_of；有意固定的，用 rules.levels 关闭本条",
        "publish again (gksite publish), build with --today, or change as_of in config.yaml; if it is meant to stay, turn this rule off in rules.levels"),
    "missing-source-or-date": _warning(
        "没有填写“{key_zh}”", "“{key}” is not filled in",
        "在 plan.md 中补上 {key}：没有日期的信息按未更新计", "add {key} to plan.md: an item without a date counts as not updated"),
    "index-number-form": _warning(
        "索引号“{number}”不是“{example}”这样的写法", "the index number “{number}” is not like “{example}”",
        "核对索引号；写法由 config.yaml 的 rules.index_number 决定", "check it; rules.index_number in config.yaml sets the form"),
    "index-number-repeated": _error(
        "索引号“{number}”已用于“{other}”", "the index number “{number}” belongs to “{other}”",
        "改用新的索引号", "take a new one"),
    "index-number-reissued": _error(
        "索引号“{number}”曾编给“{other}”，不得再用", "the index number “{number}” was given to “{other}” and may not be given out again",
        "改用新的索引号", "take a new one"),
    "index-number-changed": _error(
        "索引号由“{before}”改成了“{number}”", "the index number was changed from “{before}” to “{number}”",
        "改回“{before}”：索引号一经编定不得更改", "write “{before}” again: a number that was given out never changes"),
    "correction-missing": _error(
        "《{plan}》与 {date} 发布的内容不同，{reason_zh}", "“{plan}” is not what was published on {date}, and {reason}",
        "在 plan.md 的 corrections（更正）里加一条：{{date: {day}, what: 第3项“6月底前”更正为“9月底前”, why: 排印差错}}；改错了就改回去",
        "add to corrections in plan.md: {{date: {day}, what: which words became which, why: the reason}}; or undo the change"),
    "correction-removed": _error(
        "《{plan}》发布过的 {date} 的更正不见了", "a correction of “{plan}” that was published, of {date}, is gone",
        "恢复 plan.md 里删去的更正：公布过的更正只增不减", "put back what was removed in plan.md: a correction that was published stays"),
    "published-gone": _error(
        "“{title}”已于 {date} 发布，现在网址“{address}”没有去向", "“{title}” was published on {date}, and nothing answers “{address}” any more",
        "恢复它；确需撤销的，在 content/withdrawn.yaml 加一条：{{address: {address}, title: {title}, date: {day}, why: 原因}}",
        "put it back; or withdraw it in content/withdrawn.yaml: {{address: {address}, title: {title}, date: {day}, why: the reason}}"),
    "empty-column": _warning(
        "“{name}”下没有内容", "there is nothing under “{name}”",
        "补充内容，或删去这一栏", "add something, or remove it"),
    "stale-column": _warning(
        "最近一次更新是 {latest}，到 {today} 已满 {months} 个月", "the latest update is of {latest}: {months} months or more before {today}",
        "更新落实情况或发布新的计划", "report progress or publish a new plan"),
    "id-code-form": _warning(
        "网站标识码“{number}”的写法不对", "“{number}” is no site ID code",
        "写 10 位数字，或 bm 加 8 位、N 加 9 位", "write ten digits, bm with eight, or N with nine"),
    "meta-tag-missing": _error(
        "页面缺少元数据 {tag}", "the page lacks the meta tag {tag}",
        "在模板里保留 page.meta 的输出", "keep the output of page.meta in the template"),
    "meta-tag-empty": _error(
        "元数据 {tag} 是空的", "the meta tag {tag} is empty",
        "填写对应的项目，或不输出这一项", "fill in what it says, or leave it out"),
    "footer-item-missing": _error(
        "页脚没有显示“{key}”", "the foot does not show “{key}”",
        "在模板里保留 site.footer 的输出", "keep the output of site.footer in the template"),
    # ── rules: output ────────────────────────────────────────────────────────────────────────────────────
    "dead-fragment": _error(
        "链接“{target}”的页面里没有这个位置", "there is no such place on the page that “{target}” leads to",
        "改正 # 后面的部分", "correct what stands behind the #"),
    "external-link-dead": _warning(
        "外部链接“{target}”打不开（{status}，{checked}）", "the external link “{target}” is dead ({status}, {checked})",
        "改正或删去；gksite check --external 重新检查", "correct or remove it; gksite check --external visits it again"),
    "external-link-moved": _info(
        "外部链接“{target}”已迁移", "the external link “{target}” has moved",
        "改用新地址 {near}", "use the new address {near}"),
    "term-unused": _info(
        "术语“{term}”没有在任何文字里出现", "the term “{term}” stands in no text",
        "核对写法，把正文里的说法列为别名，或删去这一条", "look at its spelling, list the wording of the texts as an alias, or remove it"),
    "external-link-unchecked": _info(
        "外部链接“{target}”没有检查过", "the external link “{target}” was never visited",
        "运行 gksite check --external", "run gksite check --external"),
    "page-too-heavy": _warning(
        "网页有 {size} KB，超过 {most} KB", "the page has {size} kB; the budget is {most} kB",
        "拆分内容，或在 rules.page_kilobytes 放宽", "split it, or raise rules.page_kilobytes"),
    "heading-order": _warning(
        "标题层级不对：{detail_zh}", "the order of headings: {detail}",
        "正文从 ## 开始，逐级使用", "begin with ## and skip no level"),
    "image-without-text": _error(
        "图片“{target}”没有 alt", "the image “{target}” has no alt",
        "在模板里写上 alt；装饰图片写 alt=\"\"", "give it an alt in the template, an empty one if it is decoration"),
    "foreign-request": _error(
        "页面向别的网站请求“{target}”", "the page requests “{target}” from another host",
        "把文件放进 static/ 或主题里", "put the file into static/ or the theme"),
    "empty-link": _error(
        "空链接“{target}”", "a link to nothing: “{target}”",
        "写上真正的地址，或改成文字", "give it an address, or make it text"),
    # ── rules: attachments ───────────────────────────────────────────────────────────────────────────────
    "attachment-author": _warning(
        "文件属性“{key_zh}”里有“{value}”", "the document's “{key}” is “{value}”",
        "在 Word 或 WPS 里“检查文档”，删除个人信息后另存", "let the office program inspect the document and remove personal information"),
    "attachment-comments": _warning(
        "文件里有 {count} 条批注", "the document holds {count} comments",
        "删除批注后再发布", "remove them before publication"),
    "attachment-changes": _warning(
        "文件里有 {count} 处修订，删去的文字还能看到", "the document holds {count} tracked changes: what was deleted can still be read",
        "接受或拒绝全部修订后再发布", "accept or reject all of them before publication"),
    "attachment-hidden": _warning(
        "文件里有 {count} 处隐藏内容（文字、行列或工作表）", "the document holds {count} hidden texts, rows, columns or sheets",
        "取消隐藏或删除后再发布", "unhide or remove them before publication"),
    "attachment-unread": _warning(
        "无法检查这个附件（{reason}）", "the attachment could not be looked into ({reason})",
        "另存为普通的 docx、xlsx 或 pdf，或人工检查", "save it as a plain docx, xlsx or pdf, or look through it by hand"),
    # ── rules: waivers and settings ──────────────────────────────────────────────────────────────────────
    "unused-waiver": _info(
        "这条 waiver（{rule}）没有对应的问题", "this waiver ({rule}) meets no finding",
        "删去它", "remove it"),
    "unknown-rule": _error(
        "没有规则“{name}”", "there is no rule “{name}”",
        "规则列表见 docs/rules/README.md", "docs/rules/README.md lists the rules"),
    "unread-days": _error(
        "“{text}”不是这样写的日期：0101 0128-0131", "“{text}” does not name days: write 0101 0128-0131",
        "写四位数字，月和日各两位", "write four digits, two for the month and two for the day"),
}


_SEPARATOR: dict[Language, str] = {"zh": "；", "en": "; "}


def severity(diagnostic: Diagnostic) -> Severity:
    """The level of a diagnostic: its own where a site's settings gave it one, else that of its code."""
    return diagnostic.level or CATALOGUE[diagnostic.code].severity


def _fill(template: str, diagnostic: Diagnostic) -> str:
    return template.format_map(dict(diagnostic.arguments))


def message(diagnostic: Diagnostic, language: Language) -> str:
    """What is wrong, in one sentence without a full stop."""
    entry = CATALOGUE[diagnostic.code]
    return _fill(entry.zh if language == "zh" else entry.en, diagnostic)


def by_hand(diagnostic: Diagnostic) -> Diagnostic:
    """The finding as one that `--fix` does not mend."""
    return Diagnostic(diagnostic.location, diagnostic.code, tuple(sorted({**dict(diagnostic.arguments), "mended": "0"}.items())), diagnostic.level)


def hint(diagnostic: Diagnostic, language: Language) -> str:
    """What to do; a diagnostic with a non-empty argument `near` asks whether that was meant."""
    entry = CATALOGUE[diagnostic.code]
    arguments = dict(diagnostic.arguments)
    near = arguments.get("near", "")
    fix = entry.fix_zh if language == "zh" else entry.fix_en
    if arguments.get("mended") == "0":
        # None of the places is such that `check --fix` changes it: it is not told to.
        fix = _SEPARATOR[language].join(part for part in fix.split(_SEPARATOR[language]) if "check --fix" not in part) or fix
    if not near or "{near}" in fix:
        return _fill(fix, diagnostic)
    return f"是不是“{near}”？" if language == "zh" else f"did you mean “{near}”?"
