"""What was read from a document → a draft of its plan: pure stages, each its own module."""

from gksite.importer.reading.accounting import unaccounted
from gksite.importer.reading.reader import read_draft

__all__ = ("read_draft", "unaccounted")
