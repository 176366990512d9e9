"""Accounts of the staff: signing in, second factor, sessions, and the life of an account from invitation to closing."""
