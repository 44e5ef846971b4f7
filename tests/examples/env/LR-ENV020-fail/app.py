import os

VALUE = os.environ["APP_NAME"]
