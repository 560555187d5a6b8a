"""The endpoints. Each reads its question, asks query/ and store/, and writes one answer."""
