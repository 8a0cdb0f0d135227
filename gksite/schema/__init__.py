"""Validation: YAML values → records; every mistake is a diagnostic. Keys in Chinese and English."""
