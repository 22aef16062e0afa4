"""Event files that TensorBoard reads, written through TensorFlow's own messages (it brings no TensorBoard itself)."""

import time
from collections.abc import Mapping
from pathlib import Path

import tensorflow as tf
from tensorflow.core.framework.summary_pb2 import Summary
from tensorflow.core.util.event_pb2 import Event as Record

from studio.core.events import Event, SampleDrawn, Scored, StepsDone
from studio.core.files import unwritable

INTERVAL_S = 1.0


class TensorBoardWriter:
    """Writes the losses, scores and rates once a second and every grid of one session of training."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        begun = time.time()
        self._path = folder / f"events.out.tfevents.{begun:.0f}.gan-studio"
        self._writer = tf.io.TFRecordWriter(str(self._path))
        self._written = 0.0
        self._write(Record(wall_time=begun, file_version="brain.Event:2"))

    def record(self, event: Event) -> None:
        """Write what TensorBoard can show of one event."""
        now = time.time()
        if isinstance(event, StepsDone) and now - self._written >= INTERVAL_S:
            self._written = now
            self._write_numbers(now, event.step, event.metrics)
        elif isinstance(event, Scored):
            self._write_numbers(now, event.step, event.score.metrics)
        elif isinstance(event, SampleDrawn):
            height, width, channels = event.pixels.shape
            image = Summary.Image(
                height=height, width=width, colorspace=channels, encoded_image_string=event.path.read_bytes()
            )
            self._write(Record(wall_time=now, step=event.step, summary=Summary(value=[_tagged(image)])))

    def close(self) -> None:
        """Write out what is left and close the file."""
        self._writer.close()

    def _write_numbers(self, now: float, step: int, numbers: Mapping[str, float]) -> None:
        values = [Summary.Value(tag=name, simple_value=value) for name, value in numbers.items()]
        self._write(Record(wall_time=now, step=step, summary=Summary(value=values)))

    def _write(self, record: Record) -> None:
        try:
            self._writer.write(record.SerializeToString())
            self._writer.flush()
        except tf.errors.OpError as error:
            raise unwritable(self._path, OSError(error.message)) from error


def _tagged(image: Summary.Image) -> Summary.Value:
    return Summary.Value(tag="samples", image=image)
