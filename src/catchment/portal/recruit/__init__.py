"""The schools of a region, as published. Promise: nothing here is about a teacher or a student."""
