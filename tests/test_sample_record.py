"""The sample record: true to what was published about the meeting, in its own words, and careful with real people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

FACTS = """
Region Örebro län|Sandviken|Falun|Säter|Malung-Sälen|Fagersta|Ljusnarsberg|Lindesberg|2023–2024|attraktiv industriregion
Business Region Örebro|landsbygds- och infrastrukturdepartementet|Örebro universitet|Joakim Carlsson|regionråd|vice ordförande
styrs politiskt|tillväxt och utveckling|forskning och utbildning|vård och hälsa|innovat|entreprenör|RUS|regionala utvecklingsstrategin
stark konkurrenskraft|hög och jämlik livskvalitet|god resurseffektivitet|inkludering|barn och unga|kompetensförsörjning|grön omställning
främjande och förebyggande|nära vård|psykisk hälsa|barns psykiska hälsa|används effektivare|forskning och utveckling|miljökrav
Smart Move|Wa3rm|200 nya gröna jobb|Frövi|AI|industriellt utvecklingscentrum|IUC|tillväxtbranscher|Jenny Johansson|marknadschef
tolv kommuner|6 miljoner kronor|tre personer är anställda|näringslivsfunktioner|Utländska investeringar|etableringsservice|mässor|kampanjer
talangattraktionsprojektet|SKR:s insiktsmätning|upphandlas gemensamt|processer säkrare och bättre|mycket positiva|NKI|företagsklimat|konjunkturbarometer
BRO möter Bergslaget|Sverker Lindblad|Territoriella perspektiv på den gröna industrialiseringen|ESPON|EU|klimatkris|fossilfri energi
bostäder|välfärdssystem|råvaror|social hållbarhet|landsbygd och stad|på lång sikt|norra Sverige|förebild|gott exempel|världsledande
Hitachi Energy|Ovako|hållbarhetsprofil|samhällsplaneringen är en nyckel|lokalbefolkningen|Lotta Sartz|projektledare|Swedish Mining Innovation
strategiskt innovationsprogram|Vinnova|Energimyndigheten|Formas|utvinna metaller|prospektering|resurskaraktärisering|gruvdrift|återvinning
metallurgi|efterbehandling|Epiroc|Boliden|Zinkgruvan|Innovationsagenda Bergslagen|fem prioriterade områden|smart teknik|kluster|teknikleverantörer
ny arbetskraft|allmänhetens kunskap|16 miljoner kronor|fyra forskningsprojekt|försörjningsberedskap|workshops|gruvluncher|gruvsafari
hela Sverige|partner i industrin|klimatomställning|lärplats Pershyttan|Nora kommun|bergsbruksmiljö|Bergsskolan i Filipstad|Impact Innovation
långsiktig kraftsamling|globala? konkurrenskraft|Vad händer i Bergslagen|alla medverkande|inspiration
"""
TITLES = ["Presentation Territoriella perspektiv på den gröna industrialiseringen"]


@pytest.fixture(scope="module")
def record(root: Path) -> str:
    folder = root / "source" / "meetings" / "2023-orebro"
    files = [folder / "meeting.yaml", *sorted((folder / "texts").glob("*.md"))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("fact", [fact for line in FACTS.strip().splitlines() for fact in line.split("|")])
def test_the_record_tells_what_was_published(record: str, fact: str):
    assert re.search(fact.replace(" ", r"\s+"), record, re.IGNORECASE)


def test_no_sentence_is_copied(shared: Path, record: str):
    published = words("\n".join(file.read_text(encoding="utf-8") for file in shared.glob("000_*.txt")))
    told = words(re.sub(r"(?m)^\s*#.*$", "", record))
    assert len(published) > 500
    own = set(zip(*(published[start:] for start in range(7)), strict=False))
    copied = [" ".join(run) for run in zip(*(told[start:] for start in range(7)), strict=False) if run in own]
    assert copied == [" ".join(words(title)) for title in TITLES]


def test_mail_addresses_lead_nowhere(root: Path):
    for folder in (root / "source", root / "tests" / "cases"):
        for file in folder.rglob("*.yaml"):
            for address in re.findall(r"[\w.+-]+@[\w.-]+", file.read_text(encoding="utf-8")):
                assert address.endswith(".example"), f"{file.name}: {address}"


def test_real_people_stand_as_speakers_and_nowhere_else(root: Path):
    meeting = yaml.safe_load((root / "source" / "meetings" / "2023-orebro" / "meeting.yaml").read_text(encoding="utf-8"))
    organisation = yaml.safe_load((root / "source" / "organisation.yaml").read_text(encoding="utf-8"))
    speakers = {talk["speaker"] for talk in meeting["talks"].values()}
    assert len(speakers) == 4
    formal = str(meeting["items"]) + str(meeting["attendance"]) + str(organisation["bodies"])
    assert not [name for name in speakers if name.split()[-1] in formal]
    assert all("quotation" not in talk for talk in meeting["talks"].values())
    articles = [meeting["newsletter"]["lead"], *meeting["newsletter"]["articles"]]
    assert not [article["id"] for article in articles if "quote_speaker" in article]


def test_pull_quotes_are_words_of_their_article(root: Path):
    folder = root / "source" / "meetings" / "2023-orebro"
    meeting = yaml.safe_load((folder / "meeting.yaml").read_text(encoding="utf-8"))
    quotes = [article for article in meeting["newsletter"]["articles"] if "quote" in article]
    assert quotes
    for article in quotes:
        text = (folder / meeting["talks"][article["from"][0]]["newsletter"]).read_text(encoding="utf-8")
        assert article["quote"] in text


def words(text: str) -> list[str]:
    return re.findall(r"[\w:-]+", text.lower())
