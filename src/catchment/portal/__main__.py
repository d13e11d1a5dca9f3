"""`python -m catchment.portal HOST PORT`: serve with what the environment says, in a process of its own."""

import sys

from catchment.network.errors import CatchmentError
from catchment.portal import environment, server


def main(host: str = "127.0.0.1", port: str = "8000") -> int:
    try:
        told = environment.read()
        server.serve(told.releases, told.database, told.inbox, host, int(port), told.demo)
    except CatchmentError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
