"""Templates, strings and assets as values; context → HTML. The one place that knows Jinja."""
