"""A claim and its evidence become a verdict; this room never imports the one that writes answers."""
