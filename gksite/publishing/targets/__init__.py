"""Places to which a site may be published: a module for each kind, behind a small protocol."""
