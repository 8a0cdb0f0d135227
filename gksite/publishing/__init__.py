"""Bring the output folder to where people read it: targets, the steps of a publication, push to a
portal."""
