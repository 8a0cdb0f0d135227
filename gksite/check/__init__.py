"""`gksite check`: what is looked at, what is known from before, what is mended."""
