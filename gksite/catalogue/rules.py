"""Codes of the rules of `gksite check`."""

from __future__ import annotations

from gksite.catalogue.entry import Entry, error, info, warning

RULES: dict[str, dict[str, Entry]] = {
    "rules: consistency": {
        "body-table-wording": warning(
            "任务 {task} 的正文与表格文字不同：正文“{body}”，表格“{table}”",
            "task {task} is worded differently: body “{body}”, table “{table}”",
            "核对哪一处是定稿，改正另一处；表格与正文相同时，tasks.yaml 里不必再写 text",
            "find out which is final and correct the other; where both are the same, tasks.yaml "
            "needs no text",
        ),
        "body-table-units": warning(
            "任务 {task} 的正文与表格单位不同：正文“{body}”，表格“{table}”",
            "task {task} names different units: body “{body}”, table “{table}”",
            "核对责任单位，改正正文的括号或 tasks.yaml",
            "check the units, and correct the brackets in the body or tasks.yaml",
        ),
        "body-table-deadline": warning(
            "任务 {task} 的正文与表格时限不同：正文“{body}”，表格“{table}”",
            "task {task} has different deadlines: body “{body}”, table “{table}”",
            "核对时限，改正正文或 tasks.yaml 的 deadline",
            "check the deadline, and correct the body or the deadline in tasks.yaml",
        ),
        "only-in-table": warning(
            "任务 {task} 只在表格里，正文没有",
            "task {task} stands in the table and not in the body",
            "核对正文是否漏项；正文里有的，在段落上一行写 {{task=…}}",
            "see whether the body lacks it; if it has it, write {{task=…}} above its paragraph",
        ),
        "only-in-body": warning(
            "正文“{text}”编了号，但不是任务",
            "the body's “{text}” is numbered, and no task",
            "在段落上一行写 {{task=…}}，并在 tasks.yaml 里加上它",
            "write {{task=…}} above it, and add it to tasks.yaml",
        ),
        "number-gap": warning(
            "编号 {number} 之前缺 {missing}",
            "{missing} is missing before the number {number}",
            "核对是否漏项，或重新编号",
            "see whether something was left out, or number anew",
        ),
        "number-repeated": warning(
            "编号 {number} 重复，前一处在第 {other} 行",
            "the number {number} stands twice, first in line {other}",
            "改正编号",
            "correct the number",
        ),
        "date-outside-year": warning(
            "“{what}”与年度 {year} 不符",
            "“{what}” does not suit the year {year}",
            "核对年度和日期",
            "check the year and the date",
        ),
        "date-outside-period": warning(
            "“{what}”不在计划时段 {period} 之内",
            "“{what}” is outside of the plan's period {period}",
            "核对时段和日期；确实如此的，加一条 waiver 说明",
            "check the period and the date; waive it with a reason if it is right",
        ),
        "deadline-before-publication": warning(
            "时限“{deadline}”早于发布日期 {published}",
            "the deadline “{deadline}” lies before the publication on {published}",
            "核对时限；确实如此的，加一条 waiver 说明",
            "check the deadline; waive it with a reason if it is right",
        ),
        "unit-repeated": warning(
            "任务 {task} 两次列出“{name}”",
            "task {task} names “{name}” twice",
            "保留一处",
            "keep one of them",
        ),
        "progress-after-done": warning(
            "任务 {task} 在 {done} 已完成，这条之后的状态又不是已完成",
            "task {task} was done on {done}, and this later entry has another status",
            "核对状态和日期",
            "check the status and the date",
        ),
        "report-before-plan": warning(
            "任务 {task} 的这条进展日期是 {date}，比计划本身（{begins}）还早",
            "this report on task {task} is dated {date}, before its plan began ({begins})",
            "核对日期的年份；日期写错、又已经公开的，用 retracts 撤回，再按对的日期报送一条",
            "check the year of the date; if it is wrong and was published, take the report back by "
            "an entry with retracts, and add one of the right day",
        ),
        "reporter-not-responsible": warning(
            "任务 {task} 的这条报送由“{unit}”填报，它当日不承担这项任务：照原样登出，不计入任何统计",
            "this report on task {task} is by “{unit}”, which had no duty in it on that day: it is "
            "shown as printed and counts in no figure",
            "写当日承担单位的名称或编号（{known}）；职责已经划转的，在单位名册写 transfers（职责划转）",
            "name one of its units on that day, as it stands here ({known}); if the duty passed "
            "on, state `transfers` in the registry",
        ),
        "two-reports-a-day": warning(
            "“{unit}”就任务 {task} {day} 的情况有两条报送，以后一条为准",
            "“{unit}” has two reports on task {task} that stand on {day}: the later one counts",
            "后一条是更正前一条的，加 corrects: {date}（更正报送）；重复的，另写一条 retracts: {dates}（撤回报送）撤回",
            "if the later corrects the earlier, add corrects: {date} to it; take a needless one "
            "back by an entry with retracts: {dates}",
        ),
        "two-reporters-a-day": warning(
            "任务 {task} 的同一责任项在 {day} 有“{unit}”的报送，此前还有“{others}”的，以后一条为准",
            "“{unit}” and before it “{others}” reported the same duty in task {task} on {day}: "
            "the later one counts",
            "不要的一条，另写一条 retracts: {dates}（撤回报送）撤回，单位写得和那一条一样（没有写单位的不写）；"
            "corrects 只能更正同一单位的报送；都属实的，加一条 waiver 说明",
            "take the needless one back by an entry with retracts: {dates} and the unit as it "
            "stands there (none if it names none); `corrects` is for a report of the same unit; "
            "waive it with a reason if both are right",
        ),
        "duty-contradiction": warning(
            "任务 {task} 的牵头单位“{lead}”报已完成，“{unit}”报{status}",
            "the lead of task {task}, “{lead}”, reports it done; “{unit}” reports “{status}”",
            "请两家核对：情况已经变化的，由“{unit}”再报一次；牵头单位报早了的，用 corrects 更正；两条都属实的，"
            "加一条 waiver 说明",
            "ask both: “{unit}” reports again if things have changed, the lead corrects its report "
            "(corrects) if it was too early; waive it with a reason if both are right",
        ),
        "report-stale": info(
            "任务 {task} 超过 {months} 个月没有新的报送：{silent_zh}",
            "no new report on task {task} for more than {months} months: {silent}",
            "用 gksite export progress 发填报表催报；不要求这些单位分别报送的，改 rules.stale_months 或用 rules.levels "
            "关闭本条",
            "send their sheets (gksite export progress); if these units need not report, change "
            "rules.stale_months or turn this rule off in rules.levels",
        ),
        "duty-unreported": info(
            "有 {count} 个责任项早该报送，还从未报送过：{silent_zh}",
            "duties that were never reported and should have been by now: {count}; {silent}",
            "用 gksite export progress 发填报表催报；不要求这些单位分别报送的，改 rules.stale_months 或用 rules.levels "
            "关闭本条",
            "send their sheets (gksite export progress); if these units need not report, change "
            "rules.stale_months or turn this rule off in rules.levels",
        ),
        "task-of-ended-unit": warning(
            "“{name}”已于 {end} 撤销，还有 {count} 个没有完成的责任项没有划转（{plans}）",
            "“{name}” ended on {end}, and no transfer passes on its open duties: {count} ({plans})",
            "在单位名册的 transfers 里写：{entry}",
            "write under `transfers` in the registry: {entry}",
        ),
        "adjustment-after-withdrawal": warning(
            "任务 {task} 已于 {withdrawn} 撤销，{date} 的这条调整不能恢复它：任务仍列为已撤销",
            "task {task} was withdrawn on {withdrawn}; this adjustment of {date} does not bring it "
            "back: it is still shown as withdrawn",
            "撤销是记错的，用 gksite adjust --retract 撤回；"
            "撤销以后又恢复的，作为新任务另编号写进计划；这两种都要在 plan.md 写一条 corrections（更正）。"
            "这条是重复或记错的，删去它；"
            "只是补充说明的，加一条 waiver 说明",
            "if the withdrawal is a mistake, take it out with gksite adjust --retract; if the "
            "task was taken up again, "
            "write it as a new task with an id of its own; both with an entry in the `corrections` "
            "of plan.md; if this "
            "entry repeats the withdrawal or is a mistake, take it out; waive it with a reason if "
            "it only adds to the withdrawal",
        ),
        "parts-withdrawn": warning(
            "任务 {task} 的状态随子任务，而它的子任务都已撤销：它列为已撤销，不计入任何统计，也不能直接报送",
            "task {task} has the state of its parts, and all of these were withdrawn: it is shown "
            "as withdrawn, counts in no figure, and nobody reports on it",
            "任务也随之撤销的，给它记一条撤销（gksite adjust {plan} {id} --withdraw --approved-by … --why …）；"
            "任务还要继续的，去掉它的 rolls_up，由它的责任单位报送，并写一条 corrections（更正）",
            "if the decision was about the task as well, enter it (gksite adjust {plan} {id} "
            "--withdraw --approved-by … --why …); if the task goes on, leave its rolls_up out, so "
            "that its own units report on it, with an entry in the `corrections` of plan.md",
        ),
        "indicator-reached": info(
            "任务 {task} 的指标“{name}”已达到（{value}），状态还不是已完成",
            "task {task} has reached “{name}” ({value}) and is still open",
            "核对是否可以填报已完成",
            "see whether it can be reported as done",
        ),
        "unread-cell": warning(
            "“{head}”一列的“{text}”不是{type_zh}，没有读出，按原文保留",
            "“{text}” in the column “{head}” is no {type}: it is kept as printed and not read",
            "文件就是这样印的，写进 waivers.yaml 并说明原因；能改的写成 {example} 这样的值；整列都不是的，把该列的 type 改为 text",
            "if the document has it so, say so in waivers.yaml; else write a value like {example}; "
            "where no cell of the column is one, make its type text",
        ),
        "basis-withdrawn": warning(
            "依据“{name}”已{validity}",
            "the basis “{name}” is no longer valid ({validity})",
            "改用现行的依据，或删去",
            "name a basis that holds, or none",
        ),
    },
    "rules: privacy and secrecy": {
        "resident-id": error(
            "居民身份证号码 {found}{place_zh}",
            "a resident ID {found}{place}",
            "删去，或遮盖成 {found}",
            "remove it, or mask it as {found}",
        ),
        "resident-id-doubtful": warning(
            "疑似身份证号码 {found}{place_zh}（旧号，或校验码不对）",
            "what looks like a resident ID {found}{place} (an old one, or a wrong check digit)",
            "核对；确是身份证号码的，删去或遮盖",
            "look at it; remove or mask it if it is one",
        ),
        "mobile-number": error(
            "手机号码 {found}{place_zh}",
            "a mobile number {found}{place}",
            "删去，或遮盖成 {found}；应公开的值班手机加一条 waiver",
            "remove it, or mask it as {found}; waive the phone of a duty desk that is meant to be "
            "public",
        ),
        "bank-card": warning(
            "疑似银行卡号 {found}{place_zh}",
            "what looks like a bank card {found}{place}",
            "删去或遮盖",
            "remove or mask it",
        ),
        "passport-number": warning(
            "疑似护照或通行证号码 {found}{place_zh}",
            "what looks like a passport or permit {found}{place}",
            "删去或遮盖",
            "remove or mask it",
        ),
        "vehicle-plate": warning(
            "机动车号牌 {found}{place_zh}",
            "the plate of a vehicle {found}{place}",
            "个人车辆的号牌删去或遮盖",
            "remove or mask it if it is a private vehicle's",
        ),
        "personal-email": warning(
            "非政府电子邮箱 {found}{place_zh}",
            "an e-mail address that is not the government's: {found}{place}",
            "改用 gov.cn 邮箱，或删去",
            "use a gov.cn address, or none",
        ),
        "home-address": warning(
            "细到门牌的住址 {found}{place_zh}",
            "an address down to the door {found}{place}",
            "只写到乡镇、街道；办公地址加一条 waiver",
            "stop at the town or street; waive the address of an office",
        ),
        "secrecy-mark": error(
            "密级标志“{found}”{place_zh}",
            "a mark of secrecy “{found}”{place}",
            "立即停止发布，交保密审查",
            "stop the publication and have it reviewed",
        ),
        "internal-mark": error(
            "内部资料标志“{found}”{place_zh}",
            "a mark of internal papers “{found}”{place}",
            "确认可以公开并去掉标志，否则不得发布",
            "see that it may be published and remove the mark, or do not publish",
        ),
        "copy-number": error(
            "份号“{found}”{place_zh}",
            "the number of a copy “{found}”{place}",
            "份号只印在涉密公文上：确认可以公开后删去",
            "only classified papers bear one: see that it may be published, then remove it",
        ),
        "inner-envelope": error(
            "公开页面不应有“{found}”{place_zh}",
            "“{found}” has no place on a public page{place}",
            "删去这一行",
            "remove the line",
        ),
        "not-for-disclosure": error(
            "公开属性是“{value}”，不能发布",
            "the plan is “{value}” and may not be published",
            "写 draft: true，或核对公开属性",
            "write draft: true, or check the disclosure",
        ),
    },
    "rules: official style": {
        "wrong-colon": warning(
            "冒号写成了“{found}”{more_zh}",
            "the colon is written “{found}”{more}",
            "改成“{right}”；gksite check --fix 可以改",
            "write “{right}”; gksite check --fix does it",
        ),
        "fix-left": info(
            "“{found}”没有自动改：它在文首的属性里、链接里，或改了以后标记、值的结构会变",
            "“{found}” was left: it stands in front matter or a link, or mending it would change "
            "markup or the structure of values",
            "手工核对、改写这一处",
            "look at it and write it by hand",
        ),
        "narrow-mark": warning(
            "汉字旁用了半角标点“{found}”{more_zh}",
            "half-width “{found}” beside Chinese characters{more}",
            "改成“{right}”；gksite check --fix 可以改",
            "write “{right}”; gksite check --fix does it",
        ),
        "straight-quotes": warning(
            "用了直引号 {found}{more_zh}",
            "straight quotes {found}{more}",
            "改成 {right}；成对的可用 gksite check --fix 改",
            "write {right}; gksite check --fix mends those in pairs",
        ),
        "document-number-brackets": warning(
            "发文字号的年份写成了“{found}”",
            "the year of a document number is written “{found}”",
            "改成“{right}”；gksite check --fix 可以改",
            "write “{right}”; gksite check --fix does it",
        ),
        "document-number-form": warning(
            "发文字号写法“{found}”：年份写全，序号不编虚位、不加“第”",
            "a document number “{found}”: the year has four digits, the number no 第 and no "
            "leading zero",
            "改成“{right}”",
            "write “{right}”",
        ),
        "number-mark": warning(
            "序号写成了“{found}”",
            "the number is written “{found}”",
            "改成“{right}”；gksite check --fix 可以改",
            "write “{right}”; gksite check --fix does it",
        ),
        "unpaired-mark": warning(
            "“{found}”不成对",
            "“{found}” has no partner",
            "补上另一半，或删去",
            "add the other one, or remove it",
        ),
        "blank-in-text": warning(
            "汉字之间或段首有空格：“{found}”{more_zh}",
            "blanks between Chinese characters or as an indent: “{found}”{more}",
            "删去；gksite check --fix 可以改",
            "remove them; gksite check --fix does it",
        ),
        "invisible-character": warning(
            "“{before}”之后有看不见的字符 {found}{more_zh}",
            "an invisible character {found} behind “{before}”{more}",
            "删除它：把光标放在这里，按退格键，或重新输入这几个字",
            "delete it, or type these words anew",
        ),
        "text-direction": error(
            "“{before}”之后有改变文字方向的字符 {found}，读到的次序与写的不同{more_zh}",
            "behind “{before}” a character {found} turns the direction of the text: it is read in "
            "another order than it is written{more}",
            "删除它，或重新输入这几个字",
            "delete it, or type these words anew",
        ),
        "unreadable-character": error(
            "“{before}”之后有无法识读的字符 {found}{more_zh}",
            "behind “{before}” stands a character {found} that cannot be read{more}",
            "对照原文，输入应有的字",
            "look at the original and type the character that belongs here",
        ),
        "page-residue": warning(
            "像是页码或网页上的文字：“{found}”",
            "what looks like a page number or a web page's words: “{found}”",
            "删去",
            "remove it",
        ),
        "cut-sentence": warning(
            "句子在“{found}”处断成两段",
            "a sentence is cut in two after “{found}”",
            "把两段接起来",
            "join the two paragraphs",
        ),
        "confused-word": error(
            "“{found}”应为“{right}”",
            "“{found}” should be “{right}”",
            "改正；专有名词确实如此的，加一条 waiver",
            "correct it; waive a name that is written so",
        ),
    },
    "rules: disclosure norms": {
        "published-late": warning(
            "成文（{written}）后 {days} 个工作日才发布（{published}），超过 {most} 个",
            "published on {published}, {days} working days after it was written ({written}); the "
            "limit is {most}",
            "核对日期；节假日数据可在 content/holidays.yaml 补充",
            "check the dates; content/holidays.yaml may add holidays",
        ),
        "holidays-unknown": info(
            "没有 {year} 年的节假日数据，没有核对 20 个工作日",
            "the holidays of {year} are not known, so the 20 working days were not checked",
            "在 content/holidays.yaml 补上这一年",
            "add the year to content/holidays.yaml",
        ),
        "future-publication": error(
            "日期 {published} 晚于 {today}",
            "dated {published}, after {today}",
            "核对日期；提前准备的写 draft: true",
            "check the date; write draft: true until it comes",
        ),
        "date-in-future": error(
            "日期 {date} 晚于 {today}",
            "dated {date}, after {today}",
            "核对年份，改成实际的日期",
            "look at the year and write the day as it was",
        ),
        "report-in-future": error(
            "任务 {task} 的填报（{unit}）日期是 {date}，晚于今天（{today}）",
            "the report on task {task} ({unit}) is dated {date}, after today ({today})",
            "改成填报实际所说的那一天；今天不对的，核对这台电脑的日期和 config.yaml 的 timezone",
            "write the day that the report speaks of; if today is wrong, see the date of this "
            "machine and timezone in config.yaml",
        ),
        "transfer-in-future": error(
            "职责划转的日期是 {date}，晚于今天（{today}）",
            "the transfer is dated {date}, after today ({today})",
            "到那一天再写；今天不对的，核对这台电脑的日期和 config.yaml 的 timezone",
            "write it on its day; if today is wrong, see the date of this machine and timezone in "
            "config.yaml",
        ),
        "adjustment-in-future": error(
            "任务 {task} 的调整日期是 {date}，晚于今天（{today}）",
            "the adjustment of task {task} is dated {date}, after today ({today})",
            "改成作出决定的那一天；今天不对的，核对这台电脑的日期和 config.yaml 的 timezone",
            "write the day of the decision; if today is wrong, see the date of this machine and "
            "timezone in config.yaml",
        ),
        "assessment-in-future": error(
            "任务 {task} 的核查（{by}）日期是 {date}，晚于今天（{today}）",
            "the assessment of task {task} ({by}) is dated {date}, after today ({today})",
            "改成核查的那一天；今天不对的，核对这台电脑的日期和 config.yaml 的 timezone",
            "write the day of the assessment; if today is wrong, see the date of this machine and "
            "timezone in config.yaml",
        ),
        "report-after-recorded": error(
            "填报日期 {date} 晚于录入日期 {recorded}",
            "the report is dated {date}, after it was recorded on {recorded}",
            "改成填报实际所说的那一天",
            "write the day that the report speaks of",
        ),
        "publication-backdated": warning(
            "发布日期 {published} 早于首次发布的日期 {first}",
            "published is {published}, before the plan first went out on {first}",
            "写错的，删去这一行并写更正说明，网页就写台账里的时间；早先已在别处公开的，在 waivers.yaml 里写明原因",
            "if it is wrong, remove the line, with a correction: pages then show the time in the "
            "ledger; if it was public elsewhere and earlier, say so in waivers.yaml",
        ),
        "publication-postdated": warning(
            "发布日期 {published} 晚于首次发布的日期 {first}",
            "published is {published}, after the plan first went out on {first}",
            "删去这一行并写更正说明，网页就写台账里的时间；后来的改动写在 corrections 或 adjustments 里",
            "remove the line, with a correction: pages then show the time in the ledger; what "
            "changed later stands in corrections or adjustments",
        ),
        "as-of-old": warning(
            "判断逾期用的日期是 {day}，到今天（{today}）已超过 {most} 天",
            "deadlines are held against {day}, more than {most} days before today ({today})",
            "重新发布（gksite publish），或生成时加 --today，或更新 config.yaml 的 as_of；有意固定的，用 rules.levels 关闭本条",
            "publish again (gksite publish), build with --today, or change as_of in config.yaml; "
            "if it is meant to stay, turn this rule off in rules.levels",
        ),
        "missing-source-or-date": warning(
            "没有填写“{key_zh}”",
            "“{key}” is not filled in",
            "在 plan.md 中补上 {key}：没有日期的信息按未更新计",
            "add {key} to plan.md: an item without a date counts as not updated",
        ),
        "index-number-form": warning(
            "索引号“{number}”不是“{example}”这样的写法",
            "the index number “{number}” is not like “{example}”",
            "核对索引号；写法由 config.yaml 的 rules.index_number 决定",
            "check it; rules.index_number in config.yaml sets the form",
        ),
        "index-number-repeated": error(
            "索引号“{number}”已用于“{other}”",
            "the index number “{number}” belongs to “{other}”",
            "改用新的索引号",
            "take a new one",
        ),
        "index-number-reissued": error(
            "索引号“{number}”曾编给“{other}”，不得再用",
            "the index number “{number}” was given to “{other}” and may not be given out again",
            "改用新的索引号",
            "take a new one",
        ),
        "index-number-changed": error(
            "索引号由“{before}”改成了“{number}”",
            "the index number was changed from “{before}” to “{number}”",
            "改回“{before}”：索引号一经编定不得更改",
            "write “{before}” again: a number that was given out never changes",
        ),
        "correction-missing": error(
            "《{plan}》与 {date} 发布的内容不同，{reason_zh}",
            "“{plan}” is not what was published on {date}, and {reason}",
            "在 plan.md 的 corrections（更正）里加一条：{{date: {day}, what: 第3项“6月底前”更正为“9月底前”, why: 排印差错}}；"
            "改错了就改回去",
            "add to corrections in plan.md: {{date: {day}, what: which words became which, why: "
            "the reason}}; or undo the change",
        ),
        "correction-removed": error(
            "《{plan}》发布过的 {date} 的更正不见了",
            "a correction of “{plan}” that was published, of {date}, is gone",
            "恢复 plan.md 里删去的更正：公布过的更正只增不减",
            "put back what was removed in plan.md: a correction that was published stays",
        ),
        "adjustment-removed": error(
            "《{plan}》发布过的任务 {task} 于 {date} 的调整不见了，或者内容变了",
            "an adjustment of task {task} of “{plan}” that was published, of {date}, is gone or "
            "was changed",
            "恢复它；后来又作了决定的，另登一条调整（gksite adjust）；登记错了的，"
            "在 plan.md 的 corrections（更正）里加一条：{{date: {day}, "
            "what: 撤回{date}误登的调整, why: 原因, task: {task}}}；"
            "gksite adjust --retract 两样一起办",
            "put it back; what was decided later is another adjustment (gksite adjust); if it was "
            "entered by mistake, add to corrections in plan.md: {{date: {day}, what: the "
            "adjustment of {date} was taken out, why: the reason, task: {task}}}; gksite adjust "
            "--retract does both",
        ),
        "published-gone": error(
            "“{title}”已于 {date} 发布，现在网址“{address}”没有去向",
            "“{title}” was published on {date}, and nothing answers “{address}” any more",
            "恢复它；确需撤销的，在 content/withdrawn.yaml 加一条：{{address: {address}, title: {title}, date: "
            "{day}, why: 原因}}",
            "put it back; or withdraw it in content/withdrawn.yaml: {{address: {address}, title: "
            "{title}, date: {day}, why: the reason}}",
        ),
        "empty-column": warning(
            "“{name}”下没有内容",
            "there is nothing under “{name}”",
            "补充内容，或删去这一栏",
            "add something, or remove it",
        ),
        "stale-column": warning(
            "最近一次更新是 {latest}，到 {today} 已满 {months} 个月",
            "the latest update is of {latest}: {months} months or more before {today}",
            "更新落实情况或发布新的计划",
            "report progress or publish a new plan",
        ),
        "id-code-form": warning(
            "网站标识码“{number}”的写法不对",
            "“{number}” is no site ID code",
            "写 10 位数字，或 bm 加 8 位、N 加 9 位",
            "write ten digits, bm with eight, or N with nine",
        ),
        "meta-tag-missing": error(
            "页面缺少元数据 {tag}",
            "the page lacks the meta tag {tag}",
            "在模板里保留 page.meta 的输出",
            "keep the output of page.meta in the template",
        ),
        "meta-tag-empty": error(
            "元数据 {tag} 是空的",
            "the meta tag {tag} is empty",
            "填写对应的项目，或不输出这一项",
            "fill in what it says, or leave it out",
        ),
        "footer-item-missing": error(
            "页脚没有显示“{key}”",
            "the foot does not show “{key}”",
            "在模板里保留 site.footer 的输出",
            "keep the output of site.footer in the template",
        ),
    },
    "rules: output": {
        "dead-fragment": error(
            "链接“{target}”的页面里没有这个位置",
            "there is no such place on the page that “{target}” leads to",
            "改正 # 后面的部分",
            "correct what stands behind the #",
        ),
        "external-link-dead": warning(
            "外部链接“{target}”打不开（{status}，{checked}）",
            "the external link “{target}” is dead ({status}, {checked})",
            "改正或删去；gksite check --external 重新检查",
            "correct or remove it; gksite check --external visits it again",
        ),
        "external-link-moved": info(
            "外部链接“{target}”已迁移",
            "the external link “{target}” has moved",
            "改用新地址 {near}",
            "use the new address {near}",
        ),
        "term-unused": info(
            "术语“{term}”没有在任何文字里出现",
            "the term “{term}” stands in no text",
            "核对写法，把正文里的说法列为别名，或删去这一条",
            "look at its spelling, list the wording of the texts as an alias, or remove it",
        ),
        "external-link-unchecked": info(
            "外部链接“{target}”没有检查过",
            "the external link “{target}” was never visited",
            "运行 gksite check --external",
            "run gksite check --external",
        ),
        "page-too-heavy": warning(
            "网页有 {size} KB，超过 {most} KB",
            "the page has {size} kB; the budget is {most} kB",
            "拆分内容，或在 rules.page_kilobytes 放宽",
            "split it, or raise rules.page_kilobytes",
        ),
        "heading-order": warning(
            "标题层级不对：{detail_zh}",
            "the order of headings: {detail}",
            "正文从 ## 开始，逐级使用",
            "begin with ## and skip no level",
        ),
        "image-without-text": error(
            "图片“{target}”没有 alt",
            "the image “{target}” has no alt",
            '在模板里写上 alt；装饰图片写 alt=""',
            "give it an alt in the template, an empty one if it is decoration",
        ),
        "foreign-request": error(
            "页面向别的网站请求“{target}”",
            "the page requests “{target}” from another host",
            "把文件放进 static/ 或主题里",
            "put the file into static/ or the theme",
        ),
        "empty-link": error(
            "空链接“{target}”",
            "a link to nothing: “{target}”",
            "写上真正的地址，或改成文字",
            "give it an address, or make it text",
        ),
    },
    "rules: attachments": {
        "attachment-author": warning(
            "文件属性“{key_zh}”里有“{value}”",
            "the document's “{key}” is “{value}”",
            "在 Word 或 WPS 里“检查文档”，删除个人信息后另存",
            "let the office program inspect the document and remove personal information",
        ),
        "attachment-comments": warning(
            "文件里有 {count} 条批注",
            "the document holds {count} comments",
            "删除批注后再发布",
            "remove them before publication",
        ),
        "attachment-changes": warning(
            "文件里有 {count} 处修订，删去的文字还能看到",
            "the document holds {count} tracked changes: what was deleted can still be read",
            "接受或拒绝全部修订后再发布",
            "accept or reject all of them before publication",
        ),
        "attachment-hidden": warning(
            "文件里有 {count} 处隐藏内容（文字、行列或工作表）",
            "the document holds {count} hidden texts, rows, columns or sheets",
            "取消隐藏或删除后再发布",
            "unhide or remove them before publication",
        ),
        "attachment-unread": warning(
            "无法检查这个附件（{reason}）",
            "the attachment could not be looked into ({reason})",
            "另存为普通的 docx、xlsx 或 pdf，或人工检查",
            "save it as a plain docx, xlsx or pdf, or look through it by hand",
        ),
    },
    "rules: waivers and settings": {
        "unused-waiver": info(
            "这条 waiver（{rule}）没有对应的问题",
            "this waiver ({rule}) meets no finding",
            "删去它",
            "remove it",
        ),
        "unknown-rule": error(
            "没有规则“{name}”",
            "there is no rule “{name}”",
            "规则列表见 docs/rules/README.md",
            "docs/rules/README.md lists the rules",
        ),
        "unread-days": error(
            "“{text}”不是这样写的日期：0101 0128-0131",
            "“{text}” does not name days: write 0101 0128-0131",
            "写四位数字，月和日各两位",
            "write four digits, two for the month and two for the day",
        ),
    },
}
"""Section of the manual → code → entry."""
