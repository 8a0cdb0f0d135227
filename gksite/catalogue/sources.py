"""Codes of source files: files, YAML, records, units, plans and tasks."""

from __future__ import annotations

from gksite.catalogue.entry import Entry, error, warning

SOURCES: dict[str, dict[str, Entry]] = {
    "files": {
        "file-unreadable": error(
            "无法读取文件：{reason_zh}",
            "the file cannot be read: {reason}",
            "检查文件权限，或关闭占用它的程序",
            "check its permissions, or close the program that holds it",
        ),
        "file-vanished": error(
            "构建过程中文件消失了",
            "the file disappeared during the build",
            "恢复该文件后重新构建",
            "put it back and build again",
        ),
        "file-too-large": error(
            "文件有 {size} 字节，超过 5 MB 上限",
            "the file has {size} bytes; the limit is 5 MB",
            "拆成几个文件；附件请放进 files/ 文件夹",
            "split it; attachments belong into files/",
        ),
        "symlink-outside": error(
            "符号链接指向项目之外",
            "a symbolic link leads out of the project",
            "把文件本身复制进来",
            "copy the file itself into the project",
        ),
        "file-name": error(
            "文件名“{name}”{reason_zh}",
            "the file name “{name}”: {reason}",
            "改文件名，并相应改正引用它的地方",
            "give it another name, also where it is named",
        ),
        "file-names-alike": error(
            "与“{other}”在 Windows 或 macOS 上是同一个文件：这里是 {points}，那里是 {other_points}",
            "Windows or macOS take this and “{other}” for one file: here stands {points}, there "
            "{other_points}",
            "改名或删去其中一个",
            "rename or delete one of them",
        ),
        "file-name-windows": warning(
            "文件名“{name}”含有 Windows 不允许的字符：{characters}",
            "the file name “{name}” holds characters that Windows does not allow: {characters}",
            "改文件名，否则用 Windows 的人不能下载或保管它",
            "rename it, else nobody with Windows can keep it",
        ),
        "unexpected-file": warning(
            "不认识这个文件，已忽略",
            "this file has no meaning here and is ignored",
            "移走它，或改用手册所列的文件名",
            "move it elsewhere, or give it a name that the manual lists",
        ),
        "name-not-utf8": error(
            "文件名不是 UTF-8 编码，像是 GBK 的“{name}”",
            "the name of the file is not UTF-8; in GBK it would be “{name}”",
            "改名；从压缩包解出来的，用 unzip -O gbk 重新解压",
            "rename it; where it comes out of a zip, unpack it again with unzip -O gbk",
        ),
        "system-not-utf8": error(
            "系统的语言环境不是 UTF-8，读不了文件名“{name}”",
            "the locale of the system is not UTF-8: the name “{name}” cannot be read",
            "先设置 LANG=C.UTF-8 或 PYTHONUTF8=1，再运行",
            "set LANG=C.UTF-8 or PYTHONUTF8=1, then run it again",
        ),
        "not-utf8": error(
            "不是 UTF-8 编码（第 {byte} 个字节起无法识读）",
            "not UTF-8 (from byte {byte} on)",
            "用编辑器另存为 UTF-8",
            "save it as UTF-8",
        ),
        "gb18030-file": error(
            "文件是 GB18030/GBK 编码，不是 UTF-8",
            "the file is in GB18030/GBK, not in UTF-8",
            "用编辑器“另存为”，编码选 UTF-8",
            "choose “Save as”, encoding UTF-8",
        ),
        "utf16-file": error(
            "文件是 UTF-16 编码（记事本里叫 Unicode），不是 UTF-8",
            "the file is in UTF-16, not in UTF-8",
            "用编辑器“另存为”，编码选 UTF-8",
            "choose “Save as”, encoding UTF-8",
        ),
    },
    "YAML and front matter": {
        "radicals": warning(
            "有 {count} 个部首字符（第一个是“{found}”{number}），已按汉字“{right}”等读取",
            "{count} characters are radicals and were read as the ideographs they look like (the "
            "first, “{found}” {number}, as “{right}”)",
            "网页上已是正常的汉字；源文件里的请重新输入，或从 Word 原件复制（从 PDF 复制的文字常有这种字符）",
            "the pages are right; type them anew in the source, or copy them from the Word file "
            "(text out of a PDF often has them)",
        ),
        "yaml-syntax": error(
            "YAML 写法有误：{detail_zh}",
            "YAML syntax: {detail}",
            "检查缩进、引号和冒号后的空格",
            "look at the indentation, the quotes and the space after a colon",
        ),
        "yaml-full-width-colon": error(
            "键“{key}”后面用了全角冒号“：”",
            "the key “{key}” is followed by a full-width colon “：”",
            "改成半角冒号加一个空格，即“{key}: ”",
            "write a half-width colon and a space: “{key}: ”",
        ),
        "yaml-colon-without-blank": error(
            "键“{key}”后面的冒号缺少空格",
            "the colon behind the key “{key}” lacks a blank",
            "冒号后加一个半角空格，即“{key}: ”；如果不是键，给这段文字加引号",
            "write a blank behind it: “{key}: ”; quote the text if this is no key",
        ),
        "yaml-full-width-comma": error(
            "各项之间用了全角的“{mark}”",
            "entries are parted by a full-width “{mark}”",
            "改成半角逗号加一个空格“, ”；如果它是文字的一部分，给这段文字加引号",
            "write a half-width comma and a space; quote the text if the mark belongs to it",
        ),
        "yaml-tab": error(
            "缩进里有制表符", "a tab is used for indentation", "改用空格缩进", "indent with spaces"
        ),
        "yaml-wide-blank": error(
            "缩进里或键旁边的空格不是半角空格（{character}）",
            "a blank in the indentation or beside a key is no ordinary one ({character})",
            "改用半角空格；缩进和键的两边都只能用它",
            "use ordinary blanks (U+0020); no others count in indentation or beside a key",
        ),
        "yaml-control-character": error(
            "含有控制字符 {character}",
            "holds the control character {character}",
            "删除该字符",
            "delete it",
        ),
        "yaml-duplicate-key": error(
            "键“{key}”重复，前一处在第 {line} 行",
            "the key “{key}” stands twice, first in line {line}",
            "保留一处",
            "keep one of them",
        ),
        "yaml-alias": error(
            "不允许使用 YAML 锚点和别名（& 和 *）",
            "YAML anchors and aliases (& and *) are not allowed",
            "把内容写全；以 * 或 & 开头的文字请加引号",
            "write the value out; quote a text that begins with * or &",
        ),
        "yaml-tag": error(
            "不允许使用 YAML 标签“{tag}”",
            "the YAML tag “{tag}” is not allowed",
            "删除标签；以 ! 开头的文字请加引号",
            "remove it; quote a text that begins with !",
        ),
        "yaml-too-deep": error(
            "嵌套超过 100 层", "nested deeper than 100 levels", "减少嵌套", "nest less"
        ),
        "yaml-several-documents": error(
            "一个文件里有多个 YAML 文档（---）",
            "several YAML documents (---) in one file",
            "只保留一个",
            "keep one",
        ),
        "front-matter-missing": error(
            "文件开头没有用 --- 围起来的信息区",
            "the file does not begin with front matter between --- lines",
            "在第一行写 ---，写完各项信息后再写一行 ---",
            "begin with a line ---, then the keys, then a line ---",
        ),
        "front-matter-unclosed": error(
            "信息区没有结束的 ---",
            "the front matter has no closing ---",
            "在正文之前加一行 ---",
            "add a line --- before the text",
        ),
        "front-matter-dashes": error(
            "信息区的界线写成了“{found}”",
            "the front matter is fenced with “{found}”",
            "改成三个半角连字符 ---",
            "write three hyphens: ---",
        ),
    },
    "records": {
        "unknown-key": error(
            "不认识的键“{key}”", "unknown key “{key}”", "可用的键：{known}", "known keys: {known}"
        ),
        "key-in-two-languages": error(
            "“{key}”和“{other}”是同一个键，写了两次",
            "“{key}” and “{other}” are the same key, written twice",
            "保留一处",
            "keep one of them",
        ),
        "missing-key": error(
            "缺少必填的键“{key}”",
            "the key “{key}” is required",
            "补上这个键和它的值",
            "add it with its value",
        ),
        "empty-value": error(
            "“{key}”是空的",
            "“{key}” is empty",
            "填写内容，或删除这个键",
            "fill it in or remove the key",
        ),
        "wrong-type": error(
            "“{key}”应当是{expected_zh}，现在是{found_zh}",
            "“{key}” should be {expected}, not {found}",
            "按手册改写这一项",
            "rewrite it as the manual shows",
        ),
        "wrong-value": error(
            "“{key}”的值“{value}”不在允许范围内",
            "“{value}” is not a value of “{key}”",
            "可用的值：{known}",
            "allowed: {known}",
        ),
        "date-without-year": error(
            "日期“{value}”没有写年份",
            "the date “{value}” says no year",
            "写成 2025-04-20 这样带年份的日期",
            "write the year too: a date like 2025-04-20",
        ),
        "impossible-date": error(
            "“{value}”不是一个存在的日期",
            "“{value}” is not a date",
            "写成 2025-04-20 这样的日期",
            "write a date like 2025-04-20",
        ),
        "date-out-of-range": error(
            "“{value}”的年份不在 {first}—{last} 之间",
            "the year of “{value}” is not one of {first}–{last}",
            "检查年份是否写错",
            "look whether the year is a slip",
        ),
        "character-in-name": error(
            "名称、编号或键里“{before}”之后有看不见或无法识读的字符 {number}",
            "a name, id or key holds the character {number} behind “{before}”, which cannot be "
            "seen or read",
            "删除它，或重新输入这个名称",
            "delete it, or type the name anew",
        ),
        "newer-format": error(
            "此网站由较新版本制作，请升级（格式 {format}；本版本只识读格式 {known}）",
            "this site was made with a newer version, please upgrade (format {format}; this "
            "version reads format {known})",
            "安装新版 gksite 后再运行",
            "install a newer gksite and run it again",
        ),
        "status-of-format-1": error(
            "“{value}”不再是状态：在格式 2 里它是任务的一次调整",
            "“{value}” is no status any more: in format 2 it is an adjustment of the task",
            "运行 gksite migrate，会逐条询问并改写",
            "run gksite migrate: it asks about each of them and rewrites it",
        ),
        "migration-due": warning(
            "源文件还是格式 1：有 {count} 条“已调整”“已取消”的报送要改写",
            "the sources are still of format 1: {count} reports say “adjusted” or “cancelled”",
            "先看 gksite migrate --dry-run，再运行 gksite migrate",
            "look at gksite migrate --dry-run, then run gksite migrate",
        ),
        "migration-unanswered": error(
            "任务“{task}”{date}的报送是“{status}”：改用什么状态、记不记调整，还没有答复",
            "the report on task “{task}” of {date} says “{status}”: no answer says which status "
            "takes its place, and whether it is an adjustment",
            "在终端运行 gksite migrate 逐条答复；或用 gksite migrate --dry-run -o FILE 写出问题，填好后用 "
            "--answers FILE",
            "answer at a terminal; or write the questions with gksite migrate --dry-run -o FILE, "
            "fill them in, and give --answers FILE",
        ),
        "migration-answers-nothing": error(
            "这条答复对不上任何要问的报送（{where}，任务“{task}”）",
            "this answers no report that is asked about ({where}, task “{task}”)",
            "用 gksite migrate --dry-run 重新写一份问题，源文件可能改过",
            "write the questions again with gksite migrate --dry-run: the sources may have changed",
        ),
        "migration-answered-twice": error(
            "同一条报送答复了两次（{where}，任务“{task}”）",
            "this report is answered twice ({where}, task “{task}”)",
            "只留一条",
            "keep one of them",
        ),
        "migration-not-possible": error(
            "这个文件不能就地改写：“{key}”以外的值也会变",
            "this file cannot be edited in place: values besides “{key}” would change",
            "自己改写这一处，再运行一次",
            "make this change by hand, then run it again",
        ),
        "migration-cut-short": error(
            "上次迁移中途被打断，之后这个文件又改过",
            "the last migration was cut short, and this file was edited since",
            "把 {backup} 解压到网站文件夹，放回原样，再运行一次；确认现在的文件都对，就把 {backup} 移到别处",
            "unpack {backup} in the project folder to put the files back, then run it again; or, "
            "if they are right as they are, move {backup} elsewhere",
        ),
        "unsafe-id": error(
            "编号“{id}”不能用作网址：{reason_zh}",
            "the id “{id}” cannot be part of an address: {reason}",
            "只用小写字母、数字、连字符和汉字",
            "use lower-case letters, digits, hyphens and Chinese characters",
        ),
        "duplicate-id": error(
            "编号“{id}”重复，前一处在 {other}",
            "the id “{id}” is used twice, first at {other}",
            "改用另一个编号",
            "choose another id",
        ),
        "notice-exists": error(
            "计划“{plan}”已有印发通知，没有另写一份",
            "the plan “{plan}” has a notice already; none was written",
            "直接改这个文件；要从头写的，先把它移到别处",
            "edit this file; to begin anew, move it elsewhere first",
        ),
        "written-twice": error(
            "“{id}”写了两次，前一处在 {other}",
            "“{id}” is written twice, first at {other}",
            "保留一处，或改正其中一处",
            "keep one of them, or correct one",
        ),
        "indicator-bounds": error(
            "指标“{name}”没有写明要达到的数值，或几个数值互相矛盾",
            "the indicator “{name}” has no figure to reach, or figures that contradict each other",
            "写 equal（等于），或 at_least（不少于）和 at_most（不超过）中的一个或两个；"
            "约数（5.5%左右）只写 printed（原文）",
            "write equal, or one or both of at_least and at_most; of an approximate figure "
            "(5.5%左右) printed alone",
        ),
        "term-too-short": error(
            "术语“{term}”太短，会在许多不相干的地方标出",
            "the term “{term}” is so short that it would be found where it isn't meant",
            "写两个字以上的术语",
            "write a term of two characters or more",
        ),
        "text-missing": error(
            "任务“{task}”没有内容：tasks.yaml 里没有 text，正文里也没有标出它",
            "the task “{task}” has no wording: no text in tasks.yaml and no mark in the body",
            "写上 text，或在正文的段落前加一行 {mark}",
            "write text, or put the line {mark} above its paragraph",
        ),
    },
    "units": {
        "unknown-authority": error(
            "没有名为“{name}”的行政机关",
            "there is no authority “{name}”",
            "在 content/units/ 里建立它的单位名册",
            "give it a registry in content/units/",
        ),
        "unknown-unit": error(
            "单位名册里没有名为“{name}”的单位或集合单位",
            "no unit or group is called “{name}”",
            "在名册中补上这个单位、它的别名或集合单位",
            "add the unit, an alias or a group to the registry",
        ),
        "ambiguous-unit": error(
            "“{name}”可以指 {candidates}",
            "“{name}” may mean {candidates}",
            "用全称，或去掉其中一个别名",
            "use the full name, or remove one of the aliases",
        ),
        "duplicate-name": error(
            "名称“{name}”在同一名册中用了两次，前一处在 {other}",
            "the name “{name}” is used twice in this registry, first at {other}",
            "同一名册中的名称和别名不能重复",
            "names and aliases are unique within a registry",
        ),
        "unit-outside-validity": warning(
            "“{name}”只在 {span} 存续，而计划的日期是 {day}",
            "“{name}” existed {span} only; the plan is of {day}",
            "改用当时存续的单位",
            "use the unit that existed then",
        ),
        "retracts-nothing": error(
            "“{unit}”在 {date} 没有就任务 {task} 报送过，没有可以撤回的",
            "“{unit}” reported nothing on task {task} on {date}: there is nothing to take back",
            "写要撤回的那条报送的日期、单位和对应目标（那一条没有写的，这里也不写）",
            "write the day of the report that is taken back, and its unit and its target as they "
            "stand there (none if it names none)",
        ),
        "corrects-nothing": error(
            "“{unit}”在 {date} 没有就任务 {task} 报送过，没有可以更正的",
            "“{unit}” reported nothing on task {task} on {date}: there is nothing to correct",
            "写被更正的那条报送的日期，填报单位和分期目标写得和那一条一样（那一条没有写的，这里也不写）；不是更正的，去掉 corrects（更正报送，填报表里是“更正日期”）",
            "write the day of the report that is corrected, and the unit and the target as they "
            "stand there (none if it names none); leave out corrects if it corrects nothing",
        ),
        "retraction-with-report": error(
            "撤回报送的条目不能有 {key}",
            "an entry that takes a report back has no {key}",
            "撤回和新的报送分成两条写",
            "write the retraction and the new report as two entries",
        ),
        "retraction-without-day": error(
            "{key} 只用于撤回报送的条目",
            "{key} belongs to an entry that takes a report back",
            "写 retracts: 日期，或者去掉",
            "write retracts with its day, or leave it out",
        ),
        "adjustment-of-nothing": error(
            "任务 {task} 的这条调整没有说调整了什么",
            "this adjustment of task {task} says of nothing that it changed",
            "写新的“时间节点”（deadline），或者写“撤销任务: 是”（withdrawn: 是），或者在“事项”（what）里写明",
            "write the new deadline (时间节点), or withdrawn: yes (撤销任务), or say it with `what` (事项)",
        ),
        "adjustment-before-plan": error(
            "任务 {task} 的调整日期 {date} 早于计划",
            "the adjustment of task {task} of {date} is older than its plan",
            "核对日期",
            "look at the date",
        ),
        "adjustments-contradict": error(
            "任务 {task} 在 {date} 有两条调整说的是同一件事",
            "two adjustments of task {task} of {date} are about the same",
            "只留有效的一条；前一条确已改变过的，两条各写自己的日期",
            "keep the one that holds; if the first held for a time, give each its own date",
        ),
        "adjusted-target-without-deadline": error(
            "任务 {task} 的调整指向分期目标“{name}”，却没有写新的时间",
            "the adjustment of task {task} names the target “{name}” without a new day",
            "写 deadline；改的是整项任务的，去掉 target",
            "write deadline; or leave target out where it is about the whole task",
        ),
        "unknown-target": error(
            "任务“{task}”没有编号为“{name}”的分期目标",
            "the task “{task}” has no target “{name}”",
            "写任务 targets 里的编号；说的是整项任务的，去掉 target",
            "use an id from the task's targets; or leave it out where it is about the whole task",
        ),
        "unknown-kind": error(
            "没有种类“{name}”（有：{known}）",
            "there is no kind of plan “{name}” (there are: {known})",
            "写其中一种；新的种类先写进 content/kinds.yaml",
            "write one of them; a new kind goes into content/kinds.yaml first",
        ),
        "kind-without-name": error(
            "种类“{id}”没有名称",
            "the kind “{id}” has no name",
            "写 name，如 民生实事；要改 gksite 自带的种类，编号写它的",
            "write name; to change a kind that comes with gksite, use its id",
        ),
        "overview-of-nothing": warning(
            "种类“{kind}”的计划里没有编号为“{key}”、写明 sum 的栏目，概览不显示它",
            "no plan of the kind “{kind}” has a column “{key}” with a sum: the overview lacks it",
            "改成计划 lists 里的栏目编号，或在栏目里写 sum: yes",
            "use the key of a column of its plans, and write sum: yes there",
        ),
        "target-without-day": error(
            "分期目标的期限“{text}”没有说到哪一天",
            "“{text}” names no last day of a target",
            "写 2026、2026-06、2026-06-30、2026-Q2、2026-H1，或“2026年6月底前”这样的期限",
            "write 2026, 2026-06, 2026-06-30, 2026-Q2, 2026-H1, or a deadline such as 2026年6月底前",
        ),
        "target-half-measured": error(
            "任务 {task} 的分期目标“{id}”只写了目标值和所属指标中的一个",
            "the target “{id}” of task {task} has one of value and indicator",
            "value 和 indicator 一起写；没有数值的，两个都不写",
            "write value and indicator together; neither for a target without figure",
        ),
        "target-of-nothing": error(
            "任务 {task} 的分期目标“{id}”没有说要达到什么",
            "the target “{id}” of task {task} does not say what is to be reached",
            "写 text，按文件原文；或者写 value 和 indicator",
            "write text as the document has it; or value and indicator",
        ),
        "parts-in-circle": error(
            "任务 {task} 的上级任务 {parent} 又是它自己的子任务",
            "the task {parent} above task {task} is itself a part of it",
            "核对 parent：子任务写它所在的任务，最上面的任务不写",
            "look at parent: a part names its task, the topmost task has none",
        ),
        "rolls-up-nothing": error(
            "任务 {task} 随子任务计算状态，却没有子任务",
            "task {task} takes its state from its parts and has none",
            "给子任务写 parent: {task}，或者去掉 rolls_up",
            "write parent: {task} in its parts, or leave rolls_up out",
        ),
        "report-on-parts": error(
            "任务 {task} 的状态随子任务计算，不能直接报送",
            "the state of task {task} is that of its parts; nobody reports on it",
            "报送到它的子任务；说的是它的分期目标的，写 target；要直接报送的，去掉任务的 rolls_up",
            "report on its parts; on one of its targets with target; or leave its rolls_up out",
        ),
        "assessed-not-responsible": error(
            "“{name}”在 {date} 没有任务 {task} 的责任，核查不能针对它",
            "“{name}” has no duty in task {task} on {date} that could be assessed",
            "写当日承担这项任务的单位（{units}）；针对整项任务的，去掉 unit",
            "name a unit that has the task on that day ({units}); leave out unit if it is of the "
            "whole task",
        ),
        "assessed-by-itself": error(
            "“{name}”自己承担任务 {task}，不能由它核查自己",
            "“{name}” has task {task} itself and cannot assess itself",
            "写实际核查的单位；本单位自己的说法写进 progress.yaml；核查其他单位的，在 unit 写明",
            "name who assessed it; its own word belongs into progress.yaml; if it assessed "
            "another unit, name that one in unit",
        ),
        "assessment-before-plan": error(
            "任务 {task} 的核查日期 {date} 早于计划的日期 {day}",
            "the assessment of task {task} of {date} is older than its plan of {day}",
            "核对核查日期",
            "look at the date of the assessment",
        ),
        "assessment-contradiction": error(
            "“{by}”在 {date} 对同一对象还有另一种结论，见 {other}",
            "“{by}” found something else of the same on {date}, at {other}",
            "同一天只留一种结论；后来改变的，写改变的那一天",
            "keep one of the two; if it changed later, write the day on which it did",
        ),
        "separate-unknown-step": error(
            "separate（分人签署）里的“{step}”不是审查的环节",
            "“{step}” under separate is no step of the review",
            "审查的环节：{known}",
            "the steps are: {known}",
        ),
        "separate-alone": error(
            "separate（分人签署）的一组里只有“{steps}”，没有与谁分开",
            "a group under separate has only “{steps}”, which is separate from nothing",
            "写两个以上的环节，例如 separate: [[拟稿, 签发]]；不需要就删去",
            "name two steps or more, such as separate: [[拟稿, 签发]], or remove it",
        ),
        "assessed-without-public": error(
            "任务状态按核查（assessed）列示，而核查结果没有公开",
            "task_status is assessed, and assessments are not public",
            "在 config.yaml 写 assessments: public（核查: 公开）；核查结果不公开的，改用 lead 或 all",
            "write assessments: public in config.yaml, or take lead or all if they are to stay "
            "internal",
        ),
        "transfer-to-ended-unit": error(
            "“{name}”只在 {span} 存续，{on} 不能承接职责",
            "“{name}” existed {span} only and takes no duties on {on}",
            "写当日存续的单位",
            "name a unit that existed on that day",
        ),
        "transfer-loop": error(
            "同一天的职责划转首尾相接：{path}",
            "transfers of one day form a circle: {path}",
            "去掉一条，或者写各自的日期",
            "take one out, or give each its own day",
        ),
        "transfer-before-plan": warning(
            "“{name}”的日期 {day} 不早于 {on} 的划转，没有职责可以划出",
            "“{name}” is of {day}, not before the transfer of {on}: it gives nothing to pass on",
            "去掉这一项；计划写错了承担单位的，用更正改正",
            "leave it out; if the plan names the wrong unit, correct the plan",
        ),
        "unknown-successor": error(
            "承接单位“{name}”不存在",
            "the successor “{name}” does not exist",
            "写名册中的单位编号",
            "write the id of a unit in the registry",
        ),
        "unknown-parent": error(
            "上级“{name}”不存在",
            "the parent “{name}” does not exist",
            "写已有的编号",
            "write an id that exists",
        ),
        "unknown-member": error(
            "集合单位的成员“{name}”不存在",
            "the group member “{name}” does not exist",
            "写名册中的单位编号",
            "write the id of a unit in the registry",
        ),
        "empty-group": warning(
            "集合单位“{name}”没有成员",
            "the group “{name}” has no members",
            "写明 members，或把规则要的单位补进名册；确实不确定的写 open: true",
            "state its members, or add the units that its rule asks for; write open: true if "
            "nobody can say",
        ),
        "parent-loop": error(
            "上下级关系形成了循环：{path}",
            "parents form a loop: {path}",
            "断开其中一处",
            "break it at one place",
        ),
        "successor-loop": error(
            "承接关系形成了循环：{path}",
            "successors form a loop: {path}",
            "断开其中一处",
            "break it at one place",
        ),
        "group-loop": error(
            "集合单位包含了自己：{path}",
            "a group contains itself: {path}",
            "去掉其中一处",
            "remove one of them",
        ),
        "unread-units": warning(
            "“{text}”没有读成单位名称，按原文保留",
            "“{text}” could not be read as units and is kept as printed",
            "改写，或用 lead/responsible/cooperating 分列",
            "rewrite it, or list lead, responsible, cooperating",
        ),
    },
    "plans and tasks": {
        "written-after-published": error(
            "成文日期 {written} 晚于发布日期 {published}",
            "written on {written}, after it was published on {published}",
            "核对两个日期",
            "check the two dates",
        ),
        "notice-title-of-plan": error(
            "印发通知的标题就是计划的标题“{title}”",
            "the notice has the title of the plan, “{title}”",
            "在 plan.md 写计划自己的标题；文件没有单独的印发通知的，把文号、主送、署名写进 plan.md，"
            "删去 notice.md",
            "write the plan's own title in plan.md; if no notice was printed, write number, "
            "addressees and signature in plan.md and delete notice.md",
        ),
        "notice-without-text": error(
            "印发通知没有正文",
            "the notice has no text",
            "在第二条 --- 下面写通知的正文；没有印发通知的，删去 notice.md",
            "write the text of the notice below the second ---; if there is no notice, delete "
            "notice.md",
        ),
        "notice-number": error(
            "印发通知的发文字号 {number} 与计划的 {plan} 不一致",
            "the notice has the document number {number}, the plan has {plan}",
            "核对原件，改正其中一处",
            "compare both with the document and correct one",
        ),
        "notice-before-plan": error(
            "印发通知的日期 {date} 早于计划的成文日期 {written}",
            "the notice is dated {date}, before the plan was written on {written}",
            "核对 notice.md 的 date 和 plan.md 的 written",
            "check date in notice.md and written in plan.md",
        ),
        "notice-after-published": error(
            "印发通知的日期 {date} 晚于计划的发布日期 {published}",
            "the notice is dated {date}, after the plan was published on {published}",
            "核对 notice.md 的 date 和 plan.md 的 published",
            "check date in notice.md and published in plan.md",
        ),
        "printed-before-notice": error(
            "印发日期 {printed} 早于通知的日期 {date}",
            "printed on {printed}, before the notice is dated {date}",
            "核对 printed_on 和 date",
            "check printed_on and date",
        ),
        "stated-twice": warning(
            "{key} 在 plan.md 和 notice.md 里都写了，会印两次",
            "{key} stands in plan.md and in notice.md and would be printed twice",
            "原件只印一次的，从 plan.md 里去掉",
            "if the document has it once, take it out of plan.md",
        ),
        "task-in-notice": error(
            "印发通知里标出了任务“{id}”",
            "the notice marks the task “{id}”",
            "任务标在 plan.md 的正文里，从 notice.md 里去掉这一行",
            "mark tasks in the text of plan.md, and take this line out of notice.md",
        ),
        "annex-differs": warning(
            "印发通知列的附件“{title}”，计划在这里的附件是“{annex}”",
            "the notice lists the annex “{title}” where the plan has “{annex}”",
            "按原件核对 notice.md 和 plan.md 的 annexes：题名和顺序要一致",
            "compare annexes in notice.md and plan.md with the document: titles and order agree",
        ),
        "annex-missing": warning(
            "印发通知列了附件“{title}”，计划没有这个附件",
            "the notice lists the annex “{title}”, which the plan does not have",
            "在 plan.md 的 annexes 里写上它的任务表或文件，或按原件改正 notice.md",
            "name its task list or file under annexes in plan.md, or correct notice.md by the "
            "document",
        ),
        "annex-not-listed": warning(
            "附件“{title}”不在印发通知列的附件里",
            "the notice does not list the annex “{title}”",
            "按原件在 notice.md 的 annexes 里补上，或从 plan.md 的 annexes 里去掉",
            "add it to annexes in notice.md as the document has it, or take it out of annexes in "
            "plan.md",
        ),
        "annex-without-target": error(
            "附件“{title}”没有写明是哪个任务表（list）或文件（file）",
            "the annex “{title}” names no task list and no file",
            "写 list（plan.md 里任务表的编号）或 file（files/ 里的文件名）",
            "write list (the id of a task list in plan.md) or file (a name in files/)",
        ),
        "annex-without-task": warning(
            "附件“{title}”的任务表 {list} 里没有任务",
            "the task list {list} of the annex “{title}” has no task",
            "在它的任务里写 list: {list}，或改正附件的 list",
            "write list: {list} in its tasks, or correct the list of the annex",
        ),
        "annex-with-two-targets": error(
            "附件“{title}”同时写了任务表和文件",
            "the annex “{title}” names a task list and a file",
            "只写其中一个；另一个是另一件附件的，另写一条",
            "keep one of them; write another entry if the other is an annex of its own",
        ),
        "section-without-task": warning(
            "部分“{title}”（{id}）里没有任务，网页上不会出现",
            "the section “{title}” ({id}) has no task and is shown nowhere",
            "在任务里写 section: {id}，或从 sections 里去掉它",
            "write section: {id} in its tasks, or take it out of sections",
        ),
        "unknown-section": error(
            "计划里没有部分“{name}”",
            "the plan has no section “{name}”",
            "写正文标题的序号，如 2 或 2.3（“二、”下的“（三）”），或在 sections 里列出",
            "write the number of a heading, such as 2 or 2.3 ((三) below 二、), or list it under "
            "sections",
        ),
        "unknown-list": error(
            "计划里没有任务表“{name}”",
            "the plan has no task list “{name}”",
            "在 plan.md 的 lists 里列出",
            "list it under lists in plan.md",
        ),
        "unknown-task": error(
            "没有任务“{name}”",
            "there is no task “{name}”",
            "在 tasks.yaml 里加上它，或改正编号",
            "add it to tasks.yaml or correct the id",
        ),
        "task-marked-twice": error(
            "正文里两次标出了任务“{task}”，前一处在第 {line} 行",
            "the body marks the task “{task}” twice, first in line {line}",
            "一个任务只标一处",
            "mark it once",
        ),
        "mark-without-block": error(
            "任务标记 {mark} 下面没有段落",
            "the mark {mark} has no block below it",
            "标记单独一行，紧挨着写在段落的上一行；列表和引用里面不能写标记",
            "write it on a line of its own right above the paragraph; not within a list or quote",
        ),
        "mark-in-text": error(
            "任务标记 {found} 没有单独成行或写法有误，会按原样显示",
            "the mark {found} has no line of its own or is written otherwise, and would stand on "
            "the page",
            "写成 {{task=7}} 或 {{任务=7}}，单独一行，紧挨在段落的上一行",
            "write {{task=7}} on a line of its own, right above the paragraph",
        ),
        "heading-empty": warning(
            "“{found}”后面没有文字，是空标题",
            "no text behind {found}: an empty heading",
            "写上标题，或删去这一行",
            "write the heading, or delete the line",
        ),
        "unknown-plan": error(
            "没有计划“{name}”",
            "there is no plan “{name}”",
            "写 content/plans/ 里的文件夹名",
            "write the name of a folder in content/plans/",
        ),
        "unknown-basis": error(
            "依据“{name}”不存在",
            "the basis “{name}” does not exist",
            "写成“计划编号”或“计划编号#任务编号”",
            "write “plan-id” or “plan-id#task-id”",
        ),
        "basis-loop": error(
            "依据关系形成了循环：{path}",
            "bases form a loop: {path}",
            "断开其中一处",
            "break it at one place",
        ),
        "unknown-topic": error(
            "没有主题“{name}”",
            "there is no topic “{name}”",
            "在 topics.yaml 里加上它",
            "add it to topics.yaml",
        ),
        "unknown-indicator": error(
            "任务“{task}”没有名为“{name}”的指标",
            "the task “{task}” has no indicator “{name}”",
            "写任务 indicators 里的名称",
            "use a name from the task's indicators",
        ),
        "unread-deadline": warning(
            "时限“{text}”没有读懂，按原文保留",
            "the deadline “{text}” could not be read and is kept as printed",
            "改写，或写成 2025-06-30 这样的日期",
            "rewrite it, or write a date like 2025-06-30",
        ),
        "unknown-column": error(
            "“{key}”不是已有的列，只写了表头“{head}”",
            "“{key}” is none of the usual columns, and has a head alone: “{head}”",
            "写错了的，改正列名；文件自己的列，写成 {key}: {{head: {head}}}",
            "mend the name; a column of the document's own is written as {key}: {{head: {head}}}",
        ),
        "column-key": error(
            "列的编号“{key}”不能用",
            "“{key}” cannot name a column",
            "用英文字母开头的编号或汉字词，如 investment、资金来源，最多 40 个字符",
            "take an id that begins with a letter, or a Chinese word, of at most 40 characters: "
            "investment, 资金来源",
        ),
        "too-many-columns": error(
            "任务表有 {count} 列，最多 {most} 列",
            "the task list has {count} columns; {most} are the most",
            "分成几张任务表，或把整张表作为附件发布",
            "make several lists of it, or publish the sheet as an attachment",
        ),
        "heads-too-deep": error(
            "“{head}”上面的表头超过 {most} 层",
            "“{head}” has more than {most} heads above it",
            "在 over 里最多写 {most} 层",
            "write at most {most} in `over`",
        ),
        "same-head": warning(
            "表头“{head}”与“{other}”一列相同，读者分不清",
            "the head “{head}” is that of the column “{other}” too: no reader can tell them apart",
            "文件上面还有一层表头的，写进 over；两列确实同名的，可以不改，数据文件以编号区分",
            "if the document has a head above it, write that in `over`; if both are called so, "
            "leave it: data files tell them apart by their keys",
        ),
        "sum-of-text": error(
            "“{head}”一列不是数，不能合计",
            "the column “{head}” holds no numbers to add up",
            "去掉 sum，或写 type: number（数）或 money（金额）",
            "take out `sum`, or write type: number or money",
        ),
        "unit-of-text": error(
            "“{head}”一列不是数，没有计量单位",
            "the column “{head}” holds no numbers, and so has no unit of measure",
            "去掉 unit；列里是机关单位的，写 type: unit（单位）；是数的，写 type: number 或 money",
            "take out `unit`; write type: unit for names of units, type: number or money for "
            "numbers",
        ),
        "cell-without-column": error(
            "任务表“{list}”没有“{key}”这一列",
            "the list “{list}” has no column “{key}”",
            "在 plan.md 的 columns 里写明这一列及其表头；已有的：{known}",
            "declare it with its head under `columns` in plan.md; there are: {known}",
        ),
        "cell-of-target": error(
            "“{key}”一列显示分期目标“{target}”，不在 cells 里另写",
            "the column “{key}” shows the target “{target}”, and takes no cell of its own",
            "把文字写进任务 targets 里编号为 {target} 的目标；不是目标的，去掉该列的 target",
            "write the text into the task's target {target}; or take `target` out of the column",
        ),
        "column-without-target": warning(
            "“{head}”一列要显示分期目标“{name}”，但表中没有任务有这个目标",
            "the column “{head}” is to show the target “{name}”, which no task of the list has",
            "改正 target，或在任务的 targets 里写上这个目标",
            "mend `target`, or write the target into the tasks",
        ),
        "cell-of-other-list": error(
            "“{key}”是任务表“{list}”的列，这项任务在“{own}”里",
            "“{key}” is a column of the list “{list}”, and this task stands in “{own}”",
            "给任务写 list: {list}，或在“{own}”的 columns 里也写明这一列",
            "write list: {list} in the task, or declare the column in “{own}” too",
        ),
        "cell-of-known-column": error(
            "“{key}”是已有的列，不写在 cells 里",
            "“{key}” is a usual column, whose cells do not stand in `cells`",
            "直接写任务的 {key} 键；序号、部分和状态由 gksite 填写",
            "write the task's own key {key}; states are filled in by gksite",
        ),
        "merged-over-section": error(
            "“{head}”一列的合并格“{text}”跨过了两个部分（任务 {above} 和 {task}），表里不能这样合并",
            "the merged cell “{text}” of “{head}” would lie over the border of two sections (tasks "
            "{above} and {task}), which no table can show",
            "在任务 {task} 里写 {key}: {{text: {text}, apart: yes}}（独立成格: 是），或把该列移出 merged；"
            "金额属于两个部分的，只写在一处",
            "write {key}: {{text: {text}, apart: yes}} in task {task}, or take the column out of "
            "`merged`; an amount of both sections is written once",
        ),
        "impossible-period": error(
            "时段“{value}”{reason_zh}",
            "the period “{value}”: {reason}",
            "写成 2026、2026-2030、2026-03/2027-02，或者 无",
            "write it as 2026, 2026-2030, 2026-03/2027-02, or none",
        ),
        "period-and-year": error(
            "时段“{period}”与年度 {year} 不是一回事",
            "the period “{period}” is not the year {year}",
            "只写 period（时段），删去 year（年度）",
            "keep `period` and delete `year`",
        ),
        "period-without-day": error(
            "计划没有时段，也没有成文日期和发布日期，不知道它属于哪一天",
            "the plan has no period, and neither a day of writing nor of publication: its day is "
            "unknown",
            "补上 written（成文日期）或 published（发布日期）",
            "add `written` or `published`",
        ),
        "deadline-without-year": warning(
            "时限“{text}”没有写年份，计划又跨几个年度，因此没有日期",
            "the deadline “{text}” prints no year in a plan for several years: it has no date",
            "写明年份，如 2026年6月底前",
            "print the year: 2026年6月底前",
        ),
        "missing-attachment": error(
            "附件“{file}”不在 files/ 文件夹里",
            "the attachment “{file}” is not in files/",
            "把文件放进去，或改正文件名",
            "put it there or correct its name",
        ),
        "file-type": error(
            "这类文件（.{type}）不公开：{why_zh}",
            "files of this type (.{type}) are not published: {why}",
            "换成 PDF、OFD、Word、Excel、图片或压缩文件；确实要公开的，在 config.yaml 写 attachments: {{allow: [{type}]}}",
            "make it a PDF, a document, a sheet, a picture or an archive; to publish it all the "
            "same, write attachments: {{allow: [{type}]}} in config.yaml",
        ),
        "file-type-inside": error(
            "名称中间有“.{type}”，有的网站服务器或浏览器会因此运行这个文件",
            "“.{type}” inside of the name makes some web servers or browsers run the file",
            "给文件或它的文件夹改名，去掉“.{type}”",
            "rename the file or its folder, without “.{type}”",
        ),
        "file-without-type": error(
            "文件名没有扩展名，看不出是什么文件，不公开",
            "the file name has no ending that says what it is: it is not published",
            "给文件名补上扩展名，如 .pdf",
            "give it one, such as .pdf",
        ),
        "missing-site-key": error(
            "门户要求的“{key}”没有填写",
            "“{key}”, which a portal must carry, is not filled in",
            "在 config.yaml 的“{path}”中填写；本地预览可设 mode: preview",
            "fill in “{path}” in config.yaml; mode: preview does without",
        ),
        "unsafe-portal-address": error(
            "“{key}”的值“{value}”不是门户内的地址",
            "“{key}”: “{value}” is no address within the portal",
            "写成从根开始的路径，如 /common/header.html；不能有引号、空格、“--”和“..”",
            "write a path from the root, such as /common/header.html, without quotes, blanks, "
            "“--” and “..”",
        ),
        "missing-portal-slot": error(
            "layout: ssi 没有写明门户的页头和页脚",
            "layout: ssi names neither the head nor the foot of the portal",
            "在 config.yaml 的 portal 中填写 head 或 foot",
            "fill in head or foot under portal in config.yaml",
        ),
        "report-link": error(
            "“{value}”不能用作本页纠错的地址：{reason_zh}",
            "errors on a page cannot be reported at “{value}”: {reason}",
            "写成 https://…?title={{title}}&url={{address}} 这样的网址，或 mailto:邮箱",
            "write an address like https://…?title={{title}}&url={{address}}, or mailto: and a "
            "mailbox",
        ),
        "missing-base-url": error(
            "没有填写 site.base_url，而“{profile}”形式里的链接必须是完整网址",
            "site.base_url is not filled in, and the links of the profile “{profile}” must be "
            "absolute",
            "在 config.yaml 中填写网站对外的网址，以 https:// 开头",
            "fill in the public address of the site in config.yaml, beginning with https://",
        ),
        "missing-publication-key": error(
            "没有填写“{key}”，而门户页面必须有元数据 {tag}",
            "“{key}” is not filled in, and a portal's pages must carry {tag}",
            "在 plan.md 中补上“{key}”",
            "add “{key}” to plan.md",
        ),
        "publication-day-open": warning(
            "计划“{plan}”没有写发布日期，也还没有发布过，网页上没有元数据 PubDate",
            "the plan “{plan}” states no day of publication and never went out, so its pages lack "
            "the meta tag PubDate",
            "不必手写：gksite publish 首次发布时写上当时的时间；用别的办法发布的，才在 plan.md 里写 published",
            "nothing to type: the first gksite publish states its own time; write published in "
            "plan.md only where the site goes out in another way",
        ),
    },
}
"""Section of the manual → code → entry."""
