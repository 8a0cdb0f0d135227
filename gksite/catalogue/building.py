"""Codes of the review gate, the output folder and the preview."""

from __future__ import annotations

from gksite.catalogue.entry import Entry, error, info, warning

BUILDING: dict[str, dict[str, Entry]] = {
    "the review gate": {
        "review-open": warning(
            "计划“{plan}”还没有审签完（缺：{steps}），不会公开",
            "plan “{plan}” is not signed off (missing: {steps}) and is not published",
            "gksite review sign {plan} --step 环节 --by 签署人；还在起草的，在 plan.md 里写 draft: true",
            "gksite review sign {plan} --step STEP --by WHO; one that is still being written says "
            "draft: true in plan.md",
        ),
        "published-unsigned": warning(
            "计划“{plan}”在 {date} 发布过，现在没有签完的版本（缺：{steps}），下次发布会从网站上撤下",
            "plan “{plan}” was published on {date} and has no version that is signed now (missing: "
            "{steps}): the next publication takes it off the site",
            "启用审查以前发布的，gksite review adopt {plan} --by 签署人；其余的，"
            "gksite review sign {plan} --step 环节 --by 签署人",
            "if it was published before the review began, gksite review adopt {plan} --by WHO; "
            "else gksite review sign {plan} --step STEP --by WHO",
        ),
        "review-moved": error(
            "计划“{plan}”在看过之后又改动了：看的是 {seen}，现在是 {now}，没有签署",
            "plan “{plan}” was changed after it was looked at: that was {seen}, now it is {now}; "
            "nothing was signed",
            "再看一遍改了什么（gksite review diff {plan}），再签",
            "look at what changed (gksite review diff {plan}), then sign again",
        ),
        "review-same-person": error(
            "“{by}”已经签过计划“{plan}”现在内容的“{other}”，“{step}”要由另一人签（review 的 separate）",
            "“{by}” has signed {other} of plan “{plan}” as it is now, and {step} is for another "
            "person (separate, of review)",
            "请另一人签；已经签错的，由那一环节的人再签一次",
            "let somebody else sign; where the other step has the wrong name, let its own person "
            "sign it again",
        ),
        "light-gate-same-person": error(
            "“{by}”已经签过其中的“{other}”，“{step}”要由另一人签（review 的 separate）",
            "“{by}” has signed {other} of some of these, and {step} is for another person "
            "(separate, of review)",
            "请另一人签；那一环节签错了人的，先退回（--return），再由该签的人签",
            "let somebody else sign; where the other step has the wrong name, send it back "
            "(--return) and let its own person sign",
        ),
        "review-signed-twice": warning(
            "计划“{plan}”的版本 {digest} 里“{steps}”是同一人签的，而这几个环节要由不同的人签；这个版本不算签完",
            "version {digest} of plan “{plan}” has {steps} signed by one person, though they are "
            "for different people; it does not count as signed",
            "review.yaml 不要手工改；由另一人把其中一个环节再签一次：gksite review sign {plan} --step 环节 --by 签署人",
            "do not edit review.yaml; let another person sign one of these steps again: gksite "
            "review sign {plan} --step STEP --by WHO",
        ),
        "review-doubts": error(
            "计划“{plan}”导入时有 {count} 处存疑没有人答复，没有签署",
            "nobody has answered {count} doubts of the import of plan “{plan}”; nothing was signed",
            "对着原件逐处看（核对单里有），该改的改好再导入或改正；都看过的，加上 --with-doubts 再签",
            "look at each beside the document (the review sheet shows them) and correct what is "
            "wrong; once all were looked at, sign with --with-doubts",
        ),
        "adopt-differs": error(
            "计划“{plan}”与 {date} 发布的不同（{what_zh}），没有接收",
            "plan “{plan}” is not what was published on {date} ({what}), and was not taken over",
            "把 content/plans/{plan}/ 恢复成发布时的样子再接收：从归档取（gksite snapshot restore）"
            "或从版本库取（git log -- content/plans/{plan}）；接收后再改，改动照常审签。找不回的，补登更正后逐项签署",
            "bring content/plans/{plan}/ back to what was published, from a snapshot (gksite "
            "snapshot restore) or from version control (git log -- content/plans/{plan}), and take "
            "that over; edits after that are signed as usual. If it is lost, enter the correction "
            "and sign each step",
        ),
        "reading-changed": warning(
            "已签发的计划“{plan}”现在会读出不同的结果（名册、种类或设置改了，或换了 gksite 的版本），仍按签发时公开：{first_zh}",
            "the signed plan “{plan}” would read otherwise today (a registry, kinds, settings or "
            "gksite itself changed); it is shown as it was signed: {first}",
            "单位改名的，在名册里给它写上曾用名（former_names）；职责转给别的单位的，写职责划转（transfers）；"
            "改错了的，改回来；确要改的，给任务写调整（adjustments），再重新审签",
            "give a unit that was renamed its former name (former_names); state a transfer where "
            "duties passed on (transfers); take back what was changed by mistake; where the plan "
            "is to change, write an adjustment and sign a new version",
        ),
        "signed-unit-gone": error(
            "已签发的计划“{plan}”里的“{name}”（{key}）不在名册里了",
            "the signed plan “{plan}” means “{name}” ({key}), which the registry no longer has",
            "把它写回名册，编号不变；已撤销的单位写上 until",
            "put it back into the registry under the same id; give a unit that ended its until",
        ),
        "readings-of-another-text": error(
            "“{plan}”签发时的读法与签发的文本对不上（{what_zh}）",
            "the stored reading of “{plan}” is not of the texts that were signed ({what})",
            "reviews/ 里的版本被改动过：从版本库或备份取回整个文件夹，或重新审签",
            "the version in reviews/ was edited: restore its whole folder from version control or "
            "a backup, or sign again",
        ),
        "readings-of-another-format": error(
            "签发时的读法是格式 {format}，这个版本的 gksite 不认识",
            "the stored reading has the format {format}, which this gksite does not know",
            "用写它的那个版本或更新的 gksite",
            "use the gksite that wrote it, or a newer one",
        ),
        "readings-unreadable": error(
            "签发时的读法不能用：{reason_zh}",
            "the stored reading cannot be used: {reason}",
            "从版本库或备份取回这个文件，或重新审签；不要手工改动",
            "restore the file from version control or a backup, or sign again; it is not edited by "
            "hand",
        ),
        "snapshot-not-public": info(
            "{count} 份归档没有公开版，不提供下载：{names}",
            "{count} snapshots have no edition for the public and are not offered for download: "
            "{names}",
            "归档原件里有签署人、批注和设置，只供自存；开启 download 以后所作的归档会另存一份公开版",
            "they hold who signed, comments and settings, and are the office's own; snapshots "
            "made with download turned on have an edition for the public beside them",
        ),
        "review-reopened": info(
            "计划“{plan}”有未签的改动，公开的仍是{date}签完的版本",
            "plan “{plan}” has edits that nobody signed; the version signed on {date} stays public",
            "用 gksite review diff {plan} 看改了什么，再逐项签署；草稿用 --drafts 看",
            "see what changed with gksite review diff {plan}, then sign; --drafts shows it",
        ),
        "reports-unsigned": info(
            "{count} 条报送还没有审签完（{steps}），不公开",
            "entries that are not signed ({steps}) and not public: {count}",
            "用 gksite review sign {plan} --reports --step 环节 --by 签署人 签署，签之前逐条列出；草稿用 --drafts 看",
            "gksite review sign {plan} --reports --step STEP --by WHO lists and signs them; "
            "--drafts shows them",
        ),
        "signed-report-gone": warning(
            "签过的 {count} 条报送不在了：删了，或签完以后改了",
            "signed entries that are no longer there, deleted or edited since: {count}",
            "报送只增不改：从版本库或备份取回原来的条目，有误的另加一条更正（corrects）或撤回（retracts）；"
            "确要去掉的，再签一次就记下",
            "reports are only ever added: restore the entry, and correct it or take it back by a "
            "further one (corrects, retracts); to leave it out on purpose, sign again, which is "
            "put on record",
        ),
        "text-unsigned": info(
            "“{name}”还没有审签过，不公开",
            "“{name}” was never signed and is not public",
            "gksite review sign --pages --step 环节 --by 签署人；草稿用 --drafts 看",
            "gksite review sign --pages --step STEP --by WHO; --drafts shows it",
        ),
        "text-edited": info(
            "“{name}”有未签的改动，公开的仍是上次签完的",
            "“{name}” has edits that nobody signed; what was signed last stays public",
            "gksite review sign --pages --step 环节 --by 签署人；草稿用 --drafts 看",
            "gksite review sign --pages --step STEP --by WHO; --drafts shows it",
        ),
        "signed-text-lost": error(
            "签署过的“{name}”的副本不在了，或不是签署时的内容",
            "the copy of “{name}” as it was signed is gone, or is not what was signed",
            "从版本库或备份取回这个文件；取不回来的，重新审签现在的内容",
            "restore the file from version control or a backup, or sign what the text says now",
        ),
        "entries-undivided": error(
            "分不清这个文件里有哪几条记录，签过的也不公开",
            "this file cannot be divided into its entries, so not even signed ones are public",
            "写成列表，每条记录以“- ”开头",
            "write a list, each entry of which begins with “- ”",
        ),
        "unsigned-without-gate": error(
            "审查已经关闭，而计划“{plan}”在{date}签完以后还有没人签过的改动",
            "the review gate is off, and plan “{plan}” has edits that nobody signed since {date}",
            "在 config.yaml 里恢复 review 并签署，或撤去改动；确要不经审签公开的，"
            "运行 gksite review adopt {plan} --by 签署人 --why 原因",
            "turn review on again in config.yaml and sign, or undo the edits; to publish them "
            "unsigned on purpose, run gksite review adopt {plan} --by WHO --why REASON",
        ),
        "ledger-version-unknown": warning(
            "台账里计划“{plan}”的版本 {version}… 没有人签署过",
            "the ledger says that version {version}… of plan “{plan}” is public; nobody signed it",
            "台账或 review.yaml 有一个不是最新的：从版本库找回两者一致的版本；找不回的，重新发布一次，台账就照实写",
            "the ledger or review.yaml is an old copy: bring back the ones that belong together; "
            "if they are lost, publish again, and the ledger says what is public",
        ),
        "version-file-missing": error(
            "计划“{plan}”签署过的版本少了文件：{name}",
            "a signed version of plan “{plan}” lacks a file: {name}",
            "从版本库、备份或归档里找回这个文件，放到这里；找不回的，把现在的内容重新逐项签署",
            "bring the file back from version control, a backup or a snapshot; if it is lost, sign "
            "the plan as it is now, each step",
        ),
        "version-file-changed": error(
            "计划“{plan}”签署过的版本被改动过：{name}与签署时不同",
            "a signed version of plan “{plan}” was edited: {name} is not what was signed",
            "从版本库、备份或归档里恢复这个文件；签署过的版本不能改，要改的写在 content/plans/{plan}/ 里再签",
            "restore the file from version control, a backup or a snapshot; a signed version is "
            "never edited: edit content/plans/{plan}/ and sign that",
        ),
    },
    "output": {
        "output-not-ours": error(
            "输出文件夹不是 gksite 写的，里面已有别的文件",
            "the output folder holds files that gksite did not write",
            "换一个空文件夹",
            "choose an empty folder",
            refuses=True,
        ),
        "output-inside-sources": error(
            "输出文件夹不能包含源文件，也不能在源文件夹里",
            "the output folder may neither hold the sources nor lie within them",
            "换一个文件夹",
            "choose another folder",
            refuses=True,
        ),
        "output-of-another-profile": error(
            "这是“{other}”形式的输出文件夹，不能写入“{profile}”形式",
            "this is the output folder of the profile “{other}”, not of “{profile}”",
            "换一个文件夹，或加上 --profile {other}",
            "choose another folder, or add --profile {other}",
            refuses=True,
        ),
        "bad-push-manifest": error(
            "--since 指定的文件不是推送清单：{reason_zh}",
            "the file that --since names is no manifest of a push: {reason}",
            "指定上次推送时的 manifest.json",
            "name the manifest.json of the last push",
        ),
        "output-locked": error(
            "另一个 gksite 正在写这个文件夹",
            "another gksite is writing to this folder",
            "等它结束后再试",
            "wait until it is done",
            refuses=True,
        ),
        "sources-locked": error(
            "另一个 gksite 一直在改动内容或归档，没有写入",
            "another gksite keeps changing the sources or archiving; nothing was written",
            "等它结束后再运行一次；确实没有别的 gksite 在运行时，删去这个文件",
            "run this again once it is done; where no other gksite runs, delete this file",
        ),
        "source-changed": error(
            "这个文件刚才被改过，或已有别的内容；没有写入，以免盖掉",
            "the file was changed just now, or holds something else; nothing was written over it",
            "看一下里面是什么，再运行一次",
            "see what it holds, then run this again",
        ),
        "sources-unfinished": error(
            "写入失败：{reason_zh}。有 {count} 个文件已是新内容，没能改回来",
            "writing failed: {reason}. {count} files hold the new content already and could not "
            "be put back",
            "检查磁盘后再运行一次；原内容在 {kept}",
            "see to the disk and run this again; what stood there is in {kept}",
        ),
        "output-unfinished": error(
            "写入失败：{reason_zh}。部分文件已换成新的，没能改回来，这个文件夹里新旧混杂",
            "writing failed: {reason}. Some files are new and could not be put back: this folder "
            "holds a mixture",
            "不要发布这个文件夹；检查磁盘后运行 gksite build，会先恢复原样",
            "do not publish this folder; see to the disk, then run gksite build, which restores "
            "it first",
        ),
        "copy-differs": error(
            "这个文件与读取时（或台账所记）的不一样，已停止，没有生成",
            "the file is not what was read, or what the ledger says; stopped, nothing was built",
            "停止编辑后重新生成；归档文件用 gksite snapshot verify 核对",
            "stop editing it and build again; hold a snapshot against gksite snapshot verify",
        ),
        "write-failed": error(
            "写入失败：{reason_zh}。原有内容没有变化",
            "writing failed: {reason}. All is as it was",
            "腾出磁盘空间或检查权限后重试",
            "free some space or check the permissions, then try again",
        ),
        "disk-failed": error(
            "读写文件时出错：{reason_zh}，命令没有做完",
            "a file could not be read or written: {reason}; the command is not finished",
            "检查磁盘和权限后重新运行",
            "look at the disk and the permissions, then run it again",
        ),
        "not-a-project": error(
            "这里没有 config.yaml",
            "there is no config.yaml here",
            "用 gksite init 新建网站，或用 -C 指定文件夹",
            "make a site with gksite init, or name its folder with -C",
        ),
    },
    "preview": {
        "preview-host": error(
            "“{host}”不能作为预览的地址：不是本机的一个具体地址",
            "“{host}” is no address to preview at: it is not one address of this machine",
            "写明一个地址，例如 --host 192.168.1.5；只在本机看则不用写",
            "name one address, such as --host 192.168.1.5, or leave it out for this machine alone",
        ),
        "preview-not-private": warning(
            "同一网络里的人都能看到 {host} 上的预览，包括草稿",
            "whoever is on the network can see the preview at {host}, drafts too",
            "看完按 Ctrl-C 结束；不需要别人看时去掉 --host",
            "end it with Ctrl-C as soon as they have seen it; leave --host out otherwise",
        ),
        "preview-no-port": error(
            "{host} 上从 {port} 起没有可用的端口：{reason}",
            "no port to be had at {host} from {port} on: {reason}",
            "用 --port 换一个端口，或检查 --host 是不是本机的地址",
            "choose another with --port, or see whether --host is an address of this machine",
        ),
        "preview-polling": info(
            "系统不通知文件改动（{reason}），改为定时查看",
            "the system does not tell of changes ({reason}); looking for them every so often "
            "instead",
            "用 --poll 秒数 可以调整间隔",
            "set how often with --poll SECONDS",
        ),
        "preview-loop": warning(
            "这个文件一再被改动而内容不变，放慢生成",
            "this file is touched again and again without a change; builds are slowed down",
            "看看是不是有同步软件或脚本在改它",
            "see whether a script or a synchronising program touches it",
        ),
        "preview-worker-died": error(
            "生成网站的进程意外终止（代码 {status}）",
            "the process that builds the site ended unexpectedly (code {status})",
            "保存任一文件即重新生成；反复出现时检查内存，并把最近改动的文件发给开发者",
            "save any file to build again; if it happens again, look at the memory, and report it "
            "with the last file changed",
        ),
        "preview-crashed": error(
            "gksite 内部出错：{error}（{place}）",
            "gksite failed: {error} ({place})",
            "撤销最近的改动可以继续；请把该文件和终端里的信息发给开发者",
            "undo the last change to go on, and report it with that file and what the terminal "
            "says",
        ),
    },
}
"""Section of the manual → code → entry."""
