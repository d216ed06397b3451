"""目線合わせ: all raters judge the same written cases, and how far views agree is shown honestly, to HR alone."""
