"""The site as a WSGI application, for granian."""

import os

from django.core.wsgi import get_wsgi_application

from luheng.workplace.processes import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luheng.workplace.settings")
application = get_wsgi_application()
if parent := os.environ.get("LUHENG_SERVED_BY"):
    end_with_parent(int(parent))
