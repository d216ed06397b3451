"""What the city has learned: completion, time, questions, the audit list, learning beside levels, initiatives."""
