"""Where a word ends: particles that fit what they follow, endings, and what is written onto a word."""

import pytest

from krmoney import Vocabulary
from krmoney.data import load

JOSA = Vocabulary.default().josa


def split(word: str) -> tuple[str, int]:
    """A word whose first part ends at ``|``: the text, and where that is."""
    return word.replace("|", ""), word.index("|")


@pytest.mark.parametrize(
    "word",
    [
        *(
            "원|이",
            "원|은",
            "원|을",
            "원|과",
            "원|으로",
            "원|의",
            "원|에서는",
            "원|까지만",
            "원|이다",
            "원|이었지만",
            "원|인데",
        ),
        *(
            "배|가",
            "배|는",
            "배|를",
            "배|와",
            "배|로",
            "배|로는",
            "배|보다도",
            "배|다",
            "배|였다",
            "배|이면",
            "배|라고",
            "배|입니다",
        ),
        *(
            "실|로",
            "실|이",
            "실|과",
            "달러|마다",
            "달러|씩",
            "달러|래요",
            "%|가",
            "%|이",
            "5|은",
            "원|",
            "원|.",
            "원| 이상",
        ),
    ],
)
def test_particles_that_end_a_word(word: str) -> None:
    text, at = split(word)
    assert JOSA.particle(text, at) is not None
    assert JOSA.ends_word(text, at)


@pytest.mark.parametrize(
    "word",
    [
        *(
            "원|가",
            "원|는",
            "원|를",
            "원|와",
            "원|로",
            "배|이상하다",
            "배|은",
            "배|을",
            "배|과",
            "배|으로",
            "실|으로",
            "실|가",
        ),
        *(
            "이상|훈",
            "유로|존",
            "원|전",
            "원|로들",
            "원|가율",
            "배|당을",
            "배|송",
            "프로|그램",
            "프로|젝트",
            "선|물",
            "선|우진에게",
        ),
    ],
)
def test_what_goes_on_as_another_word(word: str) -> None:
    text, at = split(word)
    assert JOSA.particle(text, at) is None


@pytest.mark.parametrize("word", ["원|짜리", "달러|어치", "달러|를넘는", "원|대", "유로|상당의"])
def test_what_is_written_onto_a_currency(word: str) -> None:
    text, at = split(word)
    assert JOSA.particle(text, at) is None
    assert JOSA.ends_word(text, at)


def test_every_particle_is_listed_once() -> None:
    lists = load("josa")
    for name in ("consonant", "vowel", "any", "ending", "vowel_ending", "open", "glued"):
        words = lists[name].split()
        assert sorted(set(words)) == sorted(words), name
    assert not set(lists["consonant"].split()) & set(lists["vowel"].split())
