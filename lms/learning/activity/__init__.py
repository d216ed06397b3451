"""DX活動記録: what a person did in projects, for reference in transfers; never a level (story 24)."""
