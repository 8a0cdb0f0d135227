"""The index of the site's search, as small scripts that a page loads piece by piece."""
