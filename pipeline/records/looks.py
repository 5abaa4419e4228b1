"""brand.yaml as a look: colours and faces resolved to values and bytes, gaps filled, and everything unreadable refused."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from pipeline.look import Colour, ColourRole, Face, FaceRole, Logo, Look
from pipeline.problems import Message, Report, say
from pipeline.records.brand import Brand, BrandColour
from pipeline.records.folder import find_exact
from pipeline.records.origins import Part
from pipeline.records.pictures import drawing_size
from pipeline.records.shorthand import Wrong, nearest
from pipeline.records.typefaces import Typeface

MIN_CONTRAST = 4.5
"""WCAG 2.1, 1.4.3 (AA)."""
TEXT_ROLES: tuple[ColourRole, ...] = ("text", "secondary", "muted", "brand", "brand_dark", "accent", "accent_warm")
GROUNDS: tuple[ColourRole, ...] = ("tone", "box", "box_accent")
ONE_INK: frozenset[ColourRole] = frozenset({"text", "secondary", "muted", "rule"})
"""Printed in black alone where the brand gives no inks of its own."""

FALLBACKS: dict[FaceRole, tuple[FaceRole, ...]] = {
    "body_italic": ("body",),
    "body_bold": ("sans_bold",),
    "body_bold_italic": ("body_bold", "body_italic", "sans_bold"),
    "subhead": ("body",),
    "subhead_italic": ("body_italic", "subhead", "body"),
    "sans_italic": ("sans",),
    "sans_semibold": ("sans_bold",),
    "word_regular": ("body",),
    "word_italic": ("body_italic", "body"),
    "word_bold": ("body_bold", "sans_bold"),
}
"""What stands in for a face that the brand does not name, the nearest first."""

GLYPHS = "".join(map(chr, range(0x21, 0x7F))) + "åäöÅÄÖéÉü–—“”‘’…·§−\u00a0"
OWN_GLYPHS: dict[FaceRole, str] = {"body": "■", "sans_semibold": "→"}


def look_from(folder: Path, part: Part, brand: Brand, report: Report) -> Look:
    """The look; faces that cannot be used raise BadInput, what makes it hard to read is noted."""
    colours: dict[ColourRole, Colour] = {role: _colour(role, getattr(brand.colours, role), part, report) for role in get_args(ColourRole)}
    _check_contrasts(colours, part, report)
    faces = _faces(folder, part, brand, report)
    logo = _logo(folder, part, brand, report)
    profile = _profile(folder, part, brand, report)
    if not faces:
        report.close()
    word = (faces["word_regular"], faces["word_bold"], faces["word_italic"])
    return Look(
        brand.name,
        colours,
        faces,
        logo,
        brand.alignment,
        brand.embed_fonts,
        profile,
        Path(brand.icc_profile).stem if brand.icc_profile and profile else "",
        accents=brand.accents,
        fonts_named=brand.fonts_named or "",
        word_serif=word,
    )


def _colour(role: ColourRole, colour: BrandColour, part: Part, report: Report) -> Colour:
    if colour.print is not None:
        inks = colour.print
        if not all(0 <= ink <= 100 for ink in inks):
            report.error(
                part.place(f"colours.{role}.print"), f"colours.{role}.print", say("expected four inks from 0 to 100 percent, found others")
            )
        return Colour(colour.screen, inks)
    inks = computed_inks(colour.screen, black_only=role in ONE_INK)
    shown = ", ".join(f"{ink:g}" for ink in inks)
    message = say("expected inks for print (cyan, magenta, yellow, black in percent), found none: [{inks}] is computed", inks=shown)
    report.warn(
        part.place(f"colours.{role}"),
        f"colours.{role}.print",
        message,
        say("ask the printer for the inks and write print: [{inks}]", inks=shown),
    )
    return Colour(colour.screen, inks)


def computed_inks(screen: str, *, black_only: bool = False) -> tuple[float, float, float, float]:
    """Inks in percent for a screen colour, the grey part in black; a poor man's separation without a profile."""
    red, green, blue = (part / 255 for part in bytes.fromhex(screen.lstrip("#")))
    if black_only:
        return (0.0, 0.0, 0.0, float(round(100 * (1 - (0.2126 * red + 0.7152 * green + 0.0722 * blue)))))
    black = 1 - max(red, green, blue)
    if black >= 1:
        return (0.0, 0.0, 0.0, 100.0)
    cyan, magenta, yellow = ((1 - part - black) / (1 - black) for part in (red, green, blue))
    return (float(round(100 * cyan)), float(round(100 * magenta)), float(round(100 * yellow)), float(round(100 * black)))


