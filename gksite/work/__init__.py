"""Processes, signals and digests."""
