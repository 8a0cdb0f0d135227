"""Rules before publication: consistency, privacy and secrecy, official style, disclosure norms,
output; one rule, one function."""
