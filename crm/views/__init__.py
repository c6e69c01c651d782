from crm.views.settings import settings
from crm.views.welcome import welcome

__all__ = ["settings", "welcome"]
