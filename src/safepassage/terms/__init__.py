"""What was agreed as it stands on a date, what must be settled yet, and what guidance asks."""

from safepassage.terms.review import end_of_day, last_known, review
from safepassage.terms.text import review_text

__all__ = ["end_of_day", "last_known", "review", "review_text"]
