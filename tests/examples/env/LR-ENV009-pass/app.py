import os

VALUE = os.environ["API_URL"]
