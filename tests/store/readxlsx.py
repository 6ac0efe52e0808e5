# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What another program reads in a workbook, as JSON: usage: readxlsx.py FILE"""
import json
import sys

import openpyxl


def describe(sheet):
    rows = list(sheet.iter_rows())
    header = [cell.value for cell in rows[0]] if rows else []
    body = rows[1:]
    types, sums, dates = [], [], []
    for column in range(len(header)):
        cells = [row[column] for row in body]
        types.append("".join(sorted({cell.data_type for cell in cells if cell.value is not None})))
        numbers = [c.value for c in cells if c.data_type == "n" and c.value is not None]
        # Exactly, in units of 1e-10, as the store counts.
        sums.append(str(sum(round(number * 10**10) for number in numbers)))
        dates.append(sum(1 for cell in cells if cell.is_date))
    return {
        "name": sheet.title, "rows": len(body), "header": header, "types": types, "sums": sums,
        "dates": dates, "freeze": sheet.freeze_panes, "filter": sheet.auto_filter.ref,
        "first": [str(cell.value) for cell in body[0]] if body else [],
        "formulas": sum(1 for row in rows for cell in row if cell.data_type == "f"),
        "formats": [cell.number_format for cell in body[0]] if body else [],
    }


book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps({
    "names": book.sheetnames,
    "sheets": {sheet.title: describe(sheet) for sheet in book.worksheets},
    "charts": [len(chart._charts) for chart in book.chartsheets],
    "summary": [[str(cell.value) for cell in row] for row in book["Summary"].iter_rows()]
    if "Summary" in book.sheetnames else [],
}))
