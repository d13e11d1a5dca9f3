"""A published value as it is said to a person: the same words on every page, in every export and chart.

A release holds codes; a renderer takes the words from here and writes them, so no two renderers can disagree.
"""

from dataclasses import dataclass

SMALL_GROUPS, GENDER, ESTIMATES, CENSUS = "small-groups", "gender", "estimates", "census"
REASONS = (SMALL_GROUPS, GENDER, ESTIMATES, CENSUS)
"""The sections of the public privacy page that say why something is withheld, coded or estimated."""


@dataclass(frozen=True)
class Said:
    """A value in words, what stands under it in smaller type, and where it says why (one of `REASONS`).

    `withheld`: the words stand in the place of a number. `why` is blank where nothing needs a reason.
    `number`: the value itself where it is one, for files that can be sorted by it.
    """

    text: str
    under: str = ""
    why: str = ""
    withheld: bool = False
    number: int | None = None

    def __str__(self) -> str:
        """Both lines as one text, for files that have one line a cell."""
        return f"{self.text} ({self.under})" if self.under else self.text


def instead(text: str, why: str, under: str = "") -> Said:
    """Words in the place of a number."""
    return Said(text, under, why, withheld=True)
