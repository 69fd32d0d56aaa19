"""The forms of evidence: what is asked at an upload, what may be corrected later."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from luheng.workplace.evidence.binding import EDITABLE
from luheng.workplace.language import say
from luheng.workplace.models import Evidence


def day_input() -> forms.DateInput:
    """A field for a day, with the calendar of the browser."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class UploadForm(forms.Form):
    """What is said of the files of one upload, of all alike."""

    kind = forms.ChoiceField(
        label=say("类型", "kind"), choices=Evidence.Kind.choices, initial=Evidence.Kind.STATEMENT
    )
    valid_from = forms.DateField(
        label=say("有效期起（可不填）", "valid from (optional)"), required=False, widget=day_input()
    )
    valid_until = forms.DateField(
        label=say("有效期止（可不填）", "valid until (optional)"),
        required=False,
        widget=day_input(),
    )
    note = forms.CharField(
        label=say("证明什么（可不填）", "what it proves (optional)"),
        required=False,
        max_length=400,
    )


class AboutForm(forms.ModelForm):
    """What may be corrected of a piece of evidence."""

    class Meta:
        model = Evidence
        fields = EDITABLE
        widgets: ClassVar = {"valid_from": day_input(), "valid_until": day_input()}
