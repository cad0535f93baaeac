"""The one way in which iomgraph says that something cannot be done."""


class InputError(Exception):
    """Something given to iomgraph cannot be used; the command line answers with exit code 2.

    The message is one sentence that says what is wrong, where (file, line or row, field) and what to do.
    """
