"""Complaint analysis: tickets of CRM and EOMS turned into complaints per 10,000 subscribers (万投比).

Data comes in through `portalkit.imports` by four kinds: `crm_tickets`, `eoms_tickets`, `subscribers`, `published_rates`.

    manage.py import_file eoms_tickets export.csv --commit
    manage.py complaint_rates --from 2026-01 --to 2026-10 --by region --json

Figures are read through `complaints.selectors`, always with the caller's access and the day of looking:

    from complaints.selectors import By, monthly_rates
    rates = monthly_rates(request.access, first=Month(2026, 1), last=Month(2026, 10), today=today, by=By.CLASS)
    rates.at(Month(2026, 10)).rate          # None without a denominator

What it guarantees:

- One matter counts once: the first EOMS ticket of a CRM number, else the CRM ticket, whatever the order of imports (`Ticket.counted`).
- Roll-ups equal a plain count over the counted tickets after every import, undo, correction and remapping; they are written in the
  same transaction.
- Unknown is not zero: no subscribers, no rate; no data in a month, no count; no rule for a word, "unmapped" and never "other".
- Numbers and names are sealed; search works on fingerprints; free text leaves only through the `masked` properties of `Ticket`; one
  number is shown for a reason that stands in the audit trail (`services.reveal_number`).
- A region outside the caller's reach does not exist (`RegionOutOfReach`, `Ticket.DoesNotExist`).

Formulas, sources and edge cases: docs/algorithms/rate.md.
"""
