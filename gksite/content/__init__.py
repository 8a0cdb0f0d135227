"""The files in content/, each kind read by the module of its name into the entities of the
model."""
