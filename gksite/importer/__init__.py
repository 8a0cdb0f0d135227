"""From an official document to a draft of its plan, and to YAML and Markdown for a person to
edit."""
