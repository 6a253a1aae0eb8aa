"""What a repository of specs needs from git and from GitHub: written once, owned by the user."""
