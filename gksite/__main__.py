"""`python -m gksite` is `gksite`."""

from gksite.cli import main

if __name__ == "__main__":
    main()
