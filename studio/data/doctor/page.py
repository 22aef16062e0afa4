"""The doctor's report as one HTML page: no file beside it, nothing loaded, light or dark as the reader's system is."""

import base64
import io
import shlex
from collections.abc import Iterable, Mapping
from html import escape

import numpy as np
from PIL import Image

from studio.data.doctor.examination import Examination
from studio.data.doctor.finding import Finding
from studio.data.doctor.histogram import histogram
from studio.data.doctor.wording import counted

LONGEST_SET = 2_000  # characters of a command that is still worth showing

_STYLE = """
:root { color-scheme: light dark; --back: #f4f5f8; --panel: #fff; --text: #191c22; --muted: #5c6470; --line: #dde1e8;
  --accent: #4552cc; --problem: #b92c27; --warning: #8a5200; --note: #4552cc; --good: #17713f; --check: #e9ebf0; }
@media (prefers-color-scheme: dark) { :root { --back: #15171c; --panel: #1d2026; --text: #e7e9ed; --muted: #9da5b1;
  --line: #30353f; --accent: #939eff; --problem: #ff8279; --warning: #eeb352; --note: #939eff; --good: #55c68a;
  --check: #282c34; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1040px; padding: 40px 24px 64px; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 26px; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 40px 0 12px; }
h3 { font-size: 16px; margin: 0; }
p { margin: 4px 0 0; }
.muted, figcaption, dt { color: var(--muted); }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 16px 20px; }
.finding { margin-bottom: 12px; border-left: 4px solid var(--line); }
.finding.problem { border-left-color: var(--problem); } .finding.warning { border-left-color: var(--warning); }
.finding.note { border-left-color: var(--note); }
.severity { font-size: 12px; font-weight: 600; letter-spacing: .04em; text-transform: uppercase; }
.problem .severity { color: var(--problem); } .warning .severity { color: var(--warning); }
.note .severity { color: var(--note); } .good { color: var(--good); }
.pictures { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 12px; }
figure { margin: 0; width: 98px; }
figure img { width: 98px; height: 98px; object-fit: contain; border: 1px solid var(--line); border-radius: 6px;
  image-rendering: auto; display: block;
  background: repeating-conic-gradient(var(--check) 0 25%, var(--panel) 0 50%) 0 0 / 16px 16px; }
figcaption { font-size: 11px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
code { display: block; margin-top: 6px; padding: 8px 12px; background: var(--back); border-radius: 6px;
  font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.fix { margin-top: 12px; } .fix b { color: var(--accent); }
details { margin-top: 10px; } summary { cursor: pointer; color: var(--muted); }
ul.names { columns: 3 220px; margin: 8px 0 0; padding-left: 18px; font-size: 13px; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 12px; margin: 0; }
dt { font-size: 13px; } dd { margin: 0; font-size: 20px; font-weight: 600; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); gap: 12px; }
svg { display: block; width: 100%; height: auto; margin-top: 8px; } svg rect { fill: var(--accent); }
svg text { fill: var(--muted); font: 10px system-ui, sans-serif; }
"""


def page(examination: Examination, thumbnails: Mapping[str, np.ndarray], *, shown: int) -> str:
    """Return the page; `thumbnails` are uint8 (h, w, 1, 3 or 4) by name, of which a finding gets `shown` at most."""
    pictures = {name: _data_uri(pixels) for name, pixels in thumbnails.items()}
    name = escape(examination.source.rstrip("/").rpartition("/")[2] or examination.source)
    findings = [_finding(finding, examination, pictures, shown) for finding in examination.findings]
    parts = [
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name} – data-set report</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{_STYLE}</style></head><body>",
        f'<h1><bdi>{name}</bdi></h1><p class="muted"><bdi>{escape(examination.source)}</bdi></p>',
        f'<h2>At a glance</h2><div class="panel">{_glance(examination)}',
        _gallery([record.name for record in examination.pictures[:shown]], pictures),
        f"</div><h2>{counted(len(findings), 'finding')}</h2>",
        *(findings or ['<p class="good">Nothing was found that stands in the way of training.</p>']),
        f'<h2>Statistics</h2><div class="charts">{"".join(_charts(examination))}</div>',
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _glance(examination: Examination) -> str:
    numbers, settings = examination.statistics, examination.settings
    facts = {
        "Files": f"{numbers.files:,}",
        "Trained on": f"{len(examination.pictures):,}",
        "Left out": f"{numbers.left_out:,}",
        "Classes": f"{len(numbers.classes):,}" if numbers.classes else "–",
        "As": f"{settings.width}×{settings.height} {settings.colour}",
        "Formats": ", ".join(form for form in numbers.formats if form) or "–",
    }
    return f"<dl>{''.join(f'<div><dt>{key}</dt><dd>{escape(value)}</dd></div>' for key, value in facts.items())}</dl>"


