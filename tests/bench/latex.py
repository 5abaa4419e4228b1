"""The same words set by LuaLaTeX with microtype, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import peers


def available() -> bool:
    """Whether there is a LuaLaTeX to run."""
    return shutil.which("lualatex") is not None


def lualatex(texts: Sequence[str], *, hyphen_penalty: int = 50, ragged: bool = False) -> bytes | None:
    """The newsletter's measure, face and size; None where LaTeX fails, as it does without its Swedish patterns."""
    body = "\n\n".join("".join("\\" + c if c in "#$%&_{}" else c for c in one) for one in texts)
    setting = "\\usepackage{ragged2e}\\setlength{\\RaggedRightParindent}{10bp}" if ragged else ""
    start = "\\RaggedRight " if ragged else ""
    source = (
        "\\documentclass[10pt,twocolumn]{article}"
        "\\usepackage[paperwidth=595.276bp,paperheight=841.89bp,left=51.024bp,right=51.024bp,top=70.866bp,bottom=82bp,"
        f"columnsep={peers.GUTTER_PT}bp]{{geometry}}\\usepackage{{fontspec}}"
        f"\\setmainfont[Path={peers.FONTS.as_posix()}/]{{SourceSerif4SmText-Regular.ttf}}"
        f"\\usepackage[swedish]{{babel}}\\usepackage{{microtype}}{setting}\\parindent=10bp\\parskip=0pt\\pagestyle{{empty}}"
        f"\\begin{{document}}\\hyphenpenalty={hyphen_penalty} \\fontsize{{10bp}}{{13bp}}\\selectfont {start}{body}\\end{{document}}"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "main.tex"
        path.write_text(source, encoding="utf-8")
        done = subprocess.run(["lualatex", "-interaction=batchmode", path.name], cwd=folder, capture_output=True, check=False)
        result = path.with_suffix(".pdf")
        return result.read_bytes() if done.returncode == 0 and result.exists() else None
