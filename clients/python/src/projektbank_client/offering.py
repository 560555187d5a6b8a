"""Methods made of the functions that make requests; what they ask for, others know."""

import inspect
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, get_args

M = TypeVar("M", bound=Callable[..., object])


def offer(method: M, make: Callable[..., object], given: Any = None) -> M:  # noqa: ANN401 - a type, or a form of types
    """The method with the name, the words and the parameters of a request's function. It gives what
    that request is of, in the form `given`."""
    update_wrapper(method, make)
    signature = inspect.signature(make)
    of = get_args(signature.return_annotation)
    bank = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    method.__signature__ = signature.replace(  # type: ignore[attr-defined]  # as inspect reads it
        parameters=[bank, *signature.parameters.values()],
        return_annotation=(given[of] if given else of[0]) if of else given,
    )
    return method
