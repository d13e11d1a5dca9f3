"""How people get an account: somebody who may invites them, and they set it up themselves.

Promise: a link works once and for seven days, gives what its sender may still give, and tells nobody but its
receiver whether an address has an account.
"""
