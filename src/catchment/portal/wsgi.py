"""What the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

from catchment.portal.security import limits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catchment.portal.settings")
application = limits.plain(get_wsgi_application())
