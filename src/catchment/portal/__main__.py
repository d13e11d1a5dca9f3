"""The site with what the environment says, in a process of its own.

`python -m catchment.portal HOST PORT` serves; `python -m catchment.portal migrate` makes the tables of the
database, or brings them up to date.
"""

import sys

from catchment.network.errors import CatchmentError
from catchment.portal import environment, server

MIGRATE = "migrate"


def main(host: str = "127.0.0.1", port: str = "8000") -> int:
    try:
        told = environment.read()
        if host == MIGRATE:
            server.configure(told.releases, told.database, told.inbox, demo=told.demo)
            server.migrate(told.database)
        else:
            server.serve(told.releases, told.database, told.inbox, host, int(port), told.demo)
    except CatchmentError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
