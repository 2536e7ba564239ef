"""The recorder of a node: one thread a camera, one for each volume, one that talks to the centre.

    NodeRecorder    reconciles what the centre wants with what runs; owns leases, status, spool, repair
    CameraRecorder  dials, records, waits, dials again; says why there is no picture
    StreamSession   packets of one connection into segments
    indexing        rows of segments and gaps into the database, idempotent; used by the node's uploader

A thread of a camera never touches the database. What the centre must know goes through the spool, so a centre that is away stops nothing.
"""
