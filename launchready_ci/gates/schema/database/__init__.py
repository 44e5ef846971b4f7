"""Do the migrations keep the data, apply for real, and leave a database that is quick?

Rule ids: LR-SCH300 to 319 migrations read, 320 to 329 applied, 330 to 349 the catalogue, 350 to
369 queries, 370 to 379 a PostgreSQL server.
"""
