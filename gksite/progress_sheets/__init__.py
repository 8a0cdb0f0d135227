"""The sheet on which a unit reports progress: written, filled in, read back."""
