"""Processes, signals and digests: how work is divided and known again."""
