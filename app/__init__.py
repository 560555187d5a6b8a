"""Projektbank: the projects of the Swedish ESF Council as a REST API."""

__version__ = "0.1.0"
