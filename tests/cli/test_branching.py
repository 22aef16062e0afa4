"""The verb `branch`, and `resume` on what it made."""


def test_a_branch_is_made_said_and_resumed(gan_studio, run, tmp_path):
    out = tmp_path / "branch"
    rate = "optimizer.generator_learning_rate"
    answer = gan_studio("branch", str(run.path), "--at", "25", "--out", str(out), "--set", f"{rate}=2e-4", "--json")
    assert answer.exit_code == 0, answer.stderr
    assert answer.document["branched_from"] == {"run": str(run.path), "step": 20}
    assert answer.document["changes"] == {rate: 0.0002}
    resumed = gan_studio("resume", str(out), "--steps", "24", "--json")
    assert (resumed.exit_code, resumed.document["step"]) == (0, 24)
    assert run.checkpoint_steps() == [20]


def test_people_are_told_from_which_checkpoint(gan_studio, run, tmp_path):
    answer = gan_studio("branch", str(run.path), "--at", "22", "--out", str(tmp_path / "branch"))
    assert "from step 20 of" in answer.stdout
    assert "gan-studio resume" in answer.stdout


def test_a_setting_that_does_not_fit_is_refused_by_name(gan_studio, run, tmp_path):
    words = ("branch", str(run.path), "--at", "20", "--out", str(tmp_path / "branch"), "--set", "networks.width=16")
    answer = gan_studio(*words)
    assert answer.exit_code == 1
    assert "networks.width" in answer.stderr
    assert not (tmp_path / "branch").exists()
