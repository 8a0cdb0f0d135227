"""TEXT: files → text → YAML values that know their line and column, front matter, Markdown
bodies."""
