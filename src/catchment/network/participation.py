"""When a student takes part in a course (metric `participating_student`)."""

DAYS = {"K-5": 1, "6-8": 1, "9-12": 5}
"""Grade band of the course -> on how many days of a school year a student must have worked on it."""
