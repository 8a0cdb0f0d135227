"""`python -m gksite` is `gksite`."""

from gksite.cli import run

if __name__ == "__main__":
    run()
