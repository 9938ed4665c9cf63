"""Errors name the remedy of the door through which the input came."""

import pickle

from mcda_nato.errors import ProblemError


def test_each_door_is_told_its_own_remedy():
    error = ProblemError("no senses", call="give senses=", option="give --senses")
    assert str(error) == "no senses; give senses="
    assert error.on_command_line == "no senses; give --senses"


def test_an_error_without_a_remedy_is_the_same_at_every_door():
    error = ProblemError("no rows")
    assert str(error) == error.on_command_line == "no rows"


def test_a_place_is_named_first_and_the_remedies_stay():
    error = ProblemError("no senses", call="give senses=", option="give --senses").within("cars.csv")
    assert isinstance(error, ProblemError)
    assert str(error) == "cars.csv: no senses; give senses="
    assert error.on_command_line == "cars.csv: no senses; give --senses"


def test_errors_travel_between_processes():
    error = pickle.loads(pickle.dumps(ProblemError("no senses", call="give senses=", option="give --senses")))  # noqa: S301 - our own
    assert (str(error), error.on_command_line) == ("no senses; give senses=", "no senses; give --senses")
