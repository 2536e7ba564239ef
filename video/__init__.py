"""Hall video: cameras recorded at a node near the halls, managed and played from the centre.

Nodes run `manage.py recorder --node NAME`; everything else is a page, a job or a command here. docs/architecture.md tells how a second of
picture becomes a second of playback, docs/algorithms/segment-time-and-crash-repair.md what a crash can cost.
"""
