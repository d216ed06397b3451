"""How assessments are worded in templates."""
