"""What a command's exit code says; docs/commands.md."""

EXIT_REFUSED, EXIT_USAGE, EXIT_DATABASE, EXIT_INTERRUPTED = 1, 2, 3, 130
