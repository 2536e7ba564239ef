"""Rows out of the portal: typed columns, their text on screen, and CSV and XLSX files of the same rows.

Lists (`portalkit.tables`) and charts (`portalkit.charts`) show and export through this one place, so that a number on the
screen, in the CSV and in the workbook is the same number.

    from portalkit.sheets.domain.columns import Kind, SheetColumn, shown
    from portalkit.sheets.views import download

    columns = (SheetColumn("region", "地市"), SheetColumn("rate", "万投比", Kind.RATE), SheetColumn("month", "月份", Kind.MONTH))
    rows = [("西山", 6.25, Month(2026, 10)), ("东海", None, Month(2026, 10))]

    shown(6.25, kind=Kind.RATE)                                # "6.25"; None is a dash
    return download(columns=columns, rows=rows, file_format=FileFormat.XLSX, name="万投比 2026-10")

Guarantees
  * An unknown value is an empty cell, never a zero.
  * No cell ever becomes a formula. A text that a spreadsheet would calculate (leading = + - @, also full-width or after
    blanks, tab, carriage return) is written as a text cell in XLSX and with a leading apostrophe in CSV; numbers stay numbers.
  * Integers of more than 15 digits are text in XLSX, because a spreadsheet would round them.
  * CSV is UTF-8 with BOM, CRLF, streamed row by row. XLSX is written in constant memory and typed: numbers, percentages
    and dates can be summed, sorted and filtered; header frozen, filter arrows on, widths fitted to Chinese text.
  * File names may be Chinese (RFC 5987); sheet names are made valid.
  * Texts are made in the language of the request, also while streaming.
"""
