"""Output to disk: the output folder and its records, and locked writing of sources."""
