"""Names that nobody could take for a real person's."""

import numpy as np

_FIRST = """
Ada Alma Amir Ana Bao Ben Carla Chidi Dana Diego Elif Emil Faye Gus Hana Hugo Ines Ivan Jada Joel Kai Kofi
Lena Luis Mara Milo Nadia Noor Omar Opal Pia Priya Quinn Ravi Rosa Sami Tess Uma Yuki
"""
FIRST = tuple(_FIRST.split())
_LAST = """
Sampleton Demoberg Testwell Mockridge Placeholt Fauxman Dummond Exampleton Inventine Fictionsen Pretendez
Makebelief Imaginski Trialworth Draftson Specimann Nobodysen Synthetti Pseudonymo Prototipo Blankenfield
Scenariov Loremipsa Fakenham
"""
LAST = tuple(_LAST.split())
"""Surnames that say what they are."""


def people(count: int, chance: np.random.Generator) -> tuple[list[str], list[str], list[str]]:
    """First names, last names and e-mail addresses; the number in an address makes it unique."""
    first = [FIRST[place] for place in chance.integers(len(FIRST), size=count)]
    last = [LAST[place] for place in chance.integers(len(LAST), size=count)]
    emails = [
        f"{one}.{other}.{number:05d}@example.org".lower()
        for number, (one, other) in enumerate(zip(first, last, strict=True), start=1)
    ]
    return first, last, emails


def phones(count: int, chance: np.random.Generator) -> list[str]:
    """Numbers of the block that is kept free for fiction."""
    return [f"(555) 555-01{number:02d}" for number in chance.integers(100, size=count)]
