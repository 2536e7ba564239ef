"""Reads the files that stewards upload: text tables, workbooks, and pages that call themselves workbooks.

    from portalkit.imports.adapters import sources

    info = sources.inspect(path, name="EOMS_2019-09.xls")        # by content, never by the name
    table = sources.open_table(path, info, spec=spec)            # finds the header among title rows
    for block in table.blocks():                                 # 400 rows at a time, column by column
        values, problems = converter.convert(block.columns[3])

What it guarantees: the whole file is never in memory; a file that cannot be read exactly is refused with a code and the place
(`Refused`), never read approximately; faults of single lines come out as `BadLine`; the same cells come out of the two workbook readers;
nothing in a file is executed, fetched, or resolved outside of it.
"""
