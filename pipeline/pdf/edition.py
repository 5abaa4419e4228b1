"""An edition of a newsletter: what it holds of what is not news, where that stands, and what it gives up for its pages."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pipeline.dataclass import dataclass

FiguresPlace: TypeAlias = Literal["band", "box", "story"]
"""Where the key figures stand: at the front's foot, in a box of the lead, or where the story has them."""
NO_MEMBERS = 30.0
"""Empty lines that are better than an edition without the list of members."""
NO_VIGNETTE = 6.0
"""The same without the drawing over the colophon."""
NO_BAND = 3.0
"""The same with the key figures elsewhere than in a band at the front's foot."""
NO_INDEX = 4.0
"""The same with the list of contents elsewhere than beside the ingress."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What an edition holds of what is not news, and where key figures and list of contents (``boxed``: in the lead's columns) stand."""

    compact: bool = False
    members: bool = True
    vignette: bool = True
    figures: FiguresPlace = "band"
    boxed: bool = False

    @property
    def given_up(self) -> float:
        """Empty lines that are better than what this edition gives up."""
        prices = (
            (NO_MEMBERS, not self.members),
            (NO_VIGNETTE, not self.vignette),
            (NO_BAND, self.figures != "band"),
            (NO_INDEX, self.boxed),
        )
        return sum(price for price, lacks in prices if lacks)
