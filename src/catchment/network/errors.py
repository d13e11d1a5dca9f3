"""The two ways in which Catchment says no, and the exit code of each."""


class CatchmentError(Exception):
    """An expected failure. Its text is one clear sentence for the person who ran the command."""

    exit_code = 2


class BadInput(CatchmentError):
    """What was given cannot be used: the sentence names file, row, column and what was expected."""


class PromiseFailed(CatchmentError):
    """A promise of the product does not hold (an attack succeeded, an approval is missing)."""

    exit_code = 1
