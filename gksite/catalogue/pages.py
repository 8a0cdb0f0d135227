"""Codes of pages, the theme, snapshots and addresses that were archived."""

from __future__ import annotations

from gksite.catalogue.entry import Entry, error, info, warning

PAGES: dict[str, dict[str, Entry]] = {
    "pages and theme": {
        "duplicate-address": error(
            "网址“{address}”有两个来源，另一个是 {other}",
            "the address “{address}” has two sources; the other is {other}",
            "改掉其中一个编号或文件名（大小写不同也算相同）",
            "change one of the ids or file names (case does not tell them apart)",
        ),
        "address-gone": error(
            "已归档的网址“{address}”现在没有页面了",
            "the address “{address}” was archived, and nothing answers it any more",
            "在 plan.md 或页面的旧网址（aliases）里写上它，或在 content/withdrawn.yaml 里说明去向",
            "list it under aliases of the plan or page that it became, or give it a tombstone in "
            "content/withdrawn.yaml",
        ),
        "archived-plan-unsigned": warning(
            "计划“{plan}”在等审签，不公开，已归档的 {count} 个网址因此没有页面",
            "the plan “{plan}” waits for signatures and is not public, so {count} archived "
            "addresses have no page",
            "启用审查以前发布过的，gksite review adopt {plan} --by 签署人；其余签完就恢复：gksite review status "
            "{plan} 列出缺的环节；不再公开的，在 content/withdrawn.yaml 里写 plans/{plan}/index.html 的去向",
            "if it was published before the review began, gksite review adopt {plan} --by WHO; "
            "else they come back when it is signed: gksite review status {plan} lists what is "
            "missing; withdraw plans/{plan}/index.html in content/withdrawn.yaml if it stays away",
        ),
        "archived-text-unsigned": warning(
            "“{name}”在等审签，不公开，已归档的 {count} 个网址因此没有页面",
            "“{name}” waits for signatures and is not public, so archived addresses have no page: "
            "{count}",
            "签完就恢复：gksite review sign --pages --step 环节 --by 签署人；不再公开的，在 "
            "content/withdrawn.yaml 里写这些网址的去向",
            "they come back when it is signed: gksite review sign --pages --step STEP --by WHO; "
            "withdraw the addresses in content/withdrawn.yaml if it stays away",
        ),
        "archived-plan-draft": error(
            "计划“{plan}”是草稿，不公开，已归档的 {count} 个网址因此没有页面",
            "the plan “{plan}” is a draft and not public, so {count} archived addresses have no "
            "page",
            "删去 plan.md 里的 draft: true 就恢复；不再公开的，在 content/withdrawn.yaml 里写 "
            "plans/{plan}/index.html 的去向",
            "they come back without draft: true in plan.md; withdraw plans/{plan}/index.html in "
            "content/withdrawn.yaml if it stays away",
        ),
        "dead-link": error(
            "链接“{target}”在站内不存在",
            "the link “{target}” leads to no page of this site",
            "改正链接；链接的是文件时，先把它放进计划的 files/ 文件夹",
            "correct the link; a file that it leads to belongs into files/ of the plan",
        ),
        "link-to-hidden-plan": error(
            "链接“{target}”指向的计划“{plan}”不公开（是草稿，或在等审签）",
            "“{target}” leads to the plan “{plan}”, which is not public: a draft, or not signed "
            "off",
            "等它公开后再加这个链接，或先去掉链接只留文字",
            "add the link once the plan is public, or keep its words alone until then",
        ),
        "link-to-unsigned-text": error(
            "链接“{target}”指向的“{name}”还没有审签过，不公开",
            "“{target}” leads to “{name}”, which was never signed and is not public",
            "先签署：gksite review sign --pages --step 环节 --by 签署人，或先去掉链接只留文字",
            "sign it (gksite review sign --pages --step STEP --by WHO), or keep the words of the "
            "link alone until then",
        ),
        "unsafe-link": error(
            "不允许的链接“{target}”",
            "the link “{target}” is not allowed",
            "只可使用 https、http、mailto、tel 和站内链接",
            "use https, http, mailto, tel or a link within the site",
        ),
        "links-joined": error(
            "“{target}”把几个网址写在了一起",
            "“{target}” is several addresses in one",
            "一项只写一个网址：evidence 里每个网址各写一项，填报表里每个网址单独一行，名称也逐行对应",
            "write one address an item: an item of evidence for each, or a line for each in a "
            "sheet, with as many titles",
        ),
        "link-with-blank": error(
            "网址“{target}”里有空格",
            "the address “{target}” holds a blank",
            "删去空格；空格是网址的一部分时写成 %20",
            "delete it; write %20 if it belongs to the address",
        ),
        "link-in-full-width": error(
            "网址“{target}”里有全角符号",
            "the address “{target}” holds full-width marks",
            "改成半角",
            "write them half-width",
        ),
        "link-with-mark-at-end": error(
            "网址“{target}”末尾带了标点",
            "the address “{target}” ends with a mark of the sentence",
            "删去末尾的标点",
            "delete the mark at its end",
        ),
        "link-incomplete": error(
            "“{target}”不是完整的网址",
            "“{target}” is no whole address",
            "从浏览器地址栏复制完整的网址，形如 https://www.example.gov.cn/a.html",
            "copy the whole address from the browser, like https://www.example.gov.cn/a.html",
        ),
        "link-to-own-disk": error(
            "“{target}”是自己电脑或内网共享里的文件，别人打不开",
            "“{target}” is a file on a disk of one's own, which nobody else can open",
            "把文件放进计划的 files/ 文件夹，写成 files/文件名；或写公开的网址",
            "put it into files/ of the plan and write files/name, or a public address",
        ),
        "link-without-scheme": error(
            "“{target}”缺少 https://",
            "“{target}” lacks https://",
            "写成 https://{target}",
            "write https://{target}",
        ),
        "raw-html": warning(
            "正文里的 HTML 标签 {found} 按文字显示",
            "the HTML tag {found} is shown as text",
            "删去标签，改用 Markdown；换行可以写 <br>",
            "remove it and use Markdown; <br> breaks a line",
        ),
        "comment-removed": info(
            "HTML 注释（{size} 个字符）不公开，已从正文去掉",
            "an HTML comment ({size} characters) is not published and was left out",
            "如果其中的文字应当公开，去掉 <!-- 和 -->；不需要的注释可以删去",
            "if its text ought to be public, remove <!-- and -->; delete it if nobody needs it",
        ),
        "comment-unclosed": error(
            "HTML 注释 <!-- 没有结束，后面的内容会当作正文公开",
            "the HTML comment <!-- is not closed: what follows it would be published",
            "在注释末尾写上 -->，或删去 <!--",
            "write --> at its end, or remove <!--",
        ),
        "comment-unread": error(
            "“{found}”像是注释，但不是 HTML 注释，会当作正文公开",
            "{found} looks like a comment but is none: it would be published",
            "注释写成 <!-- 注释 -->（半角符号），或删去；如果就是正文，在前面加反斜杠",
            "write <!-- comment --> in half-width marks, or delete it; if it is text, put a "
            "backslash before it",
        ),
        "comment-in-value": error(
            "值里有 HTML 注释，会当作文字公开",
            "a value holds an HTML comment, which would be published as text",
            "删去；YAML 的注释以 # 开头，单独成行",
            "delete it; a comment of YAML is a line that begins with #",
        ),
        "markup-in-value": warning(
            "“{found}”按原样显示：这个值不是 Markdown",
            "{found} is shown as it stands: this value is no Markdown",
            "删去标记，只留文字；正文、任务内容和落实情况里才能用 Markdown",
            "leave the text without marks; only bodies, wordings of tasks and notes of reports "
            "are Markdown",
        ),
        "star-in-text": warning(
            "“{found}”没有配成加粗，星号会显示在页面上",
            "{found} makes nothing bold: the stars stand on the page",
            "加粗写成 **文字**，星号与文字之间不留空格，前后成对；如果就是要印星号，写成 \\*",
            "bold is **text**, in pairs and without blanks inside; a star that is meant is "
            "written \\*",
        ),
        "star-as-emphasis": warning(
            "一对单个星号读作强调，页面上看不到星号",
            "two single stars were read as emphasis and don't stand on the page",
            "如果是注释号或乘号，写成 \\*（乘号最好写 ×）；强调写成 **文字**",
            "for a note or a product write \\* (better ×); for emphasis write **text**",
        ),
        "underscores-in-text": warning(
            "两个下划线“{found}”按原样显示，不是加粗",
            "two underscores {found} stand on the page and make nothing bold",
            "加粗写成 **文字**；填空写三个以上下划线，或写成 \\_",
            "bold is **text**; for a blank to fill in write three or more, or \\_",
        ),
        "emphasis-in-full-width": warning(
            "“{found}”里的全角星号按原样显示",
            "the full-width stars of {found} stand on the page",
            "改用半角星号：**文字**",
            "use half-width stars: **text**",
        ),
        "link-unread": error(
            "“{found}”不能读成链接或图片，会按原样显示",
            "{found} cannot be read as a link or picture and would stand on the page",
            "写成 [文字](地址)，用半角括号、中间不留空格；地址里有空格时写成 [文字](<files/a b.pdf>)；如果就是正文，在 [ 前加反斜杠",
            "write [text](address) in half-width brackets without a blank between; an address "
            "with a blank is [text](<files/a b.pdf>); if it is text, put a backslash before [",
        ),
        "reference-link": warning(
            "“{found}”这种分成两处写的链接按原样显示",
            "{found}, one half of a link written at two places, stands on the page",
            "把地址写在用到的地方：[文字](地址)；如果就是正文，在 [ 前加反斜杠",
            "write the address where it is used: [text](address); if it is text, put a backslash "
            "before [",
        ),
        "picture-unread": warning(
            "全角的“{found}”后面读成了链接，不是图片",
            "a link was read behind the full-width “{found}”, and no picture",
            "图片写成 ![说明](地址)，用半角叹号；如果就是叹号和链接，中间加一个空格",
            "a picture is ![text](address), with a half-width mark; if a link is meant, put a "
            "blank between",
        ),
        "entity-unread": warning(
            "“{found}”没有读成符号，按原样显示",
            "{found} names no character and stands on the page",
            "直接写那个符号，或写全，如 &nbsp;（末尾是半角分号）；如果就是要印它，在前面加反斜杠",
            "type the character itself, or write it in full, such as &nbsp; with its half-width "
            "semicolon; if it is meant as text, put a backslash before it",
        ),
        "strikethrough": warning(
            "删除线“{found}”不起作用，文字和波浪号都会显示",
            "{found} is not struck through: text and marks stand on the page",
            "删去不要的文字；如果就是要印波浪号，在前面加反斜杠",
            "delete what is no longer meant; if the marks are meant, put a backslash before them",
        ),
        "footnote": warning(
            "脚注“{found}”按原样显示",
            "the footnote {found} stands on the page",
            "把说明写进正文括号里，或另起一段写“注：……”",
            "write the note into the text in brackets, or as a paragraph of its own",
        ),
        "task-box": warning(
            "复选框“{found}”按原样显示",
            "the box {found} stands on the page",
            "删去方括号；完成情况写进 progress.yaml",
            "remove it; progress belongs into progress.yaml",
        ),
        "heading-unread": warning(
            "“{found}”后面缺空格，这一行不是标题，井号会显示",
            "a blank is missing behind {found}: the line is no heading, and the marks stand on "
            "the page",
            "写成 ## 标题（半角井号，后面加一个半角空格）",
            "write ## title, in half-width marks with one blank behind them",
        ),
        "underlined-heading": warning(
            "“{found}”不能把上一行变成标题，会按原样显示",
            "{found} makes no heading of the line above and stands on the page",
            "标题写成 ## 标题",
            "write a heading as ## title",
        ),
        "list-unread": warning(
            "行首“{found}”后面缺空格，这一行不是列表项，符号会显示",
            "a blank is missing behind {found}: the line is no item of a list, and the mark "
            "stands on the page",
            "写成“- 文字”，中间加一个半角空格；如果就是正文，在前面加反斜杠",
            "write “- text” with a blank; if it is text, put a backslash before it",
        ),
        "table-unread": warning(
            "“{found}”像是表格，但没有读成表格，竖线会显示",
            "{found} looks like a table but was not read as one: the bars stand on the page",
            "表头下面写一行分隔，格数与表头相同，如 |---|---|，竖线用半角；任务内容里不能放表格，表格写进正文",
            "write a line like |---|---| with as many cells below the head, in half-width bars; "
            "the wording of a task holds no table: put it into the plan's text",
        ),
        "table-row-long": error(
            "表格这一行比表头（{width} 格）多，多出的“{found}”不会显示",
            "this row has more cells than the head ({width}); {found} would not be shown",
            "补上表头，或合并格子；格里的竖线写成 \\|",
            "add to the head, or join cells; a bar within a cell is \\|",
        ),
        "table-row-short": warning(
            "表格这一行只有 {count} 格，表头有 {width} 格，后面的格子留空",
            "this row has {count} cells and the head {width}: the rest is left empty",
            "补上空格子（| |），并核对各格是否错位；表格下面的正文前空一行",
            "add the empty cells (| |) and see that none has moved; leave an empty line before a "
            "text below the table",
        ),
        "fence-unclosed": warning(
            "代码块没有结束，后面的内容都按代码显示",
            "a code block is not closed: all that follows is shown as code",
            "在代码块末尾单独写一行相同的符号，或删去开头的符号",
            "write a line of the same marks at its end, or remove those at its beginning",
        ),
        "fence-words": warning(
            "代码块开头的“{found}”不会显示",
            "“{found}” behind the first marks of a block of code is not printed",
            "文字写到下一行，或删去前面的符号",
            "write the words on the next line, or remove the marks before them",
        ),
        "unknown-markup": warning(
            "不认识“{found}”这种写法，按原样显示",
            "the mark {found} is not known and stands on the page",
            "改写成普通文字，可用的写法见手册；如果就是要印这些符号，在前面加反斜杠",
            "write plain text, or what the manual lists; if the marks are meant, put a backslash "
            "before them",
        ),
        "unnamed-link": error(
            "链接或图片“{target}”没有文字",
            "the link or image “{target}” has no text",
            "在方括号里写上文字，读屏软件靠它读出来",
            "write a text between the brackets: screen readers speak it",
        ),
        "unknown-mark": error(
            "不认识的标记 {mark}",
            "unknown mark {mark}",
            "任务标记写成 {{task=7}} 或 {{任务=7}}",
            "a task is marked {{task=7}}",
        ),
        "text-too-complex": error(
            "正文嵌套过深，或展开后过大",
            "the text is nested too deep or becomes too large",
            "减少列表、引用的层次，或拆分表格",
            "nest lists and quotes less, or split the table",
        ),
        "theme-missing": error(
            "没有主题“{name}”",
            "there is no theme “{name}”",
            "把主题放进 themes/，或改 site.theme",
            "put it into themes/ or change site.theme",
        ),
        "template-syntax": error(
            "模板语法错误：{detail_zh}",
            "template syntax: {detail}",
            "改正模板",
            "mend the template",
        ),
        "template-error": error(
            "模板出错（页面 {page}）：{detail_zh}",
            "the template failed on page {page}: {detail}",
            "改正模板；可用的变量见手册",
            "mend the template; the manual lists its variables",
        ),
        "template-name-replaced": error(
            "模板变量第{since}版起，{context} 不再有“{name}”",
            "{context} has no “{name}” any more, since contexts {since}",
            "改用 {replacement}",
            "use {replacement}",
        ),
        "template-name-gone": error(
            "模板变量第{since}版起，{context} 不再有“{name}”，也没有替代",
            "{context} has no “{name}” any more, since contexts {since}, and nothing replaces it",
            "从模板中删去它",
            "take it out of the template",
        ),
        "template-name-changed": warning(
            "模板变量第{since}版起，{context} 的“{name}”含义变了：{detail_zh}",
            "“{name}” of {context} means something else since contexts {since}: {detail}",
            "核对模板怎样使用它，然后在模板第一行写 {{# gksite contexts: {present} #}}",
            "see how the template uses it, then let it begin with "
            "{{# gksite contexts: {present} #}}",
        ),
        "template-name-unknown": error(
            "{context} 没有“{name}”",
            "{context} has no “{name}”",
            "改正名称；可用的名称见 docs/contexts.md",
            "correct the name; docs/contexts.md lists the names",
        ),
        "template-prints-context": error(
            "这里输出的是整个 {context}，不是文字",
            "this prints a whole {context}, which is no text",
            "写明输出其中哪一项；各项见 docs/contexts.md",
            "say which of its names to print; docs/contexts.md lists them",
        ),
        "template-variable-unknown": error(
            "变量“{name}”没有定义",
            "the variable “{name}” is not defined",
            "改正名称；模板可用 page、site、root、s，见 docs/themes.md",
            "correct the name; a template sees page, site, root and s: docs/themes.md",
        ),
        "template-arguments": error(
            "宏 {macro} 只有这些参数：{arguments}",
            "the macro {macro} takes only these arguments: {arguments}",
            "改正调用时写的参数",
            "correct the arguments of the call",
        ),
        "template-string-missing": error(
            "主题没有字符串“{key}”",
            "the theme has no string “{key}”",
            "改用已有的字符串，或直接写文字；自有主题可在 strings/ 里补上",
            "use a string that there is, or write the text itself; a theme of your own can add it "
            "in strings/",
        ),
        "template-missing": error(
            "没有模板“{name}”",
            "there is no template “{name}”",
            "改正名称，或补上这个模板",
            "correct the name, or add the template",
        ),
        "template-macro-missing": error(
            "自带的模板 {user} 使用这里的宏“{name}”，而这里没有它，或参数不同",
            "the shipped template {user} calls the macro “{name}”, which is missing here or takes "
            "other arguments",
            "照自带主题的同名模板补上这个宏",
            "write the macro as the shipped template of this name has it",
        ),
        "template-block-missing": warning(
            "自带的模板 {user} 填写块“{name}”，而这里没有这个块，它的内容不会输出",
            "the shipped template {user} fills the block “{name}”, which is missing here, so that "
            "its content goes nowhere",
            "照自带主题的同名模板补上这个块；有意不要的，在模板第一行写 {{# gksite contexts: {present} #}}",
            "add the block as the shipped template of this name has it, or let the template begin "
            "with {{# gksite contexts: {present} #}}",
        ),
        "template-block-unused": warning(
            "块“{name}”不会输出：上层模板 {top} 没有这个块",
            "the block “{name}” goes nowhere: {top}, which the template extends, has no such block",
            "改正块的名称",
            "correct the name of the block",
        ),
        "template-unused": warning(
            "没有网页使用这个模板",
            "no page uses this template",
            "改成要替换的模板的文件名，或删去它",
            "name it like the template that it is to replace, or remove it",
        ),
        "template-contexts-newer": error(
            "模板是为模板变量第{stated}版写的，本程序只到第{present}版",
            "the template was made for contexts {stated}, and this gksite has contexts {present}",
            "升级 gksite，或使用为第{present}版写的模板",
            "upgrade gksite, or use a template that was made for contexts {present}",
        ),
        "template-contexts-unread": error(
            "看不懂模板第一行写的版本“{stated}”",
            "the template begins with a number of contexts that cannot be read: “{stated}”",
            "写成 {{# gksite contexts: {present} #}}，或删去这一行",
            "write {{# gksite contexts: {present} #}}, or take the line out",
        ),
        "string-replaced": warning(
            "字符串“{key}”自模板变量第{since}版起不再使用",
            "the string “{key}” is not used any more, since contexts {since}",
            "把文字移到 {replacement}",
            "move its text to {replacement}",
        ),
        "string-gone": warning(
            "字符串“{key}”自模板变量第{since}版起不再使用，也没有替代",
            "the string “{key}” is not used any more, since contexts {since}, and nothing "
            "replaces it",
            "删去它",
            "take it out",
        ),
        "pdf-library-missing": error(
            "exports.formats 要求生成 PDF，但没有安装 WeasyPrint",
            "exports.formats asks for PDF, but WeasyPrint is not installed",
            "运行 pip install 'gksite[pdf]'，或从 formats 中去掉 pdf",
            "run pip install 'gksite[pdf]', or take pdf out of formats",
        ),
        "pdf-library-broken": error(
            "exports.formats 要求生成 PDF，但 WeasyPrint 所需的 Pango 不能用：{reason}",
            "exports.formats asks for PDF, but Pango, which WeasyPrint needs, cannot be used: "
            "{reason}",
            "安装 Pango（Debian、Ubuntu：apt install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0），或从 formats 中去掉 pdf",
            "install Pango (Debian, Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0), or take pdf out of formats",
        ),
        "pdf-characters-missing": error(
            "PDF 里有 {count} 个字没有字体可用：{characters}",
            "no font has {count} characters of the PDF: {characters}",
            "安装中文字体（Debian、Ubuntu：apt install fonts-noto-cjk），或改正这些字",
            "install a Chinese font (Debian, Ubuntu: apt install fonts-noto-cjk), or mend these "
            "characters",
        ),
        "missing-string": error(
            "主题的 {language} 字符串缺少“{key}”",
            "the theme's {language} strings lack “{key}”",
            "补上这一项",
            "add it",
        ),
    },
    "archive": {
        "snapshot-differs": warning(
            "{file} 有 {size} 字节，台账记的是 {stated} 字节，没有提供下载",
            "{file} has {size} bytes; the ledger says {stated}, so it is not offered for download",
            "用 gksite snapshot verify 检查这个文件，或从另一份存档恢复它",
            "look at it with gksite snapshot verify, or put back the other copy of it",
        ),
        "snapshot-unreadable": error(
            "不是可以读取的归档文件：{reason_zh}",
            "it cannot be read as a snapshot: {reason}",
            "换用另一份存档；只要有一份完好，就能恢复",
            "use the other copy of it; one sound copy is enough",
        ),
        "snapshot-unsafe": error(
            "为安全拒绝打开：{reason_zh}",
            "refused, since opening it would be dangerous: {reason}",
            "这不是 gksite 写出的归档，查清来源",
            "gksite does not write such a file; find out where it is from",
            refuses=True,
        ),
        "snapshot-newer": error(
            "归档格式版本 {format} 比本程序新",
            "its format {format} is newer than this program",
            "更新 gksite 后再打开",
            "open it with a newer gksite",
        ),
        "snapshot-member-missing": error(
            "缺少成员 {member}",
            "the member {member} is missing",
            "文件被人动过；换用另一份存档",
            "somebody changed the file; use the other copy of it",
        ),
        "snapshot-member-added": error(
            "多出成员 {member}",
            "the member {member} was added",
            "文件被人动过；换用另一份存档",
            "somebody changed the file; use the other copy of it",
        ),
        "snapshot-member-renamed": error(
            "成员 {was} 被改名为 {member}",
            "the member {was} was renamed to {member}",
            "文件被人动过；换用另一份存档",
            "somebody changed the file; use the other copy of it",
        ),
        "snapshot-member-changed": error(
            "成员 {member} 的内容变了",
            "the content of the member {member} changed",
            "文件已损坏或被改动；换用另一份存档",
            "the file is damaged or was altered; use the other copy of it",
        ),
        "snapshot-item-changed": error(
            "{member} 里的 {item} 变了",
            "{item} in {member} changed",
            "文件已损坏或被改动；换用另一份存档",
            "the file is damaged or was altered; use the other copy of it",
        ),
        "snapshot-form": error(
            "{member} 的 zip 记录与原样不同",
            "the zip's own record of {member} is not as it was written",
            "内容可能完好，但文件已不是原件；换用另一份存档",
            "its content may be sound, but this is not the original file; use the other copy",
        ),
        "snapshot-index": error(
            "索引与网页存档不一致：{item}",
            "the index does not agree with the web archive: {item}",
            "文件被人重新打包过；换用另一份存档",
            "somebody packed the file anew; use the other copy of it",
        ),
        "snapshot-signature": error(
            "签名检查不通过：{reason_zh}",
            "the signature does not hold: {reason}",
            "核对公钥是否取自可信的地方；如是，这份归档不可信",
            "see that the public key is from where you trust; if so, do not trust this snapshot",
        ),
        "snapshot-chain": error(
            "{previous} 不是归档时的上一份“{name}”",
            "{previous} is not the snapshot “{name}” that this one was made after",
            "两份中有一份被换过，分别核对",
            "one of the two was replaced; verify each of them",
        ),
        "snapshot-ledger": error(
            "文件的 SHA-256 与台账所记不同",
            "its SHA-256 is not the one in the ledger",
            "文件或台账被换过；与另一份存档核对",
            "the file or the ledger was replaced; compare with the other copy",
        ),
        "snapshot-sources-changed": error(
            "归档过程中这个文件变了，没有归档",
            "the file changed while the snapshot was made; there is none",
            "编辑、签署、填报告一段落后重新归档",
            "make it again once nobody edits, signs or reports",
        ),
        "snapshot-not-built": error(
            "网站有错误，没法比较",
            "the site has errors and cannot be compared",
            "先用 gksite check 改正错误",
            "mend what gksite check finds first",
        ),
        "snapshot-target": error(
            "目标文件夹不是空的，没有写入",
            "the target folder is not empty; nothing was written",
            "换一个空文件夹或新文件夹",
            "name an empty or new folder",
            refuses=True,
        ),
        "snapshot-key": error(
            "密钥不能使用：{reason_zh}",
            "the key cannot be used: {reason}",
            "用 gksite snapshot key 生成密钥；缺库时安装 gksite[sign]",
            "make keys with gksite snapshot key; the library is in gksite[sign]",
        ),
    },
}
"""Section of the manual → code → entry."""
