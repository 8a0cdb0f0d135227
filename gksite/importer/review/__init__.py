"""The review sheet of an import as values: the document's lines, their marks and their readings."""
