import json
import zipfile
from pathlib import Path

from studio.core.journal import Journal
from studio.core.problem_report import problem_report, write_report
from studio.core.run_folder import RunFolder, record_event


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
    assert "<run>/x of <data>/cat.png" in hidden
    told = "".join(problem_report(run, with_paths=True).values())
    assert "secret pictures" in told
    assert "anna" in told


def test_a_report_is_an_archive_of_texts(tmp_path):
    write_report(tmp_path / "report.zip", problem_report())
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        assert sorted(archive.namelist()) == ["machine.txt", "program.txt"]
