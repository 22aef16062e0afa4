"""Generator graphs in ONNX: checked before anything runs them, and filled with weights."""

from collections.abc import Iterator, Mapping

import numpy as np
import onnx
from google.protobuf.message import DecodeError
from onnx import numpy_helper

from studio.core.errors import StudioError
from studio.explore.bounds import LARGEST_LATENT, LARGEST_SIDE

LATENTS = "latents"
CLASSES = "classes"
STYLE = "style"
MEAN_STYLE = "mean_style"
TRUNCATION = "truncation"
IMAGES = "images"


def parse_graph(content: bytes, *, where: str) -> onnx.ModelProto:
    """Read an ONNX generator and check that it is safe to run; raises `StudioError` naming `where`.

    Refused: what is no ONNX, weights in other files (they could point at any file of this computer), operations from
    outside the ONNX standard, loops and functions, and graphs that do not turn `latents` into `images`.
    """
    try:
        model = onnx.ModelProto.FromString(content)
    except DecodeError as error:
        raise _refused(where, "It is not an ONNX file, or only a part of one.") from error
    if not model.graph.node:
        raise _refused(where, "It is not an ONNX file, or only a part of one.")
    _check_safety(model, where)
    _check_ports(model, where)
    return model


def with_weights(graph: bytes, weights: Mapping[str, np.ndarray], *, where: str) -> bytes:
    """Return the self-contained model whose inputs named in `weights` hold these values; raises `StudioError`."""
    model = _with_latents_alone(graph, weights, where)
    model.graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in weights.items())
    return model.SerializeToString()


def with_places(graph: bytes, weights: Mapping[str, np.ndarray], *, where: str) -> onnx.ModelProto:
    """Return the model in which the inputs named in `weights` are places that a session is handed the values for.

    ONNX calls them external data, but there is no file: nothing is copied, however large the weights are.
    """
    model = _with_latents_alone(graph, weights, where)
    for name, value in weights.items():
        place = model.graph.initializer.add(name=name, data_type=onnx.TensorProto.FLOAT, dims=value.shape)
        place.data_location = onnx.TensorProto.EXTERNAL
        for key, text in (("location", "memory"), ("offset", "0"), ("length", str(value.nbytes))):
            place.external_data.add(key=key, value=text)
    return model


def has_style(model: onnx.ModelProto) -> bool:
    """Whether a checked graph tells the style that its latents become."""
    return any(value.name == STYLE for value in model.graph.output)


def truncated(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the graph in which the style is drawn towards its mean, by two more inputs.

    `truncation` (n, 1) is psi, `mean_style` (style_size,) the mean: w' = mean + psi (w - mean) (Karras et al. 2019,
    section B).
    """
    changed = onnx.ModelProto.FromString(model.SerializeToString())
    graph = changed.graph
    (style,) = (value for value in graph.output if value.name == STYLE)
    makers = {output: node for node in graph.node for output in node.output}
    own = makers[STYLE].input[0] if makers[STYLE].op_type == "Identity" else STYLE
    for node in graph.node:
        if node.op_type != "Identity" or node.output[0] != STYLE:
            node.input[:] = ["style_truncated" if name in (own, STYLE) else name for name in node.input]
    place = 1 + next(i for i, node in enumerate(graph.node) if own in node.output)
    for node in (
        onnx.helper.make_node("Add", ["style_scaled", MEAN_STYLE], ["style_truncated"]),
        onnx.helper.make_node("Mul", ["style_centred", TRUNCATION], ["style_scaled"]),
        onnx.helper.make_node("Sub", [own, MEAN_STYLE], ["style_centred"]),
    ):
        graph.node.insert(place, node)
    size = _shape(style)[-1]
    graph.input.append(onnx.helper.make_tensor_value_info(TRUNCATION, onnx.TensorProto.FLOAT, ["n", 1]))
    graph.input.append(onnx.helper.make_tensor_value_info(MEAN_STYLE, onnx.TensorProto.FLOAT, [size]))
    graph.output.remove(style)
    return changed


def style_alone(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the graph that stops at the style."""
    changed = onnx.ModelProto.FromString(model.SerializeToString())
    changed.graph.output.remove(next(value for value in changed.graph.output if value.name == IMAGES))
    return changed


