"""Django's settings for the tests: the portal's own, on a database and folders that vanish afterwards."""

import os
import tempfile
from pathlib import Path

_SCRATCH = Path(tempfile.mkdtemp(prefix="catchment-tests-"))
os.environ.update(
    CATCHMENT_RELEASES=str(_SCRATCH / "releases"),
    # `tests/postgresql` runs the portal's tests again, on a server of its own
    CATCHMENT_DATABASE=os.environ.get("CATCHMENT_TEST_DATABASE") or str(_SCRATCH / "portal.sqlite3"),
    CATCHMENT_INBOX=str(_SCRATCH / "inbox"),
    CATCHMENT_SECRET_KEY="only-for-tests-and-long-enough-to-be-taken-as-a-secret",
    CATCHMENT_DEMO="0",
    CATCHMENT_HOSTS="localhost,127.0.0.1,testserver",
)

from catchment.portal.settings import *  # noqa: E402, F403 - the environment must stand before they are read

# A hash made to be slow protects nobody here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The tests sign in over plain HTTP.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 - from the settings above
    DATABASES["default"]["TEST"] = {"NAME": str(_SCRATCH / "test.sqlite3")}  # noqa: F405
# Inside of the packing, so that what is watched is what was written.
MIDDLEWARE.insert(  # noqa: F405 - from the settings above
    MIDDLEWARE.index("django.middleware.gzip.GZipMiddleware") + 1,  # noqa: F405
    "tests.page_watch.WatchMiddleware",
)
# Outside of everything that is decided, so that nothing which changes anything is missed.
MIDDLEWARE.insert(  # noqa: F405
    MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware"),  # noqa: F405
    "tests.audit_watch.WatchMiddleware",
)