def _finding(finding: Finding, examination: Examination, pictures: Mapping[str, str], shown: int) -> str:
    parts = [
        f'<section class="panel finding {finding.severity}"><span class="severity">{finding.severity}</span>',
        f"<h3>{escape(finding.headline)}</h3><p>{escape(finding.detail)}</p>",
        _gallery(finding.files[:shown], pictures),
        _names(finding.groups or [(name,) for name in finding.files]),
    ]
    if finding.fix:
        command = " ".join(f"--set {shlex.quote(text)}" for text in finding.fix.assignments(examination.settings))
        code = f"<code>{escape(command)}</code>" if len(command) <= LONGEST_SET else ""
        parts.append(f'<div class="fix"><b>{escape(finding.fix.label)}</b>{code}</div>')
    return "".join([*parts, "</section>"])


def _gallery(names: Iterable[str], pictures: Mapping[str, str]) -> str:
    figures = (
        f'<figure><img src="{pictures[name]}" alt="" loading="lazy"><figcaption title="{escape(name)}">'
        f"<bdi>{escape(name)}</bdi></figcaption></figure>"
        for name in names
        if name in pictures
    )
    return f'<div class="pictures">{"".join(figures)}</div>'


def _names(groups: Iterable[tuple[str, ...]]) -> str:
    items = [f"<li>{' = '.join(f'<bdi>{escape(name)}</bdi>' for name in group)}</li>" for group in groups]
    if not items:
        return ""
    return f'<details><summary>Names</summary><ul class="names">{"".join(items)}</ul></details>'


def _charts(examination: Examination) -> Iterable[str]:
    numbers = examination.statistics
    columns = {
        "Width (pixels)": numbers.widths,
        "Height (pixels)": numbers.heights,
        "Width divided by height": numbers.aspects,
        "Brightness (0–255)": numbers.brightness,
        "Contrast (standard deviation, 0–128)": numbers.contrast,
    }
    for title, values in columns.items():
        if len(values):
            yield f'<div class="panel"><h3>{title}</h3>{_bars(*histogram(values))}</div>'
    if numbers.classes:
        rows = "".join(f"<li><bdi>{escape(name)}</bdi>: {count:,}</li>" for name, count in numbers.classes.items())
        yield f'<div class="panel"><h3>Pictures of each class</h3><ul class="names">{rows}</ul></div>'


def _bars(counts: np.ndarray, edges: np.ndarray) -> str:
    """Draw a histogram, with its first and last edge and its highest count."""
    width, top = 300 / len(counts), max(1, int(counts.max()))
    bars = (
        f'<rect x="{index * width:.1f}" y="{100 - 84 * count / top:.1f}" width="{width - 1:.1f}"'
        f' height="{84 * count / top:.1f}"/>'
        for index, count in enumerate(counts.tolist())
    )
    return (
        f'<svg viewBox="0 0 300 114" role="img">{"".join(bars)}<text x="0" y="111">{edges[0]:,.4g}</text>'
        f'<text x="300" y="111" text-anchor="end">{edges[-1]:,.4g}</text><text x="0" y="10">{top:,}</text></svg>'
    )


def _data_uri(pixels: np.ndarray) -> str:
    buffer = io.BytesIO()
    Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels).save(buffer, "WEBP", quality=80)
    return f"data:image/webp;base64,{base64.b64encode(buffer.getvalue()).decode()}"
