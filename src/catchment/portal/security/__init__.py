"""What a browser is told about the site, what a request may weigh, and what a log may say.

Promise: no page runs an inline script or style, no answer lacks its headers, no log names a person.
"""
