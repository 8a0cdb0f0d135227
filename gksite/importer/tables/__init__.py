"""Task tables: drawn tables, and tables that became text."""
