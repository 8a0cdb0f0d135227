"""The envelope of a plan in its document: titles, numbers, issuer, addressees, dates, annexes."""
