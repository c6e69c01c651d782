from crm.views.more import more
from crm.views.settings import settings
from crm.views.welcome import welcome

__all__ = ["more", "settings", "welcome"]
