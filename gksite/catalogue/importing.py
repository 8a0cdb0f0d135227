"""Codes of imports: facts that were read, doubted and left out."""

from __future__ import annotations

from gksite.catalogue.entry import Entry, error, info, warning

IMPORTING: dict[str, dict[str, Entry]] = {
    "importing": {
        "units-proposed": warning(
            "{count} 个名称等待确认，暂时只按原文显示",
            "{count} names wait for acceptance and are shown as printed until then",
            "核对后把条目移到 {registry}，再删除本文件",
            "check the entries, move them to {registry} and delete this file",
        ),
        "edited-by-hand": error(
            "{where_zh}：你{mine_zh}，文件{theirs_zh}，没有写入任何文件",
            "{where}: you {mine}, the document {theirs}; nothing was written",
            "按文件改好这一处再导入，或加 --accept，这样的地方都按文件；要留你的写法，之后再改回来",
            "change this place as the document has it and import again, or say --accept to take "
            "the document's side in all such places; to keep your wording, write it again then",
            refuses=True,
        ),
        "merge-base-missing": error(
            "这个文件在导入之后改过，上一次导入没有留下原文，不能合并，没有覆盖",
            "this file was edited since it was imported, and cannot be merged, since that import "
            "kept no text; it is not overwritten",
            "对照上面的变化手工修改；要用新导入的内容覆盖，加 --accept；要另建一个计划，加 --id",
            "take the changes above over by hand; --accept overwrites the file, --id makes another "
            "plan",
            refuses=True,
        ),
        "edited-unreadable": error(
            "这个文件在导入之后改过，现在有错误，读不出来，不能与文件的变化合并，没有写入",
            "this file was edited since it was imported, and now cannot be read without errors, so "
            "that the changes of the document cannot be merged; nothing was written",
            "运行 gksite check，改好错误再导入；要用新导入的内容覆盖，加 --accept",
            "run gksite check, correct the errors and import again; --accept overwrites the file",
            refuses=True,
        ),
        "merge-breaks-plan": error(
            "手工的修改和文件的变化合在一起，计划就有了新的错误（见上），没有写入任何文件",
            "together the edits and the changes of the document give the plan new errors (see "
            "above); nothing was written",
            "改好手工改过的地方再导入，或加 --id 另建一个计划",
            "correct what was edited and import again, or make another plan with --id",
            refuses=True,
        ),
        "notice-not-in-document": warning(
            "这次导入的文件里没有印发通知，原有的 notice.md 没有动，仍会公布",
            "the imported document has no notice; the notice.md that is there stays and is still "
            "published",
            "通知不再适用就删除它",
            "delete it if the notice no longer applies",
        ),
        "another-plan": error(
            "这里已有另一个计划“{title}”，没有覆盖",
            "another plan lies here, “{title}”; it is not overwritten",
            "用 --id 另起一个编号；确是同一个计划的，写明 --id {id}",
            "name another id with --id; if it is the same plan, say --id {id}",
            refuses=True,
        ),
        "superseded-file": warning(
            "这是上一次导入放进 files/ 的原件，仍会作为附件发布",
            "an original that an earlier import put into files/; it is still published as an "
            "attachment",
            "不打算公开就删除它；新的原件在 source/ 里，不会公开",
            "delete it unless it is to be public; originals now lie in source/ and are not "
            "published",
        ),
        "formula-cell": error(
            "单元格是公式，没有计算，也没有读取",
            "the cell holds a formula, which is neither evaluated nor read",
            "改成填写的文字或日期",
            "write the text or the date itself",
        ),
        "sheet-unreadable": error(
            "表格无法读取：{reason_zh}",
            "the sheet cannot be read: {reason}",
            "用 gksite export progress 重新生成填报表后再填",
            "make a new sheet with gksite export progress",
        ),
        "missing-cell": error(
            "这一行填了内容，但缺少“{key}”",
            "the row is filled in, but lacks “{key}”",
            "补上这一格，或清空这一行",
            "fill it in, or clear the row",
        ),
        "date-unread": error(
            "“{value}”说的是哪一天不能确定",
            "it is not certain which day “{value}” is",
            "写成 2025-06-30 这样的日期",
            "write a date like 2025-06-30",
        ),
        "status-unclear": error(
            "状态“{value}”可以指{known}",
            "the status “{value}” may mean {known}",
            "写其中一个",
            "write one of them",
        ),
        "status-is-a-decision": error(
            "“{value}”不是进展，而是对任务的决定",
            "“{value}” is no progress, but a decision about the task",
            "这里写单位自己的进展；决定由办公室写进 tasks.yaml 的“调整”",
            "write here how far the unit is; the office writes the decision into tasks.yaml, as an "
            "adjustment",
        ),
        "report-not-theirs": error(
            "任务 {task} 不由“{unit}”承担",
            "the task {task} is not “{unit}”'s",
            "核对任务编号和填报单位；承担这项任务的是：{known}",
            "look at the task and the unit; the task is that of {known}",
        ),
        "report-after-transfer": error(
            "任务 {task} 已于 {on} 由“{unit}”划转给“{to}”，“{unit}”不能再填报 {date} 的情况",
            "task {task} passed from “{unit}” to “{to}” on {on}: “{unit}” cannot report on {date}",
            "{on} 起的情况由“{to}”填报；日期写错的，改成 {on} 之前实际所说的那一天",
            "“{to}” reports what is of {on} or later; if the date is wrong, write the day before "
            "{on} that the report speaks of",
        ),
        "report-before-transfer": error(
            "“{unit}”{on} 才从“{before}”承接任务 {task}，不能填报 {date} 的情况",
            "“{unit}” took task {task} over from “{before}” on {on}: it cannot report on {date}",
            "{on} 之前的情况由“{before}”填报；日期写错的，改成 {on} 起实际所说的那一天",
            "“{before}” reports what is of before {on}; if the date is wrong, write the day from "
            "{on} on that the report speaks of",
        ),
        "report-after-adjustment": error(
            "任务 {task} 的责任分工已于 {on} 调整，不再由“{unit}”承担，“{unit}”不能再填报 {date} 的情况",
            "the units of task {task} were changed on {on}: “{unit}” has it no more and cannot "
            "report on {date}",
            "{on} 起的情况由 {known} 填报；日期写错的，改成 {on} 之前实际所说的那一天",
            "{known} reports what is of {on} or later; if the date is wrong, write the day before "
            "{on} that the report speaks of",
        ),
        "report-before-adjustment": error(
            "责任分工于 {on} 调整后，任务 {task} 才由“{unit}”承担，不能填报 {date} 的情况",
            "“{unit}” has task {task} since its units were changed on {on}: it cannot report on "
            "{date}",
            "{on} 之前的情况由 {known} 填报；日期写错的，改成 {on} 起实际所说的那一天",
            "{known} reports what is of before {on}; if the date is wrong, write the day from {on} "
            "on that the report speaks of",
        ),
        "reporter-not-member": error(
            "任务 {task} 交给“{group}”，而“{unit}”在计划的日期（{day}）不存在，不在其中",
            "task {task} is that of “{group}”; “{unit}” did not exist on the plan's day ({day}) "
            "and is none of them",
            "由承担这项任务的单位填报：{known}；“{unit}”承接了其中某个单位职责的，在单位名册写 transfers",
            "its units report: {known}; if “{unit}” took over from one of them, state `transfers` "
            "in the registry",
        ),
        "report-uncounted": error(
            "收入之后，“{unit}”就任务 {task} 的报送（{date}）不计入任何统计：它当日不承担这项任务",
            "with the new entries the report of “{unit}” on task {task} ({date}) would count for "
            "nobody: it would have no duty in it on that day",
            "与承担单位（{known}）核对：划转之前已报完成的任务不会划转；只收其中属实的一条，"
            "另一条先用 retracts 撤回",
            "ask its units ({known}): a task that was reported done before a transfer does not "
            "pass on; take the report that is true, and take the other back (retracts)",
        ),
        "reporter-unknown": error(
            "填报单位“{name}”不是名册里的单位",
            "the unit “{name}” that reports is in no registry",
            "写下发时表里的单位名称（这项任务由 {known} 承担）；单位确已更名的，告诉下发这张表的人，由他改名册",
            "write the name that stood in the sheet (the task is that of {known}); if the unit "
            "was renamed, tell whoever sent the sheet, who changes the registry",
        ),
        "reporter-ambiguous": error(
            "填报单位“{name}”在 {date} 可以指几个单位：{units}",
            "on {date} the unit “{name}” that reports may be any of {units}",
            "在“填报单位”里写其中一个的编号",
            "write the id of one of them into the column 填报单位",
        ),
        "cell-cleaned": info(
            "“{before}”之后有看不见的字符 {number}，收入时已去掉",
            "an invisible character {number} behind “{before}” was left out",
            "不用改；多半是从网页或聊天记录复制来的",
            "nothing to do; such characters come from web pages and chats",
        ),
        "cell-unreadable": error(
            "“{before}”之后的字符 {number} 无法识读，或会打乱文字的顺序",
            "the character {number} behind “{before}” can't be read, or turns the text around it",
            "删去它，重新输入这几个字，再导入",
            "delete it, type these words anew, and import the sheet again",
        ),
        "report-twice": error(
            "“{unit}”{day} 对任务 {task} 已有另一条填报",
            "“{unit}” has another report of {day} on task {task}",
            "一天一条：更正那一条的，在这一行的“更正日期”填 {date}，填报单位写得和那一条一样（那一条没有写的留空）；"
            "说的是分期目标的，“分期目标”填它的编号；不是更正的，合成一条，或改成各自的日期",
            "one report a day: if this row corrects that report, write {date} in its column 更正日期, "
            "and the unit as that report names it (nothing if it names none); if it is about a "
            "target, its id in the column 分期目标; else join them, or give each its own date",
        ),
        "report-was-retracted": warning(
            "“{unit}”{date} 对任务 {task} 的同一条填报已在 {on} 撤回（{by}：{why}），没有再次写入",
            "this very report of “{unit}” on task {task} of {date} was taken back on {on} ({by}: "
            "{why}): it is not added again",
            "请填报单位答复：没有新情况的，删去这一行；确实再报的，日期写再次填报的那一天",
            "ask the unit: if nothing is new, delete this row; if it reports so again, write the "
            "day on which it does",
        ),
        "report-was-corrected": warning(
            "“{unit}”{date} 对任务 {task} 的同一条填报已由 {on} 的一条更正，没有再次写入",
            "this very report of “{unit}” on task {task} of {date} was corrected by one of {on}: "
            "it is not added again",
            "请填报单位答复：更正属实的，删去这一行；要改回来的，在“更正日期”填现在有效的那一条的日期",
            "ask the unit: if the correction is right, delete this row; if this report is right "
            "after all, write the date of the one that stands now in the column 更正日期",
        ),
        "older-plan-version": warning(
            "填报表是计划“{plan}”修改之前生成的",
            "the sheet was made before the plan “{plan}” was changed",
            "核对任务内容没有变化；下次填报前重新生成填报表",
            "see that the task still says the same; export a new sheet for the next report",
        ),
        "not-appendable": error(
            "没法在文件末尾追加：它不是以 - 开头的列表",
            "entries cannot be appended: the file is not a list of lines that begin with -",
            "把它改成每条以 - 开头的列表",
            "write it as a list of entries that begin with -",
        ),
    },
    "importing: what the reading understood, doubted and left out": {
        "import-no-title": warning(
            "没有找到计划的标题",
            "no title of a plan was found",
            "在 plan.md 里填写 title",
            "fill in title in plan.md",
        ),
        "import-no-tasks": warning(
            "没有读出任何任务",
            "no task was found",
            "核对文件是不是工作要点；任务需要编号、责任单位或任务表",
            "check that this is a work plan: tasks have a number, units or a table",
        ),
        "import-not-a-plan": error(
            "不像工作计划：“{title}”读出 {count} 项，其中 {assigned} 项有责任单位、{dated} 项有时限，因此没有导入",
            "this is hardly a plan: of {count} items under “{title}” {assigned} name a unit and "
            "{dated} a deadline; nothing was imported",
            "确实是计划的，加 --anyway 再导入",
            "if it is a plan, import it with --anyway",
        ),
        "import-nothing-assigned": warning(
            "{count} 项任务都没有写责任单位和时限，这是工作计划吗",
            "none of the {count} tasks names a unit or a deadline: is this a plan?",
            "核对原件是否另有任务分解表；有的和这份文件一起导入",
            "see whether the original has a table of tasks beside it, and import both together",
        ),
        "import-year-unknown": warning(
            "文件没有说明是哪一年的计划",
            "the document does not say of which year the plan is",
            "导入时加 --year 年份",
            "import with --year",
        ),
        "import-odd-unit": warning(
            "{count} 项任务有不像单位名称的责任单位，第一处是任务 {task} 的“{text}”",
            "{count} tasks have a unit that hardly is one; the first is “{text}” of task {task}",
            "对照原件，看栏目有没有错位、文字有没有混入责任单位",
            "compare with the original: columns may have shifted, or wording run into the units",
        ),
        "import-wording-of-units": warning(
            "{count} 项任务的内容像是责任单位，第一处是任务 {task} 的“{text}”",
            "the wording of {count} tasks is a list of units; the first is “{text}” of task {task}",
            "对照原件，看栏目有没有错位",
            "compare with the original: columns may have shifted",
        ),
        "import-crowded-deadline": warning(
            "{count} 项任务的时限里混有别的内容，第一处是任务 {task} 的“{text}”",
            "the deadline of {count} tasks holds more than a deadline; the first is “{text}” of "
            "task {task}",
            "对照原件，看是不是几行并成了一行",
            "compare with the original: several rows may have become one",
        ),
        "import-day-in-wording": warning(
            "{count} 项任务没有时限，文字里却有时间，第一处是任务 {task} 的“{text}”",
            "{count} tasks without a deadline hold a day in their wording; the first is “{text}” "
            "of task {task}",
            "是完成时限的，在 tasks.yaml 给它写上 deadline",
            "where it is a deadline, write it into tasks.yaml",
        ),
        "import-odd-title": warning(
            "{count} 项任务的标题不完整或不像标题，第一处是任务 {task} 的“{text}”",
            "the title of {count} tasks is cut or is none; the first is “{text}” of task {task}",
            "对照原件改正标题",
            "correct it from the original",
        ),
        "import-odd-plan-title": warning(
            "计划标题“{title}”不完整或不像标题",
            "the title of the plan, “{title}”, is cut or is none",
            "在 plan.md 的 title 写上正式标题",
            "write the official title into plan.md",
        ),
        "import-long-task": warning(
            "{count} 项任务的文字特别长，第一处是任务 {task}，{length} 字（多数约 {usual} 字）",
            "{count} tasks are very long; the first is task {task} with {length} characters "
            "(usual: {usual})",
            "对照原件，看后面的任务或附文有没有并进来",
            "compare with the original: other tasks or an annex may have run into it",
        ),
        "import-count-differs": warning(
            "原文说“{text}”，只读出 {read} 项任务",
            "the text says “{text}”, and {read} tasks were read",
            "核对附件是否齐全；附件另存的，和通知一起导入",
            "see whether the annex is complete; if it is a file of its own, import it as well",
        ),
        "import-damaged-day": warning(
            "日期“{text}”不完整，没有采用",
            "the date “{text}” is damaged and was not taken",
            "对照原件，在 plan.md 的 written 或 published 写上日期",
            "write the date of the original into plan.md (written or published)",
        ),
        "import-numbers-differ": warning(
            "文件有两个不同的发文字号：“{first}”和“{other}”，采用第一个",
            "the document states two numbers, “{first}” and “{other}”; the first was taken",
            "对照原件，改正 plan.md 的 document_number",
            "compare with the original; correct document_number in plan.md",
        ),
        "import-damaged-number": warning(
            "发文字号“{text}”不完整，按原文保留",
            "the document number “{text}” is damaged and is kept as printed",
            "对照原件改成“机关代字〔年份〕序号号”",
            "correct it from the original, like 青府办发〔2025〕6号",
        ),
        "import-dates-differ": warning(
            "落款日期是 {signed}，网页标注的成文日期是 {stated}",
            "signed on {signed}, but the page states {stated}",
            "对照原件，在 written 中保留正确的一个",
            "look at the original and keep the right one in written",
        ),
        "import-differs-wording": warning(
            "任务 {task} 的正文与表格文字不同：正文“{body}”，表格“{table}”",
            "task {task} is worded differently: text “{body}”, table “{table}”",
            "核对哪一处是定稿；两种文字都已保留",
            "find out which is final; both are kept",
        ),
        "import-differs-units": warning(
            "任务 {task} 的正文与表格单位不同：正文“{body}”，表格“{table}”",
            "task {task} names different units: text “{body}”, table “{table}”",
            "核对责任单位：正文写法在 plan.md，表格写法在 tasks.yaml",
            "check the units: plan.md has the text's, tasks.yaml the table's",
        ),
        "import-differs-deadline": warning(
            "任务 {task} 的正文与表格时限不同：正文“{body}”，表格“{table}”",
            "task {task} has different deadlines: text “{body}”, table “{table}”",
            "核对时限；草稿采用表格，正文写法另存",
            "check the deadline: the draft has the table's, the text's is kept beside it",
        ),
        "import-only-in-body": warning(
            "任务 {task} 只在正文里，表格没有",
            "task {task} stands in the text and not in the table",
            "核对表格是否完整",
            "check whether the table is complete",
        ),
        "import-item-without-units": warning(
            "任务 {task}“{text}”没有写责任单位，同一部分有别的任务写了",
            "task {task} “{text}” names no unit, and others of its section do",
            "核对原件是否漏读；确实没有责任单位的保留即可",
            "check the original for a unit that was not read; if it names none, leave it so",
        ),
        "import-only-in-table": warning(
            "任务 {task} 只在表格里，正文没有",
            "task {task} stands in the table and not in the text",
            "核对正文是否完整",
            "check whether the text is complete",
        ),
        "import-number-gap": warning(
            "编号 {first}–{last} 中缺少 {missing}",
            "of the numbers {first}–{last}, {missing} are missing",
            "核对原件是否缺页或漏项",
            "check the original for lost pages or items",
        ),
        "import-without-number": warning(
            "{count} 项任务没有编号，其他任务有（第一处“{text}”），按单独的任务读",
            "{count} tasks have no number, and others do (the first: “{text}”); each was read as a "
            "task of its own",
            "对照原件，看是不是上一项的一部分",
            "see in the original whether they are parts of the task above",
        ),
        "import-number-repeated": warning(
            "编号 {number} 出现了 {count} 次",
            "the number {number} stands {count} times",
            "核对编号；任务编号已加字母区分",
            "check the numbers; the ids are told apart by a letter",
        ),
        "import-deadline-before-year": warning(
            "时限“{text}”早于计划年度 {year}",
            "the deadline “{text}” lies before the plan's year {year}",
            "对照原件，可能是笔误",
            "look at the original: it may be a slip",
        ),
        "import-deadline-counted": warning(
            "时限里的“{text}”没有写明从哪一天算起，因此没有日期",
            "“{text}” in a deadline is counted from a day that the document does not state: it "
            "has no date",
            "按原文保留；知道起算日的，在 tasks.yaml 的 deadline 写上截止的日期，如 2026-06-30",
            "it is kept as printed; if you know that day, write the last day into the deadline in "
            "tasks.yaml (2026-06-30)",
        ),
        "import-radicals": info(
            "原件里有 {count} 个部首字符（第一个是“{found}”{number}），已按汉字“{right}”等读取",
            "the document holds {count} radicals (the first, “{found}” {number}); they were read "
            "as the ideographs they look like (“{right}”)",
            "对照原件看一眼这些字",
            "look at these characters in the original",
        ),
        "import-year-of-number": info(
            "年度 {year} 取自发文字号“{number}”，没有写年份的时限按这一年算",
            "the year {year} was taken from the document number “{number}”; deadlines without a "
            "year are of that year",
            "不对时用 --year 写明年度",
            "give the year with --year if it is another one",
        ),
        "import-deadlines-without-year": warning(
            "{count} 项任务的时限（如“{text}”）没有写年份，文件也没有说明年度，因此没有日期",
            "the deadlines of {count} tasks (“{text}” …) print no year and the document states "
            "none: they have no date",
            "在时限里补上年份；全部是同一年的，导入时加 --year",
            "print the year with each; if all are of one year, import with --year",
        ),
        "import-group-members": warning(
            "“{name}”指哪些单位，文件没有说明（{count} 项任务）",
            "the document does not say which units “{name}” means ({count} tasks)",
            "在名册里给它写明 members；确实不确定的写 open: true",
            "state its members in the registry; write open: true if nobody can say",
        ),
        "import-alias-likely": warning(
            "“{name}”和“{other}”可能是同一个单位",
            "“{name}” and “{other}” may be one unit",
            "是同一个的，在名册里只留一条，另一个名称写进它的 aliases；不是的不用改",
            "if they are, keep one entry in the registry and write the other name into its "
            "aliases; if not, change nothing",
        ),
        "import-alias-of-registry": warning(
            "“{name}”可能是名册里 {id}（{other}）的别名",
            "“{name}” may be another name of {id} ({other}) in the registry",
            "是的，把它写进这个单位的 aliases，删去提出的条目；不是的照提出的收进名册",
            "if so, write it into the aliases of that unit and remove the proposed entry; if not, "
            "accept the entry",
        ),
        "import-rule-applied": info(
            "全文适用的规则“{rule}”已用于各项任务",
            "the rule “{rule}” was applied to the tasks",
            "核对各项任务的牵头单位和责任单位",
            "check who leads and who is responsible",
        ),
        "import-rule-unread": warning(
            "“{text}”像是全文适用的责任规则，没有读懂，没有用到任务上",
            "“{text}” looks like a rule about the units of all tasks; it was not understood and "
            "not applied",
            "对照原文，在 tasks.yaml 里写明有关任务的 lead、responsible、cooperating",
            "look at the document and state lead, responsible and cooperating of the tasks that "
            "it means in tasks.yaml",
        ),
        "import-bare-lists": warning(
            "{count} 项任务以括号里的单位名称（如“{text}”）结尾，没有写明是牵头还是责任，读作责任单位",
            "{count} tasks end with a list of units in brackets (“{text}” …) that does not say "
            "whether they lead; they were read as responsible",
            "第一个单位牵头的，在 tasks.yaml 里写明 lead；不是责任单位的，改回正文",
            "if the first one leads, state lead in tasks.yaml; if they are not responsible, move "
            "them back into the wording",
        ),
        "import-same-as-above": warning(
            "任务 {task} 的责任单位写的是“同上”，读作上一项的 {units}",
            "task {task} prints 同上 for its units; they were read as those of the task above: "
            "{units}",
            "对照原文核对是不是这些单位",
            "check with the document that these units are meant",
        ),
        "import-reporting-date": info(
            "任务之外有报送时限“{text}”（{date}）",
            "units must report by “{text}” ({date}), outside of any task",
            "需要提醒时，另列一项任务",
            "make it a task if units are to be reminded",
        ),
        "import-table-skipped": warning(
            "“{table}”不是任务表（{reason_zh}），没有读出任务",
            "“{table}” is no task table ({reason}); no tasks were read from it",
            "需要时作为附件放进 files/",
            "put it into files/ as an attachment if it is needed",
        ),
        "import-inherited-cells": warning(
            "表格已成文字，{count} 行没有自己的责任单位或时限，按上一行合并的格子读（第一处“{text}”）",
            "the table had become text: {count} rows have no units or deadline of their own and "
            "were read with those of the row above (the first: “{text}”)",
            "对照原件，看这些格子是合并的还是空的",
            "see in the original whether these cells are merged or empty",
        ),
        "import-ditto": warning(
            "{count} 个格子写着“同上”一类的字（第一处 {where}），按上一行读",
            "{count} cells say “the same” (the first: {where}) and were read as the cell above",
            "核对这些任务的责任单位和时限",
            "check the units and deadlines of these tasks",
        ),
        "import-border-unknown": warning(
            "表格已成文字，{count} 行看不出牵头、责任、配合单位在哪里分界（第一处“{text}”）",
            "the table had become text: nothing shows in {count} rows where one column of units "
            "ends and the next begins (the first: “{text}”)",
            "对照原件核对这些任务的各类单位",
            "check the units of these tasks against the original",
        ),
        "import-table-lost": warning(
            "“{text}”像是表头，下面的表没有读成表格",
            "“{text}” looks like the heads of a table, which was not read as one",
            "用原来的 Word、Excel 文件导入；只有网页或 PDF 的，把这张表另存为 Excel 一起导入",
            "import the Word or Excel file; if there is none, save this table as a sheet and "
            "import it as well",
        ),
        "import-own-columns": warning(
            "表里有计划没有固定位置的栏目，按原表头自设：{columns}",
            "columns that plans have no fixed place for are kept as the document's own: {columns}",
            "核对各栏的类型；认得出固定栏目的，在 plan.md 的 columns 里改过来",
            "check the type of each; where one is a usual column, say so in columns of plan.md",
        ),
        "import-period-guessed": warning(
            "时段 {period} 是按标题“{title}”推出来的，文件没有写明起止年份",
            "the period {period} is inferred from the title “{title}”; no years are stated",
            "核对 plan.md 的 period；只是一年的，改成 year",
            "check period in plan.md; write year if it is one year",
        ),
        "import-title-of-tables": warning(
            "文件没有总标题，用表的标题作计划标题：{title}",
            "the document has no title; its tables' was taken: {title}",
            "在 plan.md 的 title 写上正式标题",
            "write the official title into plan.md",
        ),
        "import-two-kinds": warning(
            "几张表不是同一种计划，又没有总标题，作为一个计划的几个附件读入：{title}",
            "tables of several kinds under no title were read as annexes of one plan: {title}",
            "应是几个计划的，每张表存成一个文件分别导入，并用 --id 起不同编号",
            "if they are several plans, save each table as a file and import it with an --id",
        ),
        "import-annex-missing": warning(
            "“{titles}”不在文件里：这里没有它的任务",
            "“{titles}” is not in the document: its tasks are not here",
            "下载附件，和通知一起导入：gksite import 通知 附件",
            "download the annex and import both: gksite import NOTICE ANNEX",
        ),
        "import-several-plans": warning(
            "文件里有几个计划：{titles}；作为一个计划读入，标题是“{read}”",
            "the document holds several plans: {titles}; it was read as one, “{read}”",
            "每个计划另存为一个文件，分别导入",
            "save each plan as a file and import each by itself",
        ),
        "import-annex-as-text": warning(
            "附件“{text}”按文字保留，没有读出任务",
            "the annex “{text}” is kept as text; no tasks were read from it",
            "如果它是另一份计划，请单独导入",
            "import it by itself if it is a plan of its own",
        ),
        "import-notice-points": warning(
            "通知自己的 {count} 段要求作为通知正文，没有读成任务",
            "{count} paragraphs are the notice's own: kept as its text, not read as tasks",
            "这些要求就是任务的，手工写入 plan.md 和 tasks.yaml；计划在附件里的，连同附件一起导入",
            "write them in by hand if they are tasks; import an annex together with its notice",
        ),
        "import-unaccounted": warning(
            "这段文字没有放进草稿：“{text}”",
            "this piece has no place in the draft: “{text}”",
            "对照原件，手工补到相应位置",
            "put it where it belongs, by hand",
        ),
    },
    "importing: reading documents": {
        "import-unreadable": error(
            "读不出这份文件：{reason_zh}",
            "the document cannot be read: {reason}",
            "用 Word 或 WPS 打开确认内容完好，再另存一份",
            "open it in a word processor, see that it is whole, and save it anew",
        ),
        "import-too-large": error(
            "文件过大：{limit_zh}",
            "the document is too large: the limit is {limit}",
            "只保留工作要点和任务表，删去图片和其他附件后再导入",
            "keep the plan and its task table only, without pictures and other annexes",
        ),
        "import-bomb": error(
            "拒绝打开这个压缩结构异常的文件：{reason_zh}",
            "refused: the zip structure of this file is abnormal ({reason})",
            "如确认来源可靠，用 Word 或 Excel 打开后另存一份",
            "if you trust where it comes from, open it in an office program and save it anew",
        ),
        "import-unsafe-member": error(
            "拒绝打开：文件内部有不安全的路径或链接“{member}”",
            "refused: an unsafe path or link within the file: “{member}”",
            "如确认来源可靠，用 Word 或 Excel 打开后另存一份",
            "if you trust where it comes from, open it in an office program and save it anew",
        ),
        "import-doctype": error(
            "拒绝打开：{part} 里有 DOCTYPE 或 ENTITY 声明，正常的办公文件没有",
            "refused: {part} declares a DOCTYPE or ENTITY, which no office program writes",
            "如确认来源可靠，用 Word 或 Excel 打开后另存一份",
            "if you trust where it comes from, open it in an office program and save it anew",
        ),
        "import-macro": error(
            "拒绝打开带宏的文件",
            "refused: the file holds macros",
            "另存为不带宏的 .docx 或 .xlsx",
            "save it as .docx or .xlsx, without macros",
        ),
        "import-encrypted": error(
            "文件有密码保护",
            "the file is protected by a password",
            "在原程序里取消密码后另存一份",
            "remove the password in the program that made it, and save a copy",
        ),
        "import-limits": error(
            "读取这份文件超出了限度（{limit_zh}），已停止",
            "reading was stopped: the document needs more than {limit}",
            "拆成几份，或删去图片和无关内容后再导入",
            "split it, or remove pictures and what does not belong to the plan",
        ),
        "import-crashed": error(
            "读取程序意外终止（代码 {status}）",
            "the reader ended unexpectedly (code {status})",
            "用 Word 或 Excel 打开后另存一份再试；仍不行请把文件发给开发者",
            "save it anew in an office program; if that does not help, report it with the file",
        ),
        "import-depth": error(
            "内容嵌套超过 {most} 层",
            "nested deeper than {most} levels",
            "在浏览器里选中正文，复制到 Word 再导入",
            "select the text in a browser, copy it into a word processor and import that",
        ),
        "import-format-unknown": error(
            "不是可以导入的格式（{found}）",
            "no format that can be imported ({found})",
            "另存为 docx、xlsx、html、txt、csv 或 pdf",
            "save it as docx, xlsx, html, txt, csv or pdf",
        ),
        "import-needs-extra": error(
            "读取这种文件需要附加组件“{extra}”",
            "this kind of file needs the extra “{extra}”",
            '运行 pip install "gksite[{extra}]"，或把文件另存为 docx',
            'run pip install "gksite[{extra}]", or save the document as docx',
        ),
        "import-needs-office": error(
            "这是{kind_zh}，本机没有 LibreOffice，无法转换",
            "this is {kind}, and there is no LibreOffice here to convert it",
            "用 WPS 或 Office 打开，选“另存为”，类型选 {target}（*.{target}），再导入",
            "open it in an office program, choose “Save as” and the type {target} (*.{target}), "
            "and import that",
        ),
        "import-not-converted": error(
            "这是{kind_zh}，LibreOffice 没能转换它",
            "this is {kind}, and LibreOffice could not convert it",
            "用 WPS 或 Office 打开，选“另存为”，类型选 {target}（*.{target}），再导入；本机的 LibreOffice 可能缺组件",
            "open it in an office program, choose “Save as” and the type {target} (*.{target}), "
            "and import that; the LibreOffice here may lack a component",
        ),
        "import-other-kind": error(
            "这是{kind_zh}，不能直接导入",
            "this is {kind}, which cannot be imported as it is",
            "{remedy_zh}",
            "{remedy}",
        ),
        "import-text-lost": error(
            "有 {count} 个字没有读出来，首先是“{text}”，在 {place} 附近",
            "{count} characters were not read, first “{text}”, near {place}",
            "对照原文补上，或把文件另存为 docx 再导入",
            "add them from the original, or save the document as docx and import that",
        ),
        "import-no-text": error(
            "没有读到文字",
            "no text was found in it",
            "扫描件请先做文字识别（OCR）；否则检查是否选错了文件",
            "run text recognition (OCR) on a scan first; else see whether it is the right file",
        ),
        "import-scanned": warning(
            "有 {count} 页没有（或几乎没有）文字（第 {pages} 页），可能是扫描图片，或文字已转成曲线",
            "{count} pages hold no text or next to none (pages {pages}); they may be scans, or "
            "their letters are drawn as curves",
            "先做文字识别（OCR），或向发文单位要 Word 版",
            "run text recognition (OCR), or ask the issuer for the Word file",
        ),
        "import-two-columns": warning(
            "有 {count} 页可能分栏（第 {pages} 页），读取的先后次序可能不对",
            "{count} pages may be in columns (pages {pages}); their text may be out of order",
            "对照原件核对这几页；有 Word 版的，改用 Word 版导入",
            "compare these pages with the original; import the Word file if there is one",
        ),
        "import-mislabelled-encoding": warning(
            "文件声称编码是 {claimed}，实际是 {found}，已按实际编码读取",
            "labelled {claimed}, but in {found}, and read as such",
            "核对文字没有乱码",
            "see that no character is garbled",
        ),
        "import-bad-bytes": warning(
            "有 {count} 处不能按 {encoding} 识读，显示为“\ufffd”",
            "{count} places could not be decoded as {encoding} and show as “\ufffd”",
            "对照原文改正这些字",
            "correct them from the original",
        ),
        "import-control-characters": warning(
            "去掉了 {count} 个控制字符",
            "{count} control characters were removed",
            "核对文字完整",
            "see that the text is whole",
        ),
        "import-wrong-ending": warning(
            "文件扩展名和内容不符，已按 {found} 读取",
            "the ending of its name is wrong; it was read as {found}",
            "改正扩展名",
            "correct the ending",
        ),
        "import-hidden-text": warning(
            "略去了隐藏文字 {count} 个字：“{text}”",
            "hidden text of {count} characters was left out: “{text}”",
            "需要的话在原文中取消隐藏后重新导入",
            "if it is wanted, unhide it in the original and import again",
        ),
        "import-deleted-text": warning(
            "略去了修订中删除的 {count} 个字：“{text}”",
            "{count} characters that a tracked change deletes were left out: “{text}”",
            "导入前最好在 Word 里接受或拒绝全部修订",
            "better accept or reject all changes before importing",
        ),
        "import-struck-text": warning(
            "略去了画了删除线的 {count} 个字：“{text}”",
            "struck-through text of {count} characters was left out: “{text}”",
            "仍然有效的，在原文中去掉删除线后重新导入",
            "if it still holds, take the line through it away in the original and import again",
        ),
        "import-shown-by-script": warning(
            "网页的正文要靠脚本才显示（如微信公众号文章），已按看得见的文字读取",
            "the text of the page is shown by a script only (as in WeChat); it was read as visible",
            "对照手机上看到的文章核对",
            "compare it with the article as a phone shows it",
        ),
        "import-hidden-sheet": warning(
            "略去了隐藏的工作表“{sheet}”（{count} 格有内容）",
            "the hidden sheet “{sheet}” was left out ({count} filled cells)",
            "需要的话在 Excel 里取消隐藏后重新导入",
            "if it is wanted, unhide it and import again",
        ),
        "import-hidden-rows": warning(
            "工作表“{sheet}”里隐藏的 {rows} 行、{columns} 列也读了进来",
            "{rows} hidden rows and {columns} hidden columns of the sheet “{sheet}” were read too",
            "不需要的话在 Excel 里删去后重新导入",
            "if they are not wanted, delete them and import again",
        ),
        "import-formula": warning(
            "有 {count} 格公式没有存下结果：{cells}",
            "{count} formulas have no stored result: {cells}",
            "在 Excel 里打开并保存一次，再导入",
            "open and save it in a spreadsheet program once, then import",
        ),
        "import-embedded": warning(
            "有 {count} 处嵌入的文件没有读",
            "{count} embedded files were not read",
            "把其中的内容复制到正文里",
            "copy what is in them into the text",
        ),
        "import-pictures": info(
            "有 {count} 张图片，图片里的文字没有读",
            "{count} pictures; text within them was not read",
            "如果表格是图片，请改成真正的表格",
            "if a table is a picture, turn it into a table",
        ),
        "import-notes": info(
            "脚注、尾注共 {count} 段，放在了文末",
            "{count} paragraphs of footnotes and endnotes stand at the end",
            "核对它们没有混进最后一项任务",
            "see that they did not become part of the last task",
        ),
        "import-comments": info(
            "略去了批注 {count} 个字：“{text}”",
            "comments of {count} characters were left out: “{text}”",
            "需要的话写进正文",
            "if they are wanted, put them into the text",
        ),
        "import-page-margin": info(
            "略去了页眉、页脚：“{text}”",
            "a page header or footer was left out: “{text}”",
            "核对里面没有正文",
            "see that none of the text is in it",
        ),
    },
}
"""Section of the manual → code → entry."""
