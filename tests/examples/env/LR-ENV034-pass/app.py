import os

print(os.environ["DATABASE_URL"], os.getenv("DATABASE_POOL"))
