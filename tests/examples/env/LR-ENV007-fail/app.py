import os

VALUE = os.environ["PORT"]
