"""Finding runs by words, as the window's search field and the command line's filter do."""

from studio.core.library import RunSummary


def matches(run: RunSummary, query: str) -> bool:
    """Whether every word of `query` is in the run's name, folder, recipe, data, state, origin or tags.

    `#word` asks for exactly that tag. Upper and lower case are one.
    """
    return all(_matches_word(run, word) for word in query.casefold().split())


def _matches_word(run: RunSummary, word: str) -> bool:
    tags = [tag.casefold() for tag in run.tags]
    if word.startswith("#") and len(word) > 1:
        return word[1:] in tags
    record = run.record
    folder = record.branched_from.run if record.branched_from else ""
    texts = (run.name, run.folder.path.name, record.recipe.name, record.source, run.state, folder, run.origin, *tags)
    return any(word in text.casefold() for text in texts)
