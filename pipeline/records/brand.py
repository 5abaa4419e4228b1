"""brand/brand.yaml: the look only."""

from typing import Literal

from pipeline.records.model import Model, described
from pipeline.records.shorthand import Raw


class BrandColour(Model):
    """A colour for screen and print; shorthand in YAML: '#8A1F17' alone (print is then computed and warned about)."""

    screen: str = described("sRGB as #RRGGBB.", "sRGB som #RRGGBB.", pattern=r"^#[0-9A-Fa-f]{6}$")
    print: tuple[float, float, float, float] | None = described(
        "Cyan, magenta, yellow, black in percent.", "Cyan, magenta, gult, svart i procent.", None
    )

    words_pattern = r"#[0-9A-Fa-f]{6}"
    words_example = "#8A1F17"

    @classmethod
    def from_words(cls, words: str) -> Raw:
        """The shorthand."""
        return {"screen": words}


class Colours(Model):
    """Colours by role."""

    text: BrandColour = described("Text.", "Text.")
    secondary: BrandColour = described("Secondary facts.", "Sekundära uppgifter.")
    muted: BrandColour = described("Small help text.", "Liten hjälptext.")
    brand: BrandColour = described("The brand's colour.", "Märkesfärgen.")
    brand_dark: BrandColour = described("Dark shade of the brand's colour.", "Märkesfärgens mörka nyans.")
    accent: BrandColour = described("First accent: links, kickers.", "Första accenten: länkar, vinjetter.")
    accent_warm: BrandColour = described("Second accent.", "Andra accenten.")
    accent_light: BrandColour = described("Light accent, on dark only.", "Ljus accent, bara på mörkt.")
    tone: BrandColour = described("Lightest background.", "Ljusaste tonplattan.")
    box: BrandColour = described("Background of boxes.", "Faktarutornas platta.")
    box_accent: BrandColour = described("Background of the second box.", "Den andra rutans platta.")
    rule: BrandColour = described("Thin rules.", "Tunna linjer.")


class Faces(Model):
    """Files of the faces by role, under brand/ (TrueType outlines); missing optional roles fall back as their text says."""

    body: str = described("Running text, 9–11 pt.", "Löptext, 9–11 pt.")
    body_italic: str | None = described("Italic of it.", "Kursiv till den.", None)
    body_bold: str | None = described("Bold of it.", "Fet till den.", None)
    body_bold_italic: str | None = described("Bold italic of it.", "Fet kursiv till den.", None)
    subhead: str | None = described("14–20 pt; body if left out.", "14–20 pt; annars brödtextens.", None)
    subhead_italic: str | None = described("Italic, for pull quotes.", "Kursiv, för citat.", None)
    display: str = described("From 24 pt, bold.", "Från 24 pt, fet.")
    sans: str = described("Captions, boxes, tables.", "Bildtexter, rutor, tabeller.")
    sans_italic: str | None = described("Italic of it.", "Kursiv till den.", None)
    sans_semibold: str | None = described("Semibold of it; bold if left out.", "Halvfet till den; annars fet.", None)
    sans_bold: str = described("Bold of it.", "Fet till den.")
    word_serif: tuple[str, str, str] | None = described(
        "Regular, bold and italic that Word embeds for running text; body's if left out.",
        "Rak, fet och kursiv som bäddas in i Word för löptext.",
        None,
    )


class Brand(Model):
    """The whole of brand.yaml."""

    format: Literal[1] = described("Version of this file's format.", "Filformatets version.")
    name: str = described("Name of the brand.", "Märkets namn.")
    colours: Colours = described("Colours by role.", "Färger efter roll.")
    faces: Faces = described("Faces by role.", "Typsnitt efter roll.")
    logo: str | None = described("SVG that takes the nameplate's place.", "SVG som ersätter tidningshuvudets ord.", None)
    logo_alt: str | None = described("Words that stand for the logo.", "Ord som står för logotypen.", None)
    alignment: Literal["ragged", "justified"] = described("How body text is set.", "Hur brödtexten sätts.", "ragged")
    icc_profile: str | None = described(
        "The printer's ICC profile, for the print edition.", "Tryckeriets ICC-profil, för tryckutgåvan.", None
    )
    embed_fonts: bool = described("Faces travel inside Word files.", "Typsnitten följer med i Word-filer.", True)
    fonts_named: str | None = described("Names of the faces for the colophon.", "Typsnittens namn för redaktionsrutan.", None)
    accents: tuple[Literal["accent", "accent_warm"], ...] = described(
        "The accent of page 1, 2, 3 …; the last repeats.",
        "Accent för sida 1, 2, 3 …; den sista upprepas.",
        ("accent", "accent_warm", "accent"),
    )
