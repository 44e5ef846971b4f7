import os

print(os.environ["PORT"], os.environ["HOST"])
