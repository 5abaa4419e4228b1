"""Data classes that compile their constructor at its first use: a start makes over two hundred of them and needs half, at 0.3 ms each.

Fields are the standard library's (`dataclasses.fields`, `replace`, `asdict` and `match` know them). That a frozen class stays as it is, is held
by the type checker alone, which spares every object that is made the detour around a lock.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from dataclasses import dataclass as standard  # noqa: TID251 - this is the place
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from dataclasses import dataclass as dataclass  # noqa: PLC0414, TID251 - for checkers this is the standard one
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Callable[[type], type]:
        """As `dataclasses.dataclass`, with these settings alone."""

        def wrap(cls: type) -> type:
            own = frozenset(vars(cls))
            made = standard(init=False, repr=False, eq=False, slots=slots)(cls)
            for name, method in _methods(made, frozen=frozen, eq=eq):
                if name not in own or (name == "__hash__" and made.__hash__ is None):  # Python's own None where only __eq__ is written
                    setattr(made, name, method)
            return made

        return wrap


def _methods(cls: type, *, frozen: bool, eq: bool) -> Iterator[tuple[str, Any]]:
    """What the standard library would write for such a class; hashing by value only where values stay."""
    yield "__init__", _until_used(cls)
    yield "__repr__", _repr
    if eq:
        compared = tuple(one for one in fields(cls) if one.compare)
        values = _values(compared)
        yield "__eq__", lambda self, other: values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        hashed = _values(tuple(one for one in compared if one.hash is not False))
        yield "__hash__", (lambda self: hash(hashed(self))) if frozen else None


def _values(of: tuple[Field[Any], ...]) -> Callable[[Any], object]:
    """The fields' values of an object, to be compared or hashed."""
    return attrgetter(*(one.name for one in of)) if of else lambda _: ()


@recursive_repr()
def _repr(self: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _until_used(cls: type) -> Callable[..., None]:
    """Stands for the constructor until somebody calls it, and from then on is gone."""

    def waiting(self: object, /, *arguments: Any, **named: Any) -> None:
        constructor = _constructor(cls)
        cls.__init__ = constructor  # type: ignore[misc] # that is what this is for
        constructor(self, *arguments, **named)

    return waiting


def _constructor(cls: type) -> Any:
    """The constructor's code: one argument and one assignment a field, defaults made anew where the field has a factory."""
    names: dict[str, object] = {"MISSING": MISSING}
    by_place: list[str] = []
    by_name: list[str] = []
    body: list[str] = []
    for one in fields(cls):
        given, default = one.name, f"_default_{one.name}"
        if one.default_factory is not MISSING:
            names[default] = one.default_factory
            given = f"{default}() if {one.name} is MISSING else {one.name}" if one.init else f"{default}()"
            argument = f"{one.name}=MISSING"
        elif one.default is not MISSING:
            names[default] = one.default
            given = one.name if one.init else default
            argument = f"{one.name}={default}"
        else:
            argument = one.name
        if one.init:
            (by_name if one.kw_only else by_place).append(argument)
        if one.init or given != one.name:
            body.append(f"self.{one.name} = {given}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    arguments = ", ".join(["self", *by_place, *(["*", *by_name] if by_name else [])])
    code = f"def __init__({arguments}):\n " + "\n ".join(body or ["pass"])
    exec(code, names)  # noqa: S102 - written here, from the names of fields
    constructor: Any = names["__init__"]
    constructor.__qualname__ = f"{cls.__qualname__}.__init__"
    return constructor
