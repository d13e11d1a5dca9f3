"""What a person does with their own account: password, e-mail address, second factor, sessions.

Promise: nothing here changes without a fresh sign-in, and every change is told to the address of the account.
"""
