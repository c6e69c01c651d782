#!/usr/bin/env python
"""Afterword's command line: `python manage.py up` starts everything."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A setting is wrong: the sentence names it and what is allowed; a traceback would bury it.
        sys.exit(f"afterword: {error}")


if __name__ == "__main__":
    main()
