"""SNAPSHOTS: dated copies of a whole site with its sources, that prove themselves: create, verify,
compare, restore."""
