"""The process tree of `manage.py up`.

Nothing in here imports Django or a package: once everything is prepared, `up` becomes this small program,
so that watching four processes costs ten megabytes and not sixty.
"""
