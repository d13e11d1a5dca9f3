"""How a list is sorted, as the URL says it: a column's name, with a minus for the other way round."""


class Sorted:
    """What filters with a `sort` know of it."""

    sort: str

    @property
    def column(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")
