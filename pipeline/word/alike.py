"""Texts as words, and how many of them two texts share."""

from __future__ import annotations

import re
from collections import Counter

_WORDS = re.compile(r"\w+|\s|[^\w\s]")


def words_of(text: str) -> list[str]:
    """Words, single spaces and single signs, which together are the text."""
    return _WORDS.findall(text)


def likeness(old: str, new: str) -> float:
    """Share of words in common, from 0 to 1."""
    mine, theirs = [word for word in words_of(old) if not word.isspace()], [word for word in words_of(new) if not word.isspace()]
    if not mine or not theirs:
        return 1.0 if mine == theirs else 0.0
    common = sum((Counter(mine) & Counter(theirs)).values())
    return 2 * common / (len(mine) + len(theirs))
