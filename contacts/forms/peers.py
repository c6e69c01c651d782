from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import AddressField, DayField, OneLineField, PointingForm, TextField, check_past
from contacts.forms.versions import VersionedForm
from contacts.models import Peer, name_key
from contacts.resumes import NoResume, ResumeFile, check_resume, check_size


class SkillsField(forms.CharField):
    """Skills separated by commas, semicolons or lines; each once, as “Figma, user research”."""

    MOST = 50
    LONGEST = 80

    def to_python(self, value: Any) -> str:
        skills = [" ".join(skill.split()) for skill in re.split(r"[,;\n]", str(value or "").replace("\x00", ""))]
        known: dict[str, str] = {}
        for skill in filter(None, skills):
            known.setdefault(name_key(skill), skill)
        return ", ".join(known.values())

    def validate(self, value: Any) -> None:
        super().validate(value)
        skills = value.split(", ") if value else []
        if len(skills) > self.MOST:
            raise ValidationError(_("Please keep to %(most)d skills."), params={"most": self.MOST})
        if any(len(skill) > self.LONGEST for skill in skills):
            raise ValidationError(
                _("A skill has %(longest)d characters at most: separate them by commas."),
                params={"longest": self.LONGEST},
            )


class ResumeField(forms.FileField):
    """A file that is taken only after a look at its content; gives a `ResumeFile`."""

    def __init__(self, **options: Any) -> None:
        options["widget"] = forms.FileInput(attrs={"accept": ".pdf,.docx,.odt,.txt"})
        super().__init__(required=False, max_length=1000, **options)

    def to_python(self, value: UploadedFile[Any] | None) -> ResumeFile | None:  # type: ignore[override]
        if value is None:
            return None
        try:
            check_size(value.size or 0)
            return check_resume(value.name or "", value.read())
        except NoResume as error:
            raise ValidationError(str(error), code="resume") from error

    def clean(self, value: Any, initial: Any = None) -> ResumeFile | None:
        return self.to_python(value or None if value is not False else None)


class PeerForm(VersionedForm):
    name = OneLineField(label=_("Name"), max_length=200, error_messages={"required": _("Please give a name.")})
    email = AddressField(label=_("E-mail"), required=False)
    headline = OneLineField(
        label=_("Headline"), max_length=200, required=False, help_text=_("Such as UX writer, or Data engineer.")
    )
    skills = SkillsField(
        label=_("Skills"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Separated by commas: Figma, user research. They are what openings are searched for."),
    )
    notes = TextField(label=_("Notes"), help_text=_("For you alone."))
    resume = ResumeField(
        label=_("Résumé"),
        help_text=_("PDF, Word (.docx), OpenDocument (.odt) or text, 5 MB at most. It is kept encrypted."),
    )

    @property
    def has_lost_file(self) -> bool:
        """Browsers forget a chosen file when the form comes back because of something else."""
        return self.is_bound and bool(self.files) and "resume" not in self.errors

    @staticmethod
    def saved_values(peer: Peer) -> dict[str, Any]:
        names = ("name", "email", "headline", "skills", "notes")
        return {name: getattr(peer, name) for name in names}


class ConsentForm(PointingForm):
    """The day of a step: today, unless another one is given."""

    on = DayField(label=_("Day"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        return check_past(self.cleaned_data["on"] or self.today, self.today)
