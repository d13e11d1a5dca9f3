"""Single sign-on: organizations' own accounts (OpenID Connect, SAML) that open accounts here.

Promise: it lets in whom somebody invited or who has an account, and an organization's word counts for
addresses of its own domains alone.
"""
