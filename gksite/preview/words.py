"""The texts of the preview in the browser, in Chinese and in English."""

from __future__ import annotations

from gksite.catalogue import Language

WORDS: dict[str, tuple[str, str]] = {
    "toolbar": ("预览工具栏", "preview toolbar"),
    "show": ("展开预览工具栏", "show the preview toolbar"),
    "hide": ("收起", "hide"),
    "building": ("正在生成…", "building…"),
    "ready": ("没有问题", "no problems"),
    "errors": ("{n} 个错误", "{n} errors"),
    "warnings": ("{n} 个警告", "{n} warnings"),
    "offline": (
        "与 gksite serve 的连接断开，正在重连…",
        "gksite serve is not reachable; trying again…",
    ),
    "old": ("下面是上一次生成的页面", "what you see is the last good site"),
    "problems": ("问题", "problems"),
    "here": ("本页的问题", "on this page"),
    "elsewhere": ("其他页面的问题", "elsewhere"),
    "none-here": ("本页没有问题", "nothing on this page"),
    "more": (
        "另有 {n} 个问题，运行 gksite check 查看全部",
        "{n} more: run gksite check to see all",
    ),
    "source": ("源文件", "source"),
    "open": ("在 VS Code 中打开 {place}", "open {place} in VS Code"),
    "copy": ("复制位置", "copy the place"),
    "copied": ("已复制", "copied"),
    "no-source": ("本页不来自单个文件", "made from many files"),
    "view": ("查看方式", "view as"),
    "screen": ("屏幕", "screen"),
    "print": ("打印", "print"),
    "elder": ("关怀版", "care mode"),
    "narrow": ("320 像素", "320 px"),
    "diff": ("与已发布版本对比", "compare with the published version"),
    "fix": ("有错误，网站没有更新", "errors: the site was not updated"),
    "hide-errors": ("收起（Esc）", "hide (Esc)"),
    "show-errors": ("查看错误", "show the errors"),
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "note"),
    "missing-title": ("没有这个页面", "no such page"),
    "missing-text": (
        "预览里没有 {path}。改名或新建后，这里会自动显示。",
        "There is no {path} in the preview. Once it exists it will show here by itself.",
    ),
    "waiting-title": ("网站还没有生成", "there is no site yet"),
    "waiting-text": (
        "生成完成后，这里会自动显示。",
        "It will show here by itself as soon as it is built.",
    ),
    "to-home": ("到首页", "to the home page"),
    "diff-title": ("与已发布版本对比：{path}", "compared with the published version: {path}"),
    "diff-old": ("已发布", "published"),
    "diff-new": ("预览", "preview"),
    "diff-equal": ("可见文字没有差别。", "The visible text is the same."),
    "diff-unpublished": (
        "这一页还没有发布：{folder} 里没有它。",
        "This page is not published yet: {folder} does not hold it.",
    ),
    "diff-removed": (
        "这一页已经发布，但预览里没有了。",
        "This page is published, and the preview does not have it any more.",
    ),
    "diff-skipped": ("{n} 行相同", "{n} equal lines"),
    "diff-counts": (
        "{gone} 行去掉，{come} 行新增，{changed} 行有改动",
        "{gone} lines gone, {come} lines new, {changed} lines changed",
    ),
    "diff-line": ("行", "line"),
    "back": ("回到页面", "back to the page"),
    "narrow-title": ("320 像素宽：{path}", "320 px wide: {path}"),
}


def words_of(language: Language) -> dict[str, str]:
    """Return every text by its name, in one language. The caller fills in `{…}`."""
    return {name: texts[0 if language == "zh" else 1] for name, texts in WORDS.items()}
