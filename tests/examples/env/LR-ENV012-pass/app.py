import os

VALUE = os.environ["LOG_LEVEL"]
