"""Release gates for small teams: is this safe to put in front of its first real users?"""

__version__ = "0.1.0"
HOME = "https://github.com/launchready/launchready_ci"
