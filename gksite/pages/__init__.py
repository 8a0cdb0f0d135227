"""SHOWN: which pages there are, what a template may see, and HTML."""
