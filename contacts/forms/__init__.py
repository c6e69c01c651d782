from contacts.forms.companies import CompanyForm
from contacts.forms.people import ContactForm, EndForm, PauseForm
from contacts.forms.rejections import NewRejectionForm, RejectionForm

__all__ = ["CompanyForm", "ContactForm", "EndForm", "NewRejectionForm", "PauseForm", "RejectionForm"]
