"""How a plain function becomes a verb: `--json` and `--debug`, its answer printed, its errors told as sentences."""

import functools
import inspect
import traceback
from collections.abc import Callable
from inspect import Parameter
from typing import Annotated, Any

import typer

from studio.cli.answer import INTERRUPTED, Answer, print_document, print_error, print_text, refusal
from studio.core.errors import CancelledError, StudioError

_JSON = Annotated[bool, typer.Option("--json", help="Print the result as one JSON document.")]
_DEBUG = Annotated[bool, typer.Option("--debug", help="Show where in the program an error came from.")]


def add_verb(app: typer.Typer, function: Callable[..., Answer], *examples: str) -> None:
    """Add `function` under its own name; its docstring is the help, and `examples` stand below it."""

    @functools.wraps(function)
    def run(*arguments: Any, as_json: bool, debug: bool, **options: Any) -> None:
        answer = _answer(functools.partial(function, *arguments, **options))
        for error in answer.errors:
            if debug:
                typer.echo("".join(traceback.format_exception(error)), err=True)
            print_error(error)
        if as_json:
            print_document(answer.document)
        elif answer.text:
            print_text(answer.text)
        raise typer.Exit(answer.exit_code)

    signature = inspect.signature(function, eval_str=True)
    added = [
        Parameter("as_json", Parameter.KEYWORD_ONLY, default=False, annotation=_JSON),
        Parameter("debug", Parameter.KEYWORD_ONLY, default=False, annotation=_DEBUG),
    ]
    run.__annotations__ = {**function.__annotations__, "as_json": _JSON, "debug": _DEBUG}
    vars(run)["__signature__"] = signature.replace(parameters=[*signature.parameters.values(), *added])
    app.command(function.__name__, epilog=_epilog(examples))(run)


def _answer(work: Callable[[], Answer]) -> Answer:
    """Do the work; whatever goes wrong becomes an answer too."""
    try:
        return work()
    except StudioError as error:
        return refusal(error)
    except (KeyboardInterrupt, CancelledError):
        return refusal(StudioError("Interrupted."), INTERRUPTED)
    except Exception as error:  # noqa: BLE001  the edge of the process: a mistake of ours, still told as a sentence
        return refusal(_mistake(error))


def _mistake(error: Exception) -> StudioError:
    told = StudioError(
        "GAN Studio made a mistake.",
        f"{type(error).__name__}: {error}.",
        "Run it again with --debug to see where, and report it.",
    )
    return told.with_traceback(error.__traceback__)


def _epilog(examples: tuple[str, ...]) -> str:
    return "\n\n".join(["Examples:", *(f"  gan-studio {e}" for e in examples)]) if examples else ""
