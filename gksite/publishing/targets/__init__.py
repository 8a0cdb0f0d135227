"""Where a site may be published, each kind in its own module, behind one small protocol."""
