import json
import zipfile
from pathlib import Path

from studio.core.journal import Journal
from studio.core.notes import RunNotes, write_notes
from studio.core.problem_report import problem_report, write_report
from studio.core.run_folder import Lineage, RunFolder, record_event


def run_of(linear_run) -> RunFolder:
    run = linear_run(10)
    record = run.read_record()
    private = {"source": str(Path.home() / "secret pictures"), "class_names": ("anna", "otto")}
    run.write_record(record.model_copy(update=private))
    with Journal(run.events_file) as journal:
        for step in range(500):
            journal.append(record_event("warning", step, headline=f"{run.path}/x of {private['source']}/cat.png"))
    return run


def test_a_report_tells_of_program_machine_and_run(linear_run):
    files = problem_report(run_of(linear_run), story="It broke.", devices=("cpu: Intel",))
    assert files["what happened.txt"] == "It broke.\n"
    assert "tensorflow" in files["program.txt"]
    assert "cpu: Intel" in files["machine.txt"]
    assert json.loads(files["run.json"])["recipe"]["data"]["width"] == 8
    assert len(files["events.jsonl"].splitlines()) == 200
    assert "000010.safetensors" in files["checkpoints.txt"]


def test_paths_and_classes_are_hidden_unless_allowed(linear_run):
    run = run_of(linear_run)
    hidden = "".join(problem_report(run).values())
    for private in (str(Path.home()), "secret pictures", "anna", str(run.path)):
        assert private not in hidden
    assert "<run>/x of <data>/…" in hidden
    told = "".join(problem_report(run, with_paths=True).values())
    assert "secret pictures" in told
    assert "anna" in told


SECRETS = ("Oma", "Otto", "Geburtstag", "Urlaub", "Strand", "Kaputt", "Liebste", "Fotos", "Meins", "Heimlich", "Alt")


def test_no_name_of_the_user_is_in_a_report_wherever_it_was(linear_run, tmp_path):
    run = linear_run(10, name="2026-11-29 Fotos")
    record = run.read_record()
    left_out = ("Oma/Geburtstag, 3.jpg", "Otto 2/Urlaub am Strand.png")
    recipe = record.recipe.changed({"data.exclude": left_out})
    recipe = recipe.model_copy(update={"name": "Meins", "purpose": "Für Oma"})
    private = {
        "name": "2026-11-29 Fotos",
        "recipe": recipe,
        "source": "/media/Heimlich/Fotos",
        "class_names": ("Oma", "Otto 2", "7"),
        "tags": ("Liebste",),
        "branched_from": Lineage(run="2026-11-28 Alt", step=5),
    }
    run.write_record(record.model_copy(update=private))
    run.pictures_file.write_text(json.dumps({"Oma/Strand.jpg": "0", "Otto 2/Urlaub.png": "1"}))
    write_notes(run, RunNotes(name="Liebste Fotos", tags=("Heimlich",)))
    with Journal(run.events_file) as events:
        detail = "Otto 2/Kaputt (1); Alt.png: it is torn."
        events.append(record_event("warning", 0, headline="1 file was left out.", detail=detail, hint="Mend it."))
        events.append(record_event("branched", 5, run="2026-11-28 Alt"))
        events.append(record_event("warning", 7, condition="collapse", headline="All alike.", detail="At 7: 0.1."))
        sentence = (
            "Liebste Fotos stopped at Oma/Strand.jpg, Urlaub.png of /media/Heimlich/Fotos/Otto 2/Alt und Kaputt.png"
        )
        events.append(record_event("failed", 9, headline=sentence, detail="Kaputt.PNG of Otto 2", hint="#Liebste"))
    with Journal(run.metrics_file) as metrics:
        metrics.append({"step": 7, "generator_loss": 7.5, "odd": "Oma"})
    write_report(tmp_path / "report.zip", problem_report(run))
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        told = "".join(f"{name}\n{archive.read(name).decode()}" for name in archive.namelist())
    assert [secret for secret in SECRETS if secret in told] == []
    assert all(stand_in in told for stand_in in ("class-1", "picture-2", "tag-1", "run-1", "run-2", "<data>"))
    assert '"detail": "At 7: 0.1."' in told
    assert '"generator_loss": 7.5' in told
    allowed = "".join(problem_report(run, with_paths=True).values())
    assert [secret for secret in ("Oma", "Geburtstag", "Kaputt", "Alt") if secret not in allowed] == []


def test_a_report_is_an_archive_of_texts(tmp_path):
    write_report(tmp_path / "report.zip", problem_report())
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        assert sorted(archive.namelist()) == ["machine.txt", "program.txt"]
