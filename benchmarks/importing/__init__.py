"""Importing, measured from files on the disk to records that can be asked for."""
