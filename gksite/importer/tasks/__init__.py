"""The tasks of a document: chosen, numbered, with units and deadlines, from the body and from
the tables."""
