"""Quality inspection (质检): what is wrong with the ticket itself, found by rules. Pure.

    inspector = delivered().inspector(date(2026, 11, 20))
    found = inspector.inspect(Record._make(row))      # row: ticket.values_list(*Record._fields)
    points = score({one.rule for one in found}, weights=inspector.weights)

Formulas, sources and limits: docs/algorithms/inspection.md.
"""
