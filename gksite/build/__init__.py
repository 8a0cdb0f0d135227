"""The build: sources → model → pages, data and index → the output folder; read pipeline.py
first."""
