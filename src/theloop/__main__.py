"""`python -m theloop` is the command `theloop`."""

from theloop.cli import main

main()
