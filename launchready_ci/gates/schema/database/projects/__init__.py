"""Alembic and Django projects, whose migrations are Python.

``inside`` is what runs in the project's own Python; nothing here imports it.
"""
