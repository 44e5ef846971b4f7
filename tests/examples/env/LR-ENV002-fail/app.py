import os

print(os.environ["DATABASE_URL"], os.getenv("REDIS_URL"))
