from contacts.forms.companies import CompanyForm
from contacts.forms.people import ContactForm, EndForm, MoveForm, OutcomeForm, PauseForm
from contacts.forms.rejections import NewRejectionForm, RejectionForm

__all__ = [
    "CompanyForm",
    "ContactForm",
    "EndForm",
    "MoveForm",
    "NewRejectionForm",
    "OutcomeForm",
    "PauseForm",
    "RejectionForm",
]
