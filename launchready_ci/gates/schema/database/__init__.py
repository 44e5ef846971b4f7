"""Do the migrations keep the data, apply for real, and leave a database that is quick?

Rule ids: LR-SCH300 to 319 migrations read, 320 to 329 applied, 330 to 349 the catalogue, 350 to
361 queries, 362 to 369 alembic and Django, 370 to 379 a PostgreSQL server.
"""
