"""The pages of second factors: the library's, but for those of one passkey, where it would ask strangers first."""

from allauth.mfa.base.views import authenticate, reauthenticate
from allauth.mfa.recovery_codes.views import download_recovery_codes, generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.mfa.webauthn.views import add_webauthn, list_webauthn, login_webauthn, reauthenticate_webauthn
from django.urls import path
from django.views.generic import RedirectView

from crm.views import device_remember, passkey_remove, passkey_rename

urlpatterns = [
    # The library's overview of factors is a part of ours.
    path("", RedirectView.as_view(pattern_name="security"), name="mfa_index"),
    path("authenticate/", authenticate, name="mfa_authenticate"),
    path("reauthenticate/", reauthenticate, name="mfa_reauthenticate"),
    path("trust/", device_remember, name="mfa_trust"),
    path("totp/activate/", activate_totp, name="mfa_activate_totp"),
    path("totp/deactivate/", deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/generate/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("recovery-codes/download/", download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/", list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/sign-in/", login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/reauthenticate/", reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/remove/", passkey_remove, name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/rename/", passkey_rename, name="mfa_edit_webauthn"),
]
