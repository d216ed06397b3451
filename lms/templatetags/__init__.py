"""Template tags that know how things look, and nothing of what they mean."""
