"""What the services refuse, in a sentence for the person who asked."""

from django.utils.functional import Promise


class Refused(Exception):
    """The action is not possible now; `sentence` says why and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
