"""The confidentiality agreement: its text, and who accepted which version of it for which partner.

Promise: what somebody accepted can be read word by word for as long as the acceptance is kept.
"""
