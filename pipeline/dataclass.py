"""Data classes and named tuples that do their work at first use: a start makes over two hundred and needs half.

Fields are the standard library's (`dataclasses.fields`, `replace`, `asdict` and `match` know them), collected when somebody asks for them;
a constructor is compiled when it is first called, once for all classes of its shape. Together this takes a start 60 ms less than the
standard library's. That a frozen class stays as it is, is held by the type checker alone, which spares every object that is made the
detour around a lock.
"""

from __future__ import annotations

from collections import namedtuple
from dataclasses import MISSING, Field, fields
from dataclasses import dataclass as standard  # noqa: TID251 - this is the place
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from types import CodeType, FunctionType, MemberDescriptorType
from typing import TYPE_CHECKING, Any, ClassVar, get_origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from dataclasses import dataclass as dataclass  # noqa: PLC0414, TID251 - for checkers this is the standard one
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - likewise
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Callable[[type], type]:
        """As `dataclasses.dataclass`, with these settings alone."""

        def wrap(cls: type) -> type:
            own = frozenset(vars(cls))
            written = {name: _Written(cls, name) for name, kind in vars(cls).get("__annotations__", {}).items() if not _of_the_class(kind)}
            made = _slotted(cls, written) if slots else cls
            WRITTEN[made] = written
            for name in COLLECTED:
                setattr(made, name, _Collected(name, made, cls))
            for name, method in _methods(made, frozen=frozen, eq=eq):
                if name not in own or (name == "__hash__" and vars(cls)[name] is None):  # Python's own None where only __eq__ is written
                    setattr(made, name, method)
            return made

        return wrap

    class _Tuples(type):
        """Makes of a class body a named tuple as `typing` does, without its look at each annotation (0.3 ms a class)."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            named = tuple(body.get("__annotations__", ()))
            made = namedtuple(name, named, defaults=[body[one] for one in named if one in body], module=body["__module__"])  # noqa: PYI024
            for key, value in body.items():
                if key not in named and key != "__module__":
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Tuples):
        """As `typing.NamedTuple`."""


class _Written:
    """What a class body says of a field: the field's own settings, or its default."""

    def __init__(self, cls: type, name: str) -> None:
        value = getattr(cls, name, MISSING)
        own = value if isinstance(value, Field) else None
        self.name = name
        self.init = own is None or own.init
        self.kw_only = own is not None and own.kw_only is True
        self.compare = own is None or own.compare
        self.hash = own.hash if own is not None else None
        self.factory = own.default_factory if own is not None else MISSING
        self.default = own.default if own is not None else MISSING if isinstance(value, MemberDescriptorType) else value

    @property
    def shape(self) -> tuple[bool, bool, bool, bool]:
        """Whether the field is an argument, by name alone, is made by a factory, is left to others."""
        made = self.factory is not MISSING
        return self.init, self.kw_only, made, not (self.init or made or self.default is not MISSING)


WRITTEN: dict[type, dict[str, _Written]] = {}
"""The fields of each data class's own body: all that its methods need."""


def _written(cls: type) -> list[_Written]:
    """A class's fields, those of its bases first."""
    found: dict[str, _Written] = {}
    for base in reversed(cls.__mro__):
        found |= WRITTEN.get(base, {})
    return list(found.values())


NAMES: dict[type, tuple[str, ...] | None] = {}
"""What field_names has answered."""


def field_names(cls: type) -> tuple[str, ...] | None:
    """The fields of a data class without the standard library's collecting; None for any other class."""
    if cls not in NAMES:
        NAMES[cls] = tuple(one.name for one in _written(cls)) if any(base in WRITTEN for base in cls.__mro__) else None
    return NAMES[cls]


COLLECTED = ("__dataclass_fields__", "__dataclass_params__", "__match_args__")
"""What the standard library knows a data class by."""


class _Collected:
    """Stands for what the standard library notes of a class until somebody asks for it, and from then on is gone."""

    def __init__(self, name: str, made: type, written: type) -> None:
        self.name = name
        self.made = made
        self.written = written

    def __get__(self, _value: object, _owner: type | None = None) -> Any:
        """Let the standard library look at the class as it was written, with its defaults, and move what it found to what was made of it."""
        for name in COLLECTED:
            delattr(self.made, name)
        standard(init=False, repr=False, eq=False)(self.written)
        if self.made is not self.written:
            for name in COLLECTED:
                setattr(self.made, name, vars(self.written)[name])
        return vars(self.made)[self.name]


