"""An account is the sum of the parts that were given; a part that was not is left out and said so."""

from __future__ import annotations

from luheng.methods import Worked


def account(recovered=None, note_zh="", note_en="", **parts):
    """The sum of the parts that are there, less what is recovered; None where none is there.

    The notes come first; behind them stands how many parts were not given.
    """
    there = {name: value for name, value in parts.items() if value is not None}
    if not there:
        return None
    terms = " + ".join(f"{{{name}}}" for name in there)
    left_out = len(parts) - len(there)
    said_zh = [note_zh, f"有{left_out}部分没有给出，未计入" if left_out else ""]
    said_en = [note_en, f"{left_out} parts were not given and are left out" if left_out else ""]
    return Worked(
        sum(there.values()) - (recovered or 0),
        formula=f"E = {terms}" + (" − {recovered}" if recovered is not None else ""),
        note_zh="；".join(filter(None, said_zh)),
        note_en="; ".join(filter(None, said_en)),
    )
