"""PREVIEW: the site while somebody works on it, rebuilt after each save and shown in a browser on
this machine only."""
