"""What is opened once and has to be closed: the ``with`` statement for it, written once."""

from abc import ABC, abstractmethod
from typing import Self


class Closing(ABC):
    """A thing that closes itself at the end of a ``with`` block, however the block ends."""

    __slots__ = ()

    @abstractmethod
    def close(self) -> None:
        """Let go of what is held; safe to call twice."""

    def __enter__(self) -> Self:
        """The thing itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close; an error goes on its way."""
        self.close()
