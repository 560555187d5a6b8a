"""What keeps the service or a command from running: settings, addresses, the database."""

from app.errors.root import ProjektbankError


class SettingsInvalid(ProjektbankError):
    """A setting that is unknown or has a value of the wrong kind."""

    code = "settings-invalid"
    title = "A setting is unknown or wrong"


class AddressTaken(ProjektbankError):
    """Another program listens on the address already, or it cannot be listened on."""

    code = "address-taken"
    title = "The address cannot be listened on"


class DatabaseFailed(ProjektbankError):
    """The database cannot be opened, read or written."""

    code = "database-failed"
    title = "The database cannot be reached"
    status = 503


class DatabaseBusy(DatabaseFailed):
    """Others write to the database without a pause; try again when they are done."""

    code = "database-busy"
    title = "The database is being written to"


class DatabaseTooNew(DatabaseFailed):
    """A newer Projektbank has migrated this database."""

    code = "database-too-new"
    title = "The database is newer than this Projektbank"


class DatabaseBehind(DatabaseFailed):
    """The database still needs a migration."""

    code = "database-behind"
    title = "The database needs a migration"


class BackupRefused(ProjektbankError):
    """A backup that cannot be trusted, or that would overwrite something."""

    code = "backup-refused"
    title = "The backup cannot be made or used"


class ExportRefused(ProjektbankError):
    """A file that cannot be written, or that would overwrite something."""

    code = "export-refused"
    title = "The file cannot be written"


class SnapshotRefused(ProjektbankError):
    """A snapshot that cannot be made now, or not on this disk."""

    code = "snapshot-refused"
    title = "The snapshot cannot be made"


class FormatLimit(ProjektbankError):
    """The result is larger than the file format can hold."""

    code = "format-limit"
    title = "The format cannot hold the result"
    status = 422


class FileCutOff(ProjektbankError):
    """A file has not the rows that were told before its first byte: it is given up, never short."""

    code = "file-cut-off"
    title = "The file is not whole"
    status = 503


class TooManyFiles(ProjektbankError):
    """As many files as this process makes at a time are on their way already."""

    code = "too-many-files"
    title = "Too many files are on their way"
    status = 503


class OutOfResources(ProjektbankError):
    """The machine has no disk space, memory, threads or open files left; it is in the log."""

    code = "out-of-resources"
    title = "The server has no room left"
    status = 503


class ServerStopping(ProjektbankError):
    """The server was told to stop, and gives up what would take long."""

    code = "server-stopping"
    title = "The server stops"
    status = 503


class QueryTooSlow(ProjektbankError):
    """The question took longer than the time budget."""

    code = "query-too-slow"
    title = "The question takes too long"
    status = 503


class StillLoading(ProjektbankError):
    """The records are still being read into memory, for figures over all of them."""

    code = "still-loading"
    title = "The records are being loaded"
    status = 503


class TooManyStreams(ProjektbankError):
    """As many clients as this process takes follow the stream of changes already."""

    code = "too-many-streams"
    title = "Too many streams are open"
    status = 503


class TooManyImports(ProjektbankError):
    """As many imports are sent, or wait, as this service takes at a time."""

    code = "too-many-imports"
    title = "Too many imports wait"
    status = 503
