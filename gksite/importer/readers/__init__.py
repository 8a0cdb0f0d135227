"""Readers of documents: the bytes of one file → blocks with places, and every doubt about them; each format in its own module."""
