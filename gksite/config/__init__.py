"""config.yaml → the frozen Config of a site."""
