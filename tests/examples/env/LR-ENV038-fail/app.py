import os

WORKERS = int(os.environ.get("WORKERS", "2"))
print(os.environ["DATABASE_URL"], WORKERS)
