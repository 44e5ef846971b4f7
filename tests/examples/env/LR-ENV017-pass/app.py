import os

VALUE = os.environ["NEXT_PUBLIC_API_URL"]
