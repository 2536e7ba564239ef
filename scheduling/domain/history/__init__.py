"""What a history of calls is worth: holes, doubles, clock jumps, outlier days, and the stretch that a forecast may learn from.

See docs/algorithms/demand.md.
"""
