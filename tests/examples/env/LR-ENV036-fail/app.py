import os

print(os.environ.get("DB_URL") or os.environ["DATABASE_URL"])
