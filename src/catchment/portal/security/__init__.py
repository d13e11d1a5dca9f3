"""What a browser is told about the site, what a request may weigh, and what a log may say.

Promise: no page carries inline script or style, no answer goes out without its headers, no log names a person.
"""
