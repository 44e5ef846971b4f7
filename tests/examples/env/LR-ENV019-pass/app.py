import os

VALUE = os.environ["GOOGLE_CALLBACK_URL"]
