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


CATALOGUE: dict[str, Entry] = {
    # ── files ────────────────────────────────────────────────────────────────────────────────────────────
    "file-unreadable": _error(
        "无法读取文件：{reason}", "the file cannot be read: {reason}",
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
    "unexpected-file": _warning(
        "不认识这个文件，已忽略", "this file has no meaning here and is ignored",
        "移走它，或改用手册所列的文件名", "move it elsewhere, or give it a name that the manual lists"),
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
    "yaml-syntax": _error(
        "YAML 写法有误：{detail_zh}", "YAML syntax: {detail}",
        "检查缩进、引号和冒号后的空格", "look at the indentation, the quotes and the space after a colon"),
    "yaml-full-width-colon": _error(
        "键“{key}”后面用了全角冒号“：”", "the key “{key}” is followed by a full-width colon “：”",
        "改成半角冒号加一个空格，即“{key}: ”", "write a half-width colon and a space: “{key}: ”"),
    "yaml-tab": _error(
        "缩进里有制表符", "a tab is used for indentation",
        "改用空格缩进", "indent with spaces"),
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
    "impossible-date": _error(
        "“{value}”不是一个存在的日期", "“{value}” is not a date",
        "写成 2025-04-20 这样的日期", "write a date like 2025-04-20"),
    "unsafe-id": _error(
        "编号“{id}”不能用作网址：{reason_zh}", "the id “{id}” cannot be part of an address: {reason}",
        "只用小写字母、数字、连字符和汉字", "use lower-case letters, digits, hyphens and Chinese characters"),
    "duplicate-id": _error(
        "编号“{id}”重复，前一处在 {other}", "the id “{id}” is used twice, first at {other}",
        "改用另一个编号", "choose another id"),
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
        "检查成员规则；成员不确定的写 open: true", "check its rule; write open: true where the members are not stated"),
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
        "标记要紧挨着写在段落的上一行", "write it on the line right above the paragraph"),
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
    "missing-attachment": _error(
        "附件“{file}”不在 files/ 文件夹里", "the attachment “{file}” is not in files/",
        "把文件放进去，或改正文件名", "put it there or correct its name"),
    "missing-site-key": _error(
        "门户要求的“{key}”没有填写", "“{key}”, which a portal must carry, is not filled in",
        "在 config.yaml 的“{path}”中填写；本地预览可设 mode: preview", "fill in “{path}” in config.yaml; mode: preview does without"),
    "missing-publication-key": _error(
        "没有填写“{key}”，而门户页面必须有元数据 {tag}", "“{key}” is not filled in, and a portal's pages must carry {tag}",
        "在 plan.md 中补上“{key}”", "add “{key}” to plan.md"),
    # ── pages and theme ──────────────────────────────────────────────────────────────────────────────────
    "duplicate-address": _error(
        "网址“{address}”有两个来源，另一个是 {other}", "the address “{address}” has two sources; the other is {other}",
        "改掉其中一个编号或文件名（大小写不同也算相同）", "change one of the ids or file names (case does not tell them apart)"),
    "dead-link": _error(
        "链接“{target}”在站内不存在", "the link “{target}” leads to no page of this site",
        "改正链接", "correct the link"),
    "unsafe-link": _error(
        "不允许的链接“{target}”", "the link “{target}” is not allowed",
        "只可使用 https、http、mailto、tel 和站内链接", "use https, http, mailto, tel or a link within the site"),
    "raw-html": _warning(
        "正文里的 HTML 标签按文字显示", "HTML in the text is shown as text",
        "改用 Markdown", "use Markdown"),
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
        "模板语法错误：{detail}", "template syntax: {detail}",
        "改正模板", "mend the template"),
    "template-error": _error(
        "模板出错（页面 {page}）：{detail}", "the template failed on page {page}: {detail}",
        "改正模板；可用的变量见手册", "mend the template; the manual lists its variables"),
    "missing-string": _error(
        "主题的 {language} 字符串缺少“{key}”", "the theme's {language} strings lack “{key}”",
        "补上这一项", "add it"),
    # ── output ───────────────────────────────────────────────────────────────────────────────────────────
    "output-not-ours": _error(
        "输出文件夹不是 gksite 写的，里面已有别的文件", "the output folder holds files that gksite did not write",
        "换一个空文件夹", "choose an empty folder"),
    "output-inside-sources": _error(
        "输出文件夹不能包含源文件，也不能在源文件夹里", "the output folder may neither hold the sources nor lie within them",
        "换一个文件夹", "choose another folder"),
    "output-locked": _error(
        "另一个 gksite 正在写这个文件夹", "another gksite is writing to this folder",
        "等它结束后再试", "wait until it is done"),
    "write-failed": _error(
        "写入失败：{reason_zh}。原有网站没有变化", "writing failed: {reason}. The site is as it was",
        "腾出磁盘空间或检查权限后重试", "free some space or check the permissions, then try again"),
    "not-a-project": _error(
        "这里没有 config.yaml", "there is no config.yaml here",
        "用 gksite init 新建网站，或用 -C 指定文件夹", "make a site with gksite init, or name its folder with -C"),
}


def severity(diagnostic: Diagnostic) -> Severity:
    """The level of a diagnostic."""
    return CATALOGUE[diagnostic.code].severity


def _fill(template: str, diagnostic: Diagnostic) -> str:
    return template.format_map(dict(diagnostic.arguments))


def message(diagnostic: Diagnostic, language: Language) -> str:
    """What is wrong, in one sentence without a full stop."""
    entry = CATALOGUE[diagnostic.code]
    return _fill(entry.zh if language == "zh" else entry.en, diagnostic)


def hint(diagnostic: Diagnostic, language: Language) -> str:
    """What to do; a diagnostic with a non-empty argument `near` asks whether that was meant."""
    entry = CATALOGUE[diagnostic.code]
    near = dict(diagnostic.arguments).get("near", "")
    fix = entry.fix_zh if language == "zh" else entry.fix_en
    if not near or "{near}" in fix:
        return _fill(fix, diagnostic)
    return f"是不是“{near}”？" if language == "zh" else f"did you mean “{near}”?"
