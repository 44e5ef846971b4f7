import os

VALUE = os.environ["DB_HOST"]
