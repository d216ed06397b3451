"""Pages of assessments, a module for each."""
