"""What may be shown: the rules that turn counts into cells that say nothing about one student.

Promise: pure functions on plain rows; each rule module opens with its claim, why it holds, and the test
that fails when it is broken. No Django, no Ibis, no engine.
"""
