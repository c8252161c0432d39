"""Backup and restore: all that an installation owns in one file, from and into either kind of database."""
