"""Parsers of official wording: unit lists, deadlines, numbers; pure functions."""
