"""Pages: which there are, what each template may see."""
