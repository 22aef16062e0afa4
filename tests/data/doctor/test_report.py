"""The report as JSON and as one HTML page that needs nothing beside it."""

import base64
import io
import json
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import StudioError
from studio.core.progress import Quiet
from studio.core.sections.data import DataSettings
from studio.data.doctor.examination import Examination, examine
from studio.data.doctor.histogram import histogram
from studio.data.doctor.report import write_report

VOID = {"meta", "img", "rect"}
ODD_NAME = "<script>alert('x')</script> & \"quotes\".png"


class Page(HTMLParser):
    """What a browser would see: tags closed in order, pictures, text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.pictures: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name in ("src", "href"):
                (self.pictures if tag == "img" else self.addresses).append(value)

    def handle_endtag(self, tag):
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def examined(tmp_path) -> Examination:
    folder = tmp_path / "my pictures"
    folder.mkdir()
    for seed in range(6):
        pixels = np.random.default_rng(seed).integers(0, 256, (40, 30, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"{seed}.png")
    Image.new("RGB", (40, 40), (10, 200, 30)).save(folder / ODD_NAME.replace("/", "_"))
    (folder / "empty.png").write_bytes(b"")
    return examine(str(folder), DataSettings(width=16, height=16, colour="colour"), Quiet())


def test_the_page_stands_alone_and_shows_every_finding(examined, tmp_path):
    write_report(examined, tmp_path / "report.html", Quiet())
    page = Page((tmp_path / "report.html").read_text("utf-8"))
    assert page.open == []
    assert page.addresses == []
    for finding in examined.findings:
        assert finding.headline in page.text
        assert all(name in page.text for name in finding.files)
    assert "data.exclude=" in page.text
    assert all(address.startswith("data:image/webp;base64,") for address in page.pictures)
    picture = Image.open(io.BytesIO(base64.b64decode(page.pictures[0].partition(",")[2])))
    assert picture.size == (96, 96)


def test_the_document_names_everything(examined, tmp_path):
    write_report(examined, tmp_path / "report.json", Quiet())
    told = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert (told["files"], told["pictures"], told["trainable"]) == (8, 7, True)
    assert told["skipped"] == [{"path": "empty.png", "reason": "it is empty"}]
    by_kind = {finding["kind"]: finding for finding in told["findings"]}
    assert by_kind["unreadable"]["fix"]["set"] == ['data.exclude=["empty.png"]']
    assert told["statistics"]["width"]["median"] == 30


def test_another_ending_is_refused(examined, tmp_path):
    with pytest.raises(StudioError, match=r"report\.pdf"):
        write_report(examined, tmp_path / "report.pdf", Quiet())


def test_a_histogram_counts_every_value_once():
    counts, edges = histogram(np.array([1, 1, 2, 4]))
    assert counts.tolist() == [2, 1, 0, 1]
    assert (edges[0], edges[-1]) == (1, 4)
    counts, _ = histogram(np.linspace(0.0, 1.0, 1000))
    assert (len(counts), counts.sum()) == (24, 1000)
    counts, edges = histogram(np.array([7.0, 7.0]))
    assert (counts.tolist(), edges.tolist()) == ([2], [7, 7])
