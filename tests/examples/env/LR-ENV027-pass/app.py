import os

VALUE = os.environ["SECRET_KEY"]
