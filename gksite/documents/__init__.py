"""Read office files, web pages and texts into blocks with places, for imports and attachments."""
