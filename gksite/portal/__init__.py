"""The forms in which a site goes into a portal: full pages, fragments, texts to paste, documents to
push; values to bytes."""
