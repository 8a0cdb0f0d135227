"""Reading of source files: files → text → YAML values with line and column, front matter, Markdown
bodies."""
