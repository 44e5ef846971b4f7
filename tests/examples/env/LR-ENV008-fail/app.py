import os

VALUE = os.environ["MAIL_FROM"]
