"""How official documents write things: unit lists, deadlines, numbering, document numbers; pure
parsers."""
