"""The teacher's door: a link that opens their own row, takes one answer, and lets them stop sharing.

Promise: it shows what their partner sees and nothing else, it acts on pressed buttons only, and each link
takes one answer.
"""
