"""Parsers of official wording: unit lists, deadlines, numbering, document numbers; pure
functions."""
