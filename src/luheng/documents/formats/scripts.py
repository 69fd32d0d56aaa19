"""Raised figures: the 2 of m², the 4 of 10⁴, the mark of a footnote. Left plain they change a number."""

_RAISED = str.maketrans("0123456789+-−()（）", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾⁽⁾")


def superscript(text: str) -> str:
    """Raised text in characters that stay raised; words are left as they are."""
    bare = text.strip()
    return text.translate(_RAISED) if bare and not bare.strip("0123456789+-−()（）") else text
