"""Findings about classes: of very different size, of few pictures, and folders that may mean something else."""

from collections import Counter
from collections.abc import Iterator, Sequence

from studio.core.sections.data import Balance, Classes, DataSettings
from studio.data.doctor.finding import Finding, Fix, Kind, Severity
from studio.data.doctor.wording import agreeing, counted
from studio.data.selection import classes_of

IMBALANCED = 3.0  # times as many pictures in the largest class as in the smallest
FEW = 20  # pictures; a class of fewer is not learnt
SHOWN = 6  # classes named in a sentence
_WITHOUT_CLASSES = Fix("Train without classes", {"data.classes": Classes.NONE.value})


def class_findings(names: Sequence[str], settings: DataSettings) -> Iterator[Finding]:
    """Yield what is wrong with the classes of pictures that would be trained on, `names` relative to the source."""
    if settings.classes == Classes.NONE:
        return
    labels, class_names = classes_of(names, settings.classes)
    if labels is None:
        yield from _loose(names)
    else:
        class_of = {name: class_names[label] for name, label in zip(names, labels, strict=True)}
        yield from _small_classes(class_of, settings)
        yield from _imbalance(Counter(class_of.values()), settings)
    if settings.classes == Classes.OUTERMOST:
        yield from _nested(names)


def _loose(names: Sequence[str]) -> Iterator[Finding]:
    """Pictures beside two folders or more, which are the reason why there are no classes."""
    loose = tuple(name for name in names if "/" not in name)
    folders = {name.partition("/")[0] for name in names if "/" in name}
    if not loose or len(folders) < 2:
        return
    few = len(loose) < len(names) / 2
    label = "Leave it out" if len(loose) == 1 else f"Leave these {len(loose):,} out"
    yield Finding(
        Kind.LOOSE_PICTURES,
        Severity.WARNING if few else Severity.NOTE,
        f"{counted(len(loose), 'picture')} {agreeing(len(loose), 'lies', 'lie')} beside the folders, not in one.",
        f"Were there none, the {len(folders):,} folders would be classes. As it is, all pictures are of one kind.",
        loose,
        fix=Fix(label, {}, loose) if few else _WITHOUT_CLASSES,
    )


def _small_classes(class_of: dict[str, str], settings: DataSettings) -> Iterator[Finding]:
    sizes = Counter(class_of.values())
    small = sorted(name for name, size in sizes.items() if size < FEW)
    if not small:
        return
    files = tuple(name for name, class_name in class_of.items() if class_name in small)
    left_out = tuple(small) if settings.classes == Classes.OUTERMOST else files
    leave = Fix("Leave it out" if len(small) == 1 else f"Leave these {len(small):,} out", {}, left_out)
    yield Finding(
        Kind.SMALL_CLASSES,
        Severity.WARNING,
        f"{counted(len(small), 'class', 'classes')} {agreeing(len(small), 'has', 'have')} fewer than {FEW} pictures.",
        f"{_sizes(sizes, small)}. From so few the generator does not learn what makes the class.",
        files,
        fix=leave if len(sizes) - len(small) >= 2 else _WITHOUT_CLASSES,
    )


def _imbalance(sizes: Counter[str], settings: DataSettings) -> Iterator[Finding]:
    (largest, most), (smallest, fewest) = sizes.most_common(1)[0], min(sizes.items(), key=lambda item: item[1])
    if settings.balance != Balance.NONE or most < IMBALANCED * fewest:
        return
    yield Finding(
        Kind.IMBALANCE,
        Severity.WARNING,
        f"The class {largest} has {most / fewest:.3g} times as many pictures as {smallest}.",
        f"{_sizes(sizes, [largest, smallest])}. What is rare is learnt late or not at all.",
        fix=Fix("Repeat pictures of small classes", {"data.balance": Balance.OVERSAMPLE.value}),
    )


def _nested(names: Sequence[str]) -> Iterator[Finding]:
    folders = {name.partition("/")[0] for name in names}
    deep = tuple(name for name in names if name.count("/") > 1)
    if not deep:
        return
    inner = {name.rpartition("/")[0] for name in deep}
    if len(folders) > 1:
        headline = f"{counted(len(deep), 'picture')} {agreeing(len(deep), 'lies', 'lie')} in folders inside folders."
        detail = "They are counted to the outermost folder they are in."
    elif len(inner) > 1:
        headline = f"All pictures are in one folder, '{next(iter(folders))}', which holds {len(inner):,} others."
        detail = "If those are classes, let the innermost folders count."
    else:
        return
    fix = Fix("Take the innermost folders as classes", {"data.classes": Classes.INNERMOST.value})
    yield Finding(Kind.NESTED_FOLDERS, Severity.NOTE, headline, detail, deep, fix=fix)


def _sizes(sizes: Counter[str], names: Sequence[str]) -> str:
    shown = ", ".join(f"{name} ({sizes[name]:,})" for name in names[:SHOWN])
    return shown + (f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else "")
