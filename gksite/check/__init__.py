"""`gksite check`: rules over sources, pages and attachments; findings are cached, mechanical ones
mended."""
