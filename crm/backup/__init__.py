"""Backups: everything of one installation in one file, and the way back.

The file is a zip: `manifest.json`, the rows of each table as lines of JSON (read in one snapshot), the uploads, the
kept mail, and the generated secret key, which links and marks depend on. Rows, not pages of a database file: a
backup of SQLite can be restored into PostgreSQL and the other way round, by any later version.

Left out on purpose: the instance mark and the journal of departures, which have to outlive a restore; sessions,
so that nobody who signed out is signed in again; and the cache, which counts attempts.
"""
