"""Where the data comes from and what may be done with it, as every door tells; what is confirmed of
it stands in app/data/NOTICE.md."""

SOURCE = "Svenska ESF-rådet, Projektbanken"
RIGHTS = "Public documents of a Swedish authority; rights in running texts are their authors'."
