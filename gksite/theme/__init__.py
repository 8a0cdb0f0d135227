"""Templates, strings and assets as values; context → HTML. The only place that knows Jinja."""
