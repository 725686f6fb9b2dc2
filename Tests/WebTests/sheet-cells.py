"""The rows of a workbook's only sheet as JSON, a date as the clock on the wall shows it: what a spreadsheet would show."""

import datetime
import json
import re
import sys
import zipfile
from xml.etree import ElementTree

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def column(cell):
    number = 0
    for letter in re.match("[A-Z]+", cell.get("r")).group():
        number = number * 26 + ord(letter) - 64
    return number


def text(cell):
    content = "".join(cell.itertext())
    if cell.get("t") == "b":
        return {"0": "false", "1": "true"}[content]
    if cell.get("t") is None and cell.get("s"):
        return str(datetime.datetime(1899, 12, 30) + datetime.timedelta(seconds=round(float(content) * 86400)))
    return content


sheet = ElementTree.fromstring(zipfile.ZipFile(sys.argv[1]).read("xl/worksheets/sheet1.xml"))
rows = []
for row in sheet.iter(SPACE + "row"):
    cells = []
    for cell in row.iter(SPACE + "c"):
        cells += [""] * (column(cell) - 1 - len(cells)) + [text(cell)]
    rows.append(cells)
json.dump(rows, sys.stdout)
