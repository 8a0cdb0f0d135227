"""Bring the output folder to its readers: targets, steps of a publication, push to a portal."""
