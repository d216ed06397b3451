"""Pages of the classes room, by who opens them."""
