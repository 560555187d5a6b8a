"""The only writers. Each works inside the transaction of the session that it is given."""
