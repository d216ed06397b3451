"""Questions: what they are, when an answer is right, and how they come in from files. Everything here but the blocks is
pure; quizzes and lessons of the learning record ask and mark by these rules.
"""
