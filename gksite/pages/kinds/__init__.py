"""One module a page kind: the class of its context, and the function that fills it."""