def _slotted(cls: type, written: Iterable[str]) -> type:
    """The class again with room for its fields and nothing else: room cannot be added to a class that is there."""
    bases = cls.__mro__[1:-1]
    held = {name for base in bases for name in vars(base).get("__slots__", ())}
    names = {*written, *(name for base in bases for name in WRITTEN.get(base, ()))}
    body = {name: value for name, value in vars(cls).items() if name not in names and name not in {"__dict__", "__weakref__"}}
    body["__slots__"] = tuple(sorted(names - held))
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


def _of_the_class(kind: object) -> bool:
    """Whether an annotation, as written or as an object, is of a variable of the class, not of a field."""
    return kind.removeprefix("typing.").startswith("ClassVar") if isinstance(kind, str) else ClassVar in {kind, get_origin(kind)}


def _methods(cls: type, *, frozen: bool, eq: bool) -> Iterator[tuple[str, Any]]:
    """What the standard library would write for such a class; hashing by value only where values stay."""
    yield "__init__", _until_used(cls, "__init__", _constructor)
    yield "__repr__", _repr
    if eq:
        yield "__eq__", _until_used(cls, "__eq__", _equality)
        yield "__hash__", _until_used(cls, "__hash__", _hashing) if frozen else None


def _equality(cls: type) -> Callable[[Any, Any], Any]:
    values = _values([one.name for one in _written(cls) if one.compare])
    return lambda self, other: values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented


def _hashing(cls: type) -> Callable[[Any], int]:
    hashed = _values([one.name for one in _written(cls) if one.compare and one.hash is not False])
    return lambda self: hash(hashed(self))


def _values(names: Sequence[str]) -> Callable[[Any], object]:
    """The fields' values of an object, to be compared or hashed."""
    return attrgetter(*names) if names else lambda _: ()


@recursive_repr()
def _repr(self: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _until_used(cls: type, name: str, make: Callable[[type], Any]) -> Callable[..., Any]:
    """Stands for a method until somebody calls it, and from then on is gone."""

    def waiting(self: object, /, *arguments: Any, **named: Any) -> Any:
        method = make(cls)
        setattr(cls, name, method)
        return method(self, *arguments, **named)

    return waiting


def _constructor(cls: type) -> Any:
    """The constructor: one argument and one assignment a field, defaults made anew where the field has a factory."""
    found = _written(cls)
    template = _template(tuple(one.shape for one in found), after=hasattr(cls, "__post_init__"))
    names: dict[str, object] = {"MISSING": MISSING}
    defaults: dict[str, object] = {}
    for number, one in enumerate(found):
        if one.factory is not MISSING:
            names[f"default{number}"] = one.factory
            defaults[one.name] = MISSING
        elif one.default is not MISSING:
            names[f"default{number}"] = defaults[one.name] = one.default
    called = {f"field{number}": one.name for number, one in enumerate(found)}
    code = template.replace(
        co_varnames=tuple(called.get(name, name) for name in template.co_varnames),
        co_names=tuple(called.get(name, name) for name in template.co_names),
    )
    by_place = [one.name for one in found if one.init and not one.kw_only]
    constructor: Any = FunctionType(code, names, "__init__", tuple(defaults[name] for name in by_place if name in defaults))
    constructor.__kwdefaults__ = {one.name: defaults[one.name] for one in found if one.init and one.kw_only and one.name in defaults}
    constructor.__qualname__ = f"{cls.__qualname__}.__init__"
    return constructor


@cache
def _template(shape: tuple[tuple[bool, bool, bool, bool], ...], *, after: bool) -> CodeType:
    """The constructor of all classes whose fields have this shape, with numbers for names."""
    by_place: list[str] = []
    by_name: list[str] = []
    body: list[str] = []
    for number, (argument, named, factory, left) in enumerate(shape):
        field, default = f"field{number}", f"default{number}"
        if argument:
            (by_name if named else by_place).append(field)
        made = f"{default}()" if factory else default
        given = made if not argument else f"{made} if {field} is MISSING else {field}" if factory else field
        if not left:
            body.append(f"self.{field} = {given}")
    if after:
        body.append("self.__post_init__()")
    arguments = ", ".join(["self", *by_place, *(["*", *by_name] if by_name else [])])
    names: dict[str, Any] = {}
    exec(f"def __init__({arguments}):\n " + "\n ".join(body or ["pass"]), names)  # noqa: S102 - written here, from numbers alone
    code: CodeType = names["__init__"].__code__
    return code
