"""`python -m app` is `projektbank`."""

from app.cli import main

if __name__ == "__main__":
    main()
