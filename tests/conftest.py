"""What holds for every test."""

from hypothesis import settings

# A machine that is busy with other tests is slow, not wrong.
settings.register_profile("afterword", deadline=None, print_blob=True)
settings.load_profile("afterword")
