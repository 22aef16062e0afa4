"""The dialog of branches: where it goes back to, and its form."""

import pytest

from studio.core.errors import StudioError
from studio.ui.dialogs.branch_dialog import BranchDialog
from studio.ui.panels.recipe_form import RecipeForm


def test_proposed_settings_have_the_room_of_the_dialog(qtbot, linear_run):
    dialog = BranchDialog(linear_run(100), 150, rolls_back=True)
    qtbot.addWidget(dialog)
    dialog.show()
    form = dialog.findChild(RecipeForm)
    assert not form.isVisible()
    dialog.propose({"optimizer.generator_learning_rate": 1e-4})
    qtbot.waitUntil(lambda: form.height() > 0.7 * dialog.height())


def test_a_branch_may_start_later_than_one_asked_but_rolling_back_goes_back(qtbot, linear_run):
    run = linear_run(100)
    qtbot.addWidget(BranchDialog(run, 50, rolls_back=False))
    with pytest.raises(StudioError, match="long ago"):
        BranchDialog(run, 50, rolls_back=True)
