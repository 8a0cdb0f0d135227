"""DATA: the site model in other formats, one file each."""
