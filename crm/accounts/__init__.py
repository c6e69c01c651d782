"""Who has an account here, how they sign in and up, and from where, on top of django-allauth."""

from crm.accounts.owner import OwnerExists, confirm_own_address, create_owner, has_owner, sign_in

__all__ = ["OwnerExists", "confirm_own_address", "create_owner", "has_owner", "sign_in"]
