import os

VALUE = os.environ["FLASK_DEBUG"]
