import os

print(os.environ["DATABASE_URL"], os.environ.get("LOG_LEVEL", "info"))
