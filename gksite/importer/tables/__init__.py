"""Task tables, drawn ones and those that became text."""
