"""The model of a site: frozen entities, the registry, relations between plans, and the site with
its lookups."""
