"""`python -m catchment.cli`: the command line without its script."""

from catchment.cli import main

main(prog_name="catchment")
