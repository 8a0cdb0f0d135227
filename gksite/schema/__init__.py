"""The edge: YAML values → validated records, with every mistake as a diagnostic; Chinese and
English keys."""
