import os

VALUE = os.environ["DATABASE_URL"]
