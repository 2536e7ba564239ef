"""A made-up province, so that a newcomer sees the portal filled within a minute.

`generate_*` modules are pure: the same seed gives the same regions, subscribers and tickets for a day, whatever the day
of loading. `services.load` writes them through the same import pipeline as real exports; `services.unload` takes away
everything that hangs on the demo province, the demo users included. Audit events stay.
"""
