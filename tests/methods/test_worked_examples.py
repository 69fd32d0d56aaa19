"""Every worked example of every pack comes out as a person worked it."""

from __future__ import annotations

import pytest

from luheng.methods import find_packs, standards
from luheng.methods.model import Input
from luheng.methods.standards import inputs_of
from luheng.methods.worked_examples import WorkedExample, worked_examples
from luheng.vocabulary.messages import LuhengError

EXAMPLES = [one for pack in find_packs() for one in worked_examples(pack)]
WHOLE = standards(whole=True)
METHODS = {one.id: one for one in WHOLE.all()}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.method}: {one.name}")
def test_a_worked_example_comes_out(example: WorkedExample) -> None:
    assert not example.differs(WHOLE), f"{example.file}:{example.line}"


@pytest.mark.parametrize("id", METHODS)
def test_every_method_has_a_worked_example(id: str) -> None:
    assert [one for one in EXAMPLES if one.method == id and not one.refused]


@pytest.mark.parametrize("id", METHODS)
def test_every_input_with_a_unit_refuses_one_that_does_not_fit(id: str) -> None:
    """Takes each worked example and gives one input in houses (家), which no official method does."""
    for example in (one for one in EXAMPLES if one.method == id and not one.refused):
        declared = inputs_of(WHOLE, WHOLE.editions_of(id)[-1])
        for name, one in declared.items():
            given = example.given.get(name)
            united = isinstance(one, Input) and (one.unit or one.unit_of) and not one.each
            if not united or given is None or isinstance(given, list):
                continue
            with pytest.raises(LuhengError) as refused:
                WHOLE.compute(id, **example.asked, **{**example.given, name: "5 家"})
            assert refused.value.message.code in ("input_unit_refused", "units_not_convertible")
        return


def test_the_graph_of_methods_is_sound() -> None:
    WHOLE.check()


def test_methods_say_everything_in_both_languages() -> None:
    for one in METHODS.values():
        assert one.zh and one.en and one.source.standard, one.id
        for name, given in one.given.items():
            assert given.zh and given.en, f"{one.id} {name}"
