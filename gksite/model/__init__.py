"""TRUTH: frozen entities, the schema of the source records, and the site model with its lookups."""
