"""LibreOffice as a second reader and as somebody who edits; tests that need it skip with a reason where it is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

MACRO = """
Private oDoc As Object

Sub Run(sFile As String)
  Dim oFiles, oStream, aWords
  oFiles = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  oStream = createUnoService("com.sun.star.io.TextInputStream")
  oStream.setInputStream(oFiles.openFileRead(sFile))
  oStream.setEncoding("UTF-8")
  On Error Goto Failed
  Do While Not oStream.isEOF()
    aWords = Split(oStream.readLine(), Chr(9))
    If UBound(aWords) >= 0 Then Act(aWords)
  Loop
  oStream.closeInput()
  StarDesktop.terminate()
  Exit Sub
Failed:
  Dim nFile As Integer
  nFile = FreeFile
  Open sFile & ".failed" For Output As #nFile
  Print #nFile, Join(aWords, " ") & ": " & Error$
  Close #nFile
  StarDesktop.terminate()
End Sub

Sub Act(a)
  Dim aNone(), oRange, oCursor, oTable, oNote
  Select Case a(0)
    Case "OPEN"
      Dim aHidden(0) As New com.sun.star.beans.PropertyValue
      aHidden(0).Name = "Hidden" : aHidden(0).Value = True
      oDoc = StarDesktop.loadComponentFromURL(a(1), "_blank", 0, aHidden())
    Case "SAVE"
      Dim aForm(0) As New com.sun.star.beans.PropertyValue
      aForm(0).Name = "FilterName" : aForm(0).Value = "MS Word 2007 XML"
      oDoc.storeToURL(a(1), aForm())
      oDoc.close(True)
    Case "TRACK"
      oDoc.RecordChanges = (a(1) = "1")
    Case "REPLACE"
      oRange = Find(a(1)) : oRange.String = a(2)
    Case "BEFORE"
      oRange = Find(a(1)) : oRange.Text.insertString(oRange.Start, a(2), False)
    Case "AFTER"
      oRange = Find(a(1)) : oRange.Text.insertString(oRange.End, a(2), False)
    Case "SPLIT"
      oRange = Find(a(1)) : oRange.Text.insertControlCharacter(oRange.End, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
    Case "JOIN"
      oRange = Find(a(1)) : oCursor = oRange.Text.createTextCursorByRange(oRange)
      oCursor.gotoEndOfParagraph(False) : oCursor.goRight(1, True) : oCursor.String = ""
    Case "WHOLE"
      oRange = Find(a(1)) : oCursor = oRange.Text.createTextCursorByRange(oRange)
      oCursor.gotoStartOfParagraph(False) : oCursor.gotoEndOfParagraph(True) : oCursor.String = a(2)
    Case "DELETE"
      oRange = Find(a(1)) : oCursor = oRange.Text.createTextCursorByRange(oRange)
      oCursor.gotoStartOfParagraph(False) : oCursor.gotoEndOfParagraph(True) : oCursor.goRight(1, True) : oCursor.String = ""
    Case "PARAGRAPH"
      oRange = Find(a(1)) : oCursor = oRange.Text.createTextCursorByRange(oRange)
      oCursor.gotoEndOfParagraph(False)
      oRange.Text.insertControlCharacter(oCursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
      oRange.Text.insertString(oCursor, a(2), False)
    Case "BOLD"
      oRange = Find(a(1)) : oRange.CharWeight = 150
    Case "STRIKE"
      oRange = Find(a(1)) : oRange.CharStrikeout = 1
    Case "STYLE"
      oRange = Find(a(1)) : oRange.ParaStyleName = a(2)
    Case "COMMENT"
      oRange = Find(a(1)) : oNote = oDoc.createInstance("com.sun.star.text.textfield.Annotation")
      oNote.Author = "Ledamot 3" : oNote.Content = a(2)
      oRange.Text.insertTextContent(oRange, oNote, True)
    Case "ROWDELETE"
      oTable = oDoc.TextTables.getByIndex(CInt(a(1))) : oTable.Rows.removeByIndex(CInt(a(2)), 1)
    Case "ROWINSERT"
      oTable = oDoc.TextTables.getByIndex(CInt(a(1))) : oTable.Rows.insertByIndex(CInt(a(2)), 1)
      oTable.getCellByPosition(0, CInt(a(2))).String = a(3)
    Case "ACCEPT"
      Everything(".uno:AcceptAllTrackedChanges")
    Case "REJECT"
      Everything(".uno:RejectAllTrackedChanges")
    Case "DROPMARKS"
      Dim i As Integer
      For i = oDoc.Bookmarks.Count - 1 To 0 Step -1
        oNote = oDoc.Bookmarks.getByIndex(i)
        If Left(oNote.Name, 4) = "_mr_" Then oNote.Anchor.Text.removeTextContent(oNote)
      Next i
  End Select
End Sub

Function Find(sWords)
  Dim oSearch
  oSearch = oDoc.createSearchDescriptor()
  oSearch.SearchString = sWords
  oSearch.SearchCaseSensitive = True
  Find = oDoc.findFirst(oSearch)
  If IsNull(Find) Then Error 1000
End Function

Sub Everything(sCommand)
  Dim aNone()
  createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch(oDoc.CurrentController.Frame, sCommand, "", 0, aNone())
End Sub
"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{}.dtd">\n'


def office() -> str:
    """The program."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    return program


def convert(files: list[Path], form: str, folder: Path) -> list[Path]:
    """The files in another form, made by LibreOffice with a profile of its own."""
    profile = folder / "profile"
    command = [
        office(),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    ending = form.partition(":")[0]
    return [folder / f"{file.stem}.{ending}" for file in files]


def edit(data: dict[str, bytes], acts: dict[str, list[tuple[str, ...]]], folder: Path) -> dict[str, bytes]:
    """Files opened, edited and saved by LibreOffice: for each name the bytes to begin with and the acts; one start for all."""
    program = office()
    script: list[tuple[str, ...]] = []
    for name, steps in acts.items():
        source, target = folder / f"{name}-in.docx", folder / f"{name}-out.docx"
        source.write_bytes(data[name])
        script += [("OPEN", source.as_uri()), *steps, ("SAVE", target.as_uri())]
    plan = folder / "acts.txt"
    plan.write_text("\n".join("\t".join(step) for step in (*script, ("END",), ("END",))), encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'editing').as_uri()}"
    # The first start makes the profile, and would overwrite a library that is already there.
    subprocess.run([program, profile, "--headless", "--norestore", "--terminate_after_init"], check=True, capture_output=True, timeout=300)
    library = folder / "editing" / "user" / "basic" / "Standard"
    module = f'<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edits" script:language="StarBasic">{escape(MACRO)}</script:module>'
    (library / "Edits.xba").write_text(HEAD.format("script:module", "module") + module, encoding="utf-8")
    listed = (
        '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"'
        ' library:passwordprotected="false"><library:element library:name="Edits"/></library:library>'
    )
    (library / "script.xlb").write_text(HEAD.format("library:library", "library") + listed, encoding="utf-8")
    command = [program, profile, "--headless", "--norestore", f'macro:///Standard.Edits.Run("{plan.as_uri()}")']
    done = subprocess.run(command, check=False, capture_output=True, timeout=300)
    made = {name: folder / f"{name}-out.docx" for name in acts}
    failed = folder / "acts.txt.failed"
    assert not failed.exists(), failed.read_text(errors="replace")
    assert all(path.exists() for path in made.values()), done.stderr.decode(errors="replace")
    return {name: path.read_bytes() for name, path in made.items()}
