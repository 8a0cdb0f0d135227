"""The tasks of a document: chosen, numbered, with units and deadlines, from body and tables."""
