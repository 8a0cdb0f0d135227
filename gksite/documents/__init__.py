"""Office files, web pages and texts → blocks with places, for imports and for the rules over
attachments."""
