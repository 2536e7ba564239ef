"""The media service of a storage node: live pictures and recorded bytes straight from its volumes to browsers.

    service    the HTTP routes; every one but /healthz needs a token signed by the centre
    tails      what grows on the volumes, of cameras that somebody watches
    pictures   the newest key frame of a camera, decoded once for all who ask
    viewings   tokens that the page keeps renewing
    places     the volumes of the node as the centre knows them, kept while the centre is away

It reads files only and asks the database for nothing but the list of volumes, so it goes on while centre and recorder are away.
"""
