"""Nothing leaves by itself: registers and directories are asked only where somebody turned that on."""

import pytest

from kvit.adapters.registers.by_country import ByCountry
from kvit.ports import registry
from kvit.ports.register import FakeRegister
from kvit.project import wiring


@pytest.fixture
def wired(settings):
    before = {name: registry.use(name) for name in ("register", "directory", "networks", "judge", "queue", "sender")}

    def wire(**told):
        for name, value in told.items():
            setattr(settings, name, value)
        wiring.wire()
        return registry.use("register"), registry.use("directory")

    yield wire
    for name, adapter in before.items():
        registry.register(name, adapter)


@pytest.mark.django_db
def test_registers_are_off_until_they_are_turned_on(wired):
    register, directory = wired()
    assert (register.countries, directory.is_set_up) == (frozenset(), False)
    register, directory = wired(KVIT_REGISTERS=True)
    assert isinstance(register, ByCountry)
    assert {"RO", "PL", "BG", "ES", "DE"} <= register.countries
    assert directory.is_set_up


@pytest.mark.django_db
def test_the_demo_asks_nobody_outside_even_then(wired):
    register, directory = wired(KVIT_REGISTERS=True, KVIT_DEMO=True)
    assert isinstance(register, FakeRegister)
    assert not directory.is_set_up
    assert register.find("PL", "PL5260001246").standing == "valid"  # every right number, so that the demo's own work
