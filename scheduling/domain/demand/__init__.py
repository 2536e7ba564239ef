"""What demand looks like: totals, profiles, seasonality, drift, and what holidays and campaigns do to it.

See docs/algorithms/demand.md.
"""
