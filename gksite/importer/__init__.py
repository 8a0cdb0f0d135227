"""Official document → blocks → draft plan → YAML and Markdown for a person to edit."""