def contrast(one: Colour | str, other: Colour | str) -> float:
    """The contrast ratio of two sRGB colours, 1 to 21 (WCAG 2.1, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour | str) -> float:
    value = colour if isinstance(colour, str) else colour.screen
    parts = [part / 255 for part in bytes.fromhex(value.lstrip("#"))]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _check_contrasts(colours: dict[ColourRole, Colour], part: Part, report: Report) -> None:
    """Every colour that words are set in on every ground they stand on."""
    for role in TEXT_ROLES:
        grounds = [("white", "#FFFFFF"), *((ground, colours[ground].screen) for ground in GROUNDS)]
        poor = [(name, value, contrast(colours[role], value)) for name, value in grounds if contrast(colours[role], value) < MIN_CONTRAST]
        if poor:
            name, value, ratio = min(poor, key=lambda pair: pair[2])
            message = say(
                "expected a contrast of at least {limit}:1, found {ratio}:1 on {ground} ({value})",
                limit=MIN_CONTRAST, ratio=f"{int(ratio * 100) / 100:.2f}", ground=name, value=value,
            )  # fmt: skip
            report.error(
                part.place(f"colours.{role}.screen"),
                f"colours.{role}",
                message,
                _darker(colours[role].screen, [value for _, value in grounds]),
            )


def _darker(screen: str, grounds: list[str]) -> Message | None:
    """The same hue, dark enough for every ground."""
    parts = bytes.fromhex(screen.lstrip("#"))
    for step in range(99, -1, -1):
        candidate = "#" + bytes(part * step // 100 for part in parts).hex().upper()
        if all(contrast(candidate, ground) >= MIN_CONTRAST for ground in grounds):
            return say("{colour} would do", colour=candidate)
    return say("make the grounds lighter")


def _faces(folder: Path, part: Part, brand: Brand, report: Report) -> dict[FaceRole, Face]:
    """All faces by role; {} where one of those that the brand names cannot be used."""
    named: dict[FaceRole, tuple[str, str]] = {
        role: (getattr(brand.faces, role), f"faces.{role}") for role in get_args(FaceRole) if getattr(brand.faces, role, None)
    }
    if brand.faces.word_serif is not None:
        roles: tuple[FaceRole, ...] = ("word_regular", "word_bold", "word_italic")
        named |= {
            role: (file, f"faces.word_serif.{number}")
            for number, (role, file) in enumerate(zip(roles, brand.faces.word_serif, strict=True), 1)
        }
    faces: dict[FaceRole, Face] = {}
    for role, (file, origin) in named.items():
        try:
            faces[role] = load_face(folder, file, GLYPHS + OWN_GLYPHS.get(role, ""))
        except Wrong as wrong:
            _note(report, part, origin, wrong, file)
    if len(faces) < len(named):
        return {}
    for role, stand_ins in FALLBACKS.items():
        if role not in faces:
            faces[role] = next(faces[stand_in] for stand_in in stand_ins if stand_in in faces)
    return faces


def load_face(folder: Path, file: str, glyphs: str) -> Face:
    """A face with its bytes; Wrong where it is missing, cannot be embedded or lacks a glyph."""
    path = find_exact(folder, file)
    if path is None:
        parent = (folder / file).parent
        there = [f"{Path(file).parent.as_posix()}/{one.name}" for one in parent.iterdir()] if parent.is_dir() else []
        raise Wrong(say("a file under brand/"), nearest(file, there) or say("put the typeface there, or correct its name"))
    data = path.read_bytes()
    typeface = Typeface(data)
    if typeface.embedding & 0x000F == 0x0002 or typeface.embedding & 0x0200:
        hint = say("its licence bits (fsType {bits}) forbid embedding: take another typeface, or ask its maker", bits=typeface.embedding)
        raise Wrong(say("a typeface that may be embedded"), hint)
    if typeface.embedding & 0x0100:
        hint = say("its licence bits (fsType {bits}) forbid subsets: take another typeface, or ask its maker", bits=typeface.embedding)
        raise Wrong(say("a typeface that may be embedded in part"), hint)
    if lacking := typeface.lacks(glyphs):
        shown = " ".join(
            character if character.isprintable() and not character.isspace() else f"U+{ord(character):04X}" for character in lacking
        )
        raise Wrong(say("a typeface with all the signs that documents need"), say("it lacks {signs}: take another typeface", signs=shown))
    bold, italic = typeface.style
    return Face(typeface.name(6) or path.stem, typeface.name(1) or path.stem, data, bold, italic)


def _logo(folder: Path, part: Part, brand: Brand, report: Report) -> Logo | None:
    if brand.logo is None:
        return None
    if not brand.logo_alt:
        hint = say("add the line '{key}: …': {what}", key="logo_alt", what=say("Words that stand for the logo."))
        report.error(part.place("logo"), "logo_alt", say("expected the words that stand for the logo, found none"), hint)
    try:
        return Logo(_logo_bytes(folder, brand.logo), brand.logo_alt or brand.name)
    except Wrong as wrong:
        _note(report, part, "logo", wrong, brand.logo)
        return None


def _logo_bytes(folder: Path, name: str) -> bytes:
    """The logo's file; Wrong where it is missing or no drawing."""
    path = find_exact(folder, name)
    if path is None:
        raise Wrong(say("a file under brand/"), say("put the logo there, or correct its name"))
    data = path.read_bytes()
    drawing_size(data)
    return data


def _profile(folder: Path, part: Part, brand: Brand, report: Report) -> bytes | None:
    if brand.icc_profile is None:
        return None
    try:
        return _profile_bytes(folder, brand.icc_profile)
    except Wrong as wrong:
        _note(report, part, "icc_profile", wrong, brand.icc_profile)
        return None


def _profile_bytes(folder: Path, name: str) -> bytes:
    """The printer's profile, under brand/ or anywhere by its whole path; Wrong where it is missing or not for four inks (ICC.1, 7.2)."""
    path = Path(name) if Path(name).is_absolute() else folder / name
    if not path.is_file():
        raise Wrong(say("an ICC profile under brand/, or its whole path"), say("ask the printer for the profile of the paper"))
    data = path.read_bytes()
    if data[36:40] != b"acsp" or data[16:20] != b"CMYK":
        raise Wrong(say("an ICC profile for four inks (CMYK)"), say("ask the printer for the profile of the paper"))
    return data


def _note(report: Report, part: Part, origin: str, wrong: Wrong, found: str) -> None:
    message = say("expected {expected}, found {found}", expected=wrong.expected, found=say("'{words}'", words=found))
    report.error(part.place(origin), origin, message, wrong.hint)
