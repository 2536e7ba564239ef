"""What stands in the left navigation, in order. Shown to whom the permission allows."""

SECTIONS: tuple[object, ...] = ()
