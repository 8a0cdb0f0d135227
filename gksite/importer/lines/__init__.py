"""The lines of a document: joined, cleaned, ordered as an outline, and accounted for."""
