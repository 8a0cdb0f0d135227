"""The plan.md of small sites whose tasks, units and reports alone are tested."""

PLAN = """\
---
title: 2025年松岭县公开要点
authority: songling
year: 2025
issuer: 松岭县人民政府
written: 2025-02-01
---
推进公开。
"""
