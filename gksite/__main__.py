"""The program, `gksite` or `python -m gksite`; from here on Ctrl-C gives no traceback."""

from importlib import import_module

from gksite.work.interrupts import EXIT_INTERRUPTED, end_on_interrupt


def run() -> None:
    """Load the command line, which takes a third of a second, and run it. Never returns."""
    end_on_interrupt(EXIT_INTERRUPTED)
    import_module("gksite.cli").run()


if __name__ == "__main__":
    run()
