"""The command `periplus`: serves, works, migrates and checks an installation."""
