"""Who somebody is, and how they prove it: sign-in, second factor, sessions, accounts that end."""
