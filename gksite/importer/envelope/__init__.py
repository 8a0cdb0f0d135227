"""What stands around a plan in its document: titles, numbers, issuer, addressees, dates,
attachments."""
