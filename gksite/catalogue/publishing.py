"""Codes of publications and their targets."""

from __future__ import annotations

from gksite.catalogue.entry import Entry, error

PUBLISHING: dict[str, dict[str, Entry]] = {
    "publishing": {
        "credential-in-config": error(
            "“{key}”里不能写密码、密钥一类的秘密",
            "“{key}” would hold a secret, and config.yaml is no place for one",
            "从这里删去，改用环境变量 GKSITE_<目标名>_PASSWORD（另有 _TOKEN、_PASSPHRASE、AWS_…）或 ssh-agent；"
            "已写进过文件的秘密应当更换",
            "remove it; use the environment (GKSITE_<TARGET>_PASSWORD, _TOKEN, _PASSPHRASE, AWS_…)"
            " or ssh-agent, and change a secret that stood in a file",
        ),
        "target-name": error(
            "发布目标的名称“{name}”不合用",
            "“{name}” is no name for a target",
            "用小写英文字母开头，只用小写字母、数字和连字符，例如 live",
            "begin with a small letter and use small letters, digits and hyphens, such as live",
        ),
        "target-key": error(
            "{kind} 类的发布目标没有“{key}”这一项",
            "a target of the kind {kind} has no use for “{key}”",
            "删去这一行，或改正 kind",
            "remove the line, or correct the kind",
        ),
        "publish-unknown-target": error(
            "config.yaml 里没有名为“{name}”的发布目标",
            "config.yaml has no target “{name}”",
            "可用的目标：{known}；在 config.yaml 的 publish: targets: 下添加",
            "known targets: {known}; add one under publish: targets:",
        ),
        "publish-library-missing": error(
            "发布到 {kind} 类目标需要软件包 {library}，还没有安装",
            "a target of the kind {kind} needs the package {library}, which is not installed",
            "运行 pip install 'gksite[publish]'",
            "run pip install 'gksite[publish]'",
        ),
        "publish-errors-remain": error(
            "内容还有 {count} 个错误，没有发布",
            "{count} errors remain; nothing was published",
            "改正上面列出的错误后再发布",
            "correct the errors listed above, then publish again",
            refuses=True,
        ),
        "publish-version-unknown": error(
            "台账没有说清计划“{plan}”现在公开的是哪个签过的版本，不能只发布别的计划",
            "the ledger does not say which signed version of plan “{plan}” is public, so other "
            "plans cannot go out without it",
            "在 --plan 里加上 {plan}，或不带 --plan 发布：公开它最后签完的版本，台账随后就写明",
            "add {plan} to --plan, or publish without --plan: its last signed version goes out, "
            "and the ledger then says so",
            refuses=True,
        ),
        "publish-plan-waits": error(
            "计划“{plan}”没有签完的版本，或仍是草稿，没有可以发布的",
            "no version of plan “{plan}” was signed whole, or it is a draft: there is nothing to "
            "publish",
            "gksite review status {plan} 列出缺的环节；签完再发布",
            "gksite review status {plan} lists what is missing; publish it when it is signed",
            refuses=True,
        ),
        "publish-preview-mode": error(
            "config.yaml 里 mode 是 preview（没有写也是），门户必备的各项没有核对，没有发布",
            "mode is preview in config.yaml (as it is where nothing is said), so what a portal "
            "must carry was not checked; nothing was published",
            "写 mode: portal，按 gksite check 的提示补全各项再发布；只给本单位试看的目标，在 publish 里写 trial: yes",
            "write mode: portal, fill in what gksite check then asks for, and publish; a target "
            "that only the office looks at says trial: yes under publish",
            refuses=True,
        ),
        "publish-sample": error(
            "计划“{plan}”还是 gksite init 写的示例，没有发布",
            "the plan “{plan}” is still the sample that gksite init wrote; nothing was published",
            "删去文件夹 content/plans/{plan}，或把它改成本机关的计划；导入第一份正式文件时它会自动删去",
            "delete the folder content/plans/{plan}, or make it a plan of your own; the first "
            "import of a document removes it",
            refuses=True,
        ),
        "publish-empty": error(
            "这里没有可以发布的网站：没有首页，或不是 gksite 生成的",
            "there is no site to publish here: no home page, or not built by gksite",
            "先运行 gksite build",
            "run gksite build first",
            refuses=True,
        ),
        "publish-source-changed": error(
            "发布过程中这个文件变了或不见了，已停止，线上网站没有变化",
            "the file changed or disappeared while it was being published; stopped, the live site "
            "is as it was",
            "不要同时生成网站；重新运行 gksite publish",
            "let no build run at the same time; run gksite publish again",
        ),
        "publish-too-many-deletes": error(
            "这次发布要删去 {before} 个文件中的 {count} 个，超过上限 {limit}，没有发布",
            "this would delete {count} of {before} files, more than the limit of {limit}; nothing "
            "was published",
            "先用 --dry-run 核对；确实要删就加 --max-deletes {count}",
            "look at --dry-run; if they are to go, add --max-deletes {count}",
            refuses=True,
        ),
        "publish-not-ours": error(
            "要写的地方已有别人的文件（共 {count} 处，这是第一处），没有发布",
            "something that gksite did not put there stands where the site must be (places: "
            "{count}, this is the first); nothing was published",
            "把它移到别处，或换一个空的目标文件夹",
            "move it elsewhere, or choose an empty folder as the target",
            refuses=True,
        ),
        "publish-locked": error(
            "{owner} 正在发布到这里（从 {since} 起，锁定到 {until}）",
            "{owner} is publishing here (since {since}, locked until {until})",
            "等发布结束；确知没有人在发布时，加 --break-lock",
            "wait until that is done; if you know that nobody is publishing, add --break-lock",
            refuses=True,
        ),
        "publish-lock-expired": error(
            "{owner} 的发布没有完成（{since} 开始，锁已于 {until} 过期），没有发布",
            "a publication by {owner} was never finished (begun {since}, its lock expired {until})"
            "; nothing was published",
            "问清 {owner} 后，加 --break-lock 接着发布",
            "ask {owner}, then add --break-lock to go on",
            refuses=True,
        ),
        "publish-lock-lost": error(
            "发布途中，锁{reason_zh}，已停止，线上网站没有变化",
            "the lock was lost on the way: {reason}; stopped, the live site is as it was",
            "确认没有别人在发布，再运行一次；传过的文件不会再传",
            "see that nobody else publishes, then run it again; what was sent is not sent twice",
            refuses=True,
        ),
        "publish-host-key-wrong": error(
            "服务器出示的主机密钥和登记的不一致：{kind} {fingerprint}。没有连接",
            "the server shows another host key than expected: {kind} {fingerprint}. Nothing was "
            "sent",
            "可能有人冒充服务器。向服务器管理员核对指纹；确实换过密钥，再改 host_key 或 known_hosts",
            "somebody may pose as the server. Ask its administrator for the fingerprint; only if "
            "the key was changed, correct host_key or known_hosts",
            refuses=True,
        ),
        "publish-host-key-unknown": error(
            "不认识这台服务器，它出示的主机密钥是 {kind} {fingerprint}。没有连接",
            "this server is not known; the host key that it shows is {kind} {fingerprint}. "
            "Nothing was sent",
            "向服务器管理员核对指纹，一致就在目标里写 host_key: {fingerprint}",
            "ask its administrator for the fingerprint; if it is the same, write host_key: "
            "{fingerprint} into the target",
            refuses=True,
        ),
        "publish-login-refused": error(
            "目标拒绝登录",
            "the target refused the login",
            "检查用户名，以及环境变量 {variable}、密钥文件或 ssh-agent",
            "check the user name, and the variable {variable}, the key file or ssh-agent",
        ),
        "publish-no-credentials": error(
            "没有登录目标所需的密钥",
            "there are no credentials for the target",
            "设置环境变量 {variable} 等，或 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY",
            "set {variable} and its kin, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        ),
        "publish-unreachable": error(
            "连接不上目标：{detail}",
            "the target cannot be reached: {detail}",
            "检查地址、端口和网络",
            "check the address, the port and the network",
        ),
        "publish-cut": error(
            "连接中断：{detail}",
            "the connection was cut: {detail}",
            "再运行一次，会接着传；传完并核对之前，线上网站不会切换",
            "run it again, it goes on where it stopped; nothing is switched before all is sent "
            "and read back",
        ),
        "publish-answer-too-large": error(
            "目标上的这个文件超过 {limit} MB，不会是 gksite 写的，已停止",
            "this file at the target has more than {limit} MB and cannot be gksite's own; stopped",
            "核对目标的地址，看看那里是什么在应答",
            "check the address of the target and what answers there",
        ),
        "publish-write-failed": error(
            "目标上写入失败：{reason_zh}",
            "the target cannot be written: {reason}",
            "腾出空间或检查权限后再运行一次，会接着传",
            "free some space or check the permissions, then run it again: it goes on where it "
            "stopped",
        ),
        "publish-damaged": error(
            "传过去的文件读回来不一样，已停止，线上网站没有变化",
            "what was sent reads back differently; stopped, the live site is as it was",
            "再运行一次；如果总是这样，检查目标的磁盘和中间的代理",
            "run it again; if it happens each time, look at the target's disk and at proxies on "
            "the way",
        ),
        "publish-not-recorded": error(
            "发布记录写不下来：{reason_zh}",
            "the publication cannot be recorded: {reason}",
            "检查项目文件夹的权限和磁盘空间",
            "check the permissions and the disk space of the project folder",
        ),
        "publish-no-rollback": error(
            "这个目标（{kind}）没有保留可以退回的版本",
            "this target ({kind}) keeps no releases to go back to",
            "恢复旧的内容，重新发布",
            "bring back the old sources and publish them",
        ),
        "publish-release-damaged": error(
            "这个版本不完整，没有切换：{count} 个文件不见了或被改过（{names}）",
            "this release is not whole, nothing was switched: {count} files are gone or were "
            "changed ({names})",
            "用 --rollback 加版本号退回另一个版本，或恢复原来的内容后重新发布",
            "go back to another release (--rollback RELEASE), or bring back the old sources and "
            "publish them",
            refuses=True,
        ),
        "publish-no-release": error(
            "没有可以退回的版本（{release}）",
            "there is no release to go back to ({release})",
            "可用的版本：{known}",
            "known releases: {known}",
        ),
        "push-refused": error(
            "对方不接收：HTTP {status}，{detail}",
            "the receiver refuses it: HTTP {status}, {detail}",
            "按对方的说明改正内容或权限，再运行一次；已接收的不会重推",
            "correct what the receiver complains of, then run it again; what was accepted is not "
            "pushed twice",
        ),
        "push-unavailable": error(
            "试了 {count} 次，对方都没有接收：{detail}",
            "the receiver took nothing in {count} attempts: {detail}",
            "过一会儿再运行一次，会接着推",
            "run it again later; it goes on where it stopped",
        ),
        "push-manifest": error(
            "推送清单 manifest.json 缺失或有误：{detail}",
            "manifest.json of the push is missing or wrong: {detail}",
            "重新生成 push 内容",
            "build the push profile again",
        ),
    }
}
"""Section of the manual → code → entry."""
