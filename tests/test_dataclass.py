"""The house's own data classes beside the standard library's."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import pickle
import pkgutil
from functools import cached_property
from typing import ClassVar

import pytest

import pipeline
from pipeline.dataclass import NamedTuple, dataclass, field_names
from pipeline.story import LineBreak, Text, walk


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0
    name: str = dataclasses.field(default="", kw_only=True, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Twin:
    x: int
    y: int = 0
    name: str = dataclasses.field(default="", kw_only=True, compare=False)


@dataclass(slots=True)
class Heap:
    items: list[int] = dataclasses.field(default_factory=list)
    total: int = dataclasses.field(default=0, init=False)
    secret: str = dataclasses.field(default="s", repr=False)

    def __post_init__(self):
        self.total = sum(self.items)


@dataclass(frozen=True)
class Circle(Point):
    radius: float = 1.0

    @cached_property
    def area(self):
        return 3 * self.radius**2


@dataclass(frozen=True, eq=False)
class Thing:
    a: int


@dataclass(frozen=True)
class OwnEquality:  # noqa: PLW1641 - hashing is left to the decorator
    a: int

    def __eq__(self, other):
        return True


@dataclass(frozen=True, slots=True)
class Empty:
    pass


def test_made_shown_compared_and_hashed_as_the_standard_library_does():
    for arguments, named in [((1,), {}), ((1, 2), {}), ((), {"x": 1, "y": 5}), ((1,), {"name": "n"})]:
        ours, theirs = Point(*arguments, **named), Twin(*arguments, **named)
        assert repr(ours) == repr(theirs).replace("Twin", "Point")
        assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert Point(1, name="a") == Point(1, name="b")
    assert Point(1) != Point(2)
    assert Point(1) != Twin(1)
    assert len({Point(1), Point(1, 0, name="other"), Point(2)}) == 2
    assert Point.__match_args__ == Twin.__match_args__
    match Point(3, 4):
        case Point(x, y):
            assert (x, y) == (3, 4)


@pytest.mark.parametrize("arguments", [(), (1, 2, 3), (1, 2, 3, 4)])
def test_wrong_arguments_are_refused(arguments):
    with pytest.raises(TypeError):
        Point(*arguments)
    with pytest.raises(TypeError):
        Point(1, colour=2)


def test_each_object_has_its_own_default():
    one, other = Heap(), Heap()
    one.items.append(1)
    assert other.items == []
    assert Heap([1, 2]).total == 3
    assert repr(Heap([1])) == "Heap(items=[1], total=1)"
    with pytest.raises(TypeError):
        hash(one)


def test_a_subclass_takes_its_fields_from_both():
    circle = Circle(1, 2, 3.0, name="c")
    assert (circle.x, circle.y, circle.radius, circle.name, circle.area) == (1, 2, 3.0, "c", 27)
    assert dataclasses.replace(circle, y=7) == Circle(1, 7, 3.0)


def test_copies_and_pickles_are_equal():
    for value in (Point(1, 2, name="p"), Heap([1])):
        assert copy.copy(value) == copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value


def test_what_a_class_writes_itself_stays():
    assert OwnEquality(1) == OwnEquality(2)
    assert hash(OwnEquality(1)) == hash(OwnEquality(1))
    assert Thing(1) != Thing(1)
    assert len({Thing(1), Thing(1)}) == 2
    assert Empty() == Empty()
    assert {Empty()} == {Empty()}


def test_a_constructor_is_compiled_when_it_is_first_called():
    @dataclass(frozen=True)
    class Late:
        a: int

    waiting = Late.__init__
    assert Late(1).a == 1
    assert Late.__init__ is not waiting
    assert Late(a=2) == Late(2)


@dataclass(slots=True)
class Lazy:
    kind: ClassVar[str] = "lazy"
    a: int = 1
    b: int = dataclasses.field(init=False)


@dataclass(slots=True)
class Twice:
    first: int = 5
    second: int = dataclasses.field(init=False)


def test_classes_of_one_shape_keep_names_and_defaults_apart():
    assert (Lazy().a, Twice().first, Lazy(a=3).a, Twice(first=4).first) == (1, 5, 3, 4)
    assert (Lazy.kind, [one.name for one in dataclasses.fields(Lazy)]) == ("lazy", ["a", "b"])
    with pytest.raises(AttributeError):
        _ = Lazy().b
    with pytest.raises(TypeError, match="first"):
        Lazy(first=1)


class Named(NamedTuple):
    """A named tuple."""

    x: int
    y: tuple[int, ...] = ()

    @property
    def whole(self) -> int:
        return self.x + sum(self.y)


def test_a_named_tuple_is_the_standard_librarys_without_its_look_at_the_annotations():
    value = Named(1, y=(2, 3))
    assert (value, value.whole, Named(7).y, value._replace(x=2).whole) == ((1, (2, 3)), 6, (), 7)
    assert (Named._fields, Named.__doc__, Named.__module__) == (("x", "y"), "A named tuple.", __name__)
    assert pickle.loads(pickle.dumps(value)) == value
    assert repr(value) == "Named(x=1, y=(2, 3))"
    with pytest.raises(TypeError):
        Named()


def test_every_data_class_keeps_to_what_is_the_same_here_and_in_the_standard_library():
    from pipeline import dataclass as made

    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        importlib.import_module(module.name)
    assert len(made.WRITTEN) > 200
    for cls, written in [one for one in made.WRITTEN.items() if one[0].__module__.startswith("pipeline.")]:
        kinds = [str(vars(cls).get("__annotations__", {}).get(name, "")) for name in written]
        assert not [kind for kind in kinds if "KW_ONLY" in kind or "InitVar" in kind], cls
        given = [
            one.default is not dataclasses.MISSING or one.factory is not dataclasses.MISSING
            for one in made._written(cls)
            if one.init and not one.kw_only
        ]
        assert given == sorted(given), f"{cls}: a field without a default stands after one with a default"
        assert not [one.name for one in written.values() if isinstance(one.default, list | dict | set)], cls


def test_the_names_of_fields_are_known_without_collecting_them():
    @dataclass(slots=True)
    class Deep(Heap):
        shared: ClassVar[int] = 1
        depth: int = 0

    assert field_names(Deep) == ("items", "total", "secret", "depth")
    assert "__dataclass_fields__" in vars(Deep)
    assert not isinstance(vars(Deep)["__dataclass_fields__"], dict)
    assert field_names(Deep) == tuple(one.name for one in dataclasses.fields(Deep))
    assert field_names(str) is None
    assert field_names(LineBreak) == ()


def test_a_part_without_fields_is_met_on_the_way_through_a_story():
    line = (Text("ett"), LineBreak(), Text("två"))
    assert list(walk(line)) == list(line)
