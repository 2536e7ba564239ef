"""Where hall video meets the outside: cameras, disks, browsers' players, stores."""
