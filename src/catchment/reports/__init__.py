"""Charts, one-pagers, workbooks, slides, mail bodies.

Promise: the input is a release reader, so a report can say nothing that a page could not.
"""