def latent_size(model: onnx.ModelProto) -> int:
    """How many numbers one latent of a checked graph has."""
    return _shape(next(value for value in model.graph.input if value.name == LATENTS))[1]


def class_count(model: onnx.ModelProto) -> int:
    """How many classes a checked graph asks for; 0 when it is unconditional."""
    return next((_shape(value)[1] for value in model.graph.input if value.name == CLASSES), 0)


def picture_shape(model: onnx.ModelProto) -> tuple[int, int, int]:
    """(height, width, channels) of a checked graph's pictures."""
    _, height, width, channels = _shape(model.graph.output[0])
    return height, width, channels


def _with_latents_alone(graph: bytes, weights: Mapping[str, np.ndarray], where: str) -> onnx.ModelProto:
    """Return the checked graph without those inputs that `weights` stand for."""
    model = parse_graph(graph, where=where)
    shapes = {value.name: _shape(value) for value in model.graph.input}
    if any(shapes.get(name) != value.shape or value.dtype != np.float32 for name, value in weights.items()):
        raise _refused(where, "Its graph and its weights do not belong together.")
    free = [value for value in model.graph.input if value.name not in weights]
    if {value.name for value in free} - {CLASSES} != {LATENTS}:
        raise _refused(where, "Some of its weights are missing.")
    del model.graph.input[:]
    model.graph.input.extend(free)
    return model


def _check_safety(model: onnx.ModelProto, where: str) -> None:
    if any(opset.domain not in ("", "ai.onnx", "ai.onnx.ml") for opset in model.opset_import) or model.functions:
        raise _refused(where, "It holds operations from outside the ONNX standard.")
    for node in model.graph.node:
        if any(a.HasField("g") or a.graphs for a in node.attribute):
            raise _refused(where, "It holds loops or branches, which generators of this program never have.")
    if any(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in _tensors(model.graph)):
        raise _refused(where, "Its weights are in other files.", "Export it as one file.")


def _tensors(graph: onnx.GraphProto) -> Iterator[onnx.TensorProto]:
    yield from graph.initializer
    for sparse in graph.sparse_initializer:
        yield from (sparse.values, sparse.indices)
    for node in graph.node:
        for attribute in node.attribute:
            yield from (attribute.t, *attribute.tensors)
            for sparse in (attribute.sparse_tensor, *attribute.sparse_tensors):
                yield from (sparse.values, sparse.indices)


def _check_ports(model: onnx.ModelProto, where: str) -> None:
    """Require `latents` (n, size) in, perhaps `classes` (n, classes), and `images` (n, height, width, channels) out."""
    latents = next((_shape(value) for value in model.graph.input if value.name == LATENTS), ())
    names = [value.name for value in model.graph.output]
    images = _shape(model.graph.output[0]) if names in ([IMAGES], [IMAGES, STYLE]) else ()
    classes = next((_shape(value) for value in model.graph.input if value.name == CLASSES), (0, 0))
    if (len(latents), len(classes), len(images)) != (2, 2, 4) or not _sizes_are_possible(latents, images):
        raise _refused(where, "It does not turn latents into pictures as generators of this program do.")
    if any(value.type.tensor_type.elem_type != onnx.TensorProto.FLOAT for value in _ports(model)):
        raise _refused(where, "It computes with numbers other than float32.")


def _sizes_are_possible(latents: tuple[int, ...], images: tuple[int, ...]) -> bool:
    sides_fit = all(1 <= side <= LARGEST_SIDE for side in images[1:3])
    return 1 <= latents[-1] <= LARGEST_LATENT and sides_fit and images[-1] in (1, 3, 4)


def _ports(model: onnx.ModelProto) -> list[onnx.ValueInfoProto]:
    return [*model.graph.input, *model.graph.output]


def _shape(value: onnx.ValueInfoProto) -> tuple[int, ...]:
    """The declared shape; 0 stands for a side that is not fixed."""
    return tuple(side.dim_value for side in value.type.tensor_type.shape.dim)


def _refused(where: str, why: str, hint: str = "Choose a generator that GAN Studio exported.") -> StudioError:
    return StudioError(f"{where} cannot be opened as a generator.", why, hint)
