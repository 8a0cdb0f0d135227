"""Read source files: files → text → YAML values with places, front matter, Markdown bodies."""
