from PIL import Image


def test_the_grids_of_a_run_become_a_moving_picture(gan_studio, run, tmp_path):
    out = tmp_path / "lapse.webp"
    answer = gan_studio("timelapse", str(run.path), "--cell", "1", "--out", str(out), "--json")
    assert answer.exit_code == 0, answer.stderr
    assert answer.document == {"file": str(out), "frames": len(run.sample_steps()), "cell": 1}
    with Image.open(out) as image:
        assert getattr(image, "n_frames", 1) > 1
    assert gan_studio("timelapse", str(run.path), "--out", str(out)).exit_code == 1
