import os

VALUE = os.environ["VITE_STRIPE"]
